"""Lays out a fiscal year: by months from any start, or by weeks as 4-4-5, 4-5-4 or 5-4-4."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping

from suki.cli.calculation import Inputs
from suki.kernel.fiscal import (
    FIRST_YEAR,
    LAST_YEAR,
    NAMES,
    PATTERNS,
    RULES,
    WEEKDAYS,
    FiscalCalendar,
    FiscalYear,
)


def arguments(parser: ArgumentParser) -> None:
    """A file that describes the calendar, and the year to lay out."""
    parser.add_argument(
        "calendar", metavar="CALENDAR.yaml", help="pattern, start_month, week_end, rule, name_by"
    )
    parser.add_argument(
        "--year", required=True, metavar="YEAR", help="the name of the fiscal year, such as 2026"
    )


def read(options: Namespace, inputs: Inputs) -> tuple[int, FiscalYear]:
    """The year and its periods."""
    year = inputs.whole("--year", options.year, FIRST_YEAR, LAST_YEAR)
    settings = inputs.settings(options.calendar, expected="a fiscal calendar (pattern, start_month)")
    settings.only("pattern", "start_month", "week_end", "rule", "name_by")
    pattern = settings.choice("pattern", PATTERNS)
    start_month = settings.whole("start_month", 1, 12, default=1)
    week_end = settings.choice("week_end", WEEKDAYS, default="saturday")
    rule = settings.choice("rule", RULES, default="last")
    name_by = settings.choice("name_by", NAMES, default="end")
    inputs.problems.raise_if_any()
    return year, FiscalCalendar(pattern, start_month, week_end, rule, name_by).year(year)


def answer(facts: tuple[int, FiscalYear]) -> Mapping[str, object]:
    """The year, its periods and how many weeks each has; ends are the first day after."""
    number, year = facts
    periods = [period._asdict() for period in year.periods]
    return {"year": number, "start": year.start, "end": year.end, "weeks": year.weeks, "periods": periods}
