"""The lines behind a figure on screen."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from suki.apps.ledger.models import Kind
from suki.base.formats import bare_marked, day_text, number_text
from suki.base.lists import Line as LedgerLine
from suki.base.lists import Pages
from suki.base.tables import Column, Table
from suki.reports.addresses import lines_address, subject_of
from suki.reports.identities import identities
from suki.reports.lines import Line, Page, Wanted
from suki.reports.quarterly_shown import period_text
from suki.reports.rules import rule_of


def page_of(wanted: Wanted, page: Page) -> dict[str, Any]:
    """What the page of lines shows."""
    asked = wanted.asked
    subject = "none" if wanted.is_unassigned else subject_of(wanted.subject) if wanted.subject else ""
    following = ""
    if page.next:
        after = f"{page.next[0].isoformat()}.{page.next[1]}"
        following = lines_address(asked, subject=subject, account=wanted.account, after=after)
    return {
        "title": _title(wanted),
        "subtitle": period_text(asked),
        "rule": rule_of(asked),
        "page": page,
        "currency": asked.currency,
        "table": _table(page, asked.currency),
        "ledger": [_ledger_line(line, asked.currency) for line in page.lines],
        "all": _all(page),
        "pages": Pages(after=following, shown=""),
        "address": lines_address(asked, subject=subject, account=wanted.account),
    }


def after_of(text: str) -> tuple[date, int] | None:
    """The place in the list that an address names; what is not one is the beginning."""
    day, _dot, number = text.partition(".")
    try:
        return (date.fromisoformat(day), int(number)) if text else None
    except ValueError:
        return None


def _title(wanted: Wanted) -> str:
    by, key = wanted.asked.by, wanted.subject
    parts = []
    if wanted.is_unassigned:
        parts.append(_("unassigned"))
    elif key is not None and key in (known := identities(by, [key])):
        parts.append(known[key].name)
    return " · ".join([*parts, _("Lines of the ledger")])


def _all(page: Page) -> str:
    return ngettext("{count} line", "All {count} lines", page.count).format(count=number_text(page.count))


def _ledger_line(line: Line, currency: str) -> LedgerLine:
    """A line as the drawer beside the page shows it."""
    kind = Kind(line.kind).label
    why = " · ".join(filter(None, [f"{kind} {line.document}", line.product]))
    return LedgerLine(
        day_text(line.day, "short"), line.account, why=why, tail=bare_marked(line.net, currency)
    )


def _table(page: Page, currency: str) -> Table:
    kinds = {kind.value: kind.label for kind in Kind}
    columns = [
        Column("day", _("Day"), "day"),
        Column(
            "document",
            _("Document"),
            "text",
            lambda line: f"{kinds.get(line.kind, line.kind)} {line.document}",
        ),
        Column("account", _("Customer"), "name"),
        Column("product", _("Product"), "text", is_minor=True),
        Column("seller", _("Seller"), "text", is_minor=True),
        Column("quantity", _("Quantity"), "number", lambda line: line.quantity.normalize(), is_minor=True),
        Column("net", _("Net"), "amount", currency=currency, total=page.net),
    ]
    if any(line.is_shared for line in page.lines):
        columns.append(Column("whole", _("of the line"), "amount", "whole_net", currency=currency))
    if page.sees_cost:
        columns.append(Column("cost", _("Cost"), "amount", currency=currency, total=page.cost))
    return Table(
        "lines", columns, page.lines, caption=_("Lines of the ledger"), row_key=lambda line: line.id,
        total_label=_all(page), count=page.count, is_sticky=False,
    )  # fmt: skip
