"""The arithmetic of quotas: spread over people and months, ramp, leave, a change inside a period, what peers carry.

Amounts are exact decimals. Whatever is cut into parts adds up to the whole, by largest remainder, ties by order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from suki.kernel.errors import RuleBroken, _
from suki.kernel.money import RATIO, apportion_amount, round_half_up, split_amount

ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)
RAMP: Final = (Decimal("0.5"), Decimal("0.5"), Decimal("0.75"), Decimal("0.75"), ONE)
"""Which share of a full quota somebody carries in their first, second, ... month; the last one holds from then on."""

Days = tuple[date, date]
"""A first day and the day after the last one."""


@dataclass(frozen=True)
class Stretch:
    """A quota that holds on some of the days of its period: `figure` is what the whole period would ask for."""

    figure: Decimal
    first: date
    end: date


def over_assigned(figure: Decimal, percent: Decimal, digits: int) -> Decimal:
    """What is given out for a figure where more is given out than is needed."""
    if percent < -100:
        raise RuleBroken(_("A quota cannot be less than nothing: over-assignment starts at -100%."))
    return round_half_up(figure * (100 + percent) / 100, digits)


def spread(
    figure: Decimal, weights: Sequence[Decimal], digits: int, *, over_percent: Decimal = ZERO
) -> list[Decimal]:
    """A figure given to people by weight; with over-assignment they have more in all than the figure asks for."""
    return split_amount(over_assigned(figure, over_percent, digits), weights, digits)


def seasonal(figure: Decimal, weights: Sequence[Decimal], digits: int) -> list[Decimal]:
    """A year's figure cut into its months or quarters by how strong each of them is."""
    return split_amount(figure, weights, digits)


def months_since(start: date, month: date) -> int:
    """Which month of somebody's time a calendar month is: the one they start in is the first, earlier ones are 0."""
    return max(0, (month.year - start.year) * 12 + month.month - start.month + 1)


def ramp_share(start: date, month: date, ramp: Sequence[Decimal] = RAMP) -> Decimal:
    """Which share of the full quota somebody carries in a month; before they start it is none."""
    if not ramp:
        return ONE
    number = months_since(start, month)
    return ZERO if number == 0 else ramp[min(number, len(ramp)) - 1]


def days_within(stretch: Days, others: Iterable[Days]) -> int:
    """How many days of a stretch lie in any of the others, each day once."""
    first, end = stretch
    cut = sorted((max(first, since), min(end, until)) for since, until in others)
    covered, reached = 0, first
    for since, until in cut:
        since = max(since, reached)
        if until > since:
            covered += (until - since).days
            reached = until
    return covered


def by_days(
    figure: Decimal, first: date, end: date, *, since: date | None = None, until: date | None = None,
    away: Iterable[Days] = (), ramp_from: date | None = None, ramp: Sequence[Decimal] = RAMP, digits: int,
) -> Decimal:  # fmt: skip
    """The part of a period's quota for the days that somebody takes part in it: from `since`, before `until`, not away.

    Whoever started on `ramp_from` carries on each day the share of that month.
    """
    present = (max(first, since or first), min(end, until or end))
    absences, exact = list(away), Fraction(0)
    for month, opens, closes in _months(*present):
        share = ONE if ramp_from is None else ramp_share(ramp_from, month, ramp)
        exact += Fraction(share) * ((closes - opens).days - days_within((opens, closes), absences))
    return rounded(Fraction(figure) * exact / (end - first).days, digits)


def by_quarters(
    annual: Decimal, weights: Sequence[Decimal], year_start: date, since: date, digits: int
) -> list[Decimal]:
    """A year's quota for somebody who joins in it, by weighted quarters and whole months.

    A quarter has its weight of the year; the one they start in counts for the months that are left of it, the month
    they start in included. Each quarter is rounded, and the year is the sum of its quarters.
    """
    if len(weights) != 4 or sum(weights) <= 0:
        raise RuleBroken(_("A year has four quarters: give four weights that are not all zero."))
    whole = sum(Fraction(weight) for weight in weights)
    joined = (since.year - year_start.year) * 12 + since.month - year_start.month
    parts = []
    for number, weight in enumerate(weights):
        months = min(3, max(0, number * 3 + 3 - joined))
        parts.append(rounded(Fraction(annual) * Fraction(weight) / whole * months / 3, digits))
    return parts


def weighted(period: Days, stretches: Sequence[Stretch], digits: int) -> list[Decimal]:
    """What each version of a quota comes to where it changes inside its period: its figure for the days it holds.

    The parts add up to the day-weighted figure of the whole, rounded once.
    """
    days = (period[1] - period[0]).days
    exact = [Fraction(each.figure) * (each.end - each.first).days / days for each in stretches]
    total = rounded(sum(exact, Fraction(0)), digits)
    if not total:
        return [round_half_up(ZERO, digits) for _each in stretches]
    return apportion_amount(total, [_decimal(each) for each in exact], digits)


def attainment(credited: Decimal, quota: Decimal | None) -> Decimal | None:
    """What was credited as a part of the quota; of no quota, or one of zero, nothing is attained or missed."""
    return RATIO.divide(credited, quota) if quota else None


def raised(figure: Decimal, percent: Decimal, digits: int) -> Decimal:
    """A figure and so many percent more (or less)."""
    return over_assigned(figure, percent, digits)


def rounded(exact: Fraction, digits: int) -> Decimal:
    """An exact share in whole minor units, halves up."""
    units = exact * 10**digits
    whole, rest = divmod(abs(units.numerator), units.denominator)
    whole += 1 if 2 * rest >= units.denominator else 0
    return Decimal(-whole if units < 0 else whole).scaleb(-digits)


@dataclass(frozen=True)
class Carried:
    """What somebody is asked for beside what they could rest on: the potential of their accounts and last year's result."""

    key: int
    quota: Decimal
    potential: Decimal
    last_year: Decimal
    peers: int | None = None


@dataclass(frozen=True)
class Fairness:
    """How hard a quota is, beside those of peers: quota over potential and over last year's result.

    `typical` is the median of the peers in the same group; `is_hard` and `is_easy` say that this one lies far from it.
    What cannot be divided is none, and flags nobody.
    """

    key: int
    stretch: Decimal | None
    growth: Decimal | None
    typical: Decimal | None
    is_hard: bool = False
    is_easy: bool = False


FAR: Final = Decimal("1.25")
"""From so many times the peers' median on a quota is called out of line; the other way round as well."""
FEW: Final = 3
"""With fewer peers than these, nobody is out of line: there is nothing to be measured by."""


def fairness(all_: Sequence[Carried], far: Decimal = FAR) -> dict[int, Fairness]:
    """Each quota beside those of its peers: people of the same group, or everybody where a group has too few."""
    stretches = {each.key: _over(each.quota, each.potential) for each in all_}
    found = {}
    for each in all_:
        own = stretches[each.key]
        typical = _median_of(_peers(each, all_, stretches), stretches)
        known = own is not None and typical is not None and typical > 0
        found[each.key] = Fairness(
            each.key, own, _over(each.quota, each.last_year), typical,
            is_hard=bool(known and own > typical * far),  # type: ignore[operator]
            is_easy=bool(known and own * far < typical),  # type: ignore[operator]
        )  # fmt: skip
    return found


def spread_of(values: Sequence[Decimal]) -> tuple[Decimal, Decimal, Decimal] | None:
    """The least, the middle and the most; none of nothing."""
    return (min(values), median(values), max(values)) if values else None


def median(values: Sequence[Decimal]) -> Decimal:
    """The one in the middle, or the mean of the two there."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return RATIO.divide(ordered[middle - 1] + ordered[middle], Decimal(2))


def _peers(one: Carried, all_: Sequence[Carried], stretches: Mapping[int, Decimal | None]) -> list[Carried]:
    same = [
        each
        for each in all_
        if one.peers is not None and each.peers == one.peers and stretches[each.key] is not None
    ]
    return same if len(same) >= FEW else list(all_)


def _median_of(peers: Sequence[Carried], stretches: Mapping[int, Decimal | None]) -> Decimal | None:
    known = [stretch for each in peers if (stretch := stretches[each.key]) is not None]
    return median(known) if len(known) >= FEW else None


def _over(quota: Decimal, basis: Decimal) -> Decimal | None:
    return RATIO.divide(quota, basis) if basis > 0 else None


def _months(first: date, end: date) -> Iterable[tuple[date, date, date]]:
    """The calendar months that a stretch touches: the month, and the days of it that lie inside."""
    month = first.replace(day=1)
    while month < end:
        following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
        yield month, max(first, month), min(end, following)
        month = following


def _decimal(exact: Fraction) -> Decimal:
    return RATIO.divide(Decimal(exact.numerator), Decimal(exact.denominator))
