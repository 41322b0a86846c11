"""Who is paid by which version of a plan on which days, and the plan as the engine needs it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from suki.apps.compensation.running.facts import Inputs, day_of, money_of
from suki.engines.commission.periods import bounds_of, period_of
from suki.engines.commission.plan import Plan
from suki.engines.commission.written import plan_of
from suki.kernel.money import RATIO, round_half_up

PARTS = {"month": 12, "quarter": 4, "year": 1, "all": 1}
FINE = 6
"""Decimals of target pay for a part of a period: far below what a line is rounded to, and short enough for any plan."""


@dataclass(frozen=True)
class Piece:
    """Somebody paid by one version of a plan, for the days on which both hold."""

    person_id: int
    version: dict[str, Any]
    plan: Plan
    first: date
    end: date
    paid_in: str
    target_pay: Decimal | None = None

    @property
    def name(self) -> str:
        """By which the engine knows it."""
        return f"{self.person_id}"

    @property
    def currency(self) -> str:
        """In which the person is paid."""
        return self.paid_in or self.plan.currency

    def instalments_of(self, component: str) -> int:
        """Over how many periods something is taken back."""
        for each in self.version["rules"]["components"]:
            if each.get("name") == component:
                return int((each.get("clawback") or {}).get("instalments") or 1)
        return 1


def pieces_of(inputs: Inputs, version: dict[str, Any]) -> Iterator[Piece]:
    """Who is paid by a version on days that matter; where its rules cannot be meant, all problems at once."""
    members = [each for each in inputs.kept["members"] if each["plan"] == version["plan"]]
    members = [each for each in members if inputs.is_wanted(each["person"])]
    plans: dict[Any, Plan] = {}
    for member in members:
        first = max(day_of(version["reaches"]), day_of(member["first"] or "1900-01-01"))
        end = min(day_of(version["end"]), day_of(member["end"]), inputs.end)
        if end <= first:
            continue
        for begins, ends, target in _stretches(inputs, version, member, first, end):
            if target not in plans:
                plans[target] = _plan(version, target)
            yield Piece(member["person"], version, plans[target], begins, ends, member["paid_in"], target)


def _stretches(
    inputs: Inputs, version: dict[str, Any], member: dict[str, Any], first: date, end: date
) -> Iterator[tuple[date, date, Decimal | None]]:
    """Where the person's own target pay counts, each accumulation with the part of it that its days are worth."""
    if not needs_target(version) or member["target_pay"] is None:
        yield first, end, None
        return
    length, day = str(version["rules"].get("period") or "all"), first
    yearly = money_of(member["target_pay"])
    while day < end:
        bounds = bounds_of(period_of(day, length, inputs.calendar), inputs.calendar)  # type: ignore[arg-type]
        start, until = bounds or (first, end)
        held = (
            min(until, day_of(version["end"]), day_of(member["end"]))
            - max(start, day_of(version["first"]), day_of(member["first"] or "1900-01-01"))
        ).days
        share = RATIO.divide(yearly * held, Decimal(PARTS[length] * (until - start).days))
        yield day, min(end, until), round_half_up(share, FINE)
        day = until


def needs_target(version: dict[str, Any]) -> bool:
    components = version["rules"].get("components") or ()
    return any(each.get("output") == "target" and each.get("target_pay") in (None, "") for each in components)


def _plan(version: dict[str, Any], target: Decimal | None) -> Plan:
    """The plan as the engine needs it. What moves between periods of pay (draws, instalments) is this room's matter."""
    rules = dict(version["rules"])
    if target is not None:
        rules["components"] = [
            {**each, "target_pay": target}
            if each.get("output") == "target" and each.get("target_pay") in (None, "")
            else each
            for each in rules["components"]
        ]
    plan = plan_of(rules)
    components = [
        replace(each, clawback=replace(each.clawback, instalments=1)) if each.clawback else each
        for each in plan.components
    ]
    return replace(plan, components=components, draw=None, guarantee=None)
