"""A book as one page that needs no server: for mail and the archive."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from suki.base.formats import NOTHING, amount_text, current_language, day_text, number_text, percent_text
from suki.reports.book import Book, BookRow
from suki.reports.book_json import rules_of
from suki.reports.book_page import order_of, role_of, title_of
from suki.reports.quarterly import Figures


def as_bytes(book: Book) -> bytes:
    """The page, with its styles in it."""
    return render_to_string(
        "reports/book_file.html", {"report": _shown(book), "lang": current_language()}
    ).encode()


def _shown(book: Book) -> dict[str, Any]:
    currency = book.entity.currency
    return {
        "title": title_of(book),
        "subtitle": " · ".join(filter(None, [book.person.title, book.entity.name, currency, day_text(book.on)])),
        "key": [
            (_("Revenue this year"), amount_text(book.total.revenue, currency)),
            (_("Trend"), percent_text(book.total.growth_last_year, signed=True)),
            (_("Margin"), amount_text(book.total.margin, currency)),
            (_("Open"), amount_text(book.open, currency)),
            (_("Overdue"), amount_text(book.overdue, currency)),
            (_("Late with an order"), number_text(book.late)),
        ],
        "columns": [
            _("Customer"), _("Role"), _("Since"), _("Revenue this year"), _("Last year"), _("Trend"), _("Margin"),
            _("Last order"), _("Open"), _("Overdue"), _("Share of the book"),
        ],
        "rows": [_row(row) for row in book.rows],
        "total": [
            _("Total"), "", "", *_sums(book.total), "", _bare(book.open, book), _bare(book.overdue, book), "",
        ],
        "rules": list(rules_of(book).values()),
        "empty": _("No customers in this book on that day."),
    }  # fmt: skip


def _row(row: BookRow) -> dict[str, Any]:
    digits = row.figures.digits
    return {
        "is_late": row.is_late,
        "cells": [
            row.identity.name, role_of(row), day_text(row.holding.since), *_sums(row.figures), order_of(row),
            number_text(row.open, digits), NOTHING if row.overdue is None else number_text(row.overdue, digits),
            percent_text(row.share),
        ],
    }  # fmt: skip


def _sums(figures: Figures) -> list[str]:
    digits = figures.digits
    return [
        number_text(figures.revenue, digits), number_text(figures.sums.last_year, digits),
        percent_text(figures.growth_last_year, signed=True),
        NOTHING if figures.margin is None else number_text(figures.margin, digits),
    ]  # fmt: skip


def _bare(amount: Decimal | None, book: Book) -> str:
    return NOTHING if amount is None else number_text(amount, book.total.digits)
