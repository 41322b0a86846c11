"""The panel of an account that says what else it may buy."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from suki.apps.company.queries import default_entity
from suki.apps.touchpoints.offers.queries import offers_for
from suki.apps.touchpoints.views import part_answer
from suki.base.access import Can, screen
from suki.base.pages import kind_named
from suki.base.partials import is_partial

SHORT, FULL = 4, 20


@screen(Can.SEE_LEDGER)
def offers(request: HttpRequest, account_id: int) -> HttpResponse:
    """Products that customers who buy the same also buy, each with its reason in numbers."""
    account = kind_named("account").row_for(request.user, account_id)
    count = SHORT if is_partial(request) else FULL
    found = offers_for([account.pk], default_entity().today, count=count).get(account.pk, [])
    return part_answer(request, "account", account, "offers", {"offers": found})
