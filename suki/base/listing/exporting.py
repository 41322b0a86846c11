"""Exports of exactly what a list shows: its columns, its filters, its order."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse

from suki.base import tables
from suki.base.listing.asking import Asked
from suki.base.listing.paging import in_order
from suki.base.listing.spec import ListField

_RISKY = ("=", "+", "-", "@", "\t", "\r")
SHEET_ROWS = 1_000_000


def as_csv(asked: Asked, shown: list[ListField]) -> StreamingHttpResponse:
    """The list as CSV for any program: UTF-8 with a mark that spreadsheets know, plain numbers, ISO days."""
    response = StreamingHttpResponse(_csv_lines(asked, shown), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{asked.listing.name}.csv"'
    return response


def as_xlsx(asked: Asked, shown: list[ListField]) -> HttpResponse:
    """The list as a workbook: typed cells, a frozen head, a filter on it."""
    import xlsxwriter  # few requests need it, and it takes longer to load than a page

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet(str(asked.listing.title)[:31])
    bold = book.add_format({"bold": True, "bottom": 1})
    for place, each in enumerate(shown):
        sheet.write_string(0, place, str(each.column.label), bold)
        sheet.set_column(place, place, 28 if each.column.kind == "name" else 16)
    amount = book.add_format({"num_format": "#,##0.00"})
    last = 0
    for last, row in enumerate(_rows(asked, shown), start=1):
        for place, each in enumerate(shown):
            _write(
                sheet,
                last,
                place,
                tables.plain(each.column, row),
                amount if each.column.kind == "amount" else None,
            )
        if last >= SHEET_ROWS:
            break
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, last, max(0, len(shown) - 1))
    book.close()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(buffer.getvalue(), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{asked.listing.name}.xlsx"'
    return response


def _rows(asked: Asked, shown: list[ListField]) -> Iterator[dict[str, Any]]:
    return iter(in_order(asked, [each.name for each in shown]).iterator(chunk_size=2000))


def _csv_lines(asked: Asked, shown: list[ListField]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    yield "\ufeff"
    writer.writerow([str(each.column.label) for each in shown])
    for row in _rows(asked, shown):
        writer.writerow([_harmless(tables.plain(each.column, row)) for each in shown])
        if buffer.tell() > 32_000:
            yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def _harmless(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula is marked as text."""
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(_RISKY) else value


def _write(sheet: Any, line: int, place: int, value: Any, form: Any) -> None:
    if value is None:
        sheet.write_blank(line, place, None)
    elif isinstance(value, Decimal | int) and not isinstance(value, bool):
        sheet.write_number(line, place, value, form)
    elif isinstance(value, date):
        sheet.write_datetime(line, place, value)
    else:
        sheet.write_string(line, place, str(value)[:32_000])
