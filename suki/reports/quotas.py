"""Quotas of a period as the reports read them: what counts of each, by days, for whom. The counting is the room's own."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from fractions import Fraction

from suki.apps.quotas import counting
from suki.kernel.money import RATIO
from suki.reports.asking import Asked

Quotas = counting.Quotas


def quotas_by_subject(asked: Asked, people: Collection[int] | None = None) -> Quotas:
    """What each subject is to reach in the period, not rounded yet."""
    return counting.quotas_by_subject(
        counting.Asking(asked.entity, asked.period.start, asked.period.end, asked.by, people=people)
    )


def total_quota(asked: Asked, by_subject: Quotas, people: Collection[int] | None = None) -> Fraction | None:
    """What all are to reach together, each quota counted once: that of the subjects shown, else that of the people."""
    if not by_subject and asked.by != "person":
        everybody = Asked(asked.entity, asked.period, "person", asked.basis)
        by_subject = quotas_by_subject(everybody, people)
    return sum(by_subject.values(), Fraction(0)) if by_subject else None


def as_decimal(amount: Fraction) -> Decimal:
    """A quota before it is rounded, with more digits than any rounding needs."""
    return RATIO.divide(Decimal(amount.numerator), Decimal(amount.denominator))
