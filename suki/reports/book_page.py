"""A book on screen."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from suki.apps.accounts.models import TeamRole
from suki.base.formats import NOTHING, day_text, number_text
from suki.base.marks import state
from suki.base.tables import Column, Table
from suki.kernel.periods import Period
from suki.reports.addresses import lines_address
from suki.reports.asking import Asked
from suki.reports.book import Book, BookRow
from suki.reports.book_json import rules_of


def page_of(book: Book) -> dict[str, Any]:
    """What the page shows, in the reader's words."""
    return {
        "book": book,
        "table": _table(book),
        "rules": list(rules_of(book).values()),
        "title": title_of(book),
    }


def title_of(book: Book) -> str:
    """What the report is called."""
    return _("Book of {name}").format(name=book.person.name)


def role_of(row: BookRow) -> str:
    """The roles somebody has, the weightiest first."""
    return ", ".join(str(TeamRole(role).label) for role, _since in row.holding.roles)


def order_of(row: BookRow) -> str:
    """When the account last ordered, against its own rhythm."""
    if row.rhythm.last is None:
        return _("no orders yet")
    last = day_text(row.rhythm.last)
    if row.rhythm.gap is None:
        return last
    usual = _("usually every {days} days").format(days=number_text(row.rhythm.gap.normalize()))
    late = _("late") if row.is_late else ""
    return " · ".join(filter(None, [last, usual, late]))


def _rhythm(row: BookRow) -> SafeString:
    """The days since the last order beside the usual gap, marked where they are too many."""
    if row.days_since_order is None:
        return SafeString("")
    usual = NOTHING if row.rhythm.gap is None else number_text(row.rhythm.gap.normalize())
    both = f"{number_text(row.days_since_order)} / {usual}"
    return state("bad", _("late, {days}").format(days=both)) if row.is_late else format_html("{}", both)


def _table(book: Book) -> Table:
    currency = book.entity.currency

    def opening(period: Period) -> Any:
        return lambda row: lines_address(Asked(book.entity, period, "account"), subject=row.key)

    columns = [
        Column("name", _("Customer"), "name", lambda row: row.identity.name),
        Column("role", _("Role"), "text", role_of, is_minor=True),
        Column("since", _("Since"), "day", lambda row: row.holding.since, is_minor=True),
        Column("revenue", _("Revenue this year"), "amount", lambda row: row.figures.revenue, currency=currency,
               total=book.total.revenue, opens=opening(book.year)),
        Column("last_year", _("Last year"), "amount", lambda row: row.figures.sums.last_year, currency=currency,
               total=book.total.sums.last_year, opens=opening(book.last_year), is_minor=True),
        Column("trend", _("Trend"), "percent", lambda row: row.figures.growth_last_year,
               total=book.total.growth_last_year, is_minor=True),
    ]  # fmt: skip
    if book.sees_cost:
        columns.append(
            Column("margin", _("Margin"), "amount", lambda row: row.figures.margin, currency=currency,
                   total=book.total.margin, opens=opening(book.year), is_minor=True)
        )  # fmt: skip
    columns += [
        Column("order", _("Last order"), "day", lambda row: row.rhythm.last, is_minor=True),
        Column("gap", _("Days since / usual"), "markup", _rhythm, is_minor=True),
        Column(
            "open",
            _("Open"),
            "amount",
            lambda row: row.open,
            currency=currency,
            total=book.open,
            is_minor=True,
        ),
        Column(
            "overdue", _("Overdue"), "amount", lambda row: row.overdue, currency=currency, total=book.overdue
        ),
        Column("share", _("Share of the book"), "percent", lambda row: row.share, is_minor=True),
    ]
    return Table(
        "book", columns, book.rows, caption=title_of(book), row_key=lambda row: row.key, total_label=_("Total"),
    )  # fmt: skip
