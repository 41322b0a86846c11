"""The grid of quotas as a workbook that is edited and comes back: totals are formulas, hidden columns say what is what."""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from suki.apps.quotas.grid import Cell, Grid, GridRow

MARK: Final = "suki-quotas-1"
"""Says in a hidden sheet that this workbook is one of ours, and which grid it holds."""

HEAD: Final = 2
INK, RULE, PALE = "#1F2A44", "#B9B4A7", "#F1EFE8"


def workbook_of(grid: Grid) -> bytes:
    """The grid as it stands, each cell with the quota it shows and that quota's revision."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"title": _("Quotas {year}").format(year=grid.year.title), "author": "Suki"})
    book.set_calc_mode("auto")
    look = _looks(book, grid)
    sheet = book.add_worksheet(_("Quotas")[:31])
    _write_head(sheet, grid, look)
    for place, row in enumerate(grid.rows):
        _write_row(sheet, grid, look, HEAD + 1 + place, row)
    _write_totals(sheet, grid, look)
    _write_key(book, grid)
    book.close()
    return file.getvalue()


def _looks(book: Any, grid: Grid) -> dict[str, Any]:
    places = "." + "0" * grid.asked.digits if grid.asked.digits else ""
    amount = {"num_format": f"#,##0{places}", "font_color": INK}
    return {
        "title": book.add_format({"bold": True, "font_size": 14, "font_color": INK}),
        "note": book.add_format({"font_color": "#5B6478"}),
        "head": book.add_format({"bold": True, "bottom": 1, "align": "right", "font_color": INK}),
        "name head": book.add_format({"bold": True, "bottom": 1, "font_color": INK}),
        "name": book.add_format({"font_color": INK}),
        "open": book.add_format({**amount, "locked": False, "bottom": 4, "bottom_color": RULE}),
        "kept": book.add_format({**amount, "bg_color": PALE}),
        "sum": book.add_format({**amount, "bold": True}),
        "total": book.add_format({**amount, "bold": True, "top": 1, "bottom": 6}),
        "total name": book.add_format({"bold": True, "top": 1, "bottom": 6, "font_color": INK}),
    }


def _write_head(sheet: Any, grid: Grid, look: dict[str, Any]) -> None:
    unit = grid.asked.currency or _("units")
    sheet.write_string(
        0, 0, _("Quotas {year}, {unit}").format(year=grid.year.title, unit=unit), look["title"]
    )
    sheet.write_string(
        1, 0, _("Change the figures, keep the rows and columns, and bring the file back. Grey figures stay as they are."),
        look["note"],
    )  # fmt: skip
    sheet.write_string(HEAD, 0, _("Name"), look["name head"])
    for place, period in enumerate(grid.periods):
        sheet.write_string(HEAD, 1 + place, grid.year.named(period), look["head"])
    sheet.write_string(HEAD, 1 + len(grid.periods), _("Total"), look["head"])
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1 + len(grid.periods), 16)
    sheet.freeze_panes(HEAD + 1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD)


def _write_row(sheet: Any, grid: Grid, look: dict[str, Any], at: int, row: GridRow) -> None:
    sheet.write_string(at, 0, row.name, look["name"])
    for place, cell in enumerate(row.cells):
        kind = look["open" if may_change(row, cell, grid) else "kept"]
        if cell.amount is None:
            sheet.write_blank(at, 1 + place, None, kind)
        else:
            sheet.write_number(at, 1 + place, cell.amount, kind)
    count = len(row.cells)
    first, last = xl_rowcol_to_cell(at, 1), xl_rowcol_to_cell(at, count)
    sheet.write_formula(at, 1 + count, f"=SUM({first}:{last})", look["sum"], row.total or 0)


def _write_totals(sheet: Any, grid: Grid, look: dict[str, Any]) -> None:
    rows, count = len(grid.rows), len(grid.periods)
    at, total = HEAD + 1 + rows, grid.total
    sheet.write_string(at, 0, _("Total"), look["total name"])
    for place in range(count + 1):
        letter = xl_col_to_name(1 + place)
        known = total.total if place == count else total.amounts[place]
        if rows:
            sheet.write_formula(
                at,
                1 + place,
                f"=SUM({letter}{HEAD + 2}:{letter}{HEAD + 1 + rows})",
                look["total"],
                known or 0,
            )


def _write_key(book: Any, grid: Grid) -> None:
    """A hidden sheet: which grid this is, and for each cell the quota it shows and its revision."""
    sheet = book.add_worksheet("suki")
    sheet.hide()
    asked = grid.asked
    for place, value in enumerate(
        (MARK, grid.year.entity.code, grid.year.number, grid.year.cut, asked.by, asked.measure)
    ):
        sheet.write_string(0, place, str(value))
    at = 1
    for row in grid.rows:
        for place, cell in enumerate(row.cells):
            quota = cell.quota
            shown = "" if cell.amount is None else f"{cell.amount:f}"
            values = (
                row.key,
                row.name,
                place,
                quota.pk if quota else "",
                quota.revision if quota else "",
                shown,
            )
            for column, value in enumerate(values):
                sheet.write_string(at, column, str(value))
            at += 1


def may_change(row: GridRow, cell: Cell, grid: Grid) -> bool:
    """Whether a cell can be changed as a whole: an empty one, or one quota of just its days that nobody acknowledged."""
    if not row.may_set:
        return False
    quota = cell.quota
    if quota is None:
        return not cell.quotas
    is_own = quota.currency == grid.year.entity.currency
    return is_own and quota.period is None and not grid.standings[quota.pk].is_acknowledged
