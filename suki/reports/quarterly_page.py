"""The results on screen: tables in which every figure opens its lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext as _

from suki.base.tables import Column, Table
from suki.kernel.periods import Period
from suki.reports.addresses import lines_address, subject_of
from suki.reports.asking import SUBJECTS
from suki.reports.own_columns import own_columns
from suki.reports.quarterly import Results, Row
from suki.reports.quarterly_shown import name_of, shown

MOST: Final = 300
"""A page shows so many rows; the workbook has them all."""


def page_of(results: Results) -> dict[str, Any]:
    """What the page shows, in the reader's words."""
    rows = [*results.rows, *results.earlier]
    return {
        "results": results,
        "texts": shown(results, most=MOST),
        "table": _table(results, rows[:MOST]),
        "hidden": max(len(rows) - MOST, 0),
        "customers": _customers(results),
        "new": _changed(results, list(results.new), "new"),
        "lost": _changed(results, list(results.lost), "lost"),
        "all_lines": lines_address(results.asked),
    }


def _table(results: Results, rows: list[Row]) -> Table:
    asked, total, currency = results.asked, results.total, results.asked.currency

    def opening(period: Period) -> Callable[[Row], str]:
        return lambda row: lines_address(asked, period=period, subject=subject_of(row.key))

    def amount(name: str, label: Any, of: Callable[[Any], Any], **more: Any) -> Column:
        total_shown = of(total)
        return Column(
            name, label, "amount", lambda row: of(row.figures), currency=currency, total=total_shown, **more
        )

    def share(name: str, label: Any, of: Callable[[Any], Any]) -> Column:
        return Column(name, label, "percent", lambda row: of(row.figures), total=of(total))

    columns = [
        Column("name", str(SUBJECTS[asked.by]).capitalize(), "name", name_of),
        amount("revenue", _("Revenue"), lambda one: one.revenue, opens=opening(asked.period)),
        amount(
            "previous",
            asked.previous.name,
            lambda one: one.sums.previous,
            opens=opening(asked.previous),
            is_minor=True,
        ),
        share("growth_previous", _("Growth"), lambda one: one.growth_previous),
        amount(
            "last_year",
            asked.last_year.name,
            lambda one: one.sums.last_year,
            opens=opening(asked.last_year),
            is_minor=True,
        ),
        share("growth_last_year", _("Growth"), lambda one: one.growth_last_year),
    ]
    if results.scope.sees_cost:
        columns += [
            amount("margin", _("Margin"), lambda one: one.margin, opens=opening(asked.period)),
            share("margin_share", _("Margin %"), lambda one: one.margin_share),
        ]
    if results.scope.sees_quotas:
        columns += [
            amount("quota", _("Quota"), lambda one: one.quota),
            share("attainment", _("Attainment"), lambda one: one.attainment),
        ]
    columns.append(
        Column("lines", _("Lines"), "number", lambda row: row.figures.lines, total=total.lines, is_minor=True)
    )
    columns += [Column(own.name, own.label, own.kind, own.value, currency=currency) for own in own_columns()]
    return Table(
        "results", columns, rows, caption=_("Results by {subject}").format(subject=SUBJECTS[asked.by]),
        row_key=lambda row: row.key or 0, total_label=_("Total"),
    )  # fmt: skip


def _customers(results: Results) -> Table:
    asked, currency = results.asked, results.asked.currency
    columns = [
        Column("name", _("Customer"), "name", lambda row: row.name),
        Column("revenue", _("Revenue"), "amount", lambda row: row.figures.revenue, currency=currency,
               opens=lambda row: lines_address(asked, account=row.key)),
        Column("share", _("Share"), "percent", lambda row: results.weight.share(row.figures.revenue)),
        Column("last_year", asked.last_year.name, "amount", lambda row: row.figures.sums.last_year, currency=currency,
               opens=lambda row: lines_address(asked, period=asked.last_year, account=row.key), is_minor=True),
        Column("growth", _("Growth"), "percent", lambda row: row.figures.growth_last_year),
    ]  # fmt: skip
    return Table(
        "customers", columns, results.top, caption=_("The largest customers"), row_key=lambda row: row.key
    )


def _changed(results: Results, rows: list[Row], name: str) -> Table:
    asked, currency = results.asked, results.asked.currency
    is_new = name == "new"
    period = asked.period if is_new else asked.last_year
    column = Column(
        "revenue",
        period.name,
        "amount",
        lambda row: row.figures.revenue if is_new else row.figures.sums.last_year,
        currency=currency,
        opens=lambda row: lines_address(asked, period=period, account=row.key),
    )
    names = Column("name", _("Customer"), "name", lambda row: row.name)
    caption = _("New customers") if is_new else _("Lost customers")
    return Table(name, [names, column], rows[:10], caption=caption, row_key=lambda row: row.key)
