"""What can be done with all selected deals at once."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from suki.apps.deals.actions import give_deals
from suki.apps.deals.pages.forms import GiveForm
from suki.apps.deals.queries import deals_for
from suki.base.access import Can, screen
from suki.base.answers import acted
from suki.base.toasts import toast
from suki.desk.lists.bulk import counted, selected_rows
from suki.desk.lists.deals import DEALS


@screen(Can.WORK_DEALS)
def assignment(request: HttpRequest) -> HttpResponse:
    """Hand all selected deals to one person."""
    selected = selected_rows(request)
    form = GiveForm(request.POST if "person" in request.POST else None)
    if form.is_bound and form.is_valid():
        done: list[int] = []
        deals = list(deals_for(request.user).filter(pk__in=selected))
        give = partial(give_deals, actor=request.user, deals=deals, **form.cleaned_data)
        refused = acted(lambda: done.append(give()))
        if not refused:
            sentence = ngettext(
                "{count} deal has changed hands.", "{count} deals have changed hands.", done[0]
            )
            toast(request, sentence.format(count=done[0]))
            return redirect("deals")
        form.add_error(None, refused)
    page = {"form": form, "selected": selected, "title": _("Hand to"), "back": reverse("deals")}
    page["counted"] = counted(DEALS, selected)
    return render(request, "desk/lists/bulk.html", page, status=422 if form.is_bound and form.errors else 200)
