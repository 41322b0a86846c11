"""How the amounts of a calculation are stated: in their currency's digits, or as exactly as they were handed in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from suki.engines.reading.table import Table
from suki.kernel.money import digits, is_currency, round_half_up


@dataclass(frozen=True, slots=True)
class Stated:
    """The currency that the tables name, if any, and the decimals that totals are rounded to."""

    currency: str
    decimals: int

    def amount(self, amount: Decimal) -> Decimal:
        """The amount as it is printed."""
        return round_half_up(amount, self.decimals)


def stated_in(tables: Sequence[Table], amounts: Iterable[Decimal]) -> Stated:
    """The one currency of all rows, a second being a problem; without one, sums stay as exact as their parts."""
    currency = ""
    for table in tables:
        for row in table if table.has("currency") else ():
            code = row.currency("currency")
            currency = currency or code
            if code != currency and is_currency(code):
                row.problem(
                    "currency",
                    f"{code} after {currency}; expected one currency, amounts of two do not add up",
                )
    if is_currency(currency):
        return Stated(currency, digits(currency))
    return Stated("", max((-int(amount.as_tuple().exponent) for amount in amounts), default=0))
