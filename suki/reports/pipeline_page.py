"""The pipeline on screen: figures, tables, and what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from suki.apps.deals.queries import category_label, source_label
from suki.base.formats import NOTHING, amount_text, number_text, percent_text
from suki.base.tables import Column, Table
from suki.reports.identities import UNASSIGNED
from suki.reports.pipeline import Closed, PipelineResults, Row, StageRow
from suki.reports.pipeline_json import rules_of


def page_of(results: PipelineResults) -> dict[str, Any]:
    """What the page shows, in the reader's words."""
    return {
        "results": results,
        "title": title_of(results),
        "sub": results.question.entity.name,
        "key": key_of(results),
        "open_key": open_of(results),
        "tables": [table for table in tables_of(results) if table.rows],
        "rules": list(rules_of(results).values()),
    }


def title_of(results: PipelineResults) -> str:
    """What the report is called."""
    return _("Deals closed in {period}").format(period=results.question.period.name)


def key_of(results: PipelineResults) -> list[tuple[str, str, str]]:
    """The figures of what was closed: label, value, a word beside it."""
    total, currency = results.total, results.question.entity.currency
    won = _("{won} won, {lost} lost").format(won=number_text(total.won), lost=number_text(total.lost))
    return [
        (_("Win rate"), percent_text(total.win_rate), won),
        (_("Won value"), amount_text(total.won_value, currency), _("on average {value}").format(value=amount_text(total.mean_value, currency)) if total.won else ""),
        (_("Cycle time"), _number(total.mean_days), _("days on average; median {median}").format(median=_number(total.median_days))),
        (_("Lost value"), amount_text(total.lost_value, currency), ""),
    ]  # fmt: skip


def open_of(results: PipelineResults) -> list[tuple[str, str, str]]:
    """The figures of what is open."""
    held, currency = results.open, results.question.entity.currency
    lacking = _("{count} without an account").format(count=number_text(held.without_account))
    return [
        (_("Open deals"), number_text(held.count), lacking if held.without_account else ""),
        (_("Open value"), amount_text(held.value, currency), ""),
        (_("Weighted"), amount_text(held.weighted, currency), ""),
        *(
            (capfirst(category_label(name)), amount_text(value, currency), number_text(count))
            for name, (count, value) in held.categories.items()
        ),
    ]


def tables_of(results: PipelineResults) -> list[Table]:
    """The tables of the report, in their order."""
    currency = results.question.entity.currency
    return [
        _stages(results.stages, currency),
        _table("sellers", _("By seller"), _("Seller"), results.sellers, currency),
        _table("managers", _("By manager"), _("Manager"), results.managers, currency),
        _table("sources", _("By source"), _("Source"), results.sources, currency, source_label),
        _table("kinds", _("By kind"), _("Kind"), results.kinds, currency),
        _table("quarters", _("By quarter"), _("Quarter"), results.quarters, currency),
    ]


def name_of(row: Row, label: Any = str) -> str:
    """What a row is called."""
    if row.identity.name == UNASSIGNED:
        return _("nobody")
    return label(row.identity.name) or NOTHING


def _table(name: str, caption: str, head: str, rows: Sequence[Row], currency: str, label: Any = str) -> Table:
    def of(value: Any) -> Any:
        return lambda row: value(row.closed)

    columns = [
        Column("name", head, "name", lambda row: name_of(row, label)),
        Column("won", _("Won"), "number", of(lambda closed: closed.won)),
        Column("lost", _("Lost"), "number", of(lambda closed: closed.lost)),
        Column("win_rate", _("Win rate"), "percent", of(lambda closed: closed.win_rate)),
        Column("won_value", f"{_('Won value')}, {currency}", "amount", of(lambda closed: closed.won_value), currency=currency),
        Column("mean", _("Days on average"), "number", of(_mean), is_minor=True),
        Column("median", _("Median days"), "number", of(_median), is_minor=True),
    ]  # fmt: skip
    return Table(
        name=name, columns=columns, rows=list(rows), caption=caption, is_sticky=False,
        row_key=lambda row: row.identity.id or "none",
    )  # fmt: skip


def _stages(rows: Sequence[StageRow], currency: str) -> Table:
    several = len({row.pipeline for row in rows}) > 1
    columns = [
        Column("stage", _("Stage"), "name", lambda row: f"{row.pipeline}: {row.stage}" if several else row.stage),
        Column("open", _("Open now"), "number", lambda row: None if row.ends else row.open_count),
        Column("value", f"{_('Open value')}, {currency}", "amount", lambda row: None if row.ends else row.open_value, currency=currency, is_minor=True),
        Column("weighted", f"{_('Weighted')}, {currency}", "amount", lambda row: None if row.ends else row.weighted, currency=currency, is_minor=True),
        Column("closed", _("Closed"), "number", lambda row: row.closed_count or None),
        Column("worth", f"{_('Closed value')}, {currency}", "amount", lambda row: row.closed_value if row.closed_count else None, currency=currency, is_minor=True),
        Column("conversion", _("Conversion"), "percent", lambda row: row.conversion),
        Column("days", _("Days on average"), "number", lambda row: row.mean_days, is_minor=True),
    ]  # fmt: skip
    return Table(
        name="stages", columns=columns, rows=list(rows), caption=_("By stage"), is_sticky=False,
        row_key=lambda row: f"{row.pipeline}-{row.stage}",
    )  # fmt: skip


def _mean(closed: Closed) -> Decimal | None:
    return closed.mean_days


def _median(closed: Closed) -> Decimal | None:
    return closed.median_days


def _number(value: Decimal | None) -> str:
    return NOTHING if value is None else number_text(value)
