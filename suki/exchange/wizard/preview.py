"""The rows of a draft as a spreadsheet shows them, with what is wrong marked in its cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from django.urls import reverse
from django.utils.http import urlencode

from suki.base.files import path_of
from suki.exchange.values import literal, quoted
from suki.exchange.wizard.sheets import EVERYWHERE, Sheet, sheets_of
from suki.exchange.wizard.words import words_of

PAGE: Final = 50
WIDEST: Final = 60


@dataclass
class Cell:
    """One cell: what the file says or what it was mended to."""

    header: str
    value: str
    state: str = ""
    """bad, fixed or nothing."""
    said: str = ""
    href: str = ""
    proposed: str = ""
    """What may have been meant."""
    written: str = ""
    """What the file says, where other rows may say the same."""


@dataclass
class Row:
    """One row of the file."""

    number: str
    at: str
    cells: list[Cell]
    said: list[str] = field(default_factory=list)
    """What is wrong with the row as a whole."""
    open: Cell | None = None
    """The cell that is being mended."""


@dataclass
class Preview:
    """One page of one sheet."""

    sheet: Sheet
    index: int
    rows: list[Row]
    columns: list[tuple[str, str]]
    """Header and where it goes."""
    page: int
    pages: int
    open: dict[str, Any] | None = None
    before: str = ""
    after: str = ""


def preview(draft: Any, asked: Any) -> Preview | None:
    """The page somebody asks for: a sheet, all its rows or those with problems, and the cell to mend."""
    sheets = [sheet for sheet in sheets_of(draft) if sheet.parts] or sheets_of(draft)
    if not sheets:
        return None
    index = min(_number(asked.get("sheet"), 0), len(sheets) - 1)
    sheet = sheets[index]
    problems = [each for each in draft.outcome.get("problems", []) if each["file"] == sheet.label]
    only = asked.get("show") == "problems"
    open_at, header = asked.get("at", ""), asked.get("column", "")
    found, page, pages = _rows(sheet, problems, only, open_at, _number(asked.get("page"), 1))
    base = reverse("import_check", args=[draft.pk])
    shown = Preview(sheet, index, found, _columns(sheet), page, pages)
    wishes = {"sheet": index, "show": asked.get("show", ""), "page": page}
    _mark(
        shown,
        draft,
        problems,
        lambda at, head: f"{base}?{urlencode({**wishes, 'at': at, 'column': head})}",
    )
    for row in found:
        for cell in row.cells:
            if row.at == open_at and cell.header == header:
                row.open = cell
    return shown


def unmended(draft: Any) -> list[dict[str, Any]]:
    """The problems of cells that nobody has mended since the check."""
    return [
        each
        for each in draft.outcome.get("problems", [])
        if each["header"]
        and each["row"]
        and each["header"] not in draft.fixes.get(f"{each['file']}:{each['row']}", {})
        and each["value"] not in spelled_anew(draft, each["file"]).get(each["header"], {})
    ]


def spelled_anew(draft: Any, file: str) -> dict[str, dict[str, str]]:
    """The spellings of a sheet that stand for others, by header."""
    found: dict[str, dict[str, str]] = draft.fixes.get(f"{file}:{EVERYWHERE}", {})
    return found


def place_of(draft: Any, problem: dict[str, Any]) -> str:
    """The address at which a problem's cell can be mended."""
    sheets = [sheet for sheet in sheets_of(draft) if sheet.parts]
    index = next((at for at, sheet in enumerate(sheets) if sheet.label == problem["file"]), 0)
    wishes = {"sheet": index, "at": f"{problem['file']}:{problem['row']}", "column": problem["header"]}
    return f"{reverse('import_check', args=[draft.pk])}?{urlencode(wishes)}"


def neighbours(draft: Any, asked: Any) -> tuple[str, str]:
    """The addresses of the problem before and after the one at hand; round and round."""
    left = unmended(draft)
    if not left:
        return "", ""
    places = [(f"{each['file']}:{each['row']}", each["header"]) for each in left]
    here = (asked.get("at", ""), asked.get("column", ""))
    at = places.index(here) if here in places else -1
    return place_of(draft, left[at - 1 if at > 0 else -1]), place_of(draft, left[(at + 1) % len(left)])


def _rows(
    sheet: Sheet, problems: list[dict[str, Any]], only: bool, open_at: str, page: int
) -> tuple[list[Row], int, int]:
    table = f"read_parquet({literal(str(path_of(sheet.copy)))}, file_row_number = true)"
    bad = sorted({f"{each['file']}:{each['row']}" for each in problems})
    where = f"WHERE _at IN ({', '.join(map(literal, bad)) or 'NULL'})" if only else ""
    import duckdb  # only this page of them all needs it

    with duckdb.connect() as connection:
        total = len(bad) if only else sheet.rows
        pages = max(1, -(-total // PAGE))
        if open_at and not only:
            found = connection.execute(
                f"SELECT file_row_number FROM {table} WHERE _at = ?", [open_at]
            ).fetchone()
            page = found[0] // PAGE + 1 if found else page
        page = min(max(page, 1), pages)
        cells = ", ".join(f"{quoted(header)}" for header in sheet.headers[:WIDEST])
        rows = connection.execute(
            f"SELECT _at, {cells} FROM {table} {where} ORDER BY file_row_number LIMIT {PAGE} OFFSET {(page - 1) * PAGE}"
        ).fetchall()
    return [_row(sheet, at, values) for at, *values in rows], page, pages


def _row(sheet: Sheet, at: str, values: list[Any]) -> Row:
    cells = [Cell(header, value or "") for header, value in zip(sheet.headers, values, strict=False)]
    return Row(at.rpartition(":")[2], at, cells)


def _mark(shown: Preview, draft: Any, problems: list[dict[str, Any]], address: Any) -> None:
    said: dict[tuple[str, str], list[str]] = {}
    meant: dict[tuple[str, str], str] = {}
    for each in problems:
        said.setdefault((str(each["row"]), each["header"]), []).append(each["what"])
        meant[str(each["row"]), each["header"]] = each.get("proposed", "")
    anew = spelled_anew(draft, shown.sheet.label)
    for row in shown.rows:
        mended = draft.fixes.get(row.at, {})
        row.said = said.get((row.number, ""), [])
        for cell in row.cells:
            wrong = said.get((row.number, cell.header), [])
            if wrong:
                cell.state, cell.said, cell.href = "bad", " ".join(wrong), address(row.at, cell.header)
                cell.proposed, cell.written = meant[row.number, cell.header], cell.value
            if cell.value in anew.get(cell.header, {}):
                cell.value, cell.state = anew[cell.header][cell.value], "fixed"
            if cell.header in mended:
                cell.value, cell.href = mended[cell.header], address(row.at, cell.header)
                if draft.outcome.get("stale") or not wrong:
                    cell.state = "fixed"


def _columns(sheet: Sheet) -> list[tuple[str, str]]:
    goes: dict[str, list[str]] = {}
    for part in sheet.parts:
        for column, header in part.columns.items():
            known = part.kind.column(column)
            goes.setdefault(header, []).append(
                words_of(known) if known and column in part.kind.by_name else column
            )
    return [(header, ", ".join(goes.get(header, []))) for header in sheet.headers[:WIDEST]]


def _number(text: Any, default: int) -> int:
    return int(text) if text and str(text).isdecimal() and len(str(text)) < 9 else default
