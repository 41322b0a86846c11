"""The page on which plans are tried."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from suki.apps.company.models import LegalEntity
from suki.apps.company.queries import default_entity
from suki.apps.compensation.plans.queries import versions_for
from suki.apps.compensation.trying import pictures
from suki.apps.compensation.trying.comparing import Compared
from suki.apps.compensation.trying.forms import TryForm, title_of
from suki.apps.compensation.trying.queries import Tried, tried
from suki.base import marks
from suki.base.access import Can, screen
from suki.base.tables import Column, Table
from suki.kernel.errors import RuleBroken


@screen(Can.MANAGE_PLANS)
def trying(request: HttpRequest) -> HttpResponse:
    """Choose what to try, and see what it would have paid to whom."""
    entity = default_entity()
    versions = versions_for(request.user).filter(plan__entity=entity, archived_at__isnull=True)
    versions = versions.order_by("plan__name", "-number")
    asked = request.GET if "period" in request.GET else None
    form = TryForm(asked, entity=entity, versions=versions, initial={"period": _last_year(entity.today)})
    page: dict[str, Any] = {"form": form, "has_versions": bool(form.versions)}
    if asked is not None and form.is_valid():
        try:
            found = tried(
                actor=request.user, entity=entity, days=form.days, against=form.against, tries=form.tries
            )
            page |= _shown(request, entity, found)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
    return render(request, "compensation/trying.html", page, status=422 if form.errors else 200)


def _last_year(today: date) -> str:
    return f"{today.year - 1}"


def _shown(request: HttpRequest, entity: LegalEntity, found: Tried) -> dict[str, Any]:
    wish = request.GET.get("show", "1")
    place = int(wish) if wish.isdigit() and 1 <= int(wish) <= len(found.compared) else 1
    each, forecast = found.compared[place - 1], found.forecasts[place]
    return {
        "found": found,
        "currency": entity.currency,
        "before_title": title_of(found.before.tried),
        "before_forecast": found.forecasts[0],
        "lines": [
            (number, title_of(one.result.tried), one, found.forecasts[number], _showing(request, number))
            for number, one in enumerate(found.compared, 1)
        ],
        "place": place,
        "title": title_of(each.result.tried),
        "costs": pictures.costs(found, entity.currency),
        "spread": pictures.spread(each, entity.currency),
        "years": pictures.years(forecast, entity.currency) if forecast else None,
        "forecast": forecast,
        "table": _table(request, each, entity.currency),
    }


def _showing(request: HttpRequest, number: int) -> str:
    asked = request.GET.copy()
    asked["show"] = str(number)
    return f"?{asked.urlencode()}"


def _table(request: HttpRequest, each: Compared, currency: str) -> Table:
    columns = (
        Column("name", _("Person"), "name", sort="name", is_fixed=True),
        Column("before", _("Before"), "amount", currency=currency, sort="before", total=each.before.cost, is_minor=True),
        Column("after", _("After"), "amount", currency=currency, sort="after", total=each.result.cost),
        Column("difference", _("Difference"), "amount", currency=currency, sort="difference", total=each.difference),
        Column("share", _("In percent"), "markup", value=lambda row: marks.delta(row.share) if row.before or row.difference else "", sort="share", is_minor=True),
        Column("by", _("Mostly by"), "text", is_minor=True),
        Column("by_amount", _("Of it"), "amount", currency=currency, is_minor=True),
    )  # fmt: skip
    table = Table(
        "tried", columns, each.changes, asked=request.GET, address=request.path, sort="difference",
        row_key=lambda row: row.person_id, row_label=lambda row: str(row.name), total_label=_("Together"),
        caption=_("Who would be paid what"),
    )  # fmt: skip
    wish = table.sorted_by
    rows = sorted(each.changes, key=lambda row: _key(row, wish.lstrip("-")), reverse=wish.startswith("-"))
    table.rows = rows
    return table


def _key(row: Any, name: str) -> tuple[bool, Any]:
    """None stands before every figure."""
    value = getattr(row, name)
    return (value is not None, value if value is not None else 0)
