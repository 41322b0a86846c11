"""What people earn by their plans, credit by credit, before it is known what of it was paid before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from suki.apps.compensation.running.earning import earn
from suki.apps.compensation.running.facts import Credited, Inputs, Key, day_of, score_key
from suki.apps.compensation.running.pieces import Piece, needs_target, pieces_of
from suki.apps.compensation.running.problems import PayProblem, problem
from suki.apps.compensation.running.rates import Rates
from suki.apps.compensation.running.selecting import Selected, Selector
from suki.apps.compensation.running.translating import (
    credits_of,
    earned_before,
    quotas_of,
    rate_day,
    scores_of,
)
from suki.engines.commission import facts as engine_facts
from suki.engines.commission.periods import bounds_of, period_of
from suki.engines.commission.plan import Component
from suki.engines.commission.statements import Attained, Line, Statement
from suki.kernel.errors import BadInput

ZERO = Decimal(0)


@dataclass(frozen=True)
class Outcome:
    """What one credit earns somebody in one component."""

    piece: Piece
    accumulated: str
    line: Line
    credit: Credited | None

    @property
    def component(self) -> Component:
        """By which it was earned."""
        return self.piece.plan.component(self.line.component)

    @property
    def day(self) -> date:
        """The day by which it belongs to a period."""
        return self.line.credit.day


def key_of(outcome: Outcome) -> Key:
    """What a line of this outcome is about, whichever calculation makes it."""
    credit, person, component = outcome.credit, outcome.piece.person_id, outcome.line.component
    if credit is None:
        return score_key(person, outcome.day, component)
    return (credit.line_id, credit.product_id, credit.person_id, credit.why, component, person)


@dataclass
class Worked:
    """All of it: what was earned, how far people came, what stood in the way."""

    pieces: list[Piece] = field(default_factory=list)
    reaches: dict[int, date] = field(default_factory=dict)
    outcomes: list[Outcome] = field(default_factory=list)
    reached: list[tuple[Piece, str, Attained]] = field(default_factory=list)
    problems: list[PayProblem] = field(default_factory=list)
    stopped: set[int] = field(default_factory=set)

    def refuse(self, found: PayProblem) -> None:
        """Something is wrong; whoever it stops gets no statement made of half of their pay."""
        self.problems.append(found)
        if found.stops and found.person_id is not None:
            self.stopped.add(found.person_id)


def work_out(inputs: Inputs, rates: Rates, engine: str) -> Worked:
    """Everybody's credits through the plans that pay them."""
    worked, selector = Worked(), Selector(inputs)
    for version in inputs.kept["plans"]:
        worked.reaches[version["version"]] = day_of(version["reaches"])
        try:
            pieces = list(pieces_of(inputs, version))
        except BadInput as wrong:
            _refuse_rules(inputs, version, wrong, worked)
            continue
        worked.pieces += pieces
        for plan in dict.fromkeys(id(piece.plan) for piece in pieces):
            _earn(
                inputs, rates, engine, [piece for piece in pieces if id(piece.plan) == plan], selector, worked
            )
    return worked


def _refuse_rules(inputs: Inputs, version: dict[str, Any], wrong: BadInput, worked: Worked) -> None:
    """Nobody is paid by rules that cannot be meant."""
    members = {each["person"] for each in inputs.kept["members"] if each["plan"] == version["plan"]}
    for person in sorted(members):
        if inputs.is_wanted(person):
            worked.refuse(problem("rules_wrong", person, plan=version["name"], said=wrong.problems[0]))


def _earn(
    inputs: Inputs, rates: Rates, engine: str, pieces: Sequence[Piece], selector: Selector, worked: Worked
) -> None:
    """All who are paid in the same way at once."""
    plan = pieces[0].plan
    credits: list[engine_facts.Credit] = []
    quotas: list[engine_facts.Quota] = []
    scores: list[engine_facts.Score] = []
    at_hand: dict[str, set[int]] = {}
    for piece in pieces:
        selected = list(selector.of(piece.person_id, list(plan.components), piece.first, piece.end))
        own_quotas = list(quotas_of(inputs, rates, piece))
        if not _can_count(inputs, rates, piece, selected, own_quotas, worked):
            continue
        credits += credits_of(inputs, rates, piece, selected)
        quotas += own_quotas
        scores += scores_of(inputs, piece)
        at_hand.setdefault(piece.name, set()).update(each.credit.line_id for each in selected)
    of_person: dict[str, list[Piece]] = {}
    for piece in pieces:
        of_person.setdefault(piece.name, []).append(piece)
    before = [
        each for name, lines in at_hand.items()
        for each in earned_before(inputs.originals, of_person[name][0], lines)
    ]  # fmt: skip
    found, refused = earn(engine, plan, credits, quotas, scores, inputs.calendar, before)
    for name, said in refused.items():
        person = int(name)
        worked.refuse(
            problem(
                "cannot_earn",
                person,
                person=inputs.name_of(person),
                plan=pieces[0].version["name"],
                said=said,
            )
        )
    for statement in found:
        bounds = bounds_of(statement.period, inputs.calendar)
        _take(statement, of_person[statement.person], bounds, worked)


def _piece_on(pieces: Sequence[Piece], day: date) -> Piece:
    """The one of somebody's pieces that a day lies in: they may be paid in another currency from a day on."""
    return next((piece for piece in pieces if piece.first <= day < piece.end), pieces[-1])


def _take(statement: Statement, pieces: Sequence[Piece], bounds: engine_facts.Bounds, worked: Worked) -> None:
    for line in statement.lines:
        credit = line.credit.key
        piece = _piece_on(pieces, line.credit.day)
        worked.outcomes.append(
            Outcome(piece, statement.period, line, credit if isinstance(credit, Credited) else None)
        )
    touched = [each for each in pieces if bounds and each.first < bounds[1] and bounds[0] < each.end]
    piece = (touched or pieces)[-1]
    for attained in statement.reached:
        worked.reached.append((piece, statement.period, attained))


def _can_count(
    inputs: Inputs, rates: Rates, piece: Piece, selected: Sequence[Selected],
    quotas: Sequence[engine_facts.Quota], worked: Worked,
) -> bool:  # fmt: skip
    """Whether rates, quotas and scores are there; what is missing is said, and nothing is paid without it."""
    found = [
        *_rates_missing(inputs, rates, piece, selected),
        *_quotas_missing(inputs, piece, selected, quotas),
    ]
    found += _scores_missing(inputs, piece)
    if needs_target(piece.version) and piece.target_pay is None:
        found.append(_problem(inputs, "target_missing", piece, component=piece.plan.components[0].name))
    for each in found:
        worked.refuse(each)
    worked.problems += _to_look_at(inputs, piece, selected)
    return not any(each.stops for each in found)


def _rates_missing(
    inputs: Inputs, rates: Rates, piece: Piece, selected: Sequence[Selected]
) -> Iterator[PayProblem]:
    wanted = {(inputs.currency, rate_day(inputs, piece, each.credit.day)) for each in selected}
    for quota in inputs.kept["quotas"]:
        if quota["person"] == piece.person_id and quota["measure"] != "units":
            wanted.add((quota["currency"], rate_day(inputs, piece, piece.first)))
    for currency, day in sorted(wanted):
        if rates.on(day, of=currency, into=piece.plan.currency, kind="plan") is None:
            yield _problem(inputs, "plan_rate_missing", piece, of=currency, into=piece.plan.currency, day=day)


def _quotas_missing(
    inputs: Inputs, piece: Piece, selected: Sequence[Selected], quotas: Sequence[engine_facts.Quota]
) -> Iterator[PayProblem]:
    asked = [each for each in piece.plan.components if _by_attainment(each)]
    for component in asked:
        days = {each.credit.day for each in selected if component.name in each.components}
        names = sorted({period_of(day, piece.plan.period, inputs.calendar) for day in days})
        for name in names:
            quota = engine_facts.quota_in(quotas, bounds_of(name, inputs.calendar), component.measure)
            if quota is None or quota <= 0:
                code = "quota_missing" if quota is None else "quota_zero"
                yield _problem(inputs, code, piece, component=component.name, accumulated=name)


def _by_attainment(component: Component) -> bool:
    return component.input == "attainment" or bool(
        component.matrix and component.matrix.input == "attainment"
    )


def _scores_missing(inputs: Inputs, piece: Piece) -> Iterator[PayProblem]:
    """A score is wanted once the accumulation that it is about ends in this period."""
    name = period_of(inputs.last, piece.plan.period, inputs.calendar)
    bounds = bounds_of(name, inputs.calendar)
    if (bounds and bounds[1] > inputs.end) or piece.end != inputs.end:
        return
    scores = list(scores_of(inputs, piece))
    for component in piece.plan.components:
        if component.input == "score" and engine_facts.score_in(scores, component.name, bounds) is None:
            yield _problem(inputs, "score_missing", piece, component=component.name, accumulated=name)


def _to_look_at(inputs: Inputs, piece: Piece, selected: Sequence[Selected]) -> Iterator[PayProblem]:
    for component in piece.plan.components:
        mine = [each.credit for each in selected if component.name in each.components]
        unknown = sum(1 for credit in mine if credit.cost is None)
        if component.measure == "margin" and unknown:
            yield _problem(inputs, "cost_unknown", piece, component=component.name, count=unknown)
        if mine and sum((credit.net for credit in mine), ZERO) < 0:
            name = period_of(inputs.last, piece.plan.period, inputs.calendar)
            yield _problem(inputs, "negative_total", piece, component=component.name, accumulated=name)


def _problem(inputs: Inputs, code: str, piece: Piece, **values: Any) -> PayProblem:
    return problem(
        code, piece.person_id, person=inputs.name_of(piece.person_id), plan=piece.version["name"], **values
    )
