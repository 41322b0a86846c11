"""All that the editor shows of a draft: blocks, the example beside them, the payout curve, and what is unwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from suki.apps.company.models import Currency
from suki.apps.company.queries import default_entity
from suki.apps.compensation.plans.editor.blocks import blocks_of, whole_of
from suki.apps.compensation.plans.editor.posted import Raw
from suki.apps.compensation.plans.figures import curve_of, example_of, read_try, tried_plan
from suki.apps.compensation.plans.linting import hints_of
from suki.base.formats import number_text
from suki.base.typed import read_number
from suki.kernel.errors import Problem


def editor_values(
    raw: Raw, rules: Mapping[str, Any], problems: Sequence[Problem], tried: Mapping[str, Any]
) -> dict[str, Any]:
    """What the templates of the editor draw."""
    currency = str(rules.get("currency") or "")
    hints = hints_of(rules) if not problems else {}
    said, groups = whole_of(raw, problems, currencies())
    general = [each for each in problems if not each.where.startswith("components-")]
    return {
        "blocks": blocks_of(raw, problems, hints, currency),
        "whole": said,
        "groups": groups,
        "general": general,
        "problems": problems,
        "hints": hints.get("", []),
        **beside_values(rules, problems, tried),
    }


def beside_values(
    rules: Mapping[str, Any], problems: Sequence[Problem], tried: Mapping[str, Any]
) -> dict[str, Any]:
    """The example and the curve; nothing while rules have problems."""
    currency = str(rules.get("currency") or "")
    at, quota = read_try(tried, currency, read_number)
    plan = None if problems else tried_plan(rules)
    return {
        "example": example_of(plan, at, quota) if plan else None,
        "curve": curve_of(plan, quota, at) if plan else None,
        "try_at": number_text((at * 100).normalize() + 0),
        "try_quota": number_text(quota.normalize() + 0),
        "currency": currency,
        "problems": problems,
    }


def hint_rows(rules: Mapping[str, Any], problems: Sequence[Problem]) -> list[tuple[int, list[Any]]]:
    """What is unwise, by the place of the block."""
    hints = {} if problems else hints_of(rules)
    return [
        (place, hints.get(str(each.get("name") or ""), []))
        for place, each in enumerate(rules.get("components") or ())
    ]


def currencies() -> dict[str, str]:
    """The currencies of the firm, its own first."""
    own = default_entity().currency
    used = Currency.objects.in_use().exclude(code=own).order_by("code").values_list("code", flat=True)
    return {code: code for code in (own, *used)}
