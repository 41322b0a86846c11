"""Working time: when a firm or a team is at work, and how much of that lies between two moments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from suki.kernel.errors import RuleBroken, _

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# A promise of more working time than a year of days and nights is a mistake.
MOST_MINUTES = 366 * 24 * 60

_WINDOW = re.compile(r"\s*(\d\d?):(\d\d)\s*-\s*(\d\d?):(\d\d)\s*", re.ASCII)
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_DAY_MINUTES = 24 * 60
_ANY_YEAR = 2026
# Beyond this nobody waits: a calendar that has not opened for so long never will.
_LONGEST_CLOSURE = 3 * 366

Stretch = tuple[datetime, datetime]


@dataclass(frozen=True)
class Holidays:
    """The public holidays of a country or a part of it, and days the firm adds itself."""

    country: str = ""
    subdivision: str = ""
    extra: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "extra", frozenset(self.extra))
        if self.subdivision and not self.country:
            raise RuleBroken(_('Holidays of "{part}" need a country as well.'), part=self.subdivision)
        if self.country:
            _public_holidays(self.country, self.subdivision, _ANY_YEAR)

    def __contains__(self, day: date) -> bool:
        return day in self.extra or self._is_public(day)

    def _is_public(self, day: date) -> bool:
        return bool(self.country) and day in _public_holidays(self.country, self.subdivision, day.year)


@dataclass(frozen=True)
class WorkCalendar:
    """A week of opening hours in a time zone, without the holidays.

    ``week`` maps mon..sun to windows such as ``"09:00-17:00"``; ``"22:00-06:00"`` runs into the next day and belongs
    to the day it starts on, ``"00:00-24:00"`` is the whole day. Windows are read off the local clock, so the night on
    which the clocks change is an hour shorter or longer. Moments come in aware and go out in UTC.
    """

    zone: str
    week: Mapping[str, Sequence[str]]
    holidays: Holidays = Holidays()
    _zone: ZoneInfo = field(init=False, repr=False, compare=False)
    _windows: tuple[tuple[tuple[int, int], ...], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_zone", zone_named(self.zone))
        object.__setattr__(self, "_windows", _read_week(self.week))

    def add_minutes(self, start: datetime, minutes: int) -> datetime:
        """The moment at which this much working time has passed; outside hours the clock waits for the next opening."""
        return self.add_time(start, minutes * _MINUTE)

    def add_time(self, start: datetime, time: timedelta) -> datetime:
        """The moment at which this much working time has passed, to the second."""
        if not timedelta() <= time <= MOST_MINUTES * _MINUTE:
            raise RuleBroken(
                _("Working time to add runs from 0 to {most} minutes, not {minutes}."),
                most=MOST_MINUTES,
                minutes=time // _MINUTE,
            )
        left = time
        for opening, closing in self._stretches_from(start):
            if left <= closing - opening:
                return opening + left
            left -= closing - opening
        raise _never_opens()

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """Whole minutes of working time from one moment to a later one; negative where the second is earlier."""
        if end < start:
            return -self.minutes_between(end, start)
        return self.time_between(start, end) // _MINUTE

    def time_between(self, start: datetime, end: datetime) -> timedelta:
        """Working time from one moment to a later one, to the second."""
        passed = timedelta()
        for opening, closing in self._stretches_from(start, until=_utc(end)):
            passed += min(closing, _utc(end)) - opening
        return passed

    def next_opening(self, moment: datetime) -> datetime:
        """The moment itself within hours, else when work begins next."""
        for opening, _closing in self._stretches_from(moment):
            return opening
        raise _never_opens()

    def is_open(self, moment: datetime) -> bool:
        """Whether somebody is at work; at the closing minute nobody is any more."""
        return self.next_opening(moment) == _utc(moment)

    def is_working_day(self, day: date) -> bool:
        """Whether work begins on this day at all."""
        return bool(self._windows[day.weekday()]) and day not in self.holidays

    def add_working_days(self, day: date, days: int) -> date:
        """The working day that lies this many working days later, or earlier if negative.

        Zero gives the day itself, or the next working day where it is none.
        """
        step = -_DAY if days < 0 else _DAY
        left, idle = abs(days), 0
        if not left:
            day, left = day - _DAY, 1
        while left:
            day += step
            is_working = self.is_working_day(day)
            left, idle = (left - 1, 0) if is_working else (left, idle + 1)
            if idle > _LONGEST_CLOSURE:
                raise _never_opens()
        return day

    def local(self, moment: datetime) -> datetime:
        """The moment on the clock of the calendar's zone; one without a zone is taken to be on that clock already."""
        if moment.tzinfo is None:
            return moment.replace(tzinfo=self._zone)
        return moment.astimezone(self._zone)

    def _stretches_from(self, start: datetime, until: datetime | None = None) -> Iterator[Stretch]:
        """Stretches of work from a moment on, in UTC, in order; gives up when nothing opens for years."""
        after = _utc(start)
        day = after.astimezone(self._zone).date() - _DAY
        idle = 0
        while idle <= _LONGEST_CLOSURE:
            idle += 1
            for opening, closing in self._stretches_of(day):
                # Windows may overlap or, where clocks change, collide: no minute counts twice.
                opening = max(opening, after)
                if until is not None and opening >= until:
                    return
                if opening < closing:
                    yield opening, closing
                    after, idle = closing, 0
            day += _DAY
            if until is not None and datetime(day.year, day.month, day.day, tzinfo=self._zone) >= until:
                return

    def _stretches_of(self, day: date) -> list[Stretch]:
        if day in self.holidays:
            return []
        moments = [(self._at(day, start), self._at(day, end)) for start, end in self._windows[day.weekday()]]
        # Where the clocks jump forward, a window may fall into another or vanish.
        return sorted((opening, closing) for opening, closing in moments if opening < closing)

    def _at(self, day: date, minute: int) -> datetime:
        later, minute = divmod(minute, _DAY_MINUTES)
        hour, minute = divmod(minute, 60)
        day += later * _DAY
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=self._zone).astimezone(UTC)


def zone_named(name: str) -> ZoneInfo:
    """The time zone of this IANA name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise RuleBroken(
            _('"{zone}" is not a time zone: use an IANA name such as Europe/Berlin or Asia/Ho_Chi_Minh.'),
            zone=name,
        ) from None


def read_window(text: str) -> tuple[int, int]:
    """A window such as "09:00-17:00" in minutes since midnight; one that runs into the next day ends past 24:00."""
    form = _WINDOW.fullmatch(text)
    if not form:
        raise _not_a_window(text)
    hours = [int(part) for part in form.groups()]
    start, end = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
    if hours[1] > 59 or hours[3] > 59 or start >= _DAY_MINUTES or end > _DAY_MINUTES or start == end:
        raise _not_a_window(text)
    return start, end if end > start else end + _DAY_MINUTES


def _read_week(week: Mapping[str, Sequence[str]]) -> tuple[tuple[tuple[int, int], ...], ...]:
    for name in week:
        if name not in WEEKDAYS:
            raise RuleBroken(
                _('"{name}" is not a day of the week: use {days}.'), name=name, days=", ".join(WEEKDAYS)
            )
    windows = tuple(tuple(sorted(read_window(text) for text in week.get(name, ()))) for name in WEEKDAYS)
    if not any(windows):
        raise RuleBroken(_("The calendar has no working hours on any day: give at least one window."))
    return windows


@cache
def _public_holidays(country: str, subdivision: str, year: int) -> frozenset[date]:
    # The package takes a quarter of a second to read; most calendars name no country. Its own objects fill up as
    # they are asked, which threads must not share: only finished years leave here.
    import holidays

    try:
        of_country = holidays.country_holidays(country if len(country) == 2 else "", years=year)
    except NotImplementedError:
        raise RuleBroken(
            _(
                'No public holidays are known for country "{country}": use a two-letter code such as DE or VN.'
            ),
            country=country,
        ) from None
    if not subdivision:
        return frozenset(of_country)
    try:
        return frozenset(holidays.country_holidays(country, subdiv=subdivision, years=year))
    except NotImplementedError:
        raise RuleBroken(
            _('No public holidays are known for part "{part}" of {country}: use one of {parts}.')
            if of_country.subdivisions
            else _("{country} has the same public holidays everywhere: leave the part out."),
            part=subdivision,
            country=country,
            parts=", ".join(of_country.subdivisions),
        ) from None


def public_holidays(country: str, year: int, language: str = "") -> dict[date, str]:
    """The public holidays of a country in a year by their names: in this language where they are known in it."""
    import holidays

    _public_holidays(country, "", year)
    spoken = getattr(holidays.country_holidays(country, years=year), "supported_languages", ())
    tongue = next((each for each in spoken if language and each.split("_")[0] == language), None)
    return dict(sorted(holidays.country_holidays(country, years=year, language=tongue).items()))


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise TypeError(f"A moment needs its time zone: {moment!r}")
    return moment.astimezone(UTC)


def _not_a_window(text: str) -> RuleBroken:
    return RuleBroken(
        _('"{text}" is not a window of hours: write it like 09:00-17:00 or 22:00-06:00.'), text=text
    )


def _never_opens() -> RuleBroken:
    return RuleBroken(_("The calendar does not open for years: look at its holidays and its week."))
