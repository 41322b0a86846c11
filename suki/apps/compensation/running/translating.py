"""The facts of a run as the engine knows them: credits, quotas and scores of somebody in the currency of their plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from suki.apps.compensation.running.facts import EarlierLine, Inputs, day_of, money_of
from suki.apps.compensation.running.pieces import Piece
from suki.apps.compensation.running.rates import Rates
from suki.apps.compensation.running.selecting import Selected
from suki.engines.commission import facts as engine_facts
from suki.engines.commission.periods import bounds_of, period_of, periods_between
from suki.kernel.money import RATIO, round_half_up

MEASURE = {"amount": "revenue", "margin": "margin", "units": "units"}
"""What the room of quotas calls what a plan measures."""
ZERO = Decimal(0)


def credits_of(
    inputs: Inputs, rates: Rates, piece: Piece, selected: Iterable[Selected]
) -> Iterator[engine_facts.Credit]:
    """Credits in the plan's currency, at the plan's rate of their accumulation."""
    for each in selected:
        credit = each.credit
        rate = _plan_rate(inputs, rates, piece, inputs.currency, credit.day)
        if rate is None:
            continue
        measures = {"amount": credit.net * rate, "units": credit.quantity}
        if credit.cost is not None:
            measures["margin"] = (credit.net - credit.cost) * rate
        yield engine_facts.Credit(
            piece.name, credit.day, credit.document, measures, components=each.components,
            reverses=str(inputs.kept["returns"].get(str(credit.line_id), "")), key=credit,
        )  # fmt: skip


def quotas_of(inputs: Inputs, rates: Rates, piece: Piece) -> Iterator[engine_facts.Quota]:
    """The person's quotas for the days of the piece, one for each accumulation: what a quota asks for other days is not
    asked here, and each counts at the plan rate of what it adds up with."""
    until = min(day_of(piece.version["end"]), _member_end(inputs, piece))
    for quota in inputs.kept["quotas"]:
        if quota["person"] != piece.person_id:
            continue
        start, end = day_of(quota["first"] or "1900-01-01"), day_of(quota["end"])
        first, last = max(start, _member_first(inputs, piece)), min(end, until)
        measure = next(name for name, said in MEASURE.items() if said == quota["measure"])
        for since, to in _accumulations(inputs, piece, first, last):
            day = max(since, piece.first)
            rate = (
                Decimal(1) if measure == "units" else _plan_rate(inputs, rates, piece, quota["currency"], day)
            )
            if rate is None:
                continue
            amount = money_of(quota["amount"]) * rate
            if (since, to) != (start, end):
                amount = RATIO.divide(amount * (to - since).days, Decimal((end - start).days))
                amount = round_half_up(amount, 2)
            yield engine_facts.Quota(piece.name, since, to, amount, measure)


def _accumulations(inputs: Inputs, piece: Piece, first: date, last: date) -> Iterator[tuple[date, date]]:
    """The parts of some days that lie in what adds up with a day of the piece, each whole."""
    if piece.plan.period == "all":
        if first < last:
            yield first, last
        return
    eve = piece.end - date.resolution
    for name in periods_between(piece.first, eve, piece.plan.period, inputs.calendar):
        bounds = bounds_of(name, inputs.calendar)
        assert bounds is not None, "only “all” has no bounds"
        since, to = max(first, bounds[0]), min(last, bounds[1])
        if since < to:
            yield since, to


def _member_first(inputs: Inputs, piece: Piece) -> date:
    rows = [each for each in inputs.kept["members"] if _is_of(each, piece)]
    return max(day_of(piece.version["first"]), *(day_of(each["first"] or "1900-01-01") for each in rows))


def _member_end(inputs: Inputs, piece: Piece) -> date:
    return min(day_of(each["end"]) for each in inputs.kept["members"] if _is_of(each, piece))


def _is_of(member: dict[str, Any], piece: Piece) -> bool:
    """Whether it is the membership that a piece is about."""
    return (
        member["person"] == piece.person_id
        and member["plan"] == piece.version["plan"]
        and day_of(member["first"] or "1900-01-01") <= piece.first < day_of(member["end"])
    )


def scores_of(inputs: Inputs, piece: Piece) -> Iterator[engine_facts.Score]:
    for score in inputs.kept["scores"]:
        if score["person"] == piece.person_id and score["plan"] == piece.version["plan"]:
            yield engine_facts.Score(
                piece.name, score["component"], day_of(score["first"]), day_of(score["end"]),
                money_of(score["score"]),
            )  # fmt: skip


def earned_before(
    originals: Iterable[EarlierLine], piece: Piece, at_hand: set[int]
) -> Iterator[engine_facts.EarnedBefore]:
    """What documents earned that are not credited anew here, so that a return takes back what was earned once."""
    found: dict[tuple[str, str], list[EarlierLine]] = {}
    for line in originals:
        if line.person_id == piece.person_id and line.line_id not in at_hand:
            found.setdefault((line.component, line.document), []).append(line)
    for (component, document), lines in found.items():
        yield engine_facts.EarnedBefore(
            piece.name, component, document, min(line.day for line in lines),
            sum((line.credited for line in lines), ZERO), sum((line.commission for line in lines), ZERO),
        )  # fmt: skip


def _plan_rate(inputs: Inputs, rates: Rates, piece: Piece, currency: str, day: date) -> Decimal | None:
    return rates.on(rate_day(inputs, piece, day), of=currency, into=piece.plan.currency, kind="plan")


def rate_day(inputs: Inputs, piece: Piece, day: date) -> date:
    """The first day of what adds up: one rate holds for all of it, so that exchange makes no quota."""
    bounds = bounds_of(period_of(day, piece.plan.period, inputs.calendar), inputs.calendar)
    return bounds[0] if bounds else day_of(piece.version["first"])
