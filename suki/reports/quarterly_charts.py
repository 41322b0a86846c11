"""The native charts of the results workbook; they follow its cells."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _

from suki.reports.quarterly import Results
from suki.reports.workbooks import ACCENT, INK, PALE, Sheet, Workbook

SHOWN: Final = 15
_FIRST, _NAME, _REVENUE, _LAST_YEAR, _QUOTA, _ATTAINMENT = 3, 1, 3, 6, 12, 13
_TALL: Final = 16
"""How many rows of a sheet a chart covers."""


def draw_charts(
    workbook: Workbook, sheet: Any, results: Results, table: Sheet, customers: Sheet, line: int
) -> int:
    """Revenue beside last year's, attainment, and the largest customers; returns the first row below them."""
    last = _FIRST + min(len(results.rows), SHOWN) - 1
    if results.rows:
        sheet.insert_chart(line, 0, _revenue(workbook, results, table, last), {"x_offset": 4})
        if results.has_quotas_of_rows:
            sheet.insert_chart(line, 4, _attainment(workbook, table, last), {"x_offset": 4})
        line += _TALL
    if results.top:
        sheet.insert_chart(line, 0, _largest(workbook, results, customers), {"x_offset": 4})
        line += _TALL
    return line + 1


def _revenue(workbook: Workbook, results: Results, table: Sheet, last: int) -> Any:
    chart = workbook.book.add_chart({"type": "column"})
    chart.add_series(_series(table, _REVENUE, last, _("Revenue"), INK))
    chart.add_series(_series(table, _LAST_YEAR, last, results.asked.last_year.name, PALE))
    if results.has_quotas_of_rows:
        quota = workbook.book.add_chart({"type": "line"})
        marks = {"type": "short_dash", "size": 9, "fill": {"color": ACCENT}, "border": {"color": ACCENT}}
        quota.add_series(
            {**_series(table, _QUOTA, last, _("Quota"), ACCENT), "line": {"none": True}, "marker": marks}
        )
        chart.combine(quota)
    return _dressed(chart, _("Revenue beside last year and quota"))


def _attainment(workbook: Workbook, table: Sheet, last: int) -> Any:
    chart = workbook.book.add_chart({"type": "bar"})
    labels = {"value": True, "num_format": "0%"}
    chart.add_series({**_series(table, _ATTAINMENT, last, _("Attainment"), INK), "data_labels": labels})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "num_font": {"color": INK}})
    return _dressed(chart, _("Attainment of quota"), number_format="0%", legend=False)


def _largest(workbook: Workbook, results: Results, customers: Sheet) -> Any:
    chart = workbook.book.add_chart({"type": "bar"})
    last = len(results.top)
    for place, name, colour in ((3, _("Revenue"), INK), (4, results.asked.last_year.name, PALE)):
        chart.add_series(
            {
                "name": name,
                "categories": f"={customers.name}!$B$2:$B${last + 1}",
                "values": f"={customers.name}!${chr(65 + place)}$2:${chr(65 + place)}${last + 1}",
                "fill": {"color": colour},
                "border": {"none": True},
            }
        )
    chart.set_y_axis({"reverse": True, "num_font": {"color": INK}})
    return _dressed(chart, _("The largest customers"))


def _series(table: Sheet, place: int, last: int, name: str, colour: str) -> dict[str, Any]:
    column, names = chr(65 + place), chr(65 + _NAME)
    return {
        "name": name,
        "categories": f"={table.name}!${names}${_FIRST + 1}:${names}${last + 1}",
        "values": f"={table.name}!${column}${_FIRST + 1}:${column}${last + 1}",
        "fill": {"color": colour},
        "border": {"none": True},
        "gap": 60,
    }


def _dressed(chart: Any, title: str, *, number_format: str = "#,##0", legend: bool = True) -> Any:
    chart.set_title({"name": title, "name_font": {"size": 11, "color": INK, "bold": True}})
    chart.set_size({"width": 620, "height": 310})
    if legend:
        chart.set_legend({"position": "bottom"})
    axis = {"num_format": number_format, "major_gridlines": {"visible": True, "line": {"color": "#E3DFD4"}}}
    if "Bar" in type(chart).__name__:
        chart.set_x_axis({**axis, "num_font": {"color": INK}})
    else:
        chart.set_y_axis({**axis, "num_font": {"color": INK}})
    return chart
