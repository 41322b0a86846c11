"""What the workbooks of all reports have in common: number formats, heads, totals, print set-up.

Names are always written as text, so that no customer's name is ever taken for a formula.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from io import BytesIO
from typing import Any, Final

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from suki.base.formats import current_language

INK, RULE, PALE, ACCENT = "#1F2A44", "#B9B4A7", "#A6ADBD", "#C2511C"
_DAYS: Final = {
    "en": "[$-809]d mmm yyyy", "de": "[$-407]dd.mm.yyyy", "vi": "[$-42A]dd/mm/yyyy", "id": "[$-421]dd/mm/yyyy",
    "fil": "[$-3409]mmm d, yyyy",
}  # fmt: skip
_FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


@dataclass(frozen=True)
class Column:
    """A column of a sheet: its head, what it holds (text, amount, ratio, count, day, exact) and how wide it is."""

    head: str
    kind: str
    width: int = 14


class Workbook:
    """A workbook in the making; `bytes()` ends it."""

    def __init__(self, title: str, digits: int) -> None:
        self._file = BytesIO()
        self.book = xlsxwriter.Workbook(self._file, {"in_memory": True})
        self.book.set_properties({"title": title, "author": "Suki"})
        self.book.set_calc_mode("auto")
        self.title = title
        self.digits = digits

    def bytes(self) -> bytes:
        """The finished file."""
        self.book.close()
        return self._file.getvalue()

    def sheet(self, name: str, columns: Sequence[Column], *, head_row: int = 0, note: str = "") -> Sheet:
        """A sheet with a head that stays in sight, on screen and on paper."""
        sheet = Sheet(self, self.book.add_worksheet(name.translate(_FORBIDDEN)[:31]), columns, head_row)
        if note:
            sheet.sheet.write_string(0, 0, note, self.style("note"))
        return sheet

    def style(self, kind: str, *, total: bool = False) -> Any:
        """The look of a cell of a kind."""
        return self._styles[(kind, total)]

    @cached_property
    def _styles(self) -> dict[tuple[str, bool], Any]:
        amount = "#,##0" + ("." + "0" * self.digits if self.digits else "")
        numbers = {
            "amount": amount, "exact": amount, "ratio": "0.0%",
            "count": "#,##0", "number": "#,##0.######", "day": _DAYS[current_language()], "text": "@", "index": "#,##0",
        }  # fmt: skip
        sums = {"bold": True, "top": 1, "bottom": 6}
        styles = {}
        for kind, pattern in numbers.items():
            look: dict[str, Any] = {} if kind == "text" else {"num_format": pattern}
            styles[(kind, False)] = self.book.add_format({"font_color": INK, **look})
            styles[(kind, True)] = self.book.add_format({"font_color": INK, **look, **sums})
        head = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom", "font_color": INK}
        styles[("head", False)] = self.book.add_format(head)
        styles[("head number", False)] = self.book.add_format({**head, "align": "right"})
        styles[("title", False)] = self.book.add_format({"bold": True, "font_size": 16, "font_color": INK})
        styles[("note", False)] = self.book.add_format({"font_color": "#5B6478"})
        styles[("wrapped", False)] = self.book.add_format(
            {"text_wrap": True, "valign": "top", "font_color": INK}
        )
        styles[("label", False)] = self.book.add_format({"font_color": "#5B6478"})
        styles[("link", False)] = self.book.add_format({"font_color": INK, "underline": 4})
        return styles


class Sheet:
    """A sheet of a workbook: rows under a head, formulas with the value they have now."""

    def __init__(self, workbook: Workbook, sheet: Any, columns: Sequence[Column], head_row: int) -> None:
        self.workbook = workbook
        self.sheet = sheet
        self.columns = columns
        self.head_row = head_row
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
            kind = "head" if column.kind == "text" else "head number"
            sheet.write_string(head_row, place, column.head, workbook.style(kind))
        if columns:
            sheet.freeze_panes(head_row + 1, 2 if columns[0].kind == "index" else 1)
            sheet.repeat_rows(head_row)
        self._print_setup()

    @property
    def name(self) -> str:
        """The sheet's name as formulas write it."""
        return "'" + self.sheet.get_name().replace("'", "''") + "'"

    def put(self, row: int, place: int, value: Any, *, total: bool = False) -> None:
        """A value in its column's own look; a missing one leaves the cell empty."""
        kind = self.columns[place].kind
        look = self.workbook.style(kind, total=total)
        if value is None:
            if total:
                self.sheet.write_blank(row, place, None, look)
        elif kind == "text":
            self.sheet.write_string(row, place, str(value), look)
        elif isinstance(value, date):
            self.sheet.write_datetime(row, place, value, look)
        else:
            self.sheet.write_number(row, place, value, look)

    def put_row(self, row: int, values: Sequence[Any]) -> None:
        """A whole row at once; empty texts leave their cells empty. Made for sheets of many thousand rows."""
        for place, (value, (write, look)) in enumerate(zip(values, self._writers)):
            if value is not None and value != "":
                write(row, place, value, look)

    @cached_property
    def _writers(self) -> list[tuple[Any, Any]]:
        """How a value of each column is written."""
        ways = {"text": self.sheet.write_string, "day": self.sheet.write_datetime}
        return [
            (ways.get(column.kind, self.sheet.write_number), self.workbook.style(column.kind))
            for column in self.columns
        ]

    def formula(
        self, row: int, place: int, formula: str, value: Decimal | int | None, *, total: bool = False
    ) -> None:
        """A formula with the value it has now; None is shown as nothing."""
        look = self.workbook.style(self.columns[place].kind, total=total)
        self.sheet.write_formula(row, place, f"={formula}", look, kept(value))

    def sum_of(self, place: int, first: int, last: int) -> str:
        """The formula that adds up a column from one row to another."""
        column = xl_col_to_name(place)
        return f"SUM({column}{first + 1}:{column}{last + 1})"

    def filtered(self, last: int) -> None:
        """The head's buttons that sort and filter."""
        self.sheet.autofilter(self.head_row, 0, max(last, self.head_row), len(self.columns) - 1)

    def _print_setup(self) -> None:
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        title = self.workbook.title.replace("&", "&&")
        self.sheet.set_footer(f"&L{title}&C&A&R{_('Page {page} of {pages}').format(page='&P', pages='&N')}")


def at(row: int, place: int, *, fixed: bool = False) -> str:
    """A cell as formulas write it."""
    column = xl_col_to_name(place)
    return f"${column}${row + 1}" if fixed else f"{column}{row + 1}"


def kept(value: Decimal | int | None) -> str:
    """The value of a formula as the file keeps it, with the fifteen digits that spreadsheets count with."""
    return "" if value is None else f"{value:.15g}"
