"""What rules come to: an example with its reasons, and the payout over everything that somebody may reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from suki.apps.compensation.plans.saying import decimal_of
from suki.base.charts import Chart, Series, line
from suki.base.formats import amount_text, percent_text, short_text
from suki.engines.commission.plan import Plan
from suki.engines.commission.statements import Credit, Quota, Score, Statement, statements
from suki.engines.commission.written import plan_of
from suki.kernel.errors import BadInput, RuleBroken

SOMEBODY, UNITS, MARGIN = "somebody", Decimal(100), Decimal("0.3")
FIRST, END = date(2026, 1, 5), date(2026, 1, 6)
POINTS = tuple(Decimal(step) / 10 for step in range(17))
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


def curve_of(plan: Plan, quota: Decimal) -> Chart | None:
    """The payout from nothing to 160%, as a chart with its figures behind."""
    try:
        earned = [_statement(plan, at, quota).earned for at in POINTS]
    except RuleBroken:
        return None
    by_quota = any(each.input in ("attainment", "score") for each in plan.components)
    labels = [percent_text(at, 0) if by_quota else short_text(at * quota, plan.currency) for at in POINTS]
    return line(
        _("What it pays"), labels, Series(_("Pay"), earned), from_zero=True, say=lambda value: short_text(value, plan.currency),
        description=_("Pay by how much is sold, up to 160% of {quota}").format(quota=amount_text(quota, plan.currency)),
    )  # fmt: skip


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
