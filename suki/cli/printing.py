"""Printing an answer: exactly for programs, aligned for people."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TypeGuard

from suki.engines.reading.forms import WrittenForm

_NOTHING = "-"
_GAP = "  "


def plainly(value: object) -> str:
    """A value that JSON has no word for: amounts and ratios without exponent, days and moments by ISO 8601."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds" if value.second or value.microsecond else "minutes")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"An answer holds plain values, not {type(value).__name__}.")


def as_table(answer: Mapping[str, object], form: WrittenForm) -> str:
    """The answer to read: single figures one a line, lists of rows as columns under headings."""
    return "\n".join(_lines(answer, form)).strip()


def _lines(answer: Mapping[str, object], form: WrittenForm) -> Iterator[str]:
    figures = {key: value for key, value in _flat(answer) if not _is_rows(value)}
    longest = max((_width(key) for key in figures), default=0)
    for key, value in figures.items():
        yield f"{_padded(key, longest)}{_GAP}{_shown(value, form)}".rstrip()
    for key, value in answer.items():
        if _is_rows(value):
            yield from ("", key.replace("_", " "))
            yield from _rows(value, form)


def _flat(answer: Mapping[str, object], path: str = "") -> Iterator[tuple[str, object]]:
    for key, value in answer.items():
        name = f"{path} {key}".strip().replace("_", " ")
        if isinstance(value, Mapping):
            yield from _flat(value, name)
        else:
            yield name, value


def _rows(rows: Sequence[Mapping[str, object]], form: WrittenForm) -> Iterator[str]:
    """Columns; rows that hold rows of their own are written one after the other instead."""
    if any(_is_rows(value) for row in rows for value in row.values()):
        for row in rows:
            yield from _lines(row, form)
            yield ""
        return
    columns = list(dict.fromkeys(column for row in rows for column in row))
    cells = [[_shown(row.get(column), form) for column in columns] for row in rows]
    is_number = [_holds_numbers(rows, column) for column in columns]
    headings = [column.replace("_", " ") for column in columns]
    widths = [max(map(_width, column)) for column in zip(headings, *cells, strict=True)]
    for line in (headings, ["-" * width for width in widths], *cells):
        placed = [_padded(*each) for each in zip(line, widths, is_number, strict=True)]
        yield _GAP.join(placed).rstrip()


def _is_rows(value: object) -> TypeGuard[Sequence[Mapping[str, object]]]:
    return isinstance(value, list) and bool(value) and all(isinstance(row, Mapping) for row in value)


def _holds_numbers(rows: Sequence[Mapping[str, object]], column: str) -> bool:
    return all(isinstance(row.get(column), Decimal | int | None) for row in rows)


def _shown(value: object, form: WrittenForm) -> str:
    if value is None or value == []:
        return _NOTHING
    if isinstance(value, list | tuple):
        return ", ".join(_shown(item, form) for item in value)
    if isinstance(value, Decimal):
        return form.write_number(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return form.write_day(value)
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else plainly(value)


def _padded(text: str, width: int, is_number: bool = False) -> str:
    space = " " * (width - _width(text))
    return space + text if is_number else text + space


def _width(text: str) -> int:
    """How many columns of a terminal the text takes: accents none of their own, East Asian letters two."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return sum(not unicodedata.combining(letter) for letter in text) + wide
