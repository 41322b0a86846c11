"""Columns that a firm adds to the sales results from a package of its own, without forking Suki.

A package names them as entry points of the group `suki.report_columns`; each is an `OwnColumn`, or a function that gives
one. They stand after ours on screen, and under `own` in JSON.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.metadata import entry_points
from typing import Any, Literal

from suki.reports.quarterly import Row

ENTRY_POINTS = "suki.report_columns"


@dataclass(frozen=True)
class OwnColumn:
    """One more column. `value` gives what a row has there: a `Decimal`, a whole number, a text or nothing."""

    name: str
    label: Any
    kind: Literal["amount", "percent", "number", "text"]
    value: Callable[[Row], Decimal | int | str | None]


@cache
def own_columns() -> tuple[OwnColumn, ...]:
    """Every column that installed packages add, by the names of their entry points."""
    found = (point.load() for point in sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name))
    return tuple(each if isinstance(each, OwnColumn) else each() for each in found)


def own_values(row: Row) -> dict[str, str | int | None]:
    """What a row has in those columns, as JSON writes it: numbers with decimals as text."""
    return {column.name: _plain(column.value(row)) for column in own_columns()}


def _plain(value: Decimal | int | str | None) -> str | int | None:
    return f"{value:f}" if isinstance(value, Decimal) else value
