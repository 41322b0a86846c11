"""Statements: each person's credits, period by period, line by line, and what a draw does to the pay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from suki.engines.commission.accumulation import Accumulation, Attained, Line, Origins
from suki.engines.commission.facts import (
    ZERO,
    Credit,
    EarnedBefore,
    Quota,
    Score,
    quota_in,
)
from suki.engines.commission.paying import instalments_of, pay_of
from suki.engines.commission.periods import bounds_of, period_of, periods_between
from suki.engines.commission.plan import Plan
from suki.kernel.errors import RuleBroken
from suki.kernel.fiscal import FiscalCalendar
from suki.kernel.money import EXACT, RATIO, digits

__all__ = [
    "Attained", "Credit", "EarnedBefore", "Line", "Quota", "Score", "Statement", "bounds_of", "period_of", "quota_in",
    "statements", "statements_of",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody earned in a period and is paid for it. `attainment` is None where there is no quota above zero.

    `held` waits for a later day and `released` had waited up to this period; both are parts of lines. `owed_later` is
    what returns still take back in periods to come. `reached` says for each component how far the person came.
    """

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
    held: Decimal = ZERO
    released: Decimal = ZERO
    guaranteed: Decimal = ZERO
    owed_later: Decimal = ZERO
    reached: Sequence[Attained] = ()


def statements(
    plan: Plan,
    credits: Iterable[Credit],
    quotas: Iterable[Quota] = (),
    scores: Iterable[Score] = (),
    calendar: FiscalCalendar | None = None,
    earned_before: Iterable[EarnedBefore] = (),
) -> list[Statement]:
    """By person, then period; lines by day, then as they came in. With a `calendar` periods are the firm's own."""
    people = _by_person(credits, quotas, scores, earned_before)
    with localcontext(EXACT):
        return [
            statement
            for person in sorted(people)
            if people[person].credits or people[person].scores
            for statement in _Person(plan, person, people[person], calendar).statements()
        ]


def statements_of(
    plan: Plan,
    credits: Iterable[Credit],
    quotas: Iterable[Quota] = (),
    scores: Iterable[Score] = (),
    calendar: FiscalCalendar | None = None,
    earned_before: Iterable[EarnedBefore] = (),
) -> tuple[list[Statement], dict[str, str]]:
    """The same, but where the rules refuse one person (no quota, no margin) the others are paid: who, and why not."""
    people = _by_person(credits, quotas, scores, earned_before)
    found, refused = [], {}
    with localcontext(EXACT):
        for person in sorted(people):
            if not people[person].credits and not people[person].scores:
                continue
            try:
                found += _Person(plan, person, people[person], calendar).statements()
            except RuleBroken as broken:
                refused[person] = str(broken)
    return found, refused


@dataclass
class _Facts:
    """What concerns one person."""

    credits: list[Credit]
    quotas: list[Quota]
    scores: list[Score]
    earned_before: list[EarnedBefore]


def _by_person(
    credits: Iterable[Credit],
    quotas: Iterable[Quota],
    scores: Iterable[Score],
    before: Iterable[EarnedBefore],
) -> Mapping[str, _Facts]:
    people: dict[str, _Facts] = {}

    def of(person: str) -> _Facts:
        return people.setdefault(person, _Facts([], [], [], []))

    for credit in credits:
        of(credit.person).credits.append(credit)
    for quota in quotas:
        of(quota.person).quotas.append(quota)
    for score in scores:
        of(score.person).scores.append(score)
    for earlier in before:
        of(earlier.person).earned_before.append(earlier)
    return people


class _Person:
    """Goes through one person's periods and keeps what one period hands to the next."""

    def __init__(self, plan: Plan, person: str, facts: _Facts, calendar: FiscalCalendar | None) -> None:
        self.plan, self.person, self.calendar = plan, person, calendar
        self.quotas, self.scores = facts.quotas, [each for each in facts.scores if _is_scored(plan, each)]
        self.credits = sorted(facts.credits, key=lambda credit: credit.day)
        self.origins = Origins(facts.earned_before, any(credit.reverses for credit in self.credits))
        self.decimals = digits(plan.currency)
        self.balance = ZERO
        self.waiting: list[tuple[date, Decimal]] = []
        self.owed: list[tuple[Line, list[Decimal]]] = []

    def statements(self) -> list[Statement]:
        """One for each period from the first credit or score to the last one, also where nothing came."""
        days = [credit.day for credit in self.credits]
        days += [score.start for score in self.scores]
        days += [date.fromordinal(score.end.toordinal() - 1) for score in self.scores]
        if not days:
            return []
        of_period: dict[str, list[Credit]] = {}
        for credit in self.credits:
            of_period.setdefault(period_of(credit.day, self.plan.period, self.calendar), []).append(credit)
        periods = periods_between(min(days), max(days), self.plan.period, self.calendar)
        return [
            self._statement(place, period, of_period.get(period, [])) for place, period in enumerate(periods)
        ]

    def _statement(self, place: int, period: str, credits: list[Credit]) -> Statement:
        bounds = bounds_of(period, self.calendar)
        accumulation = Accumulation(
            self.plan, self.person, period, bounds, credits, self.quotas, self.scores, self.origins
        )
        lines = [*self._due(), *(self._in_instalments(line) for line in accumulation.lines())]
        earned = sum((line.commission for line in lines), ZERO)
        held = sum((line.held for line in lines), ZERO)
        released = self._released(lines, bounds)
        credited = accumulation.credited()
        quota = quota_in(self.quotas, bounds, accumulation.quota_measure)
        paid = pay_of(earned - held + released, self.balance, self.plan.draw, self.plan.guarantee, place)
        self.balance = paid.balance
        with_draw = self.plan.draw is not None
        return Statement(
            self.person, period, credited, quota, RATIO.divide(credited, quota) if quota else None, earned,
            paid.drawn if with_draw else None, paid.balance if with_draw else None, paid.amount, lines,
            held, released, paid.guaranteed, self._owed_later(), accumulation.reached(),
        )  # fmt: skip

    def _due(self) -> list[Line]:
        """The next instalment of everything that is taken back by and by."""
        due = [line.instalment(shares.pop(0)) for line, shares in self.owed]
        self.owed = [(line, shares) for line, shares in self.owed if shares]
        return due

    def _in_instalments(self, line: Line) -> Line:
        count = line.instalments
        if count < 2 or not line.commission:
            return line
        first, *later = instalments_of(line.commission, count, self.decimals)
        self.owed.append((line, later))
        return line.instalment(first, is_first=True)

    def _owed_later(self) -> Decimal:
        return sum((share for _line, shares in self.owed for share in shares), ZERO)

    def _released(self, lines: list[Line], bounds: tuple[date, date] | None) -> Decimal:
        """What has waited up to a day of this period."""
        due = ZERO
        if bounds is not None:
            due = sum((held for day, held in self.waiting if day < bounds[1]), ZERO)
            self.waiting = [(day, held) for day, held in self.waiting if day >= bounds[1]]
        self.waiting += [(line.vests_on, line.held) for line in lines if line.vests_on]
        return due


def _is_scored(plan: Plan, score: Score) -> bool:
    """Whether a component is paid or chosen by the score; others call for no statement."""
    return any(
        component.name == score.component
        and (component.input == "score" or (component.matrix and component.matrix.input == "score"))
        for component in plan.components
    )
