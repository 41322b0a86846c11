"""The results of a period as a workbook: live formulas, native charts, and the lines behind each row."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from suki.apps.ledger.models import Kind
from suki.reports.asking import SUBJECTS
from suki.reports.lines import SubjectLines, lines_by_subject
from suki.reports.quarterly import Figures, Results, Row
from suki.reports.quarterly_charts import draw_charts
from suki.reports.quarterly_shown import name_of, subtitle_of, title_of
from suki.reports.rules import rules_of
from suki.reports.workbooks import Column, Sheet, Workbook, at, kept

LINES: Final = 50_000
"""So many source lines go into a workbook; the screen has them all."""
LINKED: Final = 2_000
"""Up to so many rows are linked to their lines and checked against them."""

NUMBER, NAME, ID, REVENUE, PREVIOUS, GROWTH, LAST_YEAR, GROWTH_YEAR, WITH_COST, COST, MARGIN, MARGIN_SHARE, QUOTA, \
    ATTAINMENT, SHARE, COUNT, CHECK = range(17)  # fmt: skip
FIRST: Final = 3
"""The first row of the table of results, counted from nought."""


def as_bytes(results: Results) -> bytes:
    """The workbook as a file."""
    workbook = Workbook(title_of(results), results.asked.digits)
    overview = workbook.book.add_worksheet(_("Summary")[:31])
    lines = lines_by_subject(results, limit=LINES)
    table = _table(workbook, results, lines)
    customers = _customers(workbook, results)
    _new_and_lost(workbook, results)
    if lines.rows:
        _lines(workbook, results, lines)
    _overview(workbook, overview, results, table, customers)
    return workbook.bytes()


def _table(workbook: Workbook, results: Results, lines: SubjectLines) -> Sheet:
    """The rows with their formulas, and the totals over them."""
    by = str(SUBJECTS[results.asked.by])
    name = _("By {subject}").format(subject=by)
    sheet = workbook.sheet(name, _columns(results, by, lines), head_row=FIRST - 1)
    sheet.sheet.write_string(0, 0, title_of(results), workbook.style("title"))
    sheet.sheet.write_string(1, 0, subtitle_of(results), workbook.style("note"))
    rows = [*results.rows, *results.earlier]
    last = FIRST + len(rows) - 1
    total = last + 1
    for place, row in enumerate(rows):
        line = FIRST + place
        sheet.put(line, NUMBER, place + 1)
        _name_cell(sheet, line, row, lines)
        sheet.put(line, ID, row.identity.id)
        _inputs(sheet, line, row.figures)
        _ratios(sheet, line, row.figures, total, results)
        if lines.is_complete and len(rows) <= LINKED:
            found = f"ROUND(SUMIF({_lines_sheet()}!$A:$A,{at(line, NUMBER)},{_lines_sheet()}!$I:$I)-{at(line, REVENUE)},6)"
            sheet.formula(line, CHECK, found, 0)
    _totals(sheet, results, total, last)
    sheet.filtered(last)
    return sheet


def _columns(results: Results, by: str, lines: SubjectLines) -> list[Column]:
    asked = results.asked
    columns = [
        Column(_("No."), "index", 6),
        Column(by.capitalize(), "text", 30),
        Column(_("Id"), "text", 12),
        Column(_("Revenue"), "amount", 17),
        Column(asked.previous.name, "amount", 17),
        Column(_("Growth on {period}").format(period=asked.previous.name), "ratio", 11),
        Column(asked.last_year.name, "amount", 17),
        Column(_("Growth on {period}").format(period=asked.last_year.name), "ratio", 11),
        Column(_("Revenue with known cost"), "amount", 17),
        Column(_("Cost of goods"), "amount", 17),
        Column(_("Margin"), "amount", 16),
        Column(_("Margin %"), "ratio", 10),
        Column(_("Quota"), "exact", 16),
        Column(_("Attainment"), "ratio", 12),
        Column(_("Share of revenue"), "ratio", 10),
        Column(_("Lines"), "count", 9),
        Column(_("Difference from its lines"), "amount", 12),
    ]
    return columns if lines.is_complete else columns[:CHECK]


def _name_cell(sheet: Sheet, line: int, row: Row, lines: SubjectLines) -> None:
    """The name, which leads to the row's first line where the workbook has it."""
    first = lines.first_row.get(row.key)
    if first is None or len(lines.first_row) > LINKED:
        sheet.put(line, NAME, name_of(row))
    else:
        target = f"internal:{_lines_sheet()}!A{first + 2}"
        sheet.sheet.write_url(line, NAME, target, sheet.workbook.style("link"), name_of(row))


def _inputs(sheet: Sheet, line: int, figures: Figures) -> None:
    """What is not computed from other cells."""
    knows = figures.margin is not None
    sheet.put(line, REVENUE, figures.revenue)
    sheet.put(line, PREVIOUS, figures.sums.previous)
    sheet.put(line, LAST_YEAR, figures.sums.last_year)
    sheet.put(line, WITH_COST, figures.sums.with_cost if knows else None)
    sheet.put(line, COST, figures.sums.cost if knows else None)
    sheet.put(line, QUOTA, figures.exact_quota)
    sheet.put(line, COUNT, figures.lines)


def _ratios(
    sheet: Sheet, line: int, figures: Figures, total: int, results: Results, *, is_total: bool = False
) -> None:
    """What follows from the other cells of a row, as formulas."""
    digits = figures.digits

    def cell(place: int) -> str:
        return at(line, place)

    def put(place: int, formula: str, value: Decimal | None) -> None:
        sheet.formula(line, place, formula, value, total=is_total)

    for place, before, growth in (
        (GROWTH, PREVIOUS, figures.growth_previous),
        (GROWTH_YEAR, LAST_YEAR, figures.growth_last_year),
    ):
        put(place, f'IF({cell(before)}>0,({cell(REVENUE)}-{cell(before)})/{cell(before)},"")', growth)
    margin = f"ROUND({cell(WITH_COST)}-{cell(COST)},{digits})"
    put(MARGIN, f'IF(COUNT({cell(WITH_COST)}:{cell(COST)})=0,"",{margin})', figures.margin)
    put(MARGIN_SHARE, f'IF(N({cell(WITH_COST)})=0,"",{cell(MARGIN)}/{cell(WITH_COST)})', figures.margin_share)
    put(ATTAINMENT, f'IF(N({cell(QUOTA)})=0,"",{cell(REVENUE)}/{cell(QUOTA)})', figures.attainment)
    whole = at(total, REVENUE, fixed=True)
    share = figures.revenue / results.total.revenue if results.total.revenue else None
    put(SHARE, f'IF({whole}=0,"",{cell(REVENUE)}/{whole})', share)


def _totals(sheet: Sheet, results: Results, total: int, last: int) -> None:
    """The line under the rows: every total is a formula over them."""
    figures = results.total
    sheet.put(total, NUMBER, None, total=True)
    sheet.put(total, NAME, _("Total"), total=True)
    sheet.put(total, ID, None, total=True)
    added = {
        REVENUE: figures.revenue, PREVIOUS: figures.sums.previous, LAST_YEAR: figures.sums.last_year, COUNT: figures.lines,
    }  # fmt: skip
    if figures.margin is not None:
        added |= {WITH_COST: figures.sums.with_cost, COST: figures.sums.cost}
    rows = [*results.rows, *results.earlier]
    for place, value in added.items():
        if place == COUNT and sum(row.figures.lines for row in rows) != figures.lines:
            sheet.put(total, place, value, total=True)
        else:
            sheet.formula(total, place, _sum(sheet, place, last), value, total=True)
    for place in {WITH_COST, COST} - set(added):
        sheet.put(total, place, None, total=True)
    if results.has_quotas_of_rows:
        sheet.formula(total, QUOTA, _sum(sheet, QUOTA, last), figures.exact_quota, total=True)
    else:
        sheet.put(total, QUOTA, figures.exact_quota, total=True)
    _ratios(sheet, total, figures, total, results, is_total=True)
    if len(sheet.columns) > CHECK:
        sheet.formula(total, CHECK, f"ROUND({_sum(sheet, CHECK, last)},6)", 0, total=True)


def _sum(sheet: Sheet, place: int, last: int) -> str:
    return sheet.sum_of(place, FIRST, last) if last >= FIRST else "0"


def _customers(workbook: Workbook, results: Results) -> Sheet:
    """The largest customers and how much hangs on them."""
    columns = [
        Column(_("No."), "index", 6), Column(_("Customer"), "text", 34), Column(_("Id"), "text", 14),
        Column(_("Revenue"), "amount", 17), Column(results.asked.last_year.name, "amount", 17),
        Column(_("Growth on {period}").format(period=results.asked.last_year.name), "ratio", 12),
        Column(_("Margin"), "amount", 16), Column(_("Share of revenue"), "ratio", 12), Column(_("Lines"), "count", 9),
    ]  # fmt: skip
    sheet = workbook.sheet(_("Customers"), columns)
    whole = results.weight.positive
    base = len(results.top) + 2
    for place, row in enumerate(results.top):
        line, figures = place + 1, row.figures
        values = (place + 1, row.name, row.identity.id, figures.revenue, figures.sums.last_year)
        for column, value in enumerate(values):
            sheet.put(line, column, value)
        growth = f'IF({at(line, 4)}>0,({at(line, 3)}-{at(line, 4)})/{at(line, 4)},"")'
        sheet.formula(line, 5, growth, figures.growth_last_year)
        sheet.put(line, 6, figures.margin)
        share = f'IF({at(base, 3, fixed=True)}=0,"",MAX({at(line, 3)},0)/{at(base, 3, fixed=True)})'
        sheet.formula(line, 7, share, results.weight.share(figures.revenue))
        sheet.put(line, 8, figures.lines)
    sheet.put(base, 1, _("All customers with revenue"))
    sheet.put(base, 3, whole)
    _concentration(sheet, results, base + 2)
    return sheet


def _concentration(sheet: Sheet, results: Results, line: int) -> None:
    weight, style = results.weight, sheet.workbook.style
    figures = [
        (_("Customers"), weight.customers, "count"), (_("Customers, groups as one"), weight.groups, "count"),
        (_("Share of the largest"), weight.share(weight.top_1), "ratio"),
        (_("Share of the five largest"), weight.share(weight.top_5), "ratio"),
        (_("Share of the ten largest"), weight.share(weight.top_10), "ratio"),
        (_("Share of the largest fifth"), weight.share(weight.top_fifth), "ratio"),
        (_("Concentration index (HHI)"), weight.hhi, "count"),
        (_("Concentration index, groups as one"), weight.group_hhi, "count"),
        (_("Customers of ten percent or more, groups as one"), len(results.ten_percent), "count"),
    ]  # fmt: skip
    for place, (label, value, kind) in enumerate(figures):
        sheet.sheet.write_string(line + place, 1, label, style("text"))
        if value is not None:
            sheet.sheet.write_number(line + place, 3, value, style(kind))
    for place, row in enumerate(results.ten_percent):
        at_row = line + len(figures) + place
        sheet.sheet.write_string(at_row, 1, row.name, style("text"))
        sheet.sheet.write_number(at_row, 3, row.figures.revenue, style("amount"))
        sheet.sheet.write_number(at_row, 7, results.weight.share(row.figures.revenue) or 0, style("ratio"))


def _new_and_lost(workbook: Workbook, results: Results) -> None:
    """Who is new and who is lost, the largest of them by name."""
    columns = [
        Column(_("Customer"), "text", 34), Column(_("Id"), "text", 14), Column(_("Sort"), "text", 10),
        Column(_("Revenue"), "amount", 17), Column(results.asked.last_year.name, "amount", 17),
    ]  # fmt: skip
    sheet = workbook.sheet(_("New and lost"), columns)
    line = 0
    for rows, sort in ((results.new, _("new")), (results.lost, _("lost"))):
        for row in rows:
            line += 1
            figures = row.figures
            for column, value in enumerate(
                (row.name, row.identity.id, sort, figures.revenue, figures.sums.last_year)
            ):
                sheet.put(line, column, value)
    sheet.filtered(line)
    counts = (
        (_("New customers"), results.customers.new.count, 3, results.customers.new.revenue),
        (_("Lost customers"), results.customers.lost.count, 4, results.customers.lost.revenue),
    )
    for place, (label, count, column, amount) in enumerate(counts):
        sheet.put(line + 2 + place, 0, label)
        sheet.sheet.write_number(line + 2 + place, 1, count, workbook.style("count"))
        sheet.put(line + 2 + place, column, amount)


def _lines_sheet() -> str:
    return "'" + _("Lines").replace("'", "''") + "'"


def _lines(workbook: Workbook, results: Results, lines: SubjectLines) -> None:
    """The lines of the ledger behind the rows, in the order of the rows."""
    columns = [
        Column(_("No."), "index", 6), Column(str(SUBJECTS[results.asked.by]).capitalize(), "text", 24),
        Column(_("Day"), "day", 13), Column(_("Kind"), "text", 10), Column(_("Document"), "text", 16),
        Column(_("Customer"), "text", 30), Column(_("Product"), "text", 30), Column(_("Quantity"), "number", 10),
        Column(_("Net"), "amount", 15), Column(_("Cost"), "amount", 15), Column(_("Seller"), "text", 22),
    ]  # fmt: skip
    note = (
        ""
        if lines.is_complete
        else _("Only the first {count} lines; the screen has them all.").format(count=LINES)
    )
    sheet = workbook.sheet(_("Lines"), columns, head_row=0)
    numbers = {row.key: place + 1 for place, row in enumerate([*results.rows, *results.earlier])}
    names = {row.key: name_of(row) for row in [*results.rows, *results.earlier]}
    kinds = {kind.value: str(kind.label) for kind in Kind}
    for place, (key, line) in enumerate(lines.rows):
        values = (
            numbers.get(key), names.get(key), line.day, kinds.get(line.kind, line.kind), line.document, line.account,
            line.product, line.quantity, line.net, line.cost, line.seller,
        )  # fmt: skip
        sheet.put_row(place + 1, values)
    sheet.filtered(len(lines.rows))
    if note:
        sheet.sheet.write_comment(0, 0, note)
        sheet.sheet.write_string(len(lines.rows) + 1, 1, note, workbook.style("note"))


def _overview(workbook: Workbook, sheet: Any, results: Results, table: Sheet, customers: Sheet) -> None:
    """The first sheet: the key figures, taken from the other sheets by formulas, the charts and the rules."""
    total = FIRST + len(results.rows) + len(results.earlier)
    figures = results.total
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 20)
    sheet.set_column(2, 12, 11)
    sheet.write_string(0, 0, title_of(results), workbook.style("title"))
    sheet.write_string(1, 0, subtitle_of(results), workbook.style("note"))
    shown = [
        (_("Revenue"), REVENUE, "amount", figures.revenue),
        (_("Growth on {period}").format(period=results.asked.previous.name), GROWTH, "ratio", figures.growth_previous),
        (_("Growth on {period}").format(period=results.asked.last_year.name), GROWTH_YEAR, "ratio", figures.growth_last_year),
        (_("Margin"), MARGIN, "amount", figures.margin), (_("Margin %"), MARGIN_SHARE, "ratio", figures.margin_share),
        (_("Quota"), QUOTA, "amount", figures.quota), (_("Attainment"), ATTAINMENT, "ratio", figures.attainment),
        (_("Lines"), COUNT, "count", figures.lines),
    ]  # fmt: skip
    for place, (label, column, kind, value) in enumerate(shown):
        formula = f'=IF({table.name}!{at(total, column)}="","",{table.name}!{at(total, column)})'
        sheet.write_string(3 + place, 0, label, workbook.style("label"))
        sheet.write_formula(3 + place, 1, formula, workbook.style(kind), kept(value))
    line = 3 + len(shown)
    for label, count in (
        (_("New customers"), results.customers.new.count),
        (_("Lost customers"), results.customers.lost.count),
    ):
        sheet.write_string(line, 0, label, workbook.style("label"))
        sheet.write_number(line, 1, count, workbook.style("count"))
        line += 1
    below = draw_charts(workbook, sheet, results, table, customers, line + 1)
    for place, rule in enumerate(rules_of(results).values()):
        sheet.merge_range(below + place, 0, below + place, 9, rule, workbook.style("wrapped"))
        sheet.set_row(below + place, 30)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.activate()
