"""Plans, credits and quotas as the rows that the SQL rules read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from suki.engines.commission.facts import Credit, Quota
from suki.engines.commission.periods import bounds_of, periods_between
from suki.engines.commission.plan import RATES, Component, Plan
from suki.engines.commission.sets import TABLES, Row, Store
from suki.kernel.errors import RuleBroken, _
from suki.kernel.fiscal import FiscalCalendar
from suki.kernel.money import digits

FIRST, LAST = date(1900, 1, 1), date(2200, 1, 1)


class NotForSets(RuleBroken):
    """What a plan or a credit says is worked out person by person only."""


@dataclass(frozen=True)
class Work:
    """A plan, what the people paid by it are credited with, and what they are to reach."""

    plan: Plan
    credits: Sequence[Credit]
    quotas: Sequence[Quota] = ()
    calendar: FiscalCalendar | None = None


@dataclass
class Rows:
    """The rows of several works, and what their numbers stand for."""

    tables: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in TABLES})
    plans: list[Plan] = field(default_factory=list)
    people: list[tuple[int, str]] = field(default_factory=list)
    components: list[tuple[int, str]] = field(default_factory=list)
    credits: list[tuple[int, Credit]] = field(default_factory=list)
    spans: dict[tuple[int, int], str] = field(default_factory=dict)

    def hand_to(self, store: Store) -> None:
        """Make the tables in a store."""
        for name, rows in self.tables.items():
            store.take(name, TABLES[name], rows)


def rows_of(works: Sequence[Work]) -> Rows:
    """Everything as rows. What only the engine in Python can do is refused, and so is what would lose a digit."""
    rows = Rows()
    for work in works:
        _add(rows, work)
    return rows


def _add(rows: Rows, work: Work) -> None:
    number = len(rows.plans)
    rows.plans.append(work.plan)
    draw = work.plan.draw
    rows.tables["pay_plan"].append(
        (number, _exact(draw.amount, 4) if draw else None, bool(draw and draw.is_recoverable))
    )
    components = {each.name: _add_component(rows, number, work.plan, each) for each in work.plan.components}
    for component in work.plan.components:
        for gate in component.gates:
            row = (components[component.name], components[gate.component], _exact(gate.at, 6))
            rows.tables["pay_gate"].append(row)
    people = _add_people(rows, number, work)
    for credit in work.credits:
        _add_credit(rows, number, work.plan, credit, people[credit.person], components)
    for quota in work.quotas:
        if quota.person in people:
            rows.tables["pay_quota"].append((
                number, people[quota.person], quota.measure or "*", quota.start.toordinal(), quota.end.toordinal(),
                _exact(quota.amount, 4),
            ))  # fmt: skip
    rows.tables["pay_span"] += _spans(rows, number, work)


def _add_people(rows: Rows, number: int, work: Work) -> dict[str, int]:
    """Everybody is paid from their first credit to the last one."""
    days: dict[str, list[date]] = {}
    for credit in work.credits:
        days.setdefault(credit.person, []).append(credit.day)
    people = {}
    for person, own in days.items():
        people[person] = len(rows.people)
        rows.people.append((number, person))
        rows.tables["pay_member"].append((number, people[person], min(own), _day_after(max(own))))
    return people


def _add_component(rows: Rows, number: int, plan: Plan, component: Component) -> int:
    if component.matrix or component.input == "score":
        raise NotForSets(
            _("“{component}” pays by a score or by a second input; that is worked out person by person."),
            component=component.name,
        )
    place = len(rows.components)
    rows.components.append((number, component.name))
    threshold, cap = component.threshold, component.cap
    rows.tables["pay_component"].append((
        place, number, _kind(component), component.measure, component.input, digits(plan.currency),
        component.scope == "transaction",
        component.output in RATES and component.input == "units" and component.measure != "units",
        component.is_quota_relevant or component.input == "attainment",
        _exact(threshold.at, 6) if threshold else None, threshold.pays if threshold else None,
        None if cap.input is None else _exact(cap.input, 6), None if cap.payout is None else _exact(cap.payout, 4),
        component.first_day or FIRST, _day_after(component.last_day) if component.last_day else LAST,
    ))  # fmt: skip
    for step, tier in enumerate(component.tiers):
        end = component.end_of(step)
        worth = component.rate_of(step) if component.output in RATES else component.money_of(step)
        rows.tables["pay_tier"].append(
            (place, step, _exact(tier.start, 6), None if end is None else _exact(end, 6), _exact(worth, 8))
        )
    return place


def _kind(component: Component) -> str:
    """How a table is climbed: at rates, at the rate reached, filled in proportion, all tiers passed, the tier reached."""
    if component.output in RATES:
        return "slab" if component.method == "slab" else "rate"
    return {"interpolated": "fill", "progressive": "all"}.get(component.method, "reached")


def _add_credit(
    rows: Rows, number: int, plan: Plan, credit: Credit, person: int, components: dict[str, int]
) -> None:
    if credit.reverses:
        raise NotForSets(
            _("“{document}” takes back what “{deal}” had earned; that is worked out person by person."),
            document=credit.document,
            deal=credit.reverses,
        )
    place = len(rows.credits)
    rows.credits.append((number, credit))
    counts = [each.name for each in plan.components if credit.counts_in(each)]
    measures = [_exact(credit.of(measure), 6) for measure in ("amount", "margin", "units")]
    if len(counts) == len(components):
        rows.tables["pay_credit"].append((place, person, None, credit.day, *measures))
        return
    for name in counts:
        rows.tables["pay_credit"].append((place, person, components[name], credit.day, *measures))


def _spans(rows: Rows, number: int, work: Work) -> Iterator[Row]:
    """From the first credit's accumulation to the last one's."""
    if not work.credits:
        return
    days = [credit.day for credit in work.credits]
    for place, name in enumerate(periods_between(min(days), max(days), work.plan.period, work.calendar)):
        start, end = bounds_of(name, work.calendar) or (FIRST, LAST)
        rows.spans[number, place] = name
        yield (number, place, start, end, start.toordinal(), end.toordinal())


def _day_after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def _exact(value: Decimal, decimals: int) -> Decimal:
    """The number as it is, where so many decimals hold it."""
    if value != round(value, decimals):
        raise NotForSets(
            _("{value} has more than {decimals} decimals; that is worked out person by person."),
            value=f"{value:f}",
            decimals=decimals,
        )
    return value
