"""Figures as programs read them: amounts with the currency's digits, ratios with six, as text and never as floats."""

from __future__ import annotations

from decimal import Decimal

from suki.kernel.money import round_half_up

RATIO_DIGITS = 6


def plain_amount(amount: Decimal | None, digits: int) -> str | None:
    """An amount in plain notation with the digits of its currency."""
    return None if amount is None else f"{round_half_up(amount, digits):f}"


def plain_ratio(ratio: Decimal | None) -> str | None:
    """A ratio in plain notation: 0.25 is a quarter."""
    return None if ratio is None else f"{round_half_up(ratio, RATIO_DIGITS):f}"
