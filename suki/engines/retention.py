"""How much of the revenue that a firm began with it kept, lost and grew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from suki.kernel.errors import RuleBroken, _
from suki.kernel.money import RATIO


@dataclass(frozen=True, slots=True)
class Retention:
    """What became of the customers of the start; whoever came later counts nowhere."""

    start: Decimal
    expansion: Decimal
    contraction: Decimal
    churn: Decimal
    customers: int
    customers_lost: int

    @property
    def end_same_customers(self) -> Decimal:
        """What the customers of the start bring in at the end."""
        return self.start + self.expansion - self.contraction - self.churn

    @property
    def grr(self) -> Decimal | None:
        """Gross revenue retention: what was kept without counting growth, at most 1."""
        return _of(self.start - self.churn - self.contraction, self.start)

    @property
    def nrr(self) -> Decimal | None:
        """Net revenue retention: what was kept, growth included."""
        return _of(self.end_same_customers, self.start)

    @property
    def logo_churn(self) -> Decimal | None:
        """The part of the customers that was lost, whatever their size."""
        return _of(Decimal(self.customers_lost), Decimal(self.customers))


def retention(start: Mapping[str, Decimal], end: Mapping[str, Decimal]) -> Retention:
    """Compare what each customer brings in at the start and at the end of a period.

    A customer with nothing at the start was none then; one with nothing at the end is lost.
    """
    if any(amount < 0 for amount in (*start.values(), *end.values())):
        raise RuleBroken(_("Recurring revenue is never negative: leave credits for other periods out."))
    cohort = {customer: amount for customer, amount in start.items() if amount}
    kept = {customer: end.get(customer, Decimal(0)) for customer in cohort}
    changes = {customer: kept[customer] - amount for customer, amount in cohort.items()}
    lost = [customer for customer, amount in kept.items() if not amount]
    nothing = Decimal(0)
    return Retention(
        start=sum(cohort.values(), nothing),
        expansion=sum((change for change in changes.values() if change > 0), nothing),
        contraction=-sum(
            (change for customer, change in changes.items() if change < 0 and kept[customer]), nothing
        ),
        churn=sum((cohort[customer] for customer in lost), nothing),
        customers=len(cohort),
        customers_lost=len(lost),
    )


def _of(part: Decimal, whole: Decimal) -> Decimal | None:
    return RATIO.divide(part, whole) if whole else None
