"""A book as a workbook: live totals, trend and shares as formulas, a chart of the largest accounts."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from suki.base.formats import day_text
from suki.reports.book import Book, BookRow
from suki.reports.book_json import rules_of
from suki.reports.book_page import role_of, title_of
from suki.reports.quarterly import Figures
from suki.reports.workbooks import INK, PALE, Column, Sheet, Workbook, at

NAME, ID, ROLE, SINCE, REVENUE, LAST_YEAR, TREND, WITH_COST, COST, MARGIN, ORDER, DAYS, GAP, LATE, OPEN, OVERDUE, SHARE, \
    LINES = range(18)  # fmt: skip
FIRST: Final = 3


def as_bytes(book: Book) -> bytes:
    """The workbook as a file."""
    workbook = Workbook(title_of(book), book.total.digits)
    sheet = workbook.sheet(_("Book"), _columns(), head_row=FIRST - 1)
    sheet.sheet.write_string(0, 0, title_of(book), workbook.style("title"))
    known = [book.person.title, book.entity.name, book.entity.currency, day_text(book.on)]
    sheet.sheet.write_string(1, 0, " · ".join(filter(None, known)), workbook.style("note"))
    total = FIRST + len(book.rows)
    for place, row in enumerate(book.rows):
        _row(sheet, FIRST + place, row, total)
    _totals(sheet, book, total)
    sheet.filtered(total - 1)
    _chart(workbook, sheet, book, total)
    notes = workbook.sheet(_("Notes"), [Column(_("What the figures mean"), "text", 120)])
    for place, rule in enumerate(rules_of(book).values()):
        notes.sheet.write_string(place + 1, 0, rule, workbook.style("wrapped"))
    return workbook.bytes()


def _columns() -> list[Column]:
    return [
        Column(_("Customer"), "text", 34), Column(_("Id"), "text", 12), Column(_("Role"), "text", 16),
        Column(_("Since"), "day", 13), Column(_("Revenue this year"), "amount", 16), Column(_("Last year"), "amount", 16),
        Column(_("Trend"), "ratio", 10), Column(_("Revenue with known cost"), "amount", 16),
        Column(_("Cost of goods"), "amount", 16), Column(_("Margin"), "amount", 16), Column(_("Last order"), "day", 13),
        Column(_("Days since"), "count", 8), Column(_("Usual gap in days"), "number", 9), Column(_("Late"), "text", 8),
        Column(_("Open"), "amount", 16), Column(_("Overdue"), "amount", 16), Column(_("Share of the book"), "ratio", 10),
        Column(_("Lines"), "count", 8),
    ]  # fmt: skip


def _row(sheet: Sheet, line: int, row: BookRow, total: int) -> None:
    figures = row.figures
    knows = figures.margin is not None
    values = {
        NAME: row.identity.name, ID: row.identity.id, ROLE: role_of(row), SINCE: row.holding.since,
        REVENUE: figures.revenue, LAST_YEAR: figures.sums.last_year, WITH_COST: figures.sums.with_cost if knows else None,
        COST: figures.sums.cost if knows else None, ORDER: row.rhythm.last, DAYS: row.days_since_order,
        GAP: row.rhythm.gap, LATE: _("late") if row.is_late else None, OPEN: row.open, OVERDUE: row.overdue,
        LINES: figures.lines,
    }  # fmt: skip
    for place, value in values.items():
        sheet.put(line, place, value)
    _formulas(sheet, line, row.figures, total)
    whole = at(total, REVENUE, fixed=True)
    sheet.formula(line, SHARE, f'IF({whole}=0,"",{at(line, REVENUE)}/{whole})', row.share)


def _formulas(sheet: Sheet, line: int, figures: Figures, total: int) -> None:
    is_total = line == total
    before, now = at(line, LAST_YEAR), at(line, REVENUE)
    trend = f'IF({before}>0,({now}-{before})/{before},"")'
    sheet.formula(line, TREND, trend, figures.growth_last_year, total=is_total)
    cost = f"{at(line, WITH_COST)}:{at(line, COST)}"
    margin = f"ROUND({at(line, WITH_COST)}-{at(line, COST)},{figures.digits})"
    sheet.formula(line, MARGIN, f'IF(COUNT({cost})=0,"",{margin})', figures.margin, total=is_total)


def _totals(sheet: Sheet, book: Book, total: int) -> None:
    sheet.put(total, NAME, _("Total"), total=True)
    added = {
        REVENUE: book.total.revenue, LAST_YEAR: book.total.sums.last_year, OPEN: book.open, OVERDUE: book.overdue,
        LINES: book.total.lines,
    }  # fmt: skip
    if book.total.margin is not None:
        added |= {WITH_COST: book.total.sums.with_cost, COST: book.total.sums.cost}
    for place in range(ID, LINES + 1):
        if place not in added:
            sheet.put(total, place, None, total=True)
    for place, value in added.items():
        formula = sheet.sum_of(place, FIRST, total - 1) if book.rows else "0"
        if place == OVERDUE and book.rows:
            formula = f'IF({formula.replace("SUM", "COUNT")}=0,"",{formula})'
        sheet.formula(total, place, formula, value, total=True)
    _formulas(sheet, total, book.total, total)


def _chart(workbook: Workbook, sheet: Sheet, book: Book, total: int) -> None:
    """The largest accounts of the book, this year beside last."""
    if not book.rows:
        return
    last = FIRST + min(len(book.rows), 15)
    chart = workbook.book.add_chart({"type": "bar"})
    for place, colour in ((REVENUE, INK), (LAST_YEAR, PALE)):
        column = chr(65 + place)
        chart.add_series(
            {
                "name": sheet.columns[place].head,
                "categories": f"={sheet.name}!$A${FIRST + 1}:$A${last}",
                "values": f"={sheet.name}!${column}${FIRST + 1}:${column}${last}",
                "fill": {"color": colour},
                "border": {"none": True},
            }
        )
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"num_format": "#,##0"})
    chart.set_legend({"position": "bottom"})
    chart.set_title({"name": _("The largest accounts of the book"), "name_font": {"size": 11, "color": INK}})
    chart.set_size({"width": 760, "height": 380})
    sheet.sheet.insert_chart(total + 2, 0, chart)
