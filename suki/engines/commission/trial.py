"""What a plan may cost next year, if years go as the past ones did: many years are drawn from how far people came.

All people share good and bad times: a year is drawn as a common factor for each period and, for each person, how they
differed from it in one of their own past periods. Amounts come in and go out exact; the drawing itself is approximate.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from suki.kernel.money import round_half_up

MOST_DRAWS = 400_000
LEAST_RUNS = 200
FEWEST_PERIODS = 3


@dataclass(frozen=True)
class Earner:
    """Somebody in one component: what was credited in each past period, and what so much pays (points that rise)."""

    person: str
    history: Mapping[str, Decimal]
    pays: Sequence[tuple[Decimal, Decimal]]


@dataclass(frozen=True)
class Trial:
    """What a year cost in the middle of all years drawn, and between which amounts most of them lay."""

    low: Decimal
    middle: Decimal
    high: Decimal
    mean: Decimal
    level: Decimal
    runs: int
    costs: Sequence[Decimal]


@dataclass(frozen=True)
class Bin:
    """How many of some amounts lie from `start` up to `end`."""

    start: Decimal
    end: Decimal
    count: int


def trial(
    earners: Sequence[Earner], *, periods: int, decimals: int = 2, runs: int = 1000, level: Decimal = Decimal("0.8"),
    seed: int = 1,
) -> Trial | None:  # fmt: skip
    """The cost of a year of so many periods; None where the past has too few of them to draw from."""
    past = sorted({period for earner in earners for period in earner.history})
    if len(past) < FEWEST_PERIODS:
        return None
    runs = max(LEAST_RUNS, min(runs, MOST_DRAWS // max(1, len(earners) * periods)))
    chance = Random(seed)
    common = _common(earners, past)
    people = _people(earners, common)
    costs = sorted(_year(people, list(common.values()), periods, chance) for _run in range(runs))
    exact = [round_half_up(Decimal(repr(cost)), decimals) for cost in costs]
    tail = (1 - level) / 2
    mean = round_half_up(sum(exact, Decimal(0)) / len(exact), decimals)
    return Trial(_at(exact, tail), _at(exact, Decimal("0.5")), _at(exact, 1 - tail), mean, level, runs, exact)


def bins(amounts: Sequence[Decimal], count: int = 10) -> list[Bin]:
    """Amounts counted in stretches of a round width; the last one includes its end."""
    if not amounts:
        return []
    low, high = min(amounts), max(amounts)
    width = _round_width((high - low) / count) if high > low else max(Decimal(1), abs(high))
    start = (low // width) * width
    start = start - width if start > low else start
    found: list[Bin] = []
    while not found or start <= high:
        end = start + width
        found.append(Bin(start, end, sum(1 for amount in amounts if start <= amount < end)))
        start = end
    return found


class _Drawn:
    """One component of somebody: how each past period differed from the common course, and a quick table of pay."""

    def __init__(self, earner: Earner, common: Mapping[str, float]) -> None:
        self.mean = (
            float(sum(earner.history.values(), Decimal(0)) / len(earner.history)) if earner.history else 0.0
        )
        self.apart = {
            period: float(amount) / (self.mean * common[period]) if self.mean and common[period] else 0.0
            for period, amount in earner.history.items()
        }
        self.points = [float(point) for point, _pay in earner.pays]
        self.pay = [float(pay) for _point, pay in earner.pays]

    def paid(self, factor: float, period: str) -> float:
        """What a period pays that goes like a past one in common times of this factor."""
        return self._pays(self.mean * factor * self.apart.get(period, 0.0))

    def _pays(self, credited: float) -> float:
        points, pay = self.points, self.pay
        if len(points) < 2:
            return pay[0] if pay else 0.0
        place = min(max(bisect_left(points, credited), 1), len(points) - 1)
        left, right = points[place - 1], points[place]
        if right == left:
            return pay[place]
        return pay[place - 1] + (pay[place] - pay[place - 1]) * (max(credited, points[0]) - left) / (
            right - left
        )


def _common(earners: Sequence[Earner], past: Sequence[str]) -> dict[str, float]:
    """For each past period, how all together did against what is usual for those who were there."""
    usual = {
        id(earner): sum(earner.history.values(), Decimal(0)) / len(earner.history)
        for earner in earners
        if earner.history
    }
    found = {}
    for period in past:
        there = [earner for earner in earners if period in earner.history]
        expected = sum((usual[id(earner)] for earner in there), Decimal(0))
        came = sum((earner.history[period] for earner in there), Decimal(0))
        found[period] = float(came / expected) if expected > 0 else 1.0
    return found


def _people(earners: Sequence[Earner], common: Mapping[str, float]) -> list[tuple[list[str], list[_Drawn]]]:
    """Each person with the past periods to draw from, and their components, which go together."""
    found: dict[str, tuple[set[str], list[_Drawn]]] = {}
    for earner in earners:
        periods, drawn = found.setdefault(earner.person, (set(), []))
        periods.update(earner.history)
        drawn.append(_Drawn(earner, common))
    return [(sorted(periods), drawn) for periods, drawn in found.values() if periods]


def _year(
    people: Sequence[tuple[list[str], list[_Drawn]]], common: Sequence[float], periods: int, chance: Random
) -> float:
    total = 0.0
    for _period in range(periods):
        factor = chance.choice(common)
        for past, drawn in people:
            period = chance.choice(past)
            total += sum(each.paid(factor, period) for each in drawn)
    return total


def _at(ordered: Sequence[Decimal], share: Decimal) -> Decimal:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _round_width(width: Decimal) -> Decimal:
    """The next width of 1, 2 or 5 times a power of ten."""
    power = Decimal(1).scaleb(width.adjusted())
    return next(power * step for step in (1, 2, 5, 10) if power * step >= width)
