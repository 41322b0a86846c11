"""Tables: rows under a header, from CSV text, with every cell knowing where it stands."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from suki.engines.reading.forms import PLAIN, WrittenForm, shortened
from suki.engines.reading.problems import Problems
from suki.engines.reading.source import text_of
from suki.kernel.errors import RuleBroken
from suki.kernel.money import is_currency

MOST_BYTES = 256 * 1024 * 1024

_DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; reading a cell that is wrong notes the problem and gives an empty value to go on with."""

    table: Table
    number: int
    cells: Sequence[str]

    def problem(self, column: str, what: str) -> None:
        """Note what is wrong with a cell."""
        self.table.problems.add(f"{self.table.name}:{self.number}:{column}", what)

    def has(self, column: str) -> bool:
        """Whether the table has the column and this row something in it."""
        return bool(self._written(column))

    def text(self, column: str) -> str:
        """What a required cell says."""
        written = self._written(column)
        if not written:
            self.problem(column, f"the cell is empty; expected a {column}")
        return written

    def optional_text(self, column: str) -> str:
        """What a cell says, or nothing."""
        return self._written(column)

    def amount(self, column: str, *, least: Decimal | None = None) -> Decimal:
        """The number in a required cell, not below ``least`` where that is said."""
        try:
            amount = self.table.form.number(self._written(column))
        except RuleBroken as broken:
            self.problem(column, str(broken))
            return Decimal(0)
        if least is not None and amount < least:
            self.problem(column, f"{amount:f} is too small; expected {least:f} or more")
        return amount

    def day(self, column: str) -> date:
        """The date in a required cell."""
        try:
            return self.table.form.day(self._written(column))
        except RuleBroken as broken:
            self.problem(column, str(broken))
            return date.min

    def currency(self, column: str) -> str:
        """The currency code in a required cell."""
        code = self._written(column)
        if not is_currency(code):
            self.problem(
                column, f'"{shortened(code)}" is not a currency; expected an ISO 4217 code such as EUR or VND'
            )
        return code

    def _written(self, column: str) -> str:
        position = self.table.positions.get(column)
        written = "" if position is None else self.cells[position].strip()
        return written if written.isascii() else unicodedata.normalize("NFC", written)


@dataclass(frozen=True)
class Table:
    """The rows of one file and where its columns stand."""

    name: str
    positions: dict[str, int]
    problems: Problems
    form: WrittenForm = PLAIN
    rows: list[Row] = field(default_factory=list)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def has(self, column: str) -> bool:
        """Whether there is such a column at all."""
        return column in self.positions

    def needs_rows(self, what: str) -> None:
        """Note a problem where there is a sound header and nothing under it."""
        if not self.rows and not len(self.problems):
            self.problems.add(
                f"{self.name}:2:1", f"there are no rows under the header; expected at least one {what}"
            )


def read_table(
    name: str,
    *,
    required: Sequence[str],
    optional: Sequence[str] = (),
    problems: Problems,
    form: WrittenForm = PLAIN,
) -> Table:
    """The table in a CSV file: UTF-8, comma, semicolon or tab, columns in any order, unknown ones ignored."""
    described = f"a CSV file with the columns {', '.join(required)}"
    text = text_of(name, expected=described, most_bytes=MOST_BYTES)
    delimiter = _delimiter_of(text, required)
    records = _records(name, text, delimiter, problems)
    header_number, header = next(
        ((number, cells) for number, cells in records if any(map(str.strip, cells))), (1, [])
    )
    if not header:
        problems.add(
            f"{name}:1:1", f"the file is empty; expected a header row with the columns {', '.join(required)}"
        )
    table = Table(
        name, _positions(name, header_number, header, (*required, *optional), problems), problems, form
    )
    for column in required:
        if header and column not in table.positions:
            named = ", ".join(shortened(cell, 30) for cell in header if cell.strip())
            problems.add(f"{name}:{header_number}:{column}", f"the column is missing; the header has {named}")
    if all(column in table.positions for column in required):
        table.rows.extend(_rows(table, len(header), records))
    return table


def _delimiter_of(text: str, required: Sequence[str]) -> str:
    """The delimiter under which the header names most of the expected columns, and then has most cells."""

    def fit(delimiter: str) -> tuple[int, int]:
        cells = _first_record(text, delimiter)
        return len({_column_name(cell) for cell in cells} & set(required)), len(cells)

    return max(_DELIMITERS, key=fit)


def _first_record(text: str, delimiter: str) -> list[str]:
    try:
        return next(
            (
                cells
                for cells in csv.reader(io.StringIO(text), delimiter=delimiter)
                if any(map(str.strip, cells))
            ),
            [],
        )
    except csv.Error:
        return []


def _records(name: str, text: str, delimiter: str, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """Numbered as a spreadsheet numbers its rows: the header is row 1, a line break inside quotes opens no new row."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, cells
    except csv.Error as error:
        problems.add(f"{name}:{number + 1}:1", f"the row cannot be read ({error}); expected quotes in pairs")


def _positions(
    name: str, number: int, header: Sequence[str], known: Sequence[str], problems: Problems
) -> dict[str, int]:
    positions: dict[str, int] = {}
    for position, cell in enumerate(header):
        column = _column_name(cell)
        if column in positions:
            problems.add(
                f"{name}:{number}:{column}", "the column stands twice in the header; expected it once"
            )
        elif column in known:
            positions[column] = position
    return positions


def _column_name(cell: str) -> str:
    return cell.strip().casefold()


def _rows(table: Table, width: int, records: Iterator[tuple[int, list[str]]]) -> Iterator[Row]:
    for number, cells in records:
        if not any(cell.strip() for cell in cells):
            continue
        surplus = any(cell.strip() for cell in cells[width:])
        if len(cells) < width or surplus:
            where = f"{table.name}:{number}:{min(len(cells), width) + 1}"
            table.problems.add(where, f"the row has {len(cells)} cells; expected {width}, as in the header")
            continue
        yield Row(table, number, cells)
