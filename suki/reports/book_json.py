"""A book for programs: amounts as text, days by ISO."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from suki.reports.book import LATE, Book, BookRow
from suki.reports.figures import plain_amount, plain_ratio
from suki.reports.holding import GAPS
from suki.reports.quarterly import Figures


def as_json(book: Book) -> dict[str, Any]:
    """The book as JSON keeps it."""
    return {
        "report": "book",
        "on": book.on.isoformat(),
        "person": {"id": book.identity.id, "name": book.person.name, "title": book.person.title},
        "entity": book.entity.code,
        "currency": book.entity.currency,
        "year": {"from": book.year.start.isoformat(), "to": book.year.last.isoformat()},
        "last_year": {"from": book.last_year.start.isoformat(), "to": book.last_year.last.isoformat()},
        "rows": [_row(book, row) for row in book.rows],
        "total": {
            "accounts": len(book.rows),
            "late": book.late,
            **_figures(book.total),
            "open": plain_amount(book.open, book.total.digits),
            "overdue": plain_amount(book.overdue, book.total.digits),
        },
        "rules": rules_of(book),
        "masked": [] if book.sees_cost else ["margin", "margin_share"],
    }


def rules_of(book: Book) -> dict[str, str]:
    """One sentence for each figure that could be read in more than one way."""
    return {
        "revenue": _(
            "Revenue is that of the fiscal year up to the day, invoiced less credited, net of tax, of the account as a "
            "whole; the year before counts up to the same day."
        ),
        "trend": _("Trend is the growth on the year before up to the same day."),
        "rhythm": _(
            "The usual gap is the median of the last {count} gaps between days with orders; an order is late after "
            "{times} times as long."
        ).format(count=GAPS, times=LATE),
        "open": _("Open is what was invoiced with tax, less what was credited, collected and written off."),
        "overdue": _("Overdue is what is left of invoices past their due day, at most all that is open."),
        "share": _("Share is the account's part of the revenue of this book."),
    }


def _row(book: Book, row: BookRow) -> dict[str, Any]:
    digits, gap = row.figures.digits, row.rhythm.gap
    return {
        "id": row.identity.id,
        "name": row.identity.name,
        "role": str(row.holding.role),
        "since": _day(row.holding.since),
        "roles": [{"role": str(role), "since": _day(since)} for role, since in row.holding.roles],
        **_figures(row.figures),
        "last_order": _day(row.rhythm.last),
        "days_since_order": row.days_since_order,
        "usual_gap_days": None if gap is None else f"{gap.normalize():f}",
        "is_late": row.is_late,
        "open": plain_amount(row.open, digits),
        "overdue": plain_amount(row.overdue, digits),
        "share": plain_ratio(row.share),
    }


def _figures(figures: Figures) -> dict[str, Any]:
    return {
        "revenue": plain_amount(figures.revenue, figures.digits),
        "last_year": plain_amount(figures.sums.last_year, figures.digits),
        "trend": plain_ratio(figures.growth_last_year),
        "margin": plain_amount(figures.margin, figures.digits),
        "margin_share": plain_ratio(figures.margin_share),
        "lines": figures.lines,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
