"""What was measured: the last periods of somebody, with what makes a figure unfair to read alone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from psycopg.types.range import DateRange

from suki.apps.company.models import LegalEntity
from suki.apps.company.worktime import holidays_of
from suki.apps.compensation.reached import reached_by
from suki.apps.people.models import Absence, Person, PersonFunction
from suki.apps.standing.models import MissRule
from suki.base.access import GRANTS, Can, Function
from suki.base.dated import on_day
from suki.kernel.fiscal import FiscalCalendar
from suki.kernel.periods import Period
from suki.kernel.worktime import WorkCalendar

_WEEK = {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}


@dataclass(frozen=True)
class Measured:
    """A period of somebody: what they were credited with against their quota, as it stands and without days away."""

    period: Period
    credited: Decimal
    quota: Decimal | None
    quotas: tuple[int, ...]
    working_days: int
    days_away: int

    @property
    def attainment(self) -> Decimal | None:
        """As measured; none where there is no quota above zero."""
        return self.credited / self.quota if self.quota else None

    @property
    def adjusted(self) -> Decimal | None:
        """As if the quota had been asked only of the days on which they were there."""
        if not self.quota:
            return None
        if not self.days_away:
            return self.attainment
        there = self.working_days - self.days_away
        if there <= 0:
            return None
        return self.credited * self.working_days / (self.quota * there)

    def is_below(self, share: Decimal) -> bool:
        """Whether it counts as missed: below the share even without the days away. Undefined is not missed."""
        return self.adjusted is not None and self.adjusted < share


def periods_of(rule: MissRule, today: date) -> list[Period]:
    """The last whole periods before a day, the newest first, by the calendar of the entity."""
    fiscal = rule.entity.fiscal_calendar
    current = _current(rule.span, fiscal, today)
    found = []
    for _number in range(rule.of_last):
        current = current.previous()
        found.append(current)
    return found


def people_of(rule: MissRule, today: date) -> list[Person]:
    """Who is measured by the rule: those whose function it is to reach a quota, and who still work here."""
    functions = [rule.function] if rule.function else [each.value for each in selling()]
    having = PersonFunction.objects.filter(on_day(today), function__in=functions).values("person")
    return list(Person.objects.in_use().filter(pk__in=having).order_by("sort_key", "pk"))


def selling() -> list[Function]:
    """The functions whose people have quotas of their own: who runs pay or the house has none."""
    return [
        each
        for each in Function
        if Can.SEE_STANDING in GRANTS[each].capabilities
        and Can.WORK_DEALS in GRANTS[each].capabilities
        and Can.MANAGE_COMPANY not in GRANTS[each].capabilities
    ]


def measured(entity: LegalEntity, period: Period, people: Collection[int]) -> dict[int, Measured]:
    """The period for each of these people."""
    reached = reached_by(entity, period.start, period.end, people)
    absences = list(
        Absence.objects.in_use().filter(person__in=people, valid__overlap=DateRange(period.start, period.end))
    )
    days = _working_days(entity, period) if absences else []
    away = _away(absences, days)
    told = _already_asked_less(people, period)
    return {
        person: Measured(
            period, it.credited, it.quota, it.quotas, len(days), 0 if person in told else away.get(person, 0)
        )
        for person, it in reached.items()
    }


def _current(span: str, fiscal: FiscalCalendar, today: date) -> Period:
    plain = fiscal == FiscalCalendar()
    if span == MissRule.Span.YEAR:
        return Period.year(today.year) if plain else Period.fiscal_year(fiscal, fiscal.year_of(today))
    if span == MissRule.Span.QUARTER:
        quarter = (today.year, (today.month + 2) // 3)
        return Period.quarter(*quarter) if plain else Period.fiscal_quarter(fiscal, *fiscal.quarter_of(today))
    return (
        Period.month(today.year, today.month)
        if plain
        else Period.fiscal_period(fiscal, *fiscal.period_of(today))
    )


def _working_days(entity: LegalEntity, period: Period) -> list[date]:
    calendar = WorkCalendar(entity.timezone, _WEEK, holidays_of(entity))
    return [day for day in period if calendar.is_working_day(day)]


def _away(absences: list[Absence], days: list[date]) -> dict[int, int]:
    """On how many working days each was away."""
    found: dict[int, set[date]] = {}
    for absence in absences:
        inside = {day for day in days if day in absence.valid}
        found.setdefault(absence.person_id, set()).update(inside)
    return {person: len(inside) for person, inside in found.items()}


def _already_asked_less(people: Collection[int], period: Period) -> set[int]:
    """Whose quota was made smaller for days away when it was set: these days are not taken off twice."""
    from suki.apps.quotas.models import Quota

    held: Any = Quota.objects.in_use().filter(
        person__in=people, valid__overlap=DateRange(period.start, period.end), made_of__has_key="away_days"
    )
    return set(held.values_list("person_id", flat=True))


def working_days_later(entity: LegalEntity, day: date, days: int, *, working: bool) -> date:
    """The day so many days later: working days, or days of the calendar."""
    if not working:
        return day + timedelta(days=days)
    return WorkCalendar(entity.timezone, _WEEK, holidays_of(entity)).add_working_days(day, days)
