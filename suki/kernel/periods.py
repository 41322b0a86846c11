"""Periods of business days: half-open, named as people name them, with the one before and the same one a year ago."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from suki.kernel.errors import RuleBroken, _
from suki.kernel.fiscal import FIRST_YEAR, LAST_YEAR, FiscalCalendar

Kind = Literal[
    "range",
    "day",
    "month",
    "quarter",
    "year",
    "fiscal period",
    "fiscal quarter",
    "fiscal year",
]

_DAY = timedelta(days=1)
_CALENDAR_FORM = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?|-Q(?P<quarter>\d))?",
    re.ASCII,
)
_FISCAL_FORM = re.compile(r"FY(?P<year>\d{4})(?:-Q(?P<quarter>\d)|-P(?P<period>\d\d?))?", re.ASCII)
_EXPECTED = "2014, 2014-05, 2014-Q3, FY2014, FY2014-Q3, FY2014-P05 or 2013-05-30..2014-05-29"


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``start`` up to, not including, ``end``.

    Two periods of the same days are equal. ``kind`` and ``fiscal`` remember how it was named, because the quarter
    before a quarter is a quarter, while the days before a range are as many days.
    """

    start: date
    end: date
    kind: Kind = field(default="range", compare=False)
    fiscal: FiscalCalendar | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        for day in (self.start, self.end):
            if not isinstance(day, date) or isinstance(day, datetime):
                raise TypeError(f"A period is made of days, not of {type(day).__name__}: {day!r}")
        if self.end <= self.start:
            raise RuleBroken(
                _("A period needs at least one day: {last} is before {first}."),
                first=self.start,
                last=self.end - _DAY,
            )

    @classmethod
    def between(cls, first: date, last: date) -> Period:
        """The days from the first to the last, both in, as people say it."""
        return cls(first, last + _DAY)

    @classmethod
    def day(cls, day: date) -> Period:
        """One day."""
        return cls(day, day + _DAY, "day")

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        """A calendar month."""
        if not 1 <= month <= 12:
            raise RuleBroken(_("A year has months 01 to 12, not {month:02}."), month=month)
        first = _first_of_month(year, month)
        return cls(first, _first_of_month(year, month + 1), "month")

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Period:
        """A calendar quarter, 1 to 4."""
        if not 1 <= quarter <= 4:
            raise RuleBroken(_("A year has quarters 1 to 4, not {quarter}."), quarter=quarter)
        return cls(
            _first_of_month(year, quarter * 3 - 2),
            _first_of_month(year, quarter * 3 + 1),
            "quarter",
        )

    @classmethod
    def year(cls, year: int) -> Period:
        """A calendar year."""
        return cls(_first_of_month(year, 1), _first_of_month(year + 1, 1), "year")

    @classmethod
    def fiscal_year(cls, fiscal: FiscalCalendar, year: int) -> Period:
        """A year of a fiscal calendar, by its name."""
        stretch = fiscal.year(year)
        return cls(stretch.start, stretch.end, "fiscal year", fiscal)

    @classmethod
    def fiscal_quarter(cls, fiscal: FiscalCalendar, year: int, quarter: int) -> Period:
        """A quarter of a fiscal year."""
        stretch = fiscal.quarter(year, quarter)
        return cls(stretch.start, stretch.end, "fiscal quarter", fiscal)

    @classmethod
    def fiscal_period(cls, fiscal: FiscalCalendar, year: int, period: int) -> Period:
        """One of the twelve periods of a fiscal year."""
        stretch = fiscal.period(year, period)
        return cls(stretch.start, stretch.end, "fiscal period", fiscal)

    @classmethod
    def parse(cls, text: str, calendar: FiscalCalendar | None = None) -> Period:
        """The period that a person wrote. Plain years, months and quarters are calendar ones; FY... are fiscal."""
        written = text.strip().upper()
        if ".." in written:
            first, _dots, last = written.partition("..")
            return _range(text, first, last)
        if form := _FISCAL_FORM.fullmatch(written):
            return _fiscal(form, calendar or FiscalCalendar())
        if form := _CALENDAR_FORM.fullmatch(written):
            return _calendar(text, form)
        raise _not_a_period(text)

    @property
    def name(self) -> str:
        """How people write it; ``Period.parse`` reads it back."""
        first, fiscal = self.start, self.fiscal or FiscalCalendar()
        match self.kind:
            case "year":
                return f"{first:%Y}"
            case "quarter":
                return f"{first:%Y}-Q{(first.month + 2) // 3}"
            case "month":
                return f"{first:%Y-%m}"
            case "day":
                return f"{first:%Y-%m-%d}"
            case "fiscal year":
                return f"FY{fiscal.year_of(first)}"
            case "fiscal quarter":
                return "FY{}-Q{}".format(*fiscal.quarter_of(first))
            case "fiscal period":
                return "FY{}-P{:02}".format(*fiscal.period_of(first))
        return f"{first}..{self.last}"

    @property
    def last(self) -> date:
        """The last day that is in."""
        return self.end - _DAY

    @property
    def days(self) -> int:
        """How many days are in."""
        return (self.end - self.start).days

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def __iter__(self) -> Iterator[date]:
        return (self.start + index * _DAY for index in range(self.days))

    def __len__(self) -> int:
        return self.days

    def __str__(self) -> str:
        return self.name

    def overlap(self, other: Period) -> Period | None:
        """The days that both have, or None."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end) if start < end else None

    def overlap_days(self, other: Period) -> int:
        """How many days both have."""
        return max(0, (min(self.end, other.end) - max(self.start, other.start)).days)

    def previous(self) -> Period:
        """The period of the same kind directly before; before a range, as many days."""
        return self._stepped_back(1)

    def last_year(self) -> Period:
        """The same period a year earlier: the same quarter, or for a range the same dates (29 February is the 28th)."""
        match self.kind:
            case "range" | "day":
                return Period(_year_before(self.start), _year_before(self.last) + _DAY, self.kind)
            case "month" | "fiscal period":
                return self._stepped_back(12)
            case "quarter" | "fiscal quarter":
                return self._stepped_back(4)
        return self._stepped_back(1)

    def _stepped_back(self, steps: int) -> Period:
        """The period that lies this many of its own kind earlier."""
        first, fiscal = self.start, self.fiscal or FiscalCalendar()
        match self.kind:
            case "year":
                return Period.year(first.year - steps)
            case "quarter":
                return Period.quarter(*_counted_back(first.year, (first.month + 2) // 3, steps, 4))
            case "month":
                return Period.month(*_counted_back(first.year, first.month, steps, 12))
            case "fiscal year":
                return Period.fiscal_year(fiscal, fiscal.year_of(first) - steps)
            case "fiscal quarter":
                return Period.fiscal_quarter(fiscal, *_counted_back(*fiscal.quarter_of(first), steps, 4))
            case "fiscal period":
                return Period.fiscal_period(fiscal, *_counted_back(*fiscal.period_of(first), steps, 12))
        length = (self.end - self.start) * steps
        return Period(self.start - length, self.end - length, self.kind)


def _counted_back(year: int, number: int, steps: int, of_a_year: int) -> tuple[int, int]:
    years, index = divmod(year * of_a_year + number - 1 - steps, of_a_year)
    return years, index + 1


def _first_of_month(year: int, month: int) -> date:
    """The first day of a month; month 13 is January of the next year."""
    if not FIRST_YEAR <= year <= LAST_YEAR + 1:
        raise RuleBroken(
            _("Years run from {first} to {last}, not {year}."),
            first=FIRST_YEAR,
            last=LAST_YEAR,
            year=year,
        )
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _year_before(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)


def _calendar(text: str, form: re.Match[str]) -> Period:
    year = int(form["year"])
    if form["day"]:
        return Period.day(_day(text, form[0]))
    if form["month"]:
        return Period.month(year, int(form["month"]))
    if form["quarter"]:
        return Period.quarter(year, int(form["quarter"]))
    return Period.year(year)


def _fiscal(form: re.Match[str], fiscal: FiscalCalendar) -> Period:
    year = int(form["year"])
    if form["quarter"]:
        return Period.fiscal_quarter(fiscal, year, int(form["quarter"]))
    if form["period"]:
        return Period.fiscal_period(fiscal, year, int(form["period"]))
    return Period.fiscal_year(fiscal, year)


def _range(text: str, first: str, last: str) -> Period:
    start, end = _day(text, first), _day(text, last)
    if end < start:
        raise RuleBroken(_('"{text}" ends before it starts: write the earlier day first.'), text=text)
    return Period.between(start, end)


def _day(text: str, written: str) -> date:
    form = _CALENDAR_FORM.fullmatch(written.strip())
    if not form or not form["day"]:
        raise _not_a_period(text)
    try:
        day = date.fromisoformat(form[0])
    except ValueError:
        raise RuleBroken(
            _('"{text}" names {day}, and there is no such day.'), text=text, day=form[0]
        ) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise RuleBroken(
            _("Years run from {first} to {last}, not {year}."),
            first=FIRST_YEAR,
            last=LAST_YEAR,
            year=day.year,
        )
    return day


def _not_a_period(text: str) -> RuleBroken:
    return RuleBroken(_('"{text}" is not a period: write {expected}.'), text=text, expected=_EXPECTED)
