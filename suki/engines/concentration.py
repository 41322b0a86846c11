"""How much of a firm's revenue hangs on how few customers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from suki.kernel.errors import RuleBroken, _
from suki.kernel.money import RATIO

_DISCLOSED_FROM = Decimal("0.1")
_FIFTH = 5


@dataclass(frozen=True, slots=True)
class Revenue:
    """What a customer brought in; ``group`` names whoever controls it, where it is not its own master."""

    customer: str
    amount: Decimal
    group: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """A customer's part of the revenue, and the part of it together with all larger customers."""

    customer: str
    amount: Decimal
    share: Decimal | None
    cumulative: Decimal | None


@dataclass(frozen=True, slots=True)
class Concentration:
    """The shares, largest first, once by customer and once with customers under common control as one.

    A customer whose credits outweigh its invoices lowers ``total``, but nobody depends on it: its share is 0, and
    the shares of the others are taken of what the customers with revenue brought in, so that they add up to 1 and
    the index stays within 0 and 10,000. Where nobody brought in anything, there are no shares.
    """

    total: Decimal
    customers: Sequence[Share]
    groups: Sequence[Share]

    @property
    def hhi(self) -> Decimal | None:
        """The Herfindahl-Hirschman index by customer: squared percentages, 10,000 for a single customer."""
        return _index(self.customers)

    @property
    def group_hhi(self) -> Decimal | None:
        """The same index with customers under common control as one."""
        return _index(self.groups)

    @property
    def ten_percent(self) -> list[Share]:
        """Whoever brings in ten percent of the total or more, and so must be disclosed; groups count as one."""
        if self.total <= 0:
            return []
        return [share for share in self.groups if share.amount >= self.total * _DISCLOSED_FROM]

    @property
    def top_20_percent_share(self) -> Decimal | None:
        """What the largest fifth of the customers (rounded up to whole customers) brings in."""
        return self.top(-(-len(self.customers) // _FIFTH))

    def top(self, count: int) -> Decimal | None:
        """What the largest so many customers bring in."""
        largest = self.customers[:count]
        return largest[-1].cumulative if largest else None


def concentration(revenues: Iterable[Revenue]) -> Concentration:
    """Add up revenue by customer and by group. Rows of one customer add up; a group's own name means its parent."""
    by_customer: dict[str, Decimal] = {}
    group_of: dict[str, str] = {}
    for revenue in revenues:
        by_customer[revenue.customer] = by_customer.get(revenue.customer, Decimal(0)) + revenue.amount
        if revenue.group and group_of.setdefault(revenue.customer, revenue.group) != revenue.group:
            raise RuleBroken(
                _('"{customer}" stands in two groups, {one} and {other}; a customer has one.'),
                customer=revenue.customer,
                one=group_of[revenue.customer],
                other=revenue.group,
            )
    by_group: dict[str, Decimal] = {}
    for customer, amount in by_customer.items():
        group = group_of.get(customer, customer)
        by_group[group] = by_group.get(group, Decimal(0)) + amount
    total = sum(by_customer.values(), Decimal(0))
    return Concentration(total, _shares(by_customer), _shares(by_group))


def _shares(amounts: dict[str, Decimal]) -> list[Share]:
    base = sum((amount for amount in amounts.values() if amount > 0), Decimal(0))
    shares, so_far = [], Decimal(0)
    for customer, amount in sorted(amounts.items(), key=lambda item: (-item[1], item[0])):
        earned = max(amount, Decimal(0))
        so_far += earned
        share = RATIO.divide(earned, base) if base else None
        shares.append(Share(customer, amount, share, RATIO.divide(so_far, base) if base else None))
    return shares


def _index(shares: Sequence[Share]) -> Decimal | None:
    known = [share.share for share in shares if share.share is not None]
    return sum((RATIO.multiply(part, part) for part in known), Decimal(0)) * 10_000 if known else None
