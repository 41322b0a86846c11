"""Fiscal calendars: years that start in any month, or that run in whole weeks as retailers count them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from suki.kernel.errors import RuleBroken, _

PATTERNS = ("months", "445", "454", "544")
WEEKDAYS = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
RULES = ("last", "nearest")
NAMES = ("end", "start")
FIRST_YEAR, LAST_YEAR = 1900, 2199

_PERIODS = 12
_WEEK = timedelta(days=7)


class FiscalPeriod(NamedTuple):
    """A stretch of a fiscal year; ``end`` is the first day after it, ``weeks`` is None where it runs by months."""

    name: str
    start: date
    end: date
    weeks: int | None


class FiscalYear(NamedTuple):
    """A fiscal year and its twelve periods; ``end`` is the first day after it."""

    name: str
    start: date
    end: date
    periods: tuple[FiscalPeriod, ...]

    @property
    def weeks(self) -> int | None:
        """52 or 53 where the year runs in whole weeks, else None."""
        lengths = [period.weeks for period in self.periods if period.weeks is not None]
        return sum(lengths) if lengths else None

    @property
    def quarters(self) -> tuple[FiscalPeriod, ...]:
        """The four quarters, three periods each."""
        return tuple(self._quarter(number) for number in range(1, 5))

    def _quarter(self, number: int) -> FiscalPeriod:
        parts = self.periods[number * 3 - 3 : number * 3]
        lengths = [part.weeks for part in parts if part.weeks is not None]
        name = f"{self.name}-Q{number}"
        return FiscalPeriod(name, parts[0].start, parts[-1].end, sum(lengths) if lengths else None)


@dataclass(frozen=True, slots=True)
class FiscalCalendar:
    """How a firm cuts its years.

    ``months`` years start on the first of ``start_month``. The week patterns end on the ``week_end`` weekday that is
    the last of the month before ``start_month``, or the one nearest to that month's end; a 53rd week lengthens the
    last period. A year is named by the calendar year that its last month (``end``) or its first (``start``) is in,
    also where the weeks carry it a few days over.
    """

    pattern: str = "months"
    start_month: int = 1
    week_end: str = "saturday"
    rule: str = "last"
    name_by: str = "end"

    def __post_init__(self) -> None:
        _one_of(
            self.pattern,
            PATTERNS,
            _('"{value}" is not a fiscal pattern: use one of {choices}.'),
        )
        _one_of(
            self.week_end,
            WEEKDAYS,
            _('"{value}" is not a weekday: use one of {choices}.'),
        )
        _one_of(
            self.rule,
            RULES,
            _('"{value}" is not a rule for the end of the year: use one of {choices}.'),
        )
        _one_of(
            self.name_by,
            NAMES,
            _('"{value}" does not say what names a year: use one of {choices}.'),
        )
        if not 1 <= self.start_month <= 12:
            raise RuleBroken(
                _("A fiscal year starts in a month from 1 to 12, not {month}."),
                month=self.start_month,
            )

    @property
    def runs_by_weeks(self) -> bool:
        """Whether periods are whole weeks, so that they cut through calendar months."""
        return self.pattern != "months"

    def year(self, number: int) -> FiscalYear:
        """The fiscal year of this name, with its periods."""
        if not FIRST_YEAR <= number <= LAST_YEAR:
            raise RuleBroken(
                _("Fiscal years run from {first} to {last}, not {year}."),
                first=FIRST_YEAR,
                last=LAST_YEAR,
                year=number,
            )
        return _year(self, number)

    def quarter(self, year: int, number: int) -> FiscalPeriod:
        """One quarter (1 to 4) of a fiscal year."""
        if not 1 <= number <= 4:
            raise RuleBroken(_("A year has quarters 1 to 4, not {quarter}."), quarter=number)
        return self.year(year).quarters[number - 1]

    def period(self, year: int, number: int) -> FiscalPeriod:
        """One period (1 to 12) of a fiscal year."""
        if not 1 <= number <= _PERIODS:
            raise RuleBroken(_("A fiscal year has periods 1 to 12, not {period}."), period=number)
        return self.year(year).periods[number - 1]

    def year_of(self, day: date) -> int:
        """The name of the fiscal year that this day is in."""
        guess = day.year
        for number in (guess - 1, guess, guess + 1):
            if _start(self, number) <= day < _start(self, number + 1):
                return number
        raise AssertionError(f"{day} is in no fiscal year of {self}")

    def quarter_of(self, day: date) -> tuple[int, int]:
        """The fiscal year and the quarter that this day is in."""
        year, period = self.period_of(day)
        return year, (period + 2) // 3

    def period_of(self, day: date) -> tuple[int, int]:
        """The fiscal year and the period (1 to 12) that this day is in."""
        year = self.year_of(day)
        for number, period in enumerate(_year(self, year).periods, start=1):
            if day < period.end:
                return year, number
        raise AssertionError(f"{day} is in no period of {year}")

    def periods_between(self, start: date, end: date) -> list[FiscalPeriod]:
        """Every fiscal period that has a day in [start, end), whole, in order."""
        if start >= end:
            return []
        years = range(self.year_of(start), self.year_of(end - timedelta(days=1)) + 1)
        periods = [period for year in years for period in _year(self, year).periods]
        return [period for period in periods if period.start < end and start < period.end]

    def cuts_between(self, start: date, end: date) -> list[date]:
        """The days in [start, end) on which a fiscal period starts inside a calendar month, and so cuts it in two."""
        starts = [period.start for period in self.periods_between(start, end)]
        return [day for day in starts if day.day != 1 and start <= day < end]


@lru_cache(maxsize=1024)
def _year(fiscal: FiscalCalendar, number: int) -> FiscalYear:
    start, end = _start(fiscal, number), _start(fiscal, number + 1)
    name = f"FY{number}"
    starts, weeks = (
        _starts_by_weeks(fiscal, start, end) if fiscal.runs_by_weeks else (_starts_by_months(start), None)
    )
    ends = [*starts[1:], end]
    periods = tuple(
        FiscalPeriod(
            f"{name}-P{index + 1:02}",
            starts[index],
            ends[index],
            weeks[index] if weeks else None,
        )
        for index in range(_PERIODS)
    )
    return FiscalYear(name, start, end, periods)


def _starts_by_months(start: date) -> list[date]:
    months = [start.month - 1 + index for index in range(_PERIODS)]
    return [date(start.year + month // 12, month % 12 + 1, 1) for month in months]


def _starts_by_weeks(fiscal: FiscalCalendar, start: date, end: date) -> tuple[list[date], list[int]]:
    weeks = [int(length) for length in fiscal.pattern] * 4
    weeks[-1] += (end - start).days // 7 - sum(weeks)
    starts = [start]
    for length in weeks[:-1]:
        starts.append(starts[-1] + length * _WEEK)
    return starts, weeks


def _start(fiscal: FiscalCalendar, number: int) -> date:
    """The first day of the year of this name: its first month's first day, or the day after the last one's end."""
    opens_in = number if fiscal.name_by == "start" or fiscal.start_month == 1 else number - 1
    first = date(opens_in, fiscal.start_month, 1)
    if not fiscal.runs_by_weeks:
        return first
    return _week_end_at(first - timedelta(days=1), fiscal) + timedelta(days=1)


def _week_end_at(month_end: date, fiscal: FiscalCalendar) -> date:
    weekday = WEEKDAYS.index(fiscal.week_end)
    last = month_end - timedelta(days=(month_end.weekday() - weekday) % 7)
    is_later_one_nearer = (month_end - last).days > 3
    return last + _WEEK if fiscal.rule == "nearest" and is_later_one_nearer else last


def _one_of(value: str, choices: tuple[str, ...], sentence: str) -> None:
    if value not in choices:
        raise RuleBroken(sentence, value=value, choices=", ".join(choices))
