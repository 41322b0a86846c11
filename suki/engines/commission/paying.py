"""From what is earned to what is paid: a guarantee, a draw and its balance, money in another currency, instalments."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from suki.engines.commission.plan import Draw, Guarantee
from suki.kernel.money import EXACT, digits, round_half_up, split_amount

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Paid:
    """What is paid for a period, how much of it a guarantee and a draw add, and what is owed afterwards (negative)."""

    amount: Decimal
    guaranteed: Decimal
    drawn: Decimal
    balance: Decimal


def pay_of(
    earned: Decimal, balance: Decimal = ZERO, draw: Draw | None = None,
    guarantee: Guarantee | None = None, periods_before: int = 0,
) -> Paid:  # fmt: skip
    """What leaves the house for what was earned; `periods_before` is how many somebody has been paid for already.

    Recoverable: what is available is the earnings less what is owed; the draw tops it up and the difference is owed.
    """
    guaranteed = ZERO
    if guarantee and periods_before < guarantee.periods:
        guaranteed = max(ZERO, guarantee.amount - earned)
    earned += guaranteed
    if draw is None:
        return Paid(earned, guaranteed, ZERO, ZERO)
    available = earned + balance if draw.is_recoverable else earned
    owed = min(ZERO, available - draw.amount) if draw.is_recoverable else ZERO
    return Paid(max(draw.amount, available), guaranteed, max(ZERO, draw.amount - available), owed)


def exchanged(amount: Decimal, rate: Decimal, currency: str) -> Decimal:
    """A line's money in the currency it is paid in, rounded once; `rate` is that currency for one of the plan's."""
    return round_half_up(EXACT.multiply(amount, rate), digits(currency))


def instalments_of(amount: Decimal, count: int, decimals: int) -> list[Decimal]:
    """A rounded amount in so many parts that add up to it; what cannot be divided goes first."""
    return split_amount(amount, [1] * count, decimals)
