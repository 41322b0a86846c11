"""xlsx, xlsm, xlsb, xls and ods: checked for traps first, then read in a process of their own."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from suki.exchange import limits
from suki.exchange.problems import BadFiles, Problem, Problems, refuse
from suki.exchange.sources.findings import Findings
from suki.exchange.sources.old_workbooks import look_into_xls
from suki.exchange.sources.plain import Plain, checked_columns, column_letter
from suki.exchange.sources.unpacking import look_into_zip
from suki.exchange.spelling import did_you_mean

READER = Path(__file__).with_name("workbook_reader.py")


@dataclass(frozen=True)
class SheetLayout:
    """Which sheet, and how it is to be read, as the recipe says."""

    sheet: str | None = None
    header_row: int = 1
    columns: tuple[str, ...] = ()
    decimal: str = "."
    fill_merged: bool = False
    errors_are_empty: bool = False


def read_workbook(path: Path, *, label: str, layout: SheetLayout, into: Path) -> Plain:
    """The sheet as numbered rows of text."""
    findings = _findings(path, label, layout)
    answer = _read(path, label, layout, findings, into)
    name = f"{label}[{answer['sheet']}]"
    problems = Problems()
    if not layout.errors_are_empty:
        for row, column, text in findings.errors_in(answer["sheet"]):
            if row + 1 > layout.header_row:
                problems.add(_error_cell(name, row, column, text, answer["header"]))
    if not layout.fill_merged:
        for area in answer["merged"]:
            _refuse_merged(name, area, layout, answer, problems)
    for row, column, length in answer["too_long"]:
        problems.add(_too_long(name, row, column, length))
    problems.refuse()
    return Plain(
        label=name,
        path=into,
        columns=_columns(name, layout, answer),
        first_row=layout.header_row + 1,
        has_header=False,
        is_numbered=True,
        counts_from_1904=findings.counts_from_1904,
    )


def sheet_names(path: Path, *, label: str) -> list[str]:
    """The sheets of a workbook."""
    layout = SheetLayout(sheet="")
    findings = _findings(path, label, layout)
    answer = _asked(path, label, layout, findings, path.with_suffix(".unused"))
    if answer.get("refused") not in ("sheet", None):
        raise _refusal(label, answer)
    return list(answer["sheets"])


def _findings(path: Path, label: str, layout: SheetLayout) -> Findings:
    with path.open("rb") as file:
        start = file.read(8)
    if start[:4] == b"PK\x03\x04":
        try:
            return look_into_zip(path, label)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError):
            raise refuse(label, _("this workbook is damaged.")) from None
    if start == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        if path.suffix.lower() != ".xls":
            raise refuse(label, _("this workbook is protected by a password; save it without one."))
        return look_into_xls(path, label)
    if not start:
        raise refuse(label, _("this file is empty."))
    raise refuse(label, _("this is no workbook, whatever its name says."))


def _read(path: Path, label: str, layout: SheetLayout, findings: Findings, into: Path) -> dict[str, Any]:
    answer = _asked(path, label, layout, findings, into)
    if "refused" in answer:
        raise _refusal(label, answer)
    return answer


def _asked(path: Path, label: str, layout: SheetLayout, findings: Findings, into: Path) -> dict[str, Any]:
    """What the reader in its own process answers."""
    request = {
        "path": str(path),
        "into": str(into),
        "sheet": layout.sheet,
        "header_row": layout.header_row,
        "decimal": layout.decimal,
        "fill_merged": layout.fill_merged,
        "errors": [] if layout.errors_are_empty else findings.all_errors(layout.sheet),
        "longest_cell": limits.LONGEST_CELL,
        "memory": limits.WORKBOOK_MEMORY,
        "seconds": limits.WORKBOOK_SECONDS,
    }
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(READER)],
            input=json.dumps(request),
            capture_output=True,
            text=True,
            timeout=limits.WORKBOOK_SECONDS * 2,
        )
    except subprocess.TimeoutExpired:
        raise refuse(label, _("this workbook takes too long to read; save the sheet as CSV.")) from None
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        raise refuse(
            label,
            _(
                "this workbook needs too much memory, perhaps for a stray cell far away; save the sheet as CSV."
            ),
        ) from None
    return answer


def _refusal(label: str, answer: dict[str, Any]) -> BadFiles:
    reason = answer["refused"]
    if reason == "password":
        return refuse(label, _("this workbook is protected by a password; save it without one."))
    if reason == "memory":
        return refuse(label, _("this workbook needs too much memory; save the sheet as CSV."))
    if reason == "empty":
        return refuse(f"{label}[{answer['sheet']}]", _("this sheet is empty."))
    if reason == "sheet":
        return refuse(label, _sheet_sentence(answer["sheet"], answer["sheets"]))
    return refuse(
        label,
        _("this workbook cannot be read: {reason}.").format(reason=answer.get("reason", "").rstrip(".")),
    )


def _sheet_sentence(name: str | None, sheets: list[str]) -> str:
    listed = ", ".join(f"“{sheet}”" for sheet in sheets)
    if name is None:
        return _("this workbook has {number} sheets; name one of them: {sheets}.").format(
            number=len(sheets), sheets=listed
        )
    sentence = _("this workbook has no sheet “{name}”, only {sheets}.").format(name=name, sheets=listed)
    return sentence + did_you_mean(name, sheets)


def _error_cell(name: str, row: int, column: int, text: str, header: list[str]) -> Problem:
    heading = header[column] if column < len(header) and header[column] else column_letter(column)
    return Problem(
        name,
        row + 1,
        heading,
        value=text,
        expected=_("a value"),
        sentence=_(
            "the cell {cell} shows the error {error}; mend its formula, or declare “errors: empty”."
        ).format(cell=f"{column_letter(column)}{row + 1}", error=text),
    )


def _refuse_merged(
    name: str, area: list[list[int]], layout: SheetLayout, answer: dict[str, Any], problems: Problems
) -> None:
    (top, left), (bottom, right) = area
    if bottom < layout.header_row - 1 or left >= len(answer["header"]):
        return
    cells = f"{column_letter(left)}{top + 1}:{column_letter(right)}{bottom + 1}"
    sentence = _(
        "the cells {cells} are merged, so only the first holds the value; unmerge them, or declare “merged: fill”."
    ).format(cells=cells)
    problems.add(
        Problem(
            name, top + 1, column_letter(left), value=cells, expected=_("single cells"), sentence=sentence
        )
    )


def _too_long(name: str, row: int, column: int, length: int) -> Problem:
    sentence = _("this cell holds {length} characters; at most {limit} are read.").format(
        length=length, limit=limits.LONGEST_CELL
    )
    return Problem(
        name,
        row,
        column_letter(column),
        value=str(length),
        expected=str(limits.LONGEST_CELL),
        sentence=sentence,
    )


def _columns(name: str, layout: SheetLayout, answer: dict[str, Any]) -> tuple[str, ...]:
    filled = answer["filled"] or [True] * len(answer["header"])
    headers = list(layout.columns) or answer["header"]
    row = max(layout.header_row, 1)
    if not headers:
        raise refuse(name, _("there is no header in this row."), row=row)
    width = max(len(filled), len(headers))
    if layout.columns and len(filled) != len(layout.columns):
        raise refuse(
            name,
            _("the recipe names {named} columns, but this file has {found}.").format(
                named=len(layout.columns), found=len(filled)
            ),
        )
    headers += [""] * (width - len(headers))
    return checked_columns(headers, label=name, row=row, filled=filled + [False] * (width - len(filled)))
