"""My pay: the period so far, what is held, what was paid, and what one more sale would bring."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from suki.apps.company.queries import default_entity, rate_on
from suki.apps.compensation.models import Statement
from suki.apps.compensation.statements import queries
from suki.apps.compensation.statements.forms import AmountForm
from suki.apps.compensation.statements.position import Position, estimate_for, position_of
from suki.apps.deals.models import Deal
from suki.apps.deals.pages.views import deal_for
from suki.base.access import Can, screen
from suki.base.charts import Chart, Series, bar, bullet
from suki.base.formats import percent_text, short_text
from suki.base.pages import part_page
from suki.base.partials import is_partial, render_part
from suki.kernel.errors import BadInput, RuleBroken

SHOWN = 12


@screen(Can.SEE_PAY)
def my_pay(request: HttpRequest) -> HttpResponse:
    """Everything about one's own pay."""
    entity, person = default_entity(), getattr(request.user, "person", None)
    statements = list(queries.own_statements(request.user)[:SHOWN])
    position, refused = _position(person, entity)
    page = {
        "person": person,
        "statements": statements,
        "newest": statements[0] if statements else None,
        "position": position,
        "gauge": _gauge(position),
        "refused": refused,
        "held": queries.held_for(request.user, person) if person else [],
        "history": _history(statements),
        "form": AmountForm(),
        "entity": entity,
    }
    return render(request, "compensation/my_pay.html", page)


@screen(Can.SEE_PAY)
def estimate(request: HttpRequest) -> HttpResponse:
    """What so much more would pay the reader."""
    entity, person = default_entity(), getattr(request.user, "person", None)
    form = AmountForm(request.GET or None)
    found, refused = None, ""
    if form.is_valid() and form.cleaned_data["amount"] and person is not None:
        try:
            found = estimate_for(person, entity, form.cleaned_data["amount"], entity.today)
            refused = "" if found else _("No plan pays you today.")
        except (RuleBroken, BadInput) as broken:
            refused = str(broken)
    page = {"form": form, "estimate": found, "refused": refused, "entity": entity}
    return render_part(request, "compensation/estimate.html", "compensation/_estimate.html", page)


@screen(Can.SEE_PAY)
def deal_pay(request: HttpRequest, deal_id: int) -> HttpResponse:
    """What an open deal would pay its owner: shown to the owner, by their plan and where they stand."""
    deal = deal_for(request, deal_id)
    found, why = _of_deal(request, deal)
    around = {} if is_partial(request) else part_page("deal", request.user, deal, "pay")
    part = "compensation/_deal_pay.html"
    page = {**around, "part": part, "estimate": found, "why": why, "deal": deal}
    return render_part(request, "about/page.html", part, page)


def _of_deal(request: HttpRequest, deal: Deal) -> tuple[Any, str]:
    """The estimate, or why there is none."""
    entity, person = deal.entity, getattr(request.user, "person", None)
    if person is None or deal.owner_id != person.pk:
        return None, _("What a deal pays is shown to whose deal it is.")
    if deal.state != Deal.State.OPEN:
        return None, _("This deal is decided; what it pays stands on your statement.")
    if not deal.value:
        return None, _("Say what the deal is worth, and what it would pay you stands here.")
    today = entity.today
    try:
        amount = deal.value * rate_on(today, of=deal.currency, into=entity.currency)
        found = estimate_for(person, entity, amount, today, account_id=deal.account_id)
    except (RuleBroken, BadInput) as broken:
        return None, str(broken)
    return found, "" if found else _("No plan pays you today.")


def _position(person: Any, entity: Any) -> tuple[Position | None, str]:
    if person is None:
        return None, ""
    try:
        return position_of(person, entity, entity.today), ""
    except (RuleBroken, BadInput) as broken:
        return None, str(broken)


def _gauge(position: Position | None) -> Any:
    """Attainment as a bullet, the quota as its mark."""
    first = position.first if position else None
    if first is None or first.attainment is None or first.quota is None:
        return ""
    said = _("{share} of the quota").format(share=percent_text(first.attainment))
    return bullet(first.credited, label=said, target=first.quota)


def _history(statements: list[Statement]) -> Chart | None:
    """What was earned in the last periods, oldest first, in the currency of the newest."""
    if len(statements) < 2:
        return None
    code = statements[0].currency
    rows = [each for each in reversed(statements) if each.currency == code]
    names = [each.period.name for each in rows]
    values = [each.earned + each.adjusted for each in rows]
    return bar(
        _("Earned by period"), names, Series(_("Earned"), values), say=lambda paid: short_text(paid, code)
    )
