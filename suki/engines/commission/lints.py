"""What somebody should think over before publishing a plan: allowed, but perhaps not meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from suki.engines.commission.curve import boundaries, pay_at, smallest_step
from suki.engines.commission.plan import RATES, Component, Plan
from suki.kernel.errors import RuleBroken, _
from suki.kernel.money import RATIO, round_half_up

Level = Literal["error", "warning", "note"]
USUAL_QUOTA = Decimal(100_000)
CLIFF = Decimal("0.1")


@dataclass(frozen=True)
class Lint:
    """One thing to think over, at a key of the plan. Among the values `at` and `to` are in the input's unit, `money` is
    in the plan's currency, `share` and `rate` are fractions."""

    key: str
    level: Level
    code: str
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, write: Callable[[str, object], str] | None = None) -> str:
        """The sentence in the reader's language, its values as `write` puts them (by their name)."""
        write = write or _plainly
        return str(
            RuleBroken(self.sentence, **{name: write(name, each) for name, each in self.values.items()})
        )

    def __str__(self) -> str:
        return f"{self.key}: {self.text()}"


def lints(plan: Plan, quota: Decimal | None = None, cliff_over: Decimal = CLIFF) -> list[Lint]:
    """Everything worth a thought, in the order of the plan.

    Cliffs are jumps of pay by more than `cliff_over` of what was earned up to there. Where tiers are stated in
    attainment, amounts of money are for this `quota`, or for a usual one.
    """
    found = []
    for place, component in enumerate(plan.components):
        look = _Look(plan, component, f"components[{place + 1}]", quota or USUAL_QUOTA, cliff_over)
        found += [*look.slips(), *look.steps(), *look.dead_ends(), *look.costs(), *look.gates()]
    if plan.components and not any(component.is_quota_relevant for component in plan.components):
        sentence = _("No component counts towards the quota, so nobody's attainment can be told.")
        found.append(Lint("components", "note", "no quota", sentence))
    return found


@dataclass(frozen=True)
class _Look:
    """A look at one component."""

    plan: Plan
    component: Component
    key: str
    quota: Decimal
    cliff_over: Decimal

    def slips(self) -> Iterator[Lint]:
        """What looks like a slip of the pen."""
        component, name = self.component, self.component.name
        values = [
            component.rate_of(place, column)
            for place in range(len(component.tiers))
            for column in range(self._columns())
        ]
        if not any(
            component.value_of(p, c) for p in range(len(component.tiers)) for c in range(self._columns())
        ):
            yield self._lint(
                "tiers", "error", "pays nothing", _("“{component}” pays nothing in any tier."), component=name
            )
        if component.output in RATES and max(values) >= 1:
            sentence = _(
                "“{component}” pays a rate of {rate}: that is the whole amount or more. Was a percentage meant?"
            )
            yield self._lint("tiers", "warning", "rate", sentence, component=name, rate=max(values))
        if any(value < 0 for value in values):
            sentence = _("“{component}” has a negative rate: selling more takes money away.")
            yield self._lint("tiers", "error", "negative", sentence, component=name)
        last = max(boundaries(component), default=Decimal(0))
        if component.input in ("attainment", "score") and last >= 10:
            sentence = _(
                "“{component}” has a boundary at {at}, but 1 is the whole quota. Were per cent meant?"
            )
            yield self._lint("tiers", "warning", "scale", sentence, component=name, at=last)
        if component.hold and component.hold.share == 1:
            sentence = _("“{component}” holds back everything that it earns.")
            yield self._lint("hold.share", "note", "hold", sentence, component=name)

    def steps(self) -> Iterator[Lint]:
        """Where a little more is worth much more, or less."""
        step = smallest_step(self.plan, self.component)
        for at in boundaries(self.component):
            around = [self._pays(max(at + place * step, Decimal(0))) for place in range(-2, 4)]
            known = [paid for paid in around if paid is not None]
            if len(known) < len(around):
                continue
            before, here, after = (known[place + 1] - known[place] for place in (0, 1, 2))
            jump = max(here, after, key=abs)
            if abs(jump) <= 2 * max(abs(before), abs(known[5] - known[4])):
                continue
            if jump < 0:
                sentence = _(
                    "“{component}” pays {money} less just above {at} than just below: selling more pays less."
                )
                yield self._lint(
                    "tiers",
                    "error",
                    "falls",
                    sentence,
                    component=self.component.name,
                    at=at,
                    money=-_cents(jump),
                )
            elif jump > self.cliff_over * known[1]:
                yield self._cliff(at, jump, known[1])

    def dead_ends(self) -> Iterator[Lint]:
        """Tiers, thresholds and caps that can never matter."""
        component, name = self.component, self.component.name
        cap, threshold = component.cap, component.threshold
        for place, tier in enumerate(component.tiers):
            key, end = f"tiers[{place + 1}].from", component.end_of(place)
            if cap.input is not None and tier.start >= cap.input:
                sentence = _(
                    "The tier from {at} of “{component}” is never reached: no more than {to} counts."
                )
                yield self._lint(
                    key, "warning", "unreachable", sentence, component=name, at=tier.start, to=cap.input
                )
            elif cap.payout is not None and place and self._is_capped_at(tier.start):
                sentence = _(
                    "The tier from {at} of “{component}” changes nothing: the cap of {money} is reached before."
                )
                yield self._lint(
                    key, "warning", "capped", sentence, component=name, at=tier.start, money=cap.payout
                )
            elif threshold and threshold.pays == "above" and end is not None and end <= threshold.at:
                sentence = _(
                    "The tier from {at} of “{component}” pays nothing: it ends before the threshold of {to}."
                )
                yield self._lint(
                    key, "warning", "below", sentence, component=name, at=tier.start, to=threshold.at
                )
        if threshold and len(component.tiers) > 1 and threshold.at > component.tiers[-1].start:
            sentence = _(
                "The threshold of “{component}” lies at {at}, above the last tier, which begins at {to}."
            )
            yield self._lint(
                "threshold.at", "warning", "threshold", sentence, component=name, at=threshold.at, to=component.tiers[-1].start
            )  # fmt: skip
        if threshold and cap.input is not None and threshold.at > cap.input:
            sentence = _(
                "“{component}” can pay nothing that counts: its threshold of {at} lies above its cap of {to}."
            )
            yield self._lint(
                "threshold.at", "error", "shut", sentence, component=name, at=threshold.at, to=cap.input
            )

    def costs(self) -> Iterator[Lint]:
        """What has no upper end."""
        component, name = self.component, self.component.name
        if component.cap.payout is not None or component.cap.input is not None:
            return
        last = len(component.tiers) - 1
        value = max(component.value_of(last, column) for column in range(self._columns()))
        if not value:
            return
        if component.output in RATES:
            first = max(component.value_of(0, column) for column in range(self._columns()))
            level: Level = "warning" if value > first else "note"
            sentence = _("“{component}” has no cap: from {at} on it pays {rate} of whatever comes.")
            rate = component.rate_of(last)
            at = component.tiers[-1].start
            yield self._lint("cap", level, "unbounded", sentence, component=name, at=at, rate=rate)
        elif component.method == "interpolated":
            sentence = _(
                "The open tier from {at} of “{component}” cannot be filled: close it with a tier of 0, or cap it."
            )
            yield self._lint("tiers", "error", "open", sentence, component=name, at=component.tiers[-1].start)

    def gates(self) -> Iterator[Lint]:
        """Gates that wait for each other, or are stated in another unit than their component."""
        for place, gate in enumerate(self.component.gates):
            key, other = f"gate[{place + 1}]", self.plan.component(gate.component)
            if any(each.component == self.component.name for each in other.gates):
                sentence = _("“{component}” and “{other}” are each other's gate.")
                yield self._lint(
                    key, "note", "mutual", sentence, component=self.component.name, other=other.name
                )
            if other.input in ("amount", "units") and gate.at <= 5:
                sentence = _(
                    "The gate of “{component}” opens at {at} of “{other}”, which counts in {input}, not in attainment."
                )
                yield self._lint(
                    f"{key}.at", "warning", "unit", sentence,
                    component=self.component.name, other=other.name, at=gate.at, input=other.input,
                )  # fmt: skip
        for one, next_ in pairwise(sorted(self.component.gates, key=lambda gate: gate.component)):
            if one.component == next_.component:
                sentence = _("“{component}” has two gates at “{other}”; the higher one alone matters.")
                yield self._lint(
                    "gate", "note", "twice", sentence, component=self.component.name, other=one.component
                )

    def _cliff(self, at: Decimal, jump: Decimal, below: Decimal) -> Lint:
        name = self.component.name
        is_meant = self.component.output not in RATES and not self.component.threshold
        level: Level = "note" if is_meant else "warning"
        money = _cents(jump)
        if not below:
            sentence = _("At {at} the pay of “{component}” jumps from nothing to {money}.")
            return self._lint("tiers", level, "cliff", sentence, component=name, at=at, money=money)
        sentence = _(
            "At {at} the pay of “{component}” jumps by {money}, {share} of all that was earned up to there."
        )
        share = round_half_up(RATIO.divide(jump, below), 4)
        return self._lint("tiers", level, "cliff", sentence, component=name, at=at, money=money, share=share)

    def _is_capped_at(self, at: Decimal) -> bool:
        paid = self._pays(at)
        return (
            paid is not None and self.component.cap.payout is not None and paid >= self.component.cap.payout
        )

    def _pays(self, at: Decimal) -> Decimal | None:
        try:
            return pay_at(self.component, at, self.quota)
        except RuleBroken:
            return None

    def _columns(self) -> int:
        return len(self.component.matrix.starts) if self.component.matrix else 1

    def _lint(self, key: str, level: Level, code: str, sentence: str, **values: object) -> Lint:
        return Lint(f"{self.key}.{key}", level, code, sentence, values)


def _cents(amount: Decimal) -> Decimal:
    return round_half_up(amount, 2)


def _plainly(name: str, value: object) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
