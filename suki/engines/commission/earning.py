"""What a component pays as credits come in: where they lie in the table, and what that is worth.

An `Account` of earnings runs through the credits of one accumulation (one transaction, or one person's period). Each
credit moves it on, also backwards: a return runs the table back, and costs what the same stretch had earned. A return
that names its deal takes back what that deal had earned.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from suki.engines.commission.plan import RATES, Component
from suki.kernel.errors import RuleBroken, _
from suki.kernel.money import RATIO

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Part:
    """Why some of a line's commission: a stretch of the table (in the input's unit), what fell into it, at which rate.

    Without a stretch it is what a threshold, a cap, a gate or a return does, named by `why`.
    """

    start: Decimal | None
    end: Decimal | None
    basis: Decimal | None
    rate: Decimal | None
    commission: Decimal
    why: str = ""


@dataclass(frozen=True, slots=True)
class Earned:
    """What one credit earned, unrounded: from where to where it moved the account (in the input's unit), and why."""

    before: Decimal
    after: Decimal
    commission: Decimal
    parts: Sequence[Part]

    def mirrored(self) -> Earned:
        """A return that stands alone takes back exactly what the same deal had earned alone."""
        parts = [
            Part(part.start, part.end, part.basis and -part.basis, part.rate, -part.commission, part.why)
            for part in self.parts
        ]
        return Earned(-self.before, -self.after, -self.commission, parts)

    def withheld(self, why: str) -> Earned:
        """The same way gone for nothing, and why."""
        return Earned(self.before, self.after, ZERO, [Part(None, None, None, None, ZERO, why)])


class Table:
    """A component's tiers in the measure: `unit` is one unit of the input in it (the quota, or 1).

    `stretches` are what each tier lets count between threshold and cap; no end is open, no start is as low as it gets.
    """

    def __init__(self, component: Component, unit: Decimal = Decimal(1)) -> None:
        threshold, most = component.threshold, component.cap.input
        self.unit = unit
        self.floor = threshold.at * unit if threshold and threshold.pays == "above" else None
        self.most = None if most is None else most * unit
        self.starts = [tier.start * unit for tier in component.tiers]
        self.stretches = [self._stretch(place) for place in range(len(self.starts))]

    def tier_at(self, position: Decimal) -> int:
        """The tier in which a position lies, by its place; whatever is not above 0 lies in the first."""
        position = self.limited(position)
        return max(bisect_left(self.starts, position) - 1, 0)

    def limited(self, position: Decimal) -> Decimal:
        """Within what the cap lets count."""
        return position if self.most is None else min(position, self.most)

    def in_units(self, position: Decimal) -> Decimal:
        """A position in the unit of the input."""
        return position if self.unit == 1 else RATIO.divide(position, self.unit)

    def _stretch(self, place: int) -> tuple[int, Decimal | None, Decimal | None]:
        start = self.floor if place == 0 else max(self.starts[place], self.floor or ZERO)
        end = self.starts[place + 1] if place + 1 < len(self.starts) else None
        if end is None or (self.most is not None and self.most < end):
            end = self.most
        return place, start, end


@dataclass
class Account:
    """The running account of one accumulation through a table."""

    component: Component
    table: Table
    column: int = 0
    position: Decimal = ZERO
    gross: Decimal = ZERO
    paid: Decimal = ZERO
    counted: dict[int, Decimal] = field(default_factory=dict)
    place: int = 0

    def credit(self, measure: Decimal, step: Decimal) -> Earned:
        """Move on by `step` (in the measure where the input is no column of its own) for so much of the measure."""
        before, after = self.position, self.position + step
        found = self._rated(before, after, measure) if self.component.output in RATES else self._money(after)
        parts = list(found)
        self.position = after
        return self._settled(before, parts)

    def take_back(self, basis: Decimal, gross: Decimal, step: Decimal) -> Earned:
        """Give back what so much of an earlier credit of this account had earned, and so much of the way."""
        before = self.position
        parts = [self._loose(-basis, -gross)]
        self.position += step
        if self.component.method == "slab" and step:
            self.counted[self.column] = self.counted.get(self.column, ZERO) - basis
            parts += self._rerated(self.table.tier_at(self.position))
        return self._settled(before, parts)

    def take_elsewhere(self, basis: Decimal, commission: Decimal, step: Decimal) -> Earned:
        """Give back what a credit of another accumulation had earned; here only so much of the way is lost."""
        before = self.position
        self.position += step
        part = self._loose(-basis, -commission)
        return Earned(self._in_units(before), self._in_units(self.position), -commission, [part])

    def rate_now(self) -> Decimal:
        """What the measure has earned by the tier reached up to now, where one tier holds for everything."""
        return self.component.rate_of(self.place, self.column)

    def _settled(self, before: Decimal, parts: list[Part]) -> Earned:
        """What is paid now of what has come together, less what was paid before."""
        self.gross += sum((part.commission for part in parts), ZERO)
        paid, why = self._released()
        commission, self.paid = paid - self.paid, paid
        rest = commission - sum((part.commission for part in parts), ZERO)
        if rest:
            parts.append(Part(None, None, None, None, rest, why))
        return Earned(self._in_units(before), self._in_units(self.position), commission, parts)

    def _rated(self, before: Decimal, after: Decimal, measure: Decimal) -> Iterator[Part]:
        stretches = list(self._stretches(before, after, measure))
        if self.component.method != "slab":
            for place, basis in stretches:
                yield self._part(place, basis, self.component.rate_of(place, self.column))
            return
        basis = sum((basis for _place, basis in stretches), ZERO)
        place = self.table.tier_at(after)
        if basis:
            yield self._part(place, basis, self.component.rate_of(place, self.column))
        yield from self._rerated(place)
        self.counted[self.column] = self.counted.get(self.column, ZERO) + basis

    def _rerated(self, place: int) -> Iterator[Part]:
        """What came before is now worth the tier reached."""
        rate_of, earlier = self.component.rate_of, self.place
        for column, counted in self.counted.items():
            more = rate_of(place, column) - rate_of(earlier, column)
            if counted and more:
                yield self._part(place, counted, more, why="another tier for what came before")
        self.place = place

    def _stretches(self, before: Decimal, after: Decimal, measure: Decimal) -> Iterator[tuple[int, Decimal]]:
        """How much of the measure falls into which tier, within what the threshold and the cap let count."""
        low, high = (before, after) if before < after else (after, before)
        if low == high:
            if measure:
                yield self.table.tier_at(after), measure
            return
        whole = high - low
        is_even = whole == abs(measure)
        for place, start, end in self.table.stretches:
            begins = low if start is None or start < low else start
            until = high if end is None or high < end else end
            if until <= begins:
                continue
            if is_even:
                yield place, until - begins if measure > 0 else begins - until
            else:
                yield place, RATIO.divide(measure * (until - begins), whole)

    def _money(self, after: Decimal) -> Iterator[Part]:
        """Tiers that state money: what they come to at the new position, less what they came to before."""
        floor = self.table.floor or ZERO
        worth = self._worth(after) - self._worth(floor) if after > floor else ZERO
        change = worth - self.gross
        if change:
            place = self.table.tier_at(after)
            start, end = self.component.tiers[place].start, self.component.end_of(place)
            yield Part(start, end, None, None, change, "tier reached")

    def _worth(self, position: Decimal) -> Decimal:
        point, component, column = self._in_units(self.table.limited(position)), self.component, self.column
        if point <= 0:
            return ZERO
        place = component.tier_of(point)
        if component.method in ("flat", "slab"):
            return component.money_of(place, column)
        filled = sum((component.money_of(each, column) for each in range(place)), ZERO)
        if component.method == "progressive":
            return filled + component.money_of(place, column)
        end, start = component.end_of(place), component.tiers[place].start
        if end is None:
            if component.money_of(place, column) == 0:
                return filled
            raise RuleBroken(
                _(
                    "the open tier from {start} is reached; how much of it is filled cannot be told. Close it or cap it."
                ),
                start=f"{start:f}",
            )
        return filled + RATIO.divide(component.money_of(place, column) * (point - start), end - start)

    def _released(self) -> tuple[Decimal, str]:
        """What of the gross is paid: nothing before a cliff is reached, never more than the cap."""
        threshold, cap = self.component.threshold, self.component.cap.payout
        if threshold and threshold.pays == "from_zero" and self.position < threshold.at * self.table.unit:
            return ZERO, "threshold"
        if cap is not None and self.gross > cap:
            return cap, "cap"
        return self.gross, "threshold" if threshold else "cap"

    def _in_units(self, position: Decimal) -> Decimal:
        return self.table.in_units(position)

    def _part(self, place: int, basis: Decimal, rate: Decimal, *, why: str = "") -> Part:
        tier = self.component.tiers[place]
        return Part(tier.start, self.component.end_of(place), basis, rate, basis * rate, why)

    def _loose(self, basis: Decimal, commission: Decimal) -> Part:
        """What is taken back, at the rate once earned."""
        rate = RATIO.divide(commission, basis) if basis else None
        return Part(None, None, basis, rate, commission, "taken back")
