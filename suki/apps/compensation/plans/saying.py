"""How values of a plan are said: amounts in its currency, shares as percentages, days, names of what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from suki.apps.compensation.plans.codes import unit_of
from suki.base.formats import NOTHING, amount_text, day_text, number_text, percent_text
from suki.kernel.money import is_currency


@dataclass(frozen=True)
class Say:
    """Says values in a plan's currency; `names` calls products and accounts by their names, `inputs` says what the
    steps of each component are stated in."""

    currency: str
    names: Mapping[tuple[str, str], str]
    inputs: Mapping[str, str] = field(default_factory=dict)

    def amount(self, value: Any) -> str:
        """Money of the plan."""
        known = decimal_of(value)
        if known is None:
            return NOTHING
        return amount_text(known, self.currency) if is_currency(self.currency) else number_text(known)

    def number(self, value: Any) -> str:
        """A plain number, as exact as it is."""
        known = decimal_of(value)
        return NOTHING if known is None else number_text(plain(known))

    def limit(self, value: Any, code: str) -> str:
        """A point on the scale of an input: a percentage, an amount, or units."""
        unit = unit_of(code)
        if unit == "percent":
            return share_text(value)
        return self.amount(value) if unit == "money" else self.number(value)

    def paid(self, value: Any, output: str) -> str:
        """What a step pays."""
        if output == "fixed":
            return self.amount(value)
        if output == "multiplier":
            return _("{number} times").format(number=self.number(value))
        return share_text(value)

    def named(self, kind: str, key: Any) -> str:
        """A product or an account by its name."""
        return self.names.get((kind, str(key)), str(key))


def decimal_of(value: Any) -> Decimal | None:
    """A number of the rules; None where it is none."""
    if value is None or value == "":
        return None
    try:
        known = Decimal(str(value))
    except InvalidOperation:
        return None
    return known if known.is_finite() else None


def share_text(value: Any) -> str:
    """A fraction as a percentage, as exact as it is: 0.085 is 8.5%."""
    known = decimal_of(value)
    if known is None:
        return NOTHING
    return percent_text(known, max(0, -int(plain(known * 100).as_tuple().exponent)))


def whole(value: Any) -> int:
    """A whole number of the rules, however it is written."""
    known = decimal_of(value)
    return int(known) if known is not None else 0


def plain(value: Decimal) -> Decimal:
    """Without zeros at its end."""
    return value.to_integral() if value == value.to_integral() else value.normalize()


def day_said(value: Any) -> str:
    """A day of the rules in words; one that cannot be read stays as it is written."""
    try:
        return day_text(date.fromisoformat(str(value)), "long")
    except ValueError:
        return str(value)
