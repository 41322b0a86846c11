"""The results of a period for programs: everything the workbook shows, amounts as text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from suki.kernel.periods import Period
from suki.reports.figures import plain_amount, plain_ratio
from suki.reports.own_columns import own_values
from suki.reports.quarterly import Figures, Results, Row
from suki.reports.rules import rules_of


def as_json(results: Results) -> dict[str, Any]:
    """The results as JSON keeps them."""
    asked = results.asked
    return {
        "report": "quarterly",
        "period": asked.period.name,
        "from": _first(asked.period),
        "to": _last(asked.period),
        "currency": asked.currency,
        "by": asked.by,
        "credit": str(asked.basis),
        "entity": asked.entity.code,
        "compared_with": {"previous": _period(asked.previous), "last_year": _period(asked.last_year)},
        "rows": [_row(row) for row in results.rows],
        "earlier_only": [_row(row) for row in results.earlier],
        "total": _total(results),
        "concentration": _concentration(results),
        "top_accounts": [{**_customer(row, results), "share": _share(row, results)} for row in results.top],
        "new_customers": _new(results),
        "lost_customers": _lost(results),
        "rules": rules_of(results),
        "masked": masked(results),
    }


def masked(results: Results) -> list[str]:
    """What the reader may not see: these are null for that reason and no other."""
    cost = ["margin", "margin_share", "cost", "revenue_with_cost"] if not results.scope.sees_cost else []
    return cost + (["quota", "attainment"] if not results.scope.sees_quotas else [])


def _row(row: Row) -> dict[str, Any]:
    own = own_values(row)
    return {"id": row.identity.id, "name": row.name, **_figures(row.figures), **({"own": own} if own else {})}


def _figures(figures: Figures) -> dict[str, Any]:
    digits = figures.digits
    return {
        "revenue": plain_amount(figures.revenue, digits),
        "previous": plain_amount(figures.sums.previous, digits),
        "growth_previous": plain_ratio(figures.growth_previous),
        "last_year": plain_amount(figures.sums.last_year, digits),
        "growth_last_year": plain_ratio(figures.growth_last_year),
        "margin": plain_amount(figures.margin, digits),
        "margin_share": plain_ratio(figures.margin_share),
        "revenue_with_cost": plain_amount(figures.revenue_with_cost, digits),
        "cost_known_share": plain_ratio(figures.cost_known_share),
        "quota": plain_amount(figures.quota, digits),
        "attainment": plain_ratio(figures.attainment),
        "lines": figures.lines,
    }


def _total(results: Results) -> dict[str, Any]:
    without = plain_amount(results.revenue_without_quota, results.asked.digits)
    return {**_figures(results.total), "revenue_without_quota": without}


def _concentration(results: Results) -> dict[str, Any]:
    weight, digits = results.weight, results.asked.digits
    return {
        "customers": weight.customers,
        "groups": weight.groups,
        "hhi": plain_ratio(weight.hhi),
        "group_hhi": plain_ratio(weight.group_hhi),
        "top_1_share": plain_ratio(weight.share(weight.top_1)),
        "top_5_share": plain_ratio(weight.share(weight.top_5)),
        "top_10_share": plain_ratio(weight.share(weight.top_10)),
        "top_20_percent_share": plain_ratio(weight.share(weight.top_fifth)),
        "ten_percent": [
            {
                "id": row.identity.id,
                "name": row.name,
                "revenue": plain_amount(row.figures.revenue, digits),
                "share": _share(row, results),
                "lines": row.figures.lines,
            }
            for row in results.ten_percent
        ],
    }


def _customer(row: Row, results: Results) -> dict[str, Any]:
    """A customer has no quota here; everything else is as in a row."""
    shown = _row(row)
    return {name: value for name, value in shown.items() if name not in ("quota", "attainment")}


def _new(results: Results) -> dict[str, Any]:
    digits = results.asked.digits
    return {
        "count": results.customers.new.count,
        "revenue": plain_amount(results.customers.new.revenue, digits),
        "largest": _listed(results.new, "revenue", digits),
    }


def _lost(results: Results) -> dict[str, Any]:
    digits = results.asked.digits
    return {
        "count": results.customers.lost.count,
        "last_year": plain_amount(results.customers.lost.revenue, digits),
        "largest": _listed(results.lost, "last_year", digits),
    }


def _listed(rows: Sequence[Row], measure: str, digits: int) -> list[dict[str, Any]]:
    return [
        {
            "id": row.identity.id,
            "name": row.name,
            measure: plain_amount(getattr(row.figures.sums, measure), digits),
            "lines": row.figures.lines,
        }
        for row in rows
    ]


def _share(row: Row, results: Results) -> str | None:
    return plain_ratio(results.weight.share(row.figures.revenue))


def _period(period: Period) -> dict[str, str]:
    return {"period": period.name, "from": _first(period), "to": _last(period)}


def _first(period: Period) -> str:
    return date.isoformat(period.start)


def _last(period: Period) -> str:
    return date.isoformat(period.last)
