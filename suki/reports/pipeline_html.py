"""The pipeline as one page that needs no server: for mail and the archive."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from suki.base.formats import NOTHING, current_language, number_text, percent_text
from suki.base.tables import Column, Table
from suki.reports.pipeline import PipelineResults
from suki.reports.pipeline_page import page_of


def as_bytes(results: PipelineResults) -> bytes:
    """The page, with its styles in it."""
    page = page_of(results)
    places = results.question.digits
    tables = [_plain(table, places) for table in page["tables"]]
    return render_to_string(
        "reports/pipeline_file.html", {**page, "tables": tables, "lang": current_language()}
    ).encode()


def _plain(table: Table, places: int) -> dict[str, Any]:
    return {
        "caption": table.caption,
        "columns": [column.label for column in table.columns],
        "rows": [[_cell(column, row, places) for column in table.columns] for row in table.rows],
    }


def _cell(column: Column, row: Any, places: int) -> str:
    value = column.of(row)
    if value is None:
        return NOTHING
    if column.kind == "amount":
        return number_text(value, places)
    if column.kind == "percent":
        return percent_text(value)
    return number_text(value) if column.kind == "number" else str(value)
