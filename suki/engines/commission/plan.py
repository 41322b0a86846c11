"""A commission plan: components with their rate tables, thresholds and caps, and a draw against what is earned.

A rate table holds from each `start` (exclusive) up to the next one (inclusive): 10,000 still belongs to the tier from 0
to 10,000. The last tier is open, so no amount falls into a gap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from suki.kernel.errors import RuleBroken, _

Measure = Literal["amount", "margin", "units"]
Input = Literal["amount", "attainment", "units", "score"]
Method = Literal["flat", "slab", "progressive", "interpolated"]
Scope = Literal["transaction", "period"]
Output = Literal["rate", "fixed", "target", "multiplier"]
Length = Literal["all", "month", "quarter", "year"]
Pays = Literal["above", "from_zero"]
Event = Literal["booked", "invoiced", "collected"]
CreditKind = Literal["own", "team", "overlay", "referral"]
SecondInput = Literal["margin_rate", "attainment", "score"]
Exchange = Literal["payout", "plan", "invoice"]

RATES: tuple[Output, ...] = ("rate", "multiplier")
"""Outputs that are so much of what is credited; the others are money for how far somebody came."""


class NotMeant(RuleBroken):
    """A plan that says something it cannot mean, and under which key."""

    def __init__(self, key: str, sentence: object, **values: object) -> None:
        super().__init__(sentence, **values)
        self.key = key


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


@dataclass(frozen=True, slots=True)
class Gate:
    """A component pays only where another one, at the end of the same accumulation, has reached `at` (or more).

    `at` is in the unit of the other component's input: attainment, an amount, units or a score.
    """

    component: str
    at: Decimal


@dataclass(frozen=True, slots=True)
class Matrix:
    """A second input that chooses the column: `rates` has a row for each tier and a column for each of `starts`.

    Columns hold like tiers, from exclusive, up to the next one inclusive. A margin rate is that of each credit; the
    attainment or the score is the one at the end of the accumulation, so one column holds for all of it.
    """

    input: SecondInput
    starts: Sequence[Decimal]
    rates: Sequence[Sequence[Decimal]]

    def column_of(self, point: Decimal) -> int:
        """The column in which a point lies, by its place."""
        return max((place for place, start in enumerate(self.starts) if start < point), default=0)


@dataclass(frozen=True, slots=True)
class Hold:
    """A share of what is earned waits so many months, and is paid or forfeited when somebody leaves before."""

    share: Decimal
    months: int
    on_leaving: Literal["paid", "forfeited"] = "forfeited"


@dataclass(frozen=True, slots=True)
class Clawback:
    """How a return or a payment that never came takes back what its deal had earned, at the rate once earned.

    `keep` leaves the attainment as it was. Later than the window (days, or whole months) nothing is taken back; by
    `time` only for the part of the window that is left. `instalments`: over how many periods it is taken.
    """

    attainment: Literal["keep", "reduce"] = "reduce"
    within_days: int | None = None
    within_months: int | None = None
    by: Literal["full", "time"] = "full"
    instalments: int = 1

    def __post_init__(self) -> None:
        if self.within_days is not None and self.within_months is not None:
            raise NotMeant("within_months", _("the window is in days or in months, not in both."))
        if self.by == "time" and self.within_days is None and self.within_months is None:
            raise NotMeant("by", _("by time needs a window: say within_days or within_months."))


@dataclass(frozen=True, slots=True)
class Selection:
    """Which credits are meant: all conditions that are stated have to hold. Products include what lies below them."""

    products: Sequence[str] = ()
    accounts: Sequence[str] = ()
    lifecycles: Sequence[str] = ()
    new_accounts_months: int | None = None


@dataclass(frozen=True)
class Component:
    """One way of earning: which column is credited, what its tiers are stated in, and how they turn it into money.

    `method`: flat (one rate), slab (the rate of the tier reached, on everything), progressive (each part at the rate of
    its tier), interpolated (a tier's money in proportion to how far it is filled). `scope` says whether each transaction
    stands alone or all of a period add up. With output `target` the tiers' values are shares of `target_pay`, with
    `multiplier` they multiply `base_rate`. A component with a first or a last day is a campaign: credits of other days
    are none of its business.
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
    base_rate: Decimal | None = None
    matrix: Matrix | None = None
    gates: Sequence[Gate] = ()
    first_day: date | None = None
    last_day: date | None = None
    is_quota_relevant: bool = True
    counts: Event = "invoiced"
    credit: Sequence[CreditKind] = ("own",)
    only: Selection | None = None
    but_not: Selection | None = None
    hold: Hold | None = None
    clawback: Clawback | None = None

    def __post_init__(self) -> None:
        self._check_tiers()
        if (self.output == "target") != (self.target_pay is not None):
            raise NotMeant(
                "target_pay", _("target pay belongs to the output “target”, and that output needs it.")
            )
        if (self.output == "multiplier") != (self.base_rate is not None):
            raise NotMeant(
                "base_rate", _("a base rate belongs to the output “multiplier”, and that output needs it.")
            )
        if self.input == "score" and self.output in RATES:
            raise NotMeant("output", _("a score earns a share of target pay or fixed money, not a rate."))
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise NotMeant("until", _("the last day lies before the first one."))
        if self.matrix:
            self._check_matrix(self.matrix)

    def tier_of(self, point: Decimal) -> int:
        """The tier in which a point lies, by its place; whatever is not above 0 lies in the first."""
        return max((place for place, tier in enumerate(self.tiers) if tier.start < point), default=0)

    def end_of(self, place: int) -> Decimal | None:
        """Where a tier ends (inclusive); None for the last one."""
        return self.tiers[place + 1].start if place + 1 < len(self.tiers) else None

    def value_of(self, place: int, column: int = 0) -> Decimal:
        """What a tier states, in a column where a second input chooses one."""
        return self.matrix.rates[place][column] if self.matrix else self.tiers[place].value

    def rate_of(self, place: int, column: int = 0) -> Decimal:
        """The rate of a tier, where tiers state rates or multiply one."""
        value = self.value_of(place, column)
        return value * self.base_rate if self.base_rate is not None else value

    def money_of(self, place: int, column: int = 0) -> Decimal:
        """What reaching a tier is worth, where tiers state money or shares of target pay."""
        value = self.value_of(place, column)
        return value * self.target_pay if self.target_pay is not None else value

    def holds_on(self, day: date) -> bool:
        """Whether credits of a day are its business."""
        return (self.first_day is None or self.first_day <= day) and (
            self.last_day is None or day <= self.last_day
        )

    def _check_tiers(self) -> None:
        if not self.tiers:
            raise NotMeant("tiers", _("a component needs at least one tier."))
        if self.tiers[0].start != 0:
            raise NotMeant(
                "tiers",
                _("the first tier begins at {start}; below it nothing is said. Let it begin at 0."),
                start=f"{self.tiers[0].start:f}",
            )
        for before, after in pairwise(self.tiers):
            if after.start <= before.start:
                raise NotMeant(
                    "tiers",
                    _("a tier from {after} follows one from {before}; each begins above the one before."),
                    after=f"{after.start:f}",
                    before=f"{before.start:f}",
                )
        if self.method == "flat" and len(self.tiers) > 1:
            raise NotMeant(
                "tiers", _("a flat component has one tier; with several it is slab or progressive.")
            )

    def _check_matrix(self, matrix: Matrix) -> None:
        if not matrix.starts or matrix.starts[0] != 0 or any(a >= b for a, b in pairwise(matrix.starts)):
            raise NotMeant("matrix", _("the columns begin at 0, and each above the one before."))
        if len(matrix.rates) != len(self.tiers) or any(
            len(row) != len(matrix.starts) for row in matrix.rates
        ):
            raise NotMeant(
                "matrix",
                _("the rates need {rows} rows (one for each tier) of {columns} (one for each column)."),
                rows=len(self.tiers),
                columns=len(matrix.starts),
            )
        if matrix.input == "margin_rate" and self.output not in RATES:
            raise NotMeant("matrix", _("each deal has a margin rate of its own; it can choose rates only."))


@dataclass(frozen=True, slots=True)
class Draw:
    """Pay in advance, for each period. What is not earned of a recoverable draw is owed and taken off later."""

    amount: Decimal
    is_recoverable: bool


@dataclass(frozen=True, slots=True)
class Guarantee:
    """At least this much in each of somebody's first periods."""

    amount: Decimal
    periods: int


@dataclass(frozen=True, slots=True)
class Handoff:
    """What whoever hands an account on still gets of it: nothing from the day, the first order, or less and less."""

    rule: Literal["date", "first_order", "taper"] = "date"
    months: int = 12
    shares: Sequence[Decimal] = ()


@dataclass(frozen=True)
class Plan:
    """The whole of it, in one currency; `period` is where accumulation begins anew."""

    currency: str
    components: Sequence[Component]
    period: Length = "all"
    draw: Draw | None = None
    guarantee: Guarantee | None = None
    exchange: Exchange = "payout"
    handoff: Handoff | None = None
    draw_on_leaving: Literal["keep", "forgive"] = "keep"
    wording: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = {component.name for component in self.components}
        for component in self.components:
            for gate in component.gates:
                if gate.component not in names or gate.component == component.name:
                    raise NotMeant(
                        "gate",
                        _(
                            "the gate of “{component}” names “{other}”, which is no other component of the plan."
                        ),
                        component=component.name,
                        other=gate.component,
                    )

    def component(self, name: str) -> Component:
        """The component of that name."""
        return next(each for each in self.components if each.name == name)
