"""Who sits where on a map of people: bosses over those who report to them, many small teams kept narrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

WIDTH, HEIGHT = 176, 78
GAP, LEVEL, STACK = 18, 48, 12
_MARGIN = 30
_STACK_FROM = 4
_INDENT = 18

Place = tuple[float, float]


@dataclass
class Plan:
    """Where each person sits, and the lines of who reports to whom."""

    places: dict[Any, Place] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    width: float = 0
    height: float = 0
    unplaced_y: float | None = None


@dataclass
class _Branch:
    key: Any
    under: list[_Branch] = field(default_factory=list)
    width: float = WIDTH
    is_stacked: bool = False


def seated(people: Sequence[tuple[Any, Any]]) -> Plan:
    """The plan for (person, boss) pairs. Circles are cut, and whoever has neither boss nor reports sits below."""
    roots, alone = _branches(people)
    plan = Plan()
    left = 0.0
    for root in roots:
        _measure(root)
        _place(root, left, 2.0, plan)
        left += root.width + GAP * 2
    plan.width = max(left - GAP * 2, 0)
    bottom = max((y for _x, y in plan.places.values()), default=-LEVEL) + HEIGHT
    if alone:
        bottom = _place_alone(alone, plan, bottom if roots else -LEVEL)
    plan.width += 10 if plan.lines else 0
    plan.height = bottom + 4
    return plan


def _branches(people: Sequence[tuple[Any, Any]]) -> tuple[list[_Branch], list[Any]]:
    branches = {key: _Branch(key) for key, _boss in people}
    bosses = dict(people)
    roots = []
    for key, boss in people:
        if boss in branches and not _is_circle(key, bosses):
            branches[boss].under.append(branches[key])
        else:
            roots.append(branches[key])
    alone = (
        [root.key for root in roots if not root.under]
        if any(root.under for root in roots) or len(roots) > 3
        else []
    )
    return [root for root in roots if root.key not in alone], alone


def _is_circle(key: Any, bosses: dict[Any, Any]) -> bool:
    seen, at = {key}, bosses.get(key)
    while at is not None:
        if at in seen:
            return bool(at == key)
        seen.add(at)
        at = bosses.get(at)
    return False


def _measure(branch: _Branch) -> None:
    """How wide a branch is; a team of many without reports of their own stands in one column."""
    for each in branch.under:
        _measure(each)
    if len(branch.under) >= _STACK_FROM and not any(each.under for each in branch.under):
        branch.is_stacked = True
        branch.width = WIDTH + _INDENT
    elif branch.under:
        branch.width = max(WIDTH, sum(each.width for each in branch.under) + GAP * (len(branch.under) - 1))


def _place(branch: _Branch, left: float, top: float, plan: Plan) -> float:
    """Seat a branch with its left edge there; gives the middle of its head."""
    below = top + HEIGHT + LEVEL
    if branch.is_stacked:
        return _place_stack(branch, left, top, plan)
    middles, at = [], left
    if branch.under:
        at += (branch.width - sum(each.width for each in branch.under) - GAP * (len(branch.under) - 1)) / 2
    for each in branch.under:
        middles.append(_place(each, at, below, plan))
        at += each.width + GAP
    middle = (middles[0] + middles[-1]) / 2 if middles else left + branch.width / 2
    plan.places[branch.key] = (round(middle - WIDTH / 2, 1), top)
    half = top + HEIGHT + LEVEL / 2
    plan.lines += [f"M{middle:.1f} {top + HEIGHT}V{half}H{each:.1f}V{below}" for each in middles]
    return middle


def _place_stack(branch: _Branch, left: float, top: float, plan: Plan) -> float:
    plan.places[branch.key] = (left, top)
    rail = left + 8
    for index, each in enumerate(branch.under):
        y = top + HEIGHT + STACK * 2 + index * (HEIGHT + STACK)
        plan.places[each.key] = (left + _INDENT, y)
        plan.lines.append(f"M{rail} {top + HEIGHT}V{y + HEIGHT / 2}H{left + _INDENT}")
    return left + WIDTH / 2


def _place_alone(alone: Sequence[Any], plan: Plan, bottom: float) -> float:
    """Those without a place, in rows as wide as the map."""
    across = max(3, int((plan.width + GAP) // (WIDTH + GAP)))
    top = bottom + _MARGIN + 8
    if plan.places:
        plan.unplaced_y = bottom + _MARGIN
    else:
        top = 2.0
    for index, key in enumerate(alone):
        row, place = divmod(index, across)
        plan.places[key] = (place * (WIDTH + GAP), top + row * (HEIGHT + STACK))
    plan.width = max(plan.width, min(across, len(alone)) * (WIDTH + GAP) - GAP)
    return top + ((len(alone) - 1) // across) * (HEIGHT + STACK) + HEIGHT
