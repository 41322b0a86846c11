"""Tries side by side: what each person and all together would have been paid, who wins and loses, and by which component."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from suki.apps.compensation.running.facts import Inputs
from suki.apps.compensation.running.outcomes import Piece, work_out
from suki.apps.compensation.running.problems import PayProblem
from suki.apps.compensation.running.rates import Rates
from suki.apps.compensation.trying.facts import Facts, Try
from suki.engines.commission.statements import Attained
from suki.kernel.errors import RuleBroken, _
from suki.kernel.money import RATIO, digits, round_half_up

ZERO = Decimal(0)
ENGINE = "python"


@dataclass(frozen=True)
class Reached:
    """How far somebody came in a component of a plan, in one accumulation, and what it paid in the firm's currency.

    `rate` is what one unit of the plan's currency is to the firm.
    """

    person_id: int
    piece: Piece
    accumulated: str
    attained: Attained
    paid: Decimal
    rate: Decimal


@dataclass
class Result:
    """What one try comes to, in the firm's currency. `parts` says for each person what each component pays."""

    tried: Try
    cost: Decimal = ZERO
    of_person: dict[int, Decimal] = field(default_factory=dict)
    parts: dict[int, dict[str, Decimal]] = field(default_factory=dict)
    reached: list[Reached] = field(default_factory=list)
    problems: list[PayProblem] = field(default_factory=list)

    def of(self, person_id: int) -> Decimal:
        """What somebody is paid."""
        return self.of_person.get(person_id, ZERO)


@dataclass(frozen=True)
class Change:
    """What a try changes for somebody, and the component that changes most of it."""

    person_id: int
    name: str
    before: Decimal
    after: Decimal
    by: str
    by_amount: Decimal

    @property
    def difference(self) -> Decimal:
        """More or less pay."""
        return self.after - self.before

    @property
    def share(self) -> Decimal | None:
        """The difference against what was paid before; none where nothing was."""
        return RATIO.divide(self.difference, self.before) if self.before else None


@dataclass(frozen=True)
class Compared:
    """A try against what it is compared with."""

    result: Result
    before: Result
    changes: Sequence[Change]
    revenue: Decimal

    @property
    def difference(self) -> Decimal:
        """More or less cost."""
        return self.result.cost - self.before.cost

    @property
    def winners(self) -> int:
        """How many are paid more."""
        return sum(1 for change in self.changes if change.difference > 0)

    @property
    def losers(self) -> int:
        """How many are paid less."""
        return sum(1 for change in self.changes if change.difference < 0)

    @property
    def cost_per_revenue(self) -> Decimal | None:
        """What is paid of what was sold; none where nothing was."""
        return RATIO.divide(self.result.cost, self.revenue) if self.revenue else None


def tried_out(facts: Facts, tried: Try) -> Result:
    """Work a try out as pay is worked out, and add it up."""
    inputs, rates = facts.inputs_for(tried), Rates()
    worked = work_out(inputs, rates, ENGINE)
    result = Result(tried, problems=worked.problems)
    paid: dict[tuple[int, str, str], Decimal] = {}
    seen: dict[tuple[str, date], Decimal] = {}
    places = digits(inputs.currency)
    for outcome in worked.outcomes:
        person, name = outcome.piece.person_id, outcome.line.component
        rate = _rate(inputs, rates, outcome.piece.plan.currency, seen)
        amount = outcome.line.commission
        amount = amount if rate == 1 else round_half_up(amount * rate, places)
        key = (person, name, outcome.accumulated)
        paid[key] = paid.get(key, ZERO) + amount
        mine = result.parts.setdefault(person, {})
        mine[name] = mine.get(name, ZERO) + amount
    result.of_person = {person: sum(parts.values(), ZERO) for person, parts in result.parts.items()}
    result.cost = sum(result.of_person.values(), ZERO)
    for piece, accumulated, attained in worked.reached:
        key = (piece.person_id, attained.component, accumulated)
        rate = _rate(inputs, rates, piece.plan.currency, seen)
        result.reached.append(
            Reached(piece.person_id, piece, accumulated, attained, paid.get(key, ZERO), rate)
        )
    return result


def compared(facts: Facts, before: Result, after: Result) -> Compared:
    """Everybody who is paid by either, whoever the change hits hardest first."""
    people = sorted(before.of_person.keys() | after.of_person.keys())
    changes = [_change(facts.names, before, after, person) for person in people]
    changes.sort(key=lambda change: (change.difference, change.name))
    return Compared(after, before, changes, facts.revenue)


def _change(names: Mapping[str, str], before: Result, after: Result, person: int) -> Change:
    old, new = before.parts.get(person, {}), after.parts.get(person, {})
    moved = {name: new.get(name, ZERO) - old.get(name, ZERO) for name in [*new, *old]}
    most = max(moved, key=lambda name: abs(moved[name]), default="")
    by = most if moved.get(most) else ""
    return Change(
        person, names.get(str(person), str(person)), before.of(person), after.of(person), by, moved.get(most, ZERO)
    )  # fmt: skip


def _rate(inputs: Inputs, rates: Rates, currency: str, seen: dict[tuple[str, date], Decimal]) -> Decimal:
    """What one unit of a plan's currency is to the firm, by the plan rate of the last day, else the spot rate."""
    key = (currency, inputs.last)
    if key not in seen:
        found = rates.on(inputs.last, of=currency, into=inputs.currency, kind="plan")
        found = found or rates.on(inputs.last, of=currency, into=inputs.currency, kind="spot")
        if found is None:
            raise RuleBroken(
                _(
                    "There is no rate of {of} in {into} up to {day}, so its cost cannot be compared. Enter one."
                ),
                of=currency,
                into=inputs.currency,
                day=inputs.last,
            )
        seen[key] = found
    return seen[key]


def problems_of(results: Iterable[Result]) -> list[PayProblem]:
    """What stood in the way of somebody's pay in any of them, each said once."""
    found: dict[Any, PayProblem] = {}
    for result in results:
        for problem in result.problems:
            if problem.stops:
                found.setdefault((problem.code, str(problem.values)), problem)
    return list(found.values())
