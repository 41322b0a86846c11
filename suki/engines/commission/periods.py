"""Where accumulation begins anew, by the calendar or by the firm's own fiscal one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from suki.engines.commission.plan import Length
from suki.kernel.fiscal import FiscalCalendar
from suki.kernel.periods import Period


@lru_cache(maxsize=20_000)
def period_of(day: date, length: Length, calendar: FiscalCalendar | None = None) -> str:
    """The name of the period in which a day lies: 2026, 2026-Q1, 2026-01, FY2026-P01, or “all”."""
    if length == "all":
        return "all"
    if calendar is not None:
        if length == "year":
            return f"FY{calendar.year_of(day)}"
        if length == "quarter":
            return "FY{}-Q{}".format(*calendar.quarter_of(day))
        return "FY{}-P{:02}".format(*calendar.period_of(day))
    if length == "year":
        return f"{day.year:04d}"
    if length == "quarter":
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    return f"{day.year:04d}-{day.month:02d}"


@lru_cache(maxsize=2_000)
def bounds_of(period: str, calendar: FiscalCalendar | None = None) -> tuple[date, date] | None:
    """The first day of a period and the first day after it; None for “all”."""
    if period == "all":
        return None
    found = Period.parse(period, calendar)
    return found.start, found.end


def periods_between(
    first: date, last: date, length: Length, calendar: FiscalCalendar | None = None
) -> Iterator[str]:
    """Every period from that of the first day to that of the last one."""
    period, end = period_of(first, length, calendar), period_of(last, length, calendar)
    yield period
    while period != end:
        bounds = bounds_of(period, calendar)
        assert bounds is not None, "where all is one period the first day and the last one are in it"
        period = period_of(bounds[1], length, calendar)
        yield period


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    longest = (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days
    return date(year, month, min(day.day, longest))


def whole_months(start: date, end: date) -> int:
    """How many whole months have passed between two days."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - 1 if months_later(start, months) > end else months
