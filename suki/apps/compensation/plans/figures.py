"""What rules come to: an example with its reasons, and the payout over everything that somebody may reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from suki.apps.compensation.plans.curve_chart import payout_curve
from suki.apps.compensation.plans.saying import decimal_of, share_text
from suki.base.charts import Chart
from suki.base.formats import amount_text, short_text
from suki.engines.commission.curve import boundaries
from suki.engines.commission.plan import Component, Plan
from suki.engines.commission.statements import Credit, Quota, Score, Statement, statements
from suki.engines.commission.written import plan_of
from suki.kernel.errors import BadInput, RuleBroken

SOMEBODY, UNITS, MARGIN = "somebody", Decimal(100), Decimal("0.3")
FIRST, END = date(2026, 1, 5), date(2026, 1, 6)
EDGE, MOST = Decimal("0.0001"), Decimal(5)
USUAL = {"VND": 1_000_000_000, "IDR": 1_000_000_000, "PHP": 5_000_000}


@dataclass(frozen=True)
class Example:
    """What somebody earns at one point, block by block; or why it cannot be told."""

    at: Decimal
    quota: Decimal
    currency: str
    total: Decimal = Decimal(0)
    parts: Sequence[tuple[str, Decimal, str]] = ()
    refused: str = ""

    @property
    def sold(self) -> Decimal:
        """What was sold in the example."""
        return self.at * self.quota

    @property
    def share(self) -> Decimal | None:
        """What the pay is of what was sold."""
        return self.total / self.sold if self.sold else None


def usual_quota(currency: str) -> Decimal:
    """A quota to try things on, of a size that the currency is used to."""
    return Decimal(USUAL.get(currency, 100_000))


def tried_plan(rules: Mapping[str, Any]) -> Plan | None:
    """The plan as it can be tried on any day: campaigns run, whatever their dates; None where rules cannot be meant."""
    try:
        plan = plan_of(with_target(rules))
    except BadInput:
        return None
    return replace(
        plan, components=[replace(each, first_day=None, last_day=None) for each in plan.components]
    )


def with_target(rules: Mapping[str, Any]) -> dict[str, Any]:
    """Rules with some target pay where it is agreed with each person: a tenth of the usual quota."""
    some = f"{usual_quota(str(rules.get('currency') or '')) / 10:f}"
    return {
        **rules,
        "components": [
            {**each, "target_pay": some} if lacks_target(each) else each
            for each in rules.get("components") or ()
        ],
    }


def lacks_target(component: Mapping[str, Any]) -> bool:
    """Whether the target pay of a block is agreed with each person."""
    return component.get("output") == "target" and component.get("target_pay") in (None, "")


def example_of(plan: Plan, at: Decimal, quota: Decimal) -> Example:
    """What somebody earns who sells so much of a quota; margin is taken as 30%, and a score as high as the attainment."""
    try:
        statement = _statement(plan, at, quota)
    except RuleBroken as broken:
        return Example(at, quota, plan.currency, refused=str(broken))
    parts = []
    for component in plan.components:
        lines = [each for each in statement.lines if each.component == component.name]
        earned = sum((each.commission for each in lines), Decimal(0))
        why = {part.why for each in lines for part in each.parts if part.why}
        parts.append((component.name, earned, _why(why)))
    return Example(at, quota, plan.currency, statement.earned, parts)


def curve_of(plan: Plan, quota: Decimal, at: Decimal | None = None) -> Chart | None:
    """The payout from nothing to well above the quota, exact at every boundary; `at` is marked."""
    try:
        points = [(point, _statement(plan, point, quota).earned) for point in _points(plan, quota)]
        here = (at, _statement(plan, at, quota).earned) if at is not None else None
    except RuleBroken:
        return None
    by_quota = any(each.input in ("attainment", "score") for each in plan.components)

    def label(point: Decimal) -> str:
        return share_text(round(point, 4)) if by_quota else short_text(point * quota, plan.currency)

    return payout_curve(
        points, label=label, say=lambda paid: short_text(paid, plan.currency), here=here,
        about=_("Pay by how much is sold of {quota}").format(quota=amount_text(quota, plan.currency)),
    )  # fmt: skip


def _points(plan: Plan, quota: Decimal) -> list[Decimal]:
    """Every tenth of the quota, and both sides of every boundary, as parts of the quota."""
    edges = {_part(component, edge, quota) for component in plan.components for edge in boundaries(component)}
    near = {edge for edge in edges if edge <= MOST}
    far = max([Decimal("1.6"), *(edge * Decimal("1.2") for edge in near)])
    steps = 16 if far <= 2 else 20
    wanted = {far * place / steps for place in range(steps + 1)} | near | {edge + EDGE for edge in near}
    return sorted(point for point in wanted if point <= far)


def _part(component: Component, edge: Decimal, quota: Decimal) -> Decimal:
    """A boundary as a part of the quota."""
    if component.input in ("attainment", "score"):
        return edge
    return edge / (UNITS if component.input == "units" else quota)


def read_try(given: Mapping[str, Any], currency: str, read: Any) -> tuple[Decimal, Decimal]:
    """At which point and for which quota the example is worked out; what cannot be read is the usual."""

    def known(key: str, usual: Decimal) -> Decimal:
        try:
            value = read(str(given.get(key) or "").strip().removesuffix("%").strip())
        except RuleBroken:
            return usual
        return value if decimal_of(value) is not None and 0 <= value < Decimal(10) ** 15 else usual

    quota = known("try-quota", usual_quota(currency))
    return min(known("try-at", Decimal(87)), Decimal(100_000)) / 100, quota or usual_quota(currency)


def _statement(plan: Plan, at: Decimal, quota: Decimal) -> Statement:
    measures = {"amount": at * quota, "margin": at * quota * MARGIN, "units": at * UNITS}
    quotas = [
        Quota(SOMEBODY, FIRST, END, amount, measure)
        for measure, amount in (("amount", quota), ("margin", quota * MARGIN), ("units", UNITS))
    ]
    scores = [Score(SOMEBODY, each.name, FIRST, END, at) for each in plan.components]
    plain = replace(plan, period="all", draw=None, guarantee=None)
    found = statements(plain, [Credit(SOMEBODY, FIRST, "1", measures)], quotas, scores)
    return found[0]


def _why(why: set[str]) -> str:
    """Why a block pays less than its steps say."""
    if "gate" in why:
        return _("waits for another block")
    if "threshold" in why:
        return _("below the threshold")
    return _("limited") if "cap" in why else ""
