"""How well clients pass from who won them to who keeps them: how long it takes, how often it comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count
from django.utils import timezone

from suki.apps.company.models import LegalEntity
from suki.apps.people.models import Person
from suki.apps.prospecting.clock import calendar_of
from suki.base.models import Event
from suki.flows.client_joins.rules import policy_for
from suki.flows.models import Handoff, HandoffGap
from suki.kernel.periods import Period
from suki.kernel.worktime import WorkCalendar

_STEPS = ("handoff handed in", "handoff returned", "handoff accepted")


@dataclass(frozen=True)
class HandoffRow:
    """One handoff: its people, its moments, and the working minutes each side took."""

    handoff: Handoff
    minutes_to_hand_in: int | None
    minutes_to_answer: int | None
    returned: int
    gaps: int
    open_gaps: int
    is_on_time: bool | None


@dataclass(frozen=True)
class Totals:
    """Several handoffs together. Means are of those that have come so far; nothing is nothing, not zero."""

    count: int
    states: dict[str, int]
    minutes_to_hand_in: Decimal | None
    minutes_to_answer: Decimal | None
    returned: int
    returns: int
    gaps: int
    on_time: Decimal | None


@dataclass(frozen=True)
class Handoffs:
    """The handoffs of an entity that began in a period, with totals by giver and taker."""

    entity: LegalEntity
    period: Period | None
    at: datetime
    rows: tuple[HandoffRow, ...]
    total: Totals
    by_giver: tuple[tuple[Person, Totals], ...]
    by_taker: tuple[tuple[Person, Totals], ...]


def handoffs_of(*, actor: Any, entity: LegalEntity, period: Period | None = None) -> Handoffs:
    """The handoffs that the actor may see."""
    seen = Handoff.objects.visible_to(actor).order_by().values("pk")
    found = Handoff.objects.in_use().filter(pk__in=seen, entity=entity.pk)
    handoffs = [
        each
        for each in found.select_related("account", "deal", "giver", "taker").order_by("began_at", "pk")
        if period is None or _day_of(each.began_at, entity) in period
    ]
    rows = tuple(_rows(handoffs, entity))
    return Handoffs(
        entity,
        period,
        timezone.now(),
        rows,
        totals_of(rows),
        _by(rows, lambda row: row.handoff.giver),
        _by(rows, lambda row: row.handoff.taker),
    )


def totals_of(rows: Iterable[HandoffRow]) -> Totals:
    """Several rows as one."""
    rows = tuple(rows)
    timed = [row.is_on_time for row in rows if row.is_on_time is not None]
    states = {str(state): 0 for state in Handoff.State.values}
    for row in rows:
        states[row.handoff.state] += 1
    return Totals(
        count=len(rows),
        states=states,
        minutes_to_hand_in=_mean(row.minutes_to_hand_in for row in rows),
        minutes_to_answer=_mean(row.minutes_to_answer for row in rows),
        returned=sum(row.returned > 0 for row in rows),
        returns=sum(row.returned for row in rows),
        gaps=sum(row.gaps for row in rows),
        on_time=Decimal(sum(timed)) / len(timed) if timed else None,
    )


def _rows(handoffs: list[Handoff], entity: LegalEntity) -> Iterable[HandoffRow]:
    moments: dict[int, list[tuple[str, datetime]]] = {each.pk: [] for each in handoffs}
    events = Event.objects.filter(about_kind="handoff", about_id__in=list(moments), name__in=_STEPS)
    for about, name, at in events.order_by("id").values_list("about_id", "name", "at"):
        moments[about].append((name, at))
    named = HandoffGap.objects.in_use().filter(handoff__in=handoffs).values("handoff").order_by()
    counted = named.annotate(count=Count("pk"), closed=Count("closed_at"))
    gaps = {row["handoff"]: (row["count"], row["closed"]) for row in counted}
    policy, calendars = policy_for(entity), _Calendars(entity)
    for each in handoffs:
        steps = moments[each.pk]
        to_submit, late_in = _waits(each, steps, True, calendars.of(each.giver), policy.hours_to_submit)
        to_answer, late_out = _waits(each, steps, False, calendars.of(each.taker), policy.hours_to_answer)
        runs_late = each.due_at is not None and each.due_at < timezone.now()
        has_come = (to_submit is not None or runs_late) and each.state != Handoff.State.CANCELLED
        yield HandoffRow(
            handoff=each,
            minutes_to_hand_in=to_submit,
            minutes_to_answer=to_answer,
            returned=sum(name == "handoff returned" for name, _at in steps),
            gaps=gaps.get(each.pk, (0, 0))[0],
            open_gaps=gaps[each.pk][0] - gaps[each.pk][1] if each.pk in gaps else 0,
            is_on_time=not (late_in or late_out or runs_late) if has_come else None,
        )


def _waits(
    handoff: Handoff, steps: list[tuple[str, datetime]], of_giver: bool, calendar: WorkCalendar, hours: int
) -> tuple[int | None, bool]:
    """The working minutes one side took in all, over each time it was theirs; and whether one time was too long."""
    taken, is_late, since = None, False, handoff.began_at if of_giver else None
    for name, at in steps:
        begins = name == ("handoff returned" if of_giver else "handoff handed in")
        if since is not None and not begins:
            minutes = calendar.minutes_between(since, max(at, since))
            taken, is_late, since = (taken or 0) + minutes, is_late or minutes > hours * 60, None
        if begins:
            since = at
    return taken, is_late


class _Calendars:
    """Each person's working hours, asked once."""

    def __init__(self, entity: LegalEntity) -> None:
        self.entity = entity
        self.known: dict[int | None, WorkCalendar] = {}

    def of(self, person: Person | None) -> WorkCalendar:
        key = person.pk if person else None
        if key not in self.known:
            self.known[key] = calendar_of(person, self.entity)
        return self.known[key]


def _by(
    rows: tuple[HandoffRow, ...], side: Callable[[HandoffRow], Person | None]
) -> tuple[tuple[Person, Totals], ...]:
    people = {side(row) for row in rows} - {None}
    found = [(person, totals_of(row for row in rows if side(row) == person)) for person in people if person]
    return tuple(sorted(found, key=lambda each: (-each[1].count, each[0].name)))


def _mean(values: Iterable[int | None]) -> Decimal | None:
    known = [Decimal(each) for each in values if each is not None]
    return sum(known, Decimal(0)) / len(known) if known else None


def _day_of(moment: datetime, entity: LegalEntity) -> date:
    from zoneinfo import ZoneInfo

    return moment.astimezone(ZoneInfo(entity.timezone)).date()
