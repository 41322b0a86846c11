"""The pipeline for programs: amounts and ratios as text, days by ISO."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from suki.base.formats import day_text
from suki.reports.figures import plain_amount, plain_ratio
from suki.reports.pipeline import Closed, PipelineResults, Row, StageRow


def as_json(results: PipelineResults) -> dict[str, Any]:
    """The report as JSON keeps it."""
    question, held = results.question, results.open
    places = question.digits
    return {
        "report": "pipeline",
        "period": {
            "name": question.period.name,
            "from": question.period.start.isoformat(),
            "to": question.period.last.isoformat(),
        },
        "entity": question.entity.code,
        "currency": question.entity.currency,
        "total": _closed(results.total, places),
        "open": {
            "on": held.on.isoformat(),
            "count": held.count,
            "value": plain_amount(held.value, places),
            "weighted": plain_amount(held.weighted, places),
            "without_account": held.without_account,
            "without_value": held.without_value,
            "categories": {
                name: {"count": count, "value": plain_amount(value, places)}
                for name, (count, value) in held.categories.items()
            },
        },
        "stages": [_stage(row, places) for row in results.stages],
        "sellers": _rows(results.sellers, places),
        "managers": _rows(results.managers, places),
        "sources": _rows(results.sources, places),
        "kinds": _rows(results.kinds, places),
        "quarters": _rows(results.quarters, places),
        "rules": rules_of(results),
    }


def rules_of(results: PipelineResults) -> dict[str, str]:
    """One sentence for each figure that could be read in more than one way."""
    question = results.question
    rules = {
        "period": _(
            "The period selects deals by the day on which they were won or lost, from {first} to {last}. Open deals stand apart, "
            "as they are on {today}."
        ).format(
            first=day_text(question.period.start), last=day_text(question.period.last), today=day_text(results.open.on)
        ),
        "win_rate": _("Win rate is deals won, divided by deals won and lost; open deals do not count."),
        "cycle_days": _("Cycle time is the days from creation to closing, of the deals won; mean and median."),
        "value": _(
            "Amounts are in {currency}: closed deals at the rate of their closing day, open ones at today's; weighted is value "
            "times probability."
        ).format(currency=question.entity.currency),
        "conversion": _(
            "Conversion of a stage: of the deals closed in the period that were in it, those that went on to a later stage."
        ),
        "seller": _("A deal counts for its owner, and for whom the owner reported to on the day it closed."),
    }  # fmt: skip
    if not results.is_everything:
        rules["scope"] = _("These are the deals that you may see, not those of the whole firm.")
    if results.without_rate:
        rules["rate"] = _(
            "{count} closed deals count without their value: there is no rate of their day."
        ).format(count=results.without_rate)
    return rules


def _closed(closed: Closed, places: int) -> dict[str, Any]:
    return {
        "count": closed.count,
        "won": closed.won,
        "lost": closed.lost,
        "win_rate": plain_ratio(closed.win_rate),
        "won_value": plain_amount(closed.won_value, places),
        "lost_value": plain_amount(closed.lost_value, places),
        "mean_won_value": plain_amount(closed.mean_value, places),
        "cycle_days": {"mean": _plain(closed.mean_days), "median": _plain(closed.median_days)},
    }


def _rows(rows: Any, places: int) -> list[dict[str, Any]]:
    return [_row(row, places) for row in rows]


def _row(row: Row, places: int) -> dict[str, Any]:
    return {"id": row.identity.id, "name": row.identity.name, **_closed(row.closed, places)}


def _stage(row: StageRow, places: int) -> dict[str, Any]:
    return {
        "pipeline": row.pipeline,
        "stage": row.stage,
        "ends": row.ends,
        "open": {
            "count": row.open_count,
            "value": plain_amount(row.open_value, places),
            "weighted": plain_amount(row.weighted, places),
        },
        "closed": {"count": row.closed_count, "value": plain_amount(row.closed_value, places)},
        "entered": row.entered,
        "went_on": row.went_on,
        "conversion": plain_ratio(row.conversion),
        "won": row.won,
        "win_rate": plain_ratio(row.win_rate),
        "mean_days": _plain(row.mean_days),
    }


def _plain(days: Any) -> str | None:
    return None if days is None else f"{days:f}"
