"""What a component pays for how much: a curve to draw, exact at every boundary of the table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, localcontext

from suki.engines.commission.earning import Account, Table
from suki.engines.commission.plan import Component, Plan
from suki.kernel.errors import RuleBroken
from suki.kernel.money import EXACT, digits, round_half_up

ZERO = Decimal(0)
_FRACTION = Decimal("0.0001")


def curve(
    plan: Plan, component: str | Component, quota: Decimal | None = None, points: int | Sequence[Decimal] = 60,
    *, worth: Decimal = Decimal(1), column: int = 0,
) -> list[tuple[Decimal, Decimal]]:  # fmt: skip
    """How far somebody comes (in the input's unit) and what that pays, with the points just before and after a boundary.

    `points` are how many to spread evenly, or which. `worth` is what one unit is credited with where tiers count units;
    `column` that of a matrix. Gates are taken as open. Where a component pays for each transaction, it is for one.
    The curve ends where the table refuses to say more.
    """
    component = plan.component(component) if isinstance(component, str) else component
    step = smallest_step(plan, component)
    wanted = _spread(component, quota, points, step) if isinstance(points, int) else set(points)
    for boundary in boundaries(component):
        wanted |= {boundary - step, boundary, boundary + step}
    found = []
    for point in sorted(point for point in wanted if point >= 0):
        try:
            paid = pay_at(component, point, quota, worth=worth, column=column)
        except RuleBroken:
            break
        found.append((point, round_half_up(paid, digits(plan.currency))))
    return found


def pay_at(
    component: Component, point: Decimal, quota: Decimal | None = None, *, worth: Decimal = Decimal(1), column: int = 0
) -> Decimal:  # fmt: skip
    """What one credit that comes exactly so far pays, unrounded."""
    unit = quota if component.input == "attainment" and quota else Decimal(1)
    with localcontext(EXACT):
        step = point * unit
        return Account(component, Table(component, unit), column).credit(step * worth, step).commission


def boundaries(component: Component) -> list[Decimal]:
    """Every point at which what is paid may change its course."""
    found = {tier.start for tier in component.tiers if tier.start > 0}
    if component.threshold:
        found.add(component.threshold.at)
    if component.cap.input is not None:
        found.add(component.cap.input)
    return sorted(found)


def smallest_step(plan: Plan, component: Component) -> Decimal:
    """The least by which somebody can come further: a cent, a unit, a hundredth of a percent."""
    if component.input in ("attainment", "score"):
        return _FRACTION
    return Decimal(1) if component.input == "units" else Decimal(1).scaleb(-digits(plan.currency))


def _spread(component: Component, quota: Decimal | None, count: int, step: Decimal) -> set[Decimal]:
    """So many points from nothing to half as far again as the last boundary."""
    edges: Iterable[Decimal] = boundaries(component)
    usual = Decimal(1) if component.input in ("attainment", "score") else quota or Decimal(100_000)
    far = max(edges, default=usual) * Decimal("1.5")
    if component.input == "attainment":
        far = max(far, Decimal("1.5"))
    parts = max(count - 1, 1)
    return {(far * place / parts).quantize(step) for place in range(parts + 1)}
