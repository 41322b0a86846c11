"""Statements: each person's credits, period by period, line by line, and what a draw does to the pay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from suki.engines.commission.earning import ZERO, Account, Earned, Part
from suki.engines.commission.plan import Component, Draw, Length, Plan
from suki.kernel.errors import RuleBroken, _
from suki.kernel.money import EXACT, RATIO, digits, round_half_up


@dataclass(frozen=True)
class Credit:
    """So much of a document is somebody's. `share` is a fraction; without a `component` it counts in all of them."""

    person: str
    day: date
    document: str
    measures: Mapping[str, Decimal]
    share: Decimal = Decimal(1)
    component: str = ""

    def of(self, measure: str) -> Decimal:
        """What the person is credited with, unrounded."""
        return self.measures.get(measure, ZERO) * self.share


@dataclass(frozen=True, slots=True)
class Quota:
    """What somebody is to reach between two days, the second one not included."""

    person: str
    start: date
    end: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """One credit in one component: rounded once, half up, to the currency's minor unit."""

    credit: Credit
    component: str
    credited: Decimal
    before: Decimal
    after: Decimal
    parts: Sequence[Part]
    commission: Decimal


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody earned in a period and is paid for it. `attainment` is None where there is no quota above zero."""

    person: str
    period: str
    credited: Decimal
    quota: Decimal | None
    attainment: Decimal | None
    earned: Decimal
    draw_paid: Decimal | None
    balance: Decimal | None
    paid: Decimal
    lines: Sequence[Line]


def statements(plan: Plan, credits: Iterable[Credit], quotas: Iterable[Quota] = ()) -> list[Statement]:
    """By person, then period; lines by day, then as they came in."""
    by_person: dict[str, list[Credit]] = {}
    for credit in credits:
        by_person.setdefault(credit.person, []).append(credit)
    quotas_of: dict[str, list[Quota]] = {}
    for quota in quotas:
        quotas_of.setdefault(quota.person, []).append(quota)
    with localcontext(EXACT):
        return [
            statement
            for person in sorted(by_person)
            for statement in _of_person(plan, person, by_person[person], quotas_of.get(person, []))
        ]


def period_of(day: date, length: Length) -> str:
    """The name of the period in which a day lies: 2026, 2026-Q1, 2026-01, or “all”."""
    if length == "all":
        return "all"
    if length == "year":
        return f"{day.year:04d}"
    if length == "quarter":
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    return f"{day.year:04d}-{day.month:02d}"


def bounds_of(period: str) -> tuple[date, date] | None:
    """The first day of a period and the first day after it; None for “all”."""
    if period == "all":
        return None
    year, _dash, rest = period.partition("-")
    first, months = (1, 12) if not rest else (int(rest[1:]) * 3 - 2, 3) if rest[0] == "Q" else (int(rest), 1)
    after = first + months
    start = date(int(year), first, 1)
    return start, date(int(year) + 1, 1, 1) if after > 12 else date(int(year), after, 1)


def quota_in(quotas: Sequence[Quota], period: str) -> Decimal | None:
    """The quota that falls into a period, by days where a quota reaches beyond it; None where there is none."""
    bounds, total, is_any = bounds_of(period), ZERO, False
    for quota in quotas:
        start, end = (
            (quota.start, quota.end)
            if bounds is None
            else (max(quota.start, bounds[0]), min(quota.end, bounds[1]))
        )
        if end <= start:
            continue
        is_any = True
        covered, whole = (end - start).days, (quota.end - quota.start).days
        total += quota.amount if covered == whole else RATIO.divide(quota.amount * covered, Decimal(whole))
    return total if is_any else None


def _of_person(plan: Plan, person: str, credits: list[Credit], quotas: list[Quota]) -> Iterator[Statement]:
    credits = sorted(credits, key=lambda credit: credit.day)
    balance = ZERO
    for period in _periods(credits[0].day, credits[-1].day, plan.period):
        mine = [credit for credit in credits if period_of(credit.day, plan.period) == period]
        quota = quota_in(quotas, period)
        lines = list(_lines(plan, period, mine, quota))
        earned = sum((line.commission for line in lines), ZERO)
        credited = _credited(plan, mine)
        attainment = RATIO.divide(credited, quota) if quota else None
        paid, drawn, balance = _drawn(plan.draw, earned, balance)
        with_draw = plan.draw is not None
        yield Statement(
            person, period, credited, quota, attainment, earned,
            drawn if with_draw else None, balance if with_draw else None, paid, lines,
        )  # fmt: skip


def _periods(first: date, last: date, length: Length) -> Iterator[str]:
    """Every period from the first credit's to the last one's, also those without any."""
    period = period_of(first, length)
    yield period
    while period != period_of(last, length):
        bounds = bounds_of(period)
        assert bounds is not None, "credits of one period that has no bounds are all in it"
        period = period_of(bounds[1], length)
        yield period


def _lines(plan: Plan, period: str, credits: list[Credit], quota: Decimal | None) -> Iterator[Line]:
    decimals = digits(plan.currency)
    running: dict[str, Account] = {}
    for credit in credits:
        for component in plan.components:
            if credit.component not in ("", component.name):
                continue
            account = running.get(component.name)
            if account is None or component.scope == "transaction":
                account = running[component.name] = Account(
                    component, _unit(component, credit, period, quota)
                )
            measure = credit.of(component.measure)
            earned = _earned(component, account, credit, measure)
            yield Line(
                credit, component.name, measure, earned.before, earned.after, earned.parts,
                round_half_up(earned.commission, decimals),
            )  # fmt: skip


def _earned(component: Component, account: Account, credit: Credit, measure: Decimal) -> Earned:
    step = credit.of("units") if component.input == "units" else measure
    if component.scope == "transaction" and step < 0:
        return _mirrored(account.credit(-measure, -step))
    return account.credit(measure, step)


def _mirrored(earned: Earned) -> Earned:
    """A return that stands alone takes back exactly what the same deal had earned alone."""
    parts = [
        Part(part.start, part.end, part.basis and -part.basis, part.rate, -part.commission, part.why)
        for part in earned.parts
    ]
    return Earned(-earned.before, -earned.after, -earned.commission, parts)


def _unit(component: Component, credit: Credit, period: str, quota: Decimal | None) -> Decimal:
    if component.input != "attainment":
        return Decimal(1)
    if not quota or quota < 0:
        raise RuleBroken(
            _(
                "“{person}” has no quota above zero in {period}, and “{component}” states its tiers in attainment."
            ),
            person=credit.person,
            period=period,
            component=component.name,
        )
    return quota


def _credited(plan: Plan, credits: list[Credit]) -> Decimal:
    """What counts towards the quota: each credit once, in the measure of the first component that it counts in."""
    total = ZERO
    for credit in credits:
        taken = [each for each in plan.components if credit.component in ("", each.name)]
        total += credit.of(taken[0].measure) if taken else ZERO
    return total


def _drawn(draw: Draw | None, earned: Decimal, balance: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    """What is paid, how much of it is the draw's, and the balance that is owed afterwards."""
    if draw is None:
        return earned, ZERO, ZERO
    available = earned + balance if draw.is_recoverable else earned
    paid = max(draw.amount, available)
    owed = min(ZERO, available - draw.amount) if draw.is_recoverable else ZERO
    return paid, max(ZERO, draw.amount - available), owed
