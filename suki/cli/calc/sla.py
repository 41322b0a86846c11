"""Tells when an answer is due in working time: opening hours, holidays, time zone and pauses counted."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import UTC, datetime

from suki.cli.calculation import Inputs
from suki.engines.reading.settings import Settings
from suki.engines.sla import Pause, ServiceClock
from suki.kernel.errors import RuleBroken
from suki.kernel.worktime import MOST_MINUTES, WEEKDAYS, Holidays, WorkCalendar, read_window, zone_named


def arguments(parser: ArgumentParser) -> None:
    """A working calendar, the moment the clock starts, the promise, and the pauses."""
    parser.add_argument("calendar", metavar="CALENDAR.yaml", help="timezone, week, holidays")
    parser.add_argument("--created", required=True, metavar="MOMENT", help="such as 2026-11-20T16:00, local time")
    parser.add_argument("--minutes", required=True, metavar="MINUTES", help="working minutes that are promised")
    parser.add_argument("--pause", action="append", default=[], metavar="FROM/TO", help="no TO: the pause still lasts")
    parser.add_argument("--now", metavar="MOMENT", help="when minutes left are counted (default: this moment)")


def read(options: Namespace, inputs: Inputs) -> tuple[ServiceClock, datetime]:
    """The clock, and the moment at which it is looked at."""
    calendar = _calendar(inputs.settings(options.calendar, expected="a working calendar (timezone, week)"))
    created = inputs.moment("--created", options.created)
    minutes = inputs.whole("--minutes", options.minutes, 0, MOST_MINUTES)
    pauses = [_pause(inputs, written) for written in options.pause]
    now = inputs.moment("--now", options.now) if options.now else datetime.now(UTC)
    inputs.problems.raise_if_any()
    assert calendar is not None
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
    zone = settings.text("timezone")
    _try(settings, "timezone", lambda: zone_named(zone), zone)
    week = _week(settings)
    holidays = _holidays(settings)
    return WorkCalendar(zone, week, holidays) if not len(settings.problems) and holidays else None
