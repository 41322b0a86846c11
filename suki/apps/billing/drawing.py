"""Invoices and open items as pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from suki.apps.accounts.models import Account
from suki.apps.billing.models import Invoice
from suki.apps.billing.receivables import OpenItem, OpenItems
from suki.apps.company.models import LegalEntity
from suki.base.about.columns import money
from suki.base.formats import amount_marked, bare_marked, day_text, lateness_text
from suki.base.lists import Explanation, Line
from suki.base.marks import state
from suki.base.pages import page_of
from suki.base.tables import Column, Table
from suki.kernel.money import digits, round_half_up


def invoice_table(invoices: Sequence[Any]) -> Table:
    """Invoices with what is left of each; `with_left` has been asked."""
    today = timezone.localdate()
    return Table(
        name="invoices",
        columns=[
            Column("number", _("Invoice"), "name"),
            Column("day", _("Day"), "day", is_minor=True),
            Column("state", _("State"), "markup", value=lambda row: invoice_state(row, today)),
            money("net", _("Net"), invoices, is_minor=True),
            money("gross", _("Total"), invoices, value=lambda row: row.net + row.tax),
            money("left", _("Open"), invoices, value=_left, is_minor=True),
        ],
        rows=invoices,
        caption=_("Invoices"),
        row_href=lambda row: page_of("invoice", row.pk),
        is_sticky=False,
    )  # fmt: skip


def invoice_state(invoice: Any, today: date) -> Any:
    """How an invoice stands: paid, open until a day, or late."""
    if invoice.kind == Invoice.Kind.CREDIT_NOTE:
        return state("none", _("credit note"))
    if invoice.left <= 0:
        return state("good", _("paid"))
    if invoice.due is None:
        return state("none", _("open"))
    tone = "bad" if invoice.due < today else "warn" if (invoice.due - today).days <= 7 else "none"
    said = lateness_text(invoice.due, today)
    return state(tone, said if tone == "bad" else _("due {day}").format(day=said))


def open_lines(found: OpenItems, today: date, *, most: int | None = None) -> dict[str, Any]:
    """Open items as lines, the newest in full and what is older in one line, closed by the total of each currency."""
    items = found.items
    cut = len(items) - most if most is not None and len(items) > most + 1 else 0
    lines = []
    if cut:
        older = OpenItems(items[:cut], {})
        said = ngettext("{count} older item", "{count} older items", cut).format(count=cut)
        sums = format_html("{}", _joined(older.by_currency))
        lines.append(Line(_("before"), said, tail=sums))
    lines += [_line(item, today) for item in items[cut:]]
    totals = [(code, bare_marked(amount, code)) for code, amount in sorted(found.by_currency.items())]
    return {"lines": lines, "totals": totals}


def explained(account: Account, found: OpenItems, entity: LegalEntity) -> Explanation:
    """The figure of open receivables with the items that make it up, and whether the ledger says the same."""
    today = entity.today
    sums = found.by_currency
    figure = in_base(found, entity)
    lines = tuple(_line(item, today, with_code=len(sums) > 1) for item in found.items)
    foreign = [
        Line(code, _("at today's rate"), tail=amount_marked(amount, code))
        for code, amount in sorted(sums.items())
        if code != entity.currency
    ]
    count = len(found.items)
    return Explanation(
        title=_("Open receivables, {account}").format(account=account.name),
        figure=amount_marked(figure, entity.currency),
        rule=_(
            "Everything invoiced to this account and not yet paid, less credit notes, as of today. Payments count on the"
            " day the bank booked them."
        ),
        lines=(*lines, *foreign),
        total_label=ngettext("{count} item", "{count} items", count).format(count=count),
        total_margin=entity.currency,
        total=bare_marked(figure, entity.currency),
        agrees=_("Agrees with the ledger to the cent.") if found.agrees else "",
        differs="" if found.agrees else _("The ledger says otherwise: {sums}.").format(sums=_joined(found.in_ledger)),
    )  # fmt: skip


def in_base(found: OpenItems, entity: LegalEntity) -> Decimal:
    """The open items in the entity's currency, at the rate of the day, rounded once; without a rate as they are."""
    total = Decimal(0)
    for code, amount in found.by_currency.items():
        total += amount * (found.rates.get(code) or 1)
    return round_half_up(total, digits(entity.currency))


def _line(item: OpenItem, today: date, *, with_code: bool = False) -> Line:
    names = {
        "invoice": item.number,
        "credit_note": _("Credit note {number}").format(number=item.number),
        "payment": _("Payment that is not matched yet"),
    }
    why: Any = ""
    if item.kind == "invoice" and item.left < 0:
        why = _("paid, with something to give back")
    elif item.due:
        late = lateness_text(item.due, today)
        why = (
            state("bad", late)
            if item.is_overdue(today)
            else _("due {day}").format(day=day_text(item.due, "near"))
        )
    href = page_of("invoice", item.id) if item.kind != "payment" else ""
    tail = amount_marked(item.left, item.currency) if with_code else bare_marked(item.left, item.currency)
    return Line(
        day_text(item.day, "short" if item.day.year == today.year else "medium"),
        names[item.kind],
        why,
        tail,
        href,
        item.left < 0,
    )


def _joined(sums: dict[str, Decimal]) -> Any:
    parts = [amount_marked(amount, code) for code, amount in sorted(sums.items())]
    return format_html(" · ".join("{}" for _part in parts), *parts)


def _left(row: Any) -> Decimal | None:
    return row.left if row.kind == Invoice.Kind.INVOICE else None
