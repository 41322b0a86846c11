"""Tells when an answer is due in working time: opening hours, holidays, time zone and pauses counted."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import UTC, datetime

from suki.cli.calculation import Inputs
from suki.engines.reading.forms import PLAIN, shortened
from suki.engines.reading.settings import Settings
from suki.engines.sla import Pause, ServiceClock
from suki.kernel.errors import RuleBroken
from suki.kernel.worktime import MOST_MINUTES, WEEKDAYS, Holidays, WorkCalendar, read_window, zone_named


def arguments(parser: ArgumentParser) -> None:
    """A working calendar, the moment the clock starts, the promise, and the pauses."""
    parser.add_argument("calendar", metavar="CALENDAR.yaml", help="timezone, week, holidays")
    parser.add_argument(
        "--created", required=True, metavar="MOMENT", help="such as 2026-11-20T16:00, local time"
    )
    parser.add_argument(
        "--minutes", required=True, metavar="MINUTES", help="working minutes that are promised"
    )
    parser.add_argument(
        "--pause", action="append", default=[], metavar="FROM/TO", help="no TO: the pause still lasts"
    )
    parser.add_argument(
        "--now", metavar="MOMENT", help="when minutes left are counted (default: this moment)"
    )


def read(options: Namespace, inputs: Inputs) -> tuple[ServiceClock, datetime]:
    """The clock, and the moment at which it is looked at; moments without an offset are the calendar's own time."""
    created = inputs.moment("--created", options.created)
    minutes = inputs.whole("--minutes", options.minutes, 0, MOST_MINUTES)
    pauses = [_pause(inputs, written) for written in options.pause]
    now = inputs.moment("--now", options.now) if options.now else datetime.now(UTC)
    calendar = _calendar(inputs.settings(options.calendar, expected="a working calendar (timezone, week)"))
    inputs.problems.raise_if_any()
    assert calendar is not None, "a calendar without problems is a calendar"
    local = [Pause(calendar.local(start), end and calendar.local(end)) for start, end in pauses]
    return ServiceClock(calendar, calendar.local(created), minutes, local), calendar.local(now)


def answer(facts: tuple[ServiceClock, datetime]) -> Mapping[str, object]:
    """The due moment on the calendar's own clock, and in UTC; none while an open pause holds it up."""
    clock, now = facts
    due = clock.due()
    return {
        "due": due and clock.calendar.local(due),
        "due_utc": due,
        "business_minutes_left": clock.minutes_left(now),
        "as_of": now,
    }


def _calendar(settings: Settings) -> WorkCalendar | None:
    settings.only("timezone", "week", "holidays")
    zone = settings.read("timezone", zone_named, "an IANA name such as Asia/Manila")
    holidays = _holidays(settings.part("holidays", expected="country, subdivision and extra"))
    week = _week(settings)
    if zone is None or holidays is None or week is None:
        return None
    return WorkCalendar(zone.key, week, holidays)


def _week(settings: Settings) -> dict[str, list[str]] | None:
    expected = 'days with windows such as mon: ["09:00-17:00"]'
    days = settings.part("week", expected=expected)
    if days is None:
        if not settings.has("week"):
            settings.problem("week", f"the key is missing; expected {expected}")
        return None
    known_problems = len(settings.problems)
    days.only(*WEEKDAYS)
    week = {day: days.listed(day, _window, 'windows such as ["09:00-17:00"]') for day in WEEKDAYS}
    if not any(week.values()) and len(settings.problems) == known_problems:
        settings.problem("week", f"no day has working hours; expected {expected}")
    return week if any(week.values()) else None


def _holidays(settings: Settings | None) -> Holidays | None:
    if settings is None:
        return Holidays()
    settings.only("country", "subdivision", "extra")
    extra = settings.listed("extra", PLAIN.day, "dates such as [2026-12-24, 2026-12-31]")
    country, part = settings.text("country", default="").upper(), settings.text("subdivision", default="")
    key = "country"
    try:
        Holidays(country)
        key = "subdivision"
        return Holidays(country, part, frozenset(extra))
    except RuleBroken as broken:
        settings.problem(key, str(broken))
        return None


def _window(written: str) -> str:
    read_window(written)
    return written


def _pause(inputs: Inputs, written: str) -> tuple[datetime, datetime | None]:
    start, slash, end = written.partition("/")
    if not slash:
        what = f'"{shortened(written)}" is not a pause; expected FROM/TO such as 2026-11-20T17:00/2026-11-21T10:00'
        inputs.problems.add("--pause", what)
        return datetime.min, None
    return inputs.moment("--pause", start), inputs.moment("--pause", end) if end.strip() else None
