"""The document says everything that the rules say."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from suki.apps.compensation.plans import codes
from suki.apps.compensation.plans.checking import problems_of
from suki.apps.compensation.plans.linting import errors_of
from suki.apps.compensation.plans.starting import STARTS, rules_from
from suki.apps.compensation.plans.wording import text_of
from suki.engines.commission.written import plan_of

FULL: dict[str, Any] = {
    "name": "inner", "currency": "EUR", "period": "quarter",
    "components": [
        {
            "name": "Growth", "measure": "amount", "input": "attainment", "method": "progressive", "per": "period",
            "output": "rate", "counts": "invoiced", "credit": ["own", "team", "overlay", "referral"],
            "tiers": [{"from": "0", "rate": "0.01"}, {"from": "0.8", "rate": "0.02"}], "accelerators": [{"from": "1.2", "rate": "0.03"}],
            "threshold": {"at": "0.5", "pays": "above"}, "cap": {"payout": "9000", "input": "2"},
            "gate": [{"component": "Aims", "at": "0.7"}], "from": "2026-01-01", "until": "2026-06-30", "quota": "false",
            "only": {"products": ["P1"], "accounts": ["7"], "lifecycles": ["customer"], "new_accounts_months": "12"},
            "except": {"products": ["P2"], "accounts": ["8"], "lifecycles": ["former"], "new_accounts_months": "3"},
            "hold": {"share": "0.3", "months": "6", "on_leaving": "paid"},
            "clawback": {"attainment": "keep", "within_days": "365", "by": "time", "instalments": "3"},
        },
        {
            "name": "Times", "output": "multiplier", "base_rate": "0.04", "tiers": [{"from": "0"}, {"from": "100"}],
            "matrix": {"input": "margin_rate", "from": ["0", "0.2"], "rates": [["1", "1.5"], ["2", "2.5"]]},
            "clawback": {"within_months": "6", "by": "full", "attainment": "reduce"},
        },
        {"name": "Aims", "input": "score", "output": "target", "target_pay": "5000", "tiers": [{"from": "0", "rate": "1"}]},
        {"name": "Prize", "output": "fixed", "tiers": [{"from": "0", "amount": "10"}]},
    ],
    "draw": {"amount": "2000", "recoverable": "true"}, "guarantee": {"amount": "1500", "periods": "3"},
    "exchange": {"payout": "plan"}, "handoff": {"rule": "taper", "months": "12", "shares": ["1", "0.5", "0"]},
    "on_leaving": {"draw": "keep"}, "wording": {"en": "Questions go to Finn.", "de": "Fragen an Finn."},
}  # fmt: skip
"""Rules that use every key that there is."""

OTHER_CODES = {
    "measure": codes.MEASURE, "method": codes.METHOD, "per": codes.PER, "period": codes.PERIOD, "counts": codes.COUNTS,
    "pays": codes.PAYS, "by": codes.CLAWBACK_BY, "attainment": codes.CLAWBACK_ATTAINMENT, "on_leaving": codes.HELD_ON_LEAVING,
    "payout": codes.PAYOUT_RATE, "rule": codes.HANDOFF, "draw": codes.DRAW_ON_LEAVING, "lifecycles": codes.LIFECYCLES,
    "credit": codes.CREDIT, "input": codes.INPUT,
}  # fmt: skip


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [found for key, each in value.items() for found in leaves(each, (*path, key))]
    if isinstance(value, list):
        return [found for place, each in enumerate(value) for found in leaves(each, (*path, place))]
    return [path]


def changed(rules: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    """The rules with another value at one place."""
    rules = deepcopy(rules)
    held: Any = rules
    for step in path[:-1]:
        held = held[step]
    held[path[-1]] = another(path, held[path[-1]])
    return rules


def another(path: tuple[Any, ...], value: str) -> str:
    key = next(step for step in reversed(path) if isinstance(step, str))
    known = OTHER_CODES.get(key, {})
    if value in known:
        return next(code for code in known if code != value)
    if value in ("true", "false"):
        return "false" if value == "true" else "true"
    if key in ("from", "until") and value.startswith("20"):
        return "2026-02-02"
    if key == "currency":
        return "VND"
    return f"{value}1" if value.isdecimal() or "." in value else f"{value} too"


@pytest.mark.parametrize("path", [each for each in leaves(FULL) if each[:2] != ("wording", "de")], ids=str)
def test_no_rule_is_without_a_sentence(path):
    assert text_of(changed(FULL, path), "en") != text_of(FULL, "en")


@pytest.mark.parametrize(
    "place", ["components", *[key for key in FULL if key not in ("components", "currency")]]
)
def test_no_part_of_a_plan_is_passed_over(place):
    without = {key: value for key, value in FULL.items() if key != place}
    assert text_of(without, "en") != text_of(FULL, "en")


def test_every_known_key_is_in_the_full_plan_so_that_it_is_tried():
    used = set().union(*FULL["components"])
    assert used == codes.COMPONENT_KEYS
    assert set(FULL) == codes.PLAN_KEYS


def test_the_firms_own_words_stand_in_the_readers_language():
    assert "Fragen an Finn." in text_of(FULL, "de")
    assert "Questions go to Finn." not in text_of(FULL, "de")


def test_a_first_order_and_the_first_months_are_two_rules():
    one = {**FULL, "handoff": {"rule": "first_order"}}
    months = {**FULL, "handoff": {"rule": "first_order", "months": "6"}}
    assert problems_of(one) == problems_of(months) == []
    assert "only the first order" in text_of(one, "en")
    assert "within 6 months of the first order" in text_of(months, "en")


def test_the_full_plan_can_be_meant():
    assert problems_of(FULL) == []
    assert len(plan_of(FULL).components) == 4


@pytest.mark.parametrize("start", STARTS, ids=lambda each: each.code)
def test_every_starting_point_can_be_saved_and_calculated(start):
    rules = rules_from(start, "PHP")
    assert problems_of(rules) == []
    assert "Amounts are in PHP." in text_of(rules, "en")
    assert errors_of(rules) == [] or start.code == "blank"
