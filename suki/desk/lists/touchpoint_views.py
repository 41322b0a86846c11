"""The pages of the lists of touchpoints and promises; above the promises stands how the last year's were kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from suki.apps.touchpoints.models import Promise
from suki.apps.touchpoints.queries import kept_in_a_year
from suki.base.access import Can, screen
from suki.base.partials import render_part
from suki.desk.lists.touchpoints import PROMISES, TOUCHPOINTS
from suki.desk.lists.views import LISTINGS, context_of, list_values

LISTINGS.update({listing.name: listing for listing in (TOUCHPOINTS, PROMISES)})


@screen(Can.SEE_ACCOUNTS)
def touchpoints(request: HttpRequest) -> HttpResponse:
    """The list of what passed with clients."""
    return render_part(
        request, "desk/lists/list.html", "desk/lists/_list.html", list_values(request, TOUCHPOINTS)
    )


@screen(Can.SEE_ACCOUNTS)
def promises(request: HttpRequest) -> HttpResponse:
    """The list of promises, and how those that fell due within a year were kept."""
    seen = Promise.objects.visible_to(request.user).in_use()
    values = list_values(request, PROMISES) | {"kept": kept_in_a_year(seen, context_of(request).today)}
    return render_part(request, "desk/lists/promises.html", "desk/lists/_list.html", values)
