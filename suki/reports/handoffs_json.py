"""Handoffs for programs: hours as text, days and moments by ISO."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from suki.apps.people.models import Person
from suki.kernel.money import round_half_up
from suki.reports.figures import plain_ratio
from suki.reports.handoffs import HandoffRow, Handoffs, Totals


def as_json(found: Handoffs) -> dict[str, Any]:
    """The handoffs as JSON keeps them."""
    period = found.period
    return {
        "report": "handoffs",
        "entity": found.entity.code,
        "period": None
        if period is None
        else {"name": period.name, "from": period.start.isoformat(), "to": period.last.isoformat()},
        "at": found.at.isoformat(),
        "rows": [_row(row) for row in found.rows],
        "total": _totals(found.total),
        "by_giver": [{**_person(person), **_totals(totals)} for person, totals in found.by_giver],
        "by_taker": [{**_person(person), **_totals(totals)} for person, totals in found.by_taker],
        "rules": rules(),
    }


def rules() -> dict[str, str]:
    """One sentence for each figure that could be read in more than one way."""
    return {
        "hours_to_hand_in": _(
            "Working hours of the giver from the beginning to handing in, and again from each return to handing in anew."
        ),
        "hours_to_answer": _("Working hours of the taker from each handing in to the answer."),
        "on_time": _(
            "On time is a handoff in which no single wait was longer than the policy allows; those that still have time "
            "to be handed in, and cancelled ones, do not count."
        ),
        "returned": _("Returned counts handoffs that came back at least once, returns counts each time."),
    }


def _row(row: HandoffRow) -> dict[str, Any]:
    handoff = row.handoff
    return {
        "id": handoff.pk,
        "account": {"id": handoff.account_id, "name": handoff.account.name},
        "deal": {"id": handoff.deal_id, "name": handoff.deal.name} if handoff.deal else None,
        "giver": _person(handoff.giver),
        "taker": _person(handoff.taker) if handoff.taker else None,
        "state": handoff.state,
        "began_at": handoff.began_at.isoformat(),
        "handed_in_at": _moment(handoff.handed_in_at),
        "accepted_on": handoff.accepted_on.isoformat() if handoff.accepted_on else None,
        "due_at": _moment(handoff.due_at),
        "escalated_at": _moment(handoff.escalated_at),
        "hours_to_hand_in": _hours(row.minutes_to_hand_in),
        "hours_to_answer": _hours(row.minutes_to_answer),
        "returned": row.returned,
        "gaps": row.gaps,
        "open_gaps": row.open_gaps,
        "on_time": row.is_on_time,
        "credit": {
            "rule": handoff.credit_rule,
            "from": handoff.credit_from.isoformat() if handoff.credit_from else None,
            "taper": handoff.taper,
        },
    }


def _totals(totals: Totals) -> dict[str, Any]:
    return {
        "handoffs": totals.count,
        "states": totals.states,
        "hours_to_hand_in": _hours(totals.minutes_to_hand_in),
        "hours_to_answer": _hours(totals.minutes_to_answer),
        "returned": totals.returned,
        "returns": totals.returns,
        "gaps": totals.gaps,
        "on_time": plain_ratio(totals.on_time),
    }


def _person(person: Person) -> dict[str, Any]:
    return {"id": person.pk, "name": person.name}


def _hours(minutes: int | Decimal | None) -> str | None:
    return None if minutes is None else f"{round_half_up(Decimal(minutes) / 60, 2):f}"


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
