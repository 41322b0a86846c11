"""Comma-, semicolon- and tab-separated text. The careful reader knows every row and says which are broken."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from django.utils.translation import gettext as _

from suki.exchange import limits
from suki.exchange.problems import Problem, Problems, refuse
from suki.exchange.sources.decoding import plain_text
from suki.exchange.sources.plain import Plain, checked_columns

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_RECORDS = 50
SAMPLE_SIZE = 1 << 18


@dataclass(frozen=True)
class Layout:
    """How a delimited file is to be read, as the recipe says."""

    header_row: int = 1
    columns: tuple[str, ...] = ()
    encoding: str | None = None
    delimiter: str | None = None


def read_delimited(path: Path, *, label: str, layout: Layout, into: Path) -> Plain:
    """The file ready for DuckDB; `into` is where a cleaned copy may be written."""
    text = plain_text(path, name=label, encoding=layout.encoding, into=into)
    if text.is_empty:
        raise refuse(label, _("this file is empty."))
    delimiter = layout.delimiter or _delimiter(text.path, layout.header_row)
    headers, is_simple = _headers(text.path, delimiter, layout, label)
    columns = checked_columns(
        headers, label=label, row=max(layout.header_row, 1), filled=[False] * len(headers)
    )
    plain = Plain(
        label=label,
        path=text.path,
        columns=columns,
        first_row=layout.header_row + 1,
        delimiter=delimiter,
        has_header=layout.header_row > 0,
    )
    if is_simple and all(columns) and not text.has_blank_lines and not text.has_odd_line_ends:
        return plain
    return read_carefully(plain, layout=layout, into=into)


def read_carefully(plain: Plain, *, layout: Layout, into: Path) -> Plain:
    """The same file, row by row: every ragged or broken row becomes a problem, else a clean numbered copy."""
    clean = into.with_name(into.name + ".clean")
    problems = Problems()
    width = len(plain.columns)
    filled = [False] * width
    with clean.open("w", newline="", encoding="utf-8") as copy:
        writer = csv.writer(copy, quoting=csv.QUOTE_MINIMAL, lineterminator="\n")
        for row, values in _records(plain, problems, skip=layout.header_row):
            while len(values) > width and not values[-1]:
                values.pop()
            if len(values) != width:
                problems.add(_ragged(plain.label, row, len(values), width))
                continue
            for index, value in enumerate(values):
                if value and not plain.columns[index]:
                    filled[index] = True
            writer.writerow([row, *values])
    problems.refuse()
    checked_columns(plain.columns, label=plain.label, row=max(layout.header_row, 1), filled=filled)
    return replace(plain, path=clean, delimiter=",", has_header=False, is_numbered=True)


def _records(plain: Plain, problems: Problems, *, skip: int) -> Iterator[tuple[int, list[str]]]:
    """Each record that is not blank, with its row; blank rows count, as they do in a spreadsheet."""
    number = 0
    previous = csv.field_size_limit(limits.LONGEST_CELL)
    try:
        with plain.path.open(newline="", encoding="utf-8") as file:
            reader = csv.reader(file, delimiter=plain.delimiter, strict=True)
            line = 1
            while True:
                line = reader.line_num + 1
                try:
                    values = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    problems.add(_broken(plain.label, number + 1, line, error))
                    return
                number += 1
                if number > skip and values:
                    yield number, values
    finally:
        csv.field_size_limit(previous)


def _ragged(label: str, row: int, found: int, width: int) -> Problem:
    sentence = _("this row has {found} values, but the header has {width}.").format(found=found, width=width)
    expected = _("{width} values").format(width=width)
    return Problem(label, row, value=str(found), expected=expected, sentence=sentence)


def _broken(label: str, row: int, line: int, error: csv.Error) -> Problem:
    reason = str(error)
    if "unexpected end of data" in reason:
        sentence = _("a quotation mark opened in this row (line {line}) is never closed.").format(line=line)
    elif "field larger" in reason:
        sentence = _(
            "a cell in this row holds more than {number} characters, or its quotation mark is never closed."
        ).format(number=limits.LONGEST_CELL)
    elif "expected after" in reason:
        sentence = _(
            "a quotation mark in this row (line {line}) closes before its cell ends; write it twice inside a cell."
        ).format(line=line)
    else:
        sentence = _("this row (line {line}) cannot be read: {reason}.").format(line=line, reason=reason)
    return Problem(label, row, sentence=sentence)


def _headers(path: Path, delimiter: str, layout: Layout, label: str) -> tuple[Sequence[str], bool]:
    """The header's cells, and whether the file is laid out so simply that DuckDB may read it at once."""
    wanted = max(layout.header_row, 1)
    with path.open(newline="", encoding="utf-8") as file:
        reader = csv.reader(file, delimiter=delimiter)
        try:
            record = next(itertools.islice(reader, wanted - 1, wanted), None)
        except csv.Error as error:
            raise refuse(
                label, _("the header cannot be read: {reason}.").format(reason=error), row=wanted
            ) from None
        ends_in_line = reader.line_num
    if record is None:
        raise refuse(label, _("this file has fewer than {number} rows.").format(number=wanted))
    if not layout.columns:
        return record, wanted == 1 and ends_in_line == 1
    if len(layout.columns) != len(record):
        raise refuse(
            label,
            _("the recipe names {named} columns, but this file has {found}.").format(
                named=len(layout.columns), found=len(record)
            ),
            row=wanted,
        )
    return layout.columns, wanted == 1 and ends_in_line == 1


def _delimiter(path: Path, header_row: int) -> str:
    """The sign that cuts the first records into the same number of cells, as many as possible."""
    with path.open(newline="", encoding="utf-8") as file:
        sample = file.read(SAMPLE_SIZE)
    scores = {sign: _score(sample, sign, max(header_row, 1) - 1) for sign in DELIMITERS}
    best = max(DELIMITERS, key=lambda sign: scores[sign])
    return best if scores[best] > (0, 0) else ","


def _score(sample: str, sign: str, skipped: int) -> tuple[float, int]:
    records = []
    try:
        for record in itertools.islice(
            csv.reader(sample.splitlines(keepends=True), delimiter=sign), skipped, None
        ):
            if record:
                records.append(len(record))
            if len(records) == SAMPLE_RECORDS:
                break
    except csv.Error:
        pass
    if not records or records[0] < 2:
        return (0, 0)
    agreeing = sum(width == records[0] for width in records) / len(records)
    return (round(agreeing, 1), records[0])
