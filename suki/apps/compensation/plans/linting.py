"""What is unwise about rules that can be calculated: cliffs, steps that nobody reaches, cost without bound."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from suki.apps.compensation.plans import codes
from suki.apps.compensation.plans.figures import usual_quota, with_target
from suki.apps.compensation.plans.saying import Say, share_text
from suki.engines.commission.lints import Lint, lints
from suki.engines.commission.written import plan_of
from suki.kernel.errors import BadInput

_PLACE = re.compile(r"components\[(\d+)\]")


@dataclass(frozen=True)
class Hint:
    """One sentence beside the block it is about; one of level error forbids to publish."""

    level: str
    what: str

    @property
    def is_error(self) -> bool:
        """Whether it forbids to publish."""
        return self.level == "error"


def errors_of(rules: Mapping[str, Any]) -> list[str]:
    """Sentences about what forbids to publish rules."""
    try:
        plan_of(with_target(rules))
    except BadInput as bad:
        return [str(problem) for problem in bad.problems]
    return [hint.what for hints in hints_of(rules).values() for hint in hints if hint.is_error]


def hints_of(rules: Mapping[str, Any]) -> dict[str, list[Hint]]:
    """What is unwise, by the name of the block; under no name what concerns all of the plan."""
    try:
        plan = plan_of(with_target(rules))
    except BadInput:
        return {}
    found: dict[str, list[Hint]] = {}
    for lint in lints(plan, usual_quota(plan.currency)):
        component = _component(rules, lint.key)
        hint = Hint(lint.level, _said(lint, rules, component))
        found.setdefault(str(component.get("name") or ""), []).append(hint)
    return found


def _component(rules: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    place = _PLACE.match(key)
    components = rules.get("components") or []
    found: Mapping[str, Any] = components[int(place[1]) - 1] if place else {}
    return found


def _said(lint: Lint, rules: Mapping[str, Any], component: Mapping[str, Any]) -> str:
    """The sentence with its values as the reader writes them: limits in the unit of the steps they are about."""
    say = Say(str(rules.get("currency") or ""), {})
    about = component
    if "gate" in lint.key:
        others = {str(each.get("name")): each for each in rules.get("components") or ()}
        about = others.get(str(lint.values.get("other")), component)
    unit = codes.code_of(about, "input")

    def written(name: str, value: object) -> str:
        if name in ("at", "to"):
            return say.limit(value, unit)
        if name == "money":
            return say.amount(value)
        if name in ("share", "rate"):
            return share_text(value)
        return str(codes.INPUT.get(str(value), value)) if name == "input" else str(value)

    return lint.text(written)
