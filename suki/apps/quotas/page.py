"""What the page of a quota says: its name, its facts, how it was worked out, and what was reached of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from suki.apps.people.queries import people_of
from suki.apps.quotas.counting import Asking, credited_by_subject
from suki.apps.quotas.grid import sees_results
from suki.apps.quotas.models import Measure, Quota
from suki.base.access import Can, Reach, reach_of
from suki.base.formats import amount_marked, amount_text, day_text, number_marked, number_text, percent_marked
from suki.engines.quota import attainment


@dataclass(frozen=True)
class Result:
    """What was reached in the days of a quota, and as a part of it."""

    reached: Decimal | None
    attainment: Decimal | None
    why_none: str = ""


def name_of(quota: Quota) -> str:
    """What a quota is called: whose, and for which days."""
    return f"{quota.subject}, {days_of(quota.valid)}"


def days_of(valid: Any) -> str:
    """The first and the last day as people say them."""
    if valid is None or valid.lower is None or valid.upper is None:
        return _("without end")
    return f"{day_text(valid.lower)} – {day_text(valid.upper - timedelta(days=1))}"


def amount_of(quota: Quota, amount: Decimal | None) -> str:
    """An amount of a quota: money, or pieces."""
    if quota.measure == Measure.UNITS:
        return number_text(amount.normalize() + 0 if amount is not None else None)
    return amount_text(amount, quota.currency)


def result_of(actor: Any, quota: Quota) -> Result:
    """What was credited in its days, from the same credits as the reports; in the entity's currency."""
    if not sees_results(actor, quota.subject_kind, quota.measure):
        return Result(None, None, _("You do not get to see this result."))
    if quota.valid.upper is None or quota.valid.lower is None:
        return Result(None, None, _("It has no end."))
    if quota.valid.lower > quota.entity.today:
        return Result(None, None, _("Its days have not begun."))
    kind = quota.subject_kind
    reached = credited_by_subject(_asking(actor, quota, kind)).get(quota.subject.pk, Decimal(0))
    if quota.currency != quota.entity.currency and quota.measure != Measure.UNITS:
        return Result(
            reached, None, _("The quota is in another currency; the grid compares them at the plan rate.")
        )
    if not quota.amount:
        return Result(reached, None, _("Of a quota of nothing, nothing is attained."))
    return Result(reached, attainment(reached, quota.amount))


def shown_of(quota: Quota, result: Result) -> dict[str, Any]:
    """The figures of the page, drawn."""
    if quota.measure == Measure.UNITS:
        amounts = number_marked(quota.amount, 0), number_marked(result.reached, 0)
    else:
        amounts = (
            amount_marked(quota.amount, quota.currency),
            amount_marked(result.reached, quota.entity.currency),
        )
    return {"quota": amounts[0], "reached": amounts[1], "attainment": percent_marked(result.attainment)}


def facts_of(quota: Quota) -> list[tuple[str, str]]:
    """What a quota is, word by word."""
    facts = [
        (_("From and to"), days_of(quota.valid)),
        (_("Measure"), quota.get_measure_display()),
    ]
    if quota.period is not None:
        facts += [
            (_("Period"), days_of(quota.period)),
            (_("Figure for the whole period"), amount_of(quota, quota.figure)),
        ]
    return facts


def made_of_words(quota: Quota) -> list[str]:
    """How a proposed amount was worked out, in sentences."""
    made = quota.made_of
    said = []
    if made.get("full"):
        said.append(_("In full it would be {amount}.").format(amount=amount_of(quota, Decimal(made["full"]))))
    if made.get("ramp_from"):
        day = day_text(date.fromisoformat(made["ramp_from"]))
        said.append(_("Started on {day}: the first months count 50, 50, 75 and 75 percent.").format(day=day))
    if made.get("away_days"):
        said.append(_("{days} days of leave are taken off.").format(days=made["away_days"]))
    if made.get("copied"):
        percent = number_text(Decimal(made.get("percent", "0")))
        said.append(
            _("Last year it was {amount}; {percent}% were added.")
            .format(amount=amount_of(quota, Decimal(made["copied"])), percent=percent)
        )  # fmt: skip
    return said


def _asking(actor: Any, quota: Quota, kind: str) -> Asking:
    """The quota's days; what people have is asked only as far as the actor sees people."""
    people = None
    if kind == "person":
        people = [quota.person_id]
    elif reach_of(actor, Can.SEE_QUOTAS) is not Reach.ALL and kind == "team":
        people = people_of(actor, quota.entity.today, Reach.TEAM)
    return Asking(quota.entity, quota.valid.lower, quota.valid.upper, kind, quota.measure, people)
