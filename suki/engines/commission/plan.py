"""A commission plan: components with their rate tables, thresholds and caps, and a draw against what is earned.

A rate table holds from each `start` (exclusive) up to the next one (inclusive): 10,000 still belongs to the tier from 0
to 10,000. The last tier is open, so no amount falls into a gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from suki.kernel.errors import RuleBroken, _

Measure = Literal["amount", "margin", "units"]
Input = Literal["amount", "attainment", "units"]
Method = Literal["flat", "slab", "progressive", "interpolated"]
Scope = Literal["transaction", "period"]
Output = Literal["rate", "fixed", "target"]
Length = Literal["all", "month", "quarter", "year"]
Pays = Literal["above", "from_zero"]


@dataclass(frozen=True, slots=True)
class Tier:
    """From a point on (exclusive): a rate of the measure, or a share of target pay, or money in the plan's currency."""

    start: Decimal
    value: Decimal


@dataclass(frozen=True, slots=True)
class Threshold:
    """Nothing is paid below `at`. Reaching it pays what lies above it, or everything from zero (a cliff)."""

    at: Decimal
    pays: Pays = "above"


@dataclass(frozen=True, slots=True)
class Cap:
    """The most that counts (`input`, in the input's unit) and the most that is paid (`payout`, money), each if said."""

    payout: Decimal | None = None
    input: Decimal | None = None


@dataclass(frozen=True)
class Component:
    """One way of earning: which column is credited, what its tiers are stated in, and how they turn it into money.

    `method`: flat (one rate), slab (the rate of the tier reached, on everything), progressive (each part at the rate of
    its tier), interpolated (a tier's money in proportion to how far it is filled). `scope` says whether each transaction
    stands alone or all of a period add up. With output `target` the tiers' values are shares of `target_pay`.
    """

    name: str
    tiers: Sequence[Tier]
    measure: Measure = "amount"
    input: Input = "amount"
    method: Method = "progressive"
    scope: Scope = "period"
    output: Output = "rate"
    target_pay: Decimal | None = None
    threshold: Threshold | None = None
    cap: Cap = Cap()

    def __post_init__(self) -> None:
        if not self.tiers:
            raise RuleBroken(_("a component needs at least one tier."))
        if self.tiers[0].start != 0:
            raise RuleBroken(
                _("the first tier begins at {start}; below it nothing is said. Let it begin at 0."),
                start=f"{self.tiers[0].start:f}",
            )
        for before, after in pairwise(self.tiers):
            if after.start <= before.start:
                raise RuleBroken(
                    _("a tier from {after} follows one from {before}; each begins above the one before."),
                    after=f"{after.start:f}",
                    before=f"{before.start:f}",
                )
        if self.method == "flat" and len(self.tiers) > 1:
            raise RuleBroken(_("a flat component has one tier; with several it is slab or progressive."))
        if (self.output == "target") != (self.target_pay is not None):
            raise RuleBroken(_("target pay belongs to the output “target”, and that output needs it."))

    def tier_of(self, point: Decimal) -> int:
        """The tier in which a point lies, by its place; whatever is not above 0 lies in the first."""
        return max((place for place, tier in enumerate(self.tiers) if tier.start < point), default=0)

    def end_of(self, place: int) -> Decimal | None:
        """Where a tier ends (inclusive); None for the last one."""
        return self.tiers[place + 1].start if place + 1 < len(self.tiers) else None

    def money_of(self, place: int) -> Decimal:
        """What reaching a tier is worth, where tiers state money or shares of target pay."""
        value = self.tiers[place].value
        return value * self.target_pay if self.target_pay is not None else value


@dataclass(frozen=True, slots=True)
class Draw:
    """Pay in advance, for each period. What is not earned of a recoverable draw is owed and taken off later."""

    amount: Decimal
    is_recoverable: bool


@dataclass(frozen=True)
class Plan:
    """The whole of it, in one currency; `period` is where accumulation begins anew."""

    currency: str
    components: Sequence[Component]
    period: Length = "all"
    draw: Draw | None = None
