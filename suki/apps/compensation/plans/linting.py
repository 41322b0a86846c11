"""What is unwise about rules that can be calculated: cliffs, steps that nobody reaches, cost without bound."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from suki.engines.commission.written import plan_of
from suki.kernel.errors import BadInput


def errors_of(rules: Mapping[str, Any]) -> list[str]:
    """Sentences about what forbids to publish rules."""
    try:
        plan_of(rules)
    except BadInput as bad:
        return [str(problem) for problem in bad.problems]
    return []
