"""Invoices, credit notes and payments; each posts to the ledger in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from suki.apps.accounts.models import Account
from suki.apps.billing.models import Invoice, InvoiceLine, Payment
from suki.apps.company.queries import default_entity, rate_on
from suki.apps.ledger.models import Kind
from suki.apps.ledger.posting import NewLine, post
from suki.apps.orders.actions import ledger_line, line_fields, number_for
from suki.apps.orders.documents import Item, priced
from suki.apps.orders.models import DocumentLine, Order
from suki.base.access import Can, action
from suki.base.history import record
from suki.kernel.errors import RuleBroken

PAYMENT_DAYS = 30
"""Days to pay where the account has no terms of its own."""

COPIED = (
    "line_key", "position", "product_id", "description", "quantity", "unit_price", "discount", "net", "tax", "cost",
)  # fmt: skip


@action(Can.ISSUE_INVOICES)
def invoice_order(*, actor: Any, order: Order, day: date, due: date | None = None) -> Invoice:
    """Invoice an order as it stands: the same lines, the same amounts."""
    order = Order.objects.visible_to(actor).locked(order.pk)
    if Invoice.objects.filter(order=order, kind=Invoice.Kind.INVOICE).exists():
        raise RuleBroken(_("Order {number} has been invoiced already.").format(number=order.number))
    invoice = Invoice.objects.create(
        entity=order.entity,
        number=number_for(Invoice, "invoice", order.entity, pattern="IN-{number:06d}"),
        account=order.account,
        bill_to=order.bill_to,
        seller=order.seller,
        order=order,
        day=day,
        due=due or day + timedelta(days=order.bill_to.payment_days or PAYMENT_DAYS),
        currency=order.currency,
        rate=rate_on(day, of=order.currency, into=order.entity.currency),
        net=order.net,
        tax=order.tax,
        posting=1,
    )
    lines = [InvoiceLine(invoice=invoice, **_copy(line)) for line in order.lines.order_by("position")]
    _post(invoice, InvoiceLine.objects.bulk_create(lines), Kind.INVOICED)
    record(
        "invoice issued", actor=actor, about=invoice, number=invoice.number, net=invoice.net, order=order.pk
    )
    return invoice


@action(Can.ISSUE_INVOICES)
def credit_invoice(
    *,
    actor: Any,
    invoice: Invoice,
    day: date,
    items: Sequence[Item],
    reason: str,
    tax_percent: Decimal = Decimal(0),
) -> Invoice:
    """Give a customer credit for part or all of an invoice. Items are stated positive; the note is negative."""
    invoice = Invoice.objects.visible_to(actor).locked(invoice.pk)
    turned = [
        Item(
            quantity=-item.quantity,
            unit_price=item.unit_price,
            discount=item.discount,
            product=item.product,
            description=item.description,
            cost=None if item.cost is None else -item.cost,
        )
        for item in items
    ]
    totals = priced(turned, currency=invoice.currency, day=day, tax_percent=tax_percent)
    if totals.net >= 0:
        raise RuleBroken(_("A credit note has to give something back."))
    if -(totals.net + _credited(invoice)) > invoice.net:
        raise RuleBroken(
            _("Invoice {number} cannot be credited with more than its net.").format(number=invoice.number)
        )
    note = Invoice.objects.create(
        kind=Invoice.Kind.CREDIT_NOTE,
        entity=invoice.entity,
        number=number_for(Invoice, "credit note", invoice.entity, pattern="CN-{number:06d}"),
        account=invoice.account,
        bill_to=invoice.bill_to,
        seller=invoice.seller,
        order=invoice.order,
        day=day,
        currency=invoice.currency,
        rate=invoice.rate,
        net=totals.net,
        tax=totals.tax,
        posting=1,
        extra={"credits": invoice.number, "reason": reason},
    )
    lines = InvoiceLine.objects.bulk_create(
        InvoiceLine(invoice=note, **line_fields(line)) for line in totals.lines
    )
    _post(note, lines, Kind.CREDITED)
    record(
        "credit note issued", actor=actor, about=note, number=note.number, credits=invoice.pk, reason=reason
    )
    return note


@action(Can.RECORD_PAYMENTS)
def record_payment(
    *,
    actor: Any,
    account: Account,
    day: date,
    amount: Decimal,
    currency: str,
    invoice: Invoice | None = None,
    reference: str = "",
    method: str = "",
) -> Payment:
    """Money has come in. Without an invoice it stays on the account until it is matched."""
    account = Account.objects.visible_to(actor).locked(account.pk)
    entity = invoice.entity if invoice else default_entity()
    payment = Payment.objects.create(
        entity=entity,
        account=account,
        day=day,
        amount=amount,
        currency=currency,
        rate=rate_on(day, of=currency, into=entity.currency),
        reference=reference,
        method=method,
        invoice=invoice,
        posting=1,
    )
    post([_collected(payment)])
    record("payment recorded", actor=actor, about=payment, amount=amount, currency=currency, invoice=invoice)
    return payment


def _post(document: Invoice, lines: Sequence[DocumentLine], kind: str) -> None:
    post(ledger_line(document, line, kind=kind, room="billing") for line in lines)


def _copy(line: Any) -> dict[str, Any]:
    return {name: getattr(line, name) for name in COPIED}


def _credited(invoice: Invoice) -> Decimal:
    notes = Invoice.objects.filter(kind=Invoice.Kind.CREDIT_NOTE, extra__credits=invoice.number)
    return notes.aggregate(total=Sum("net"))["total"] or Decimal(0)


def _collected(payment: Payment) -> NewLine:
    return NewLine(
        entity_id=payment.entity_id,
        kind=Kind.COLLECTED,
        day=payment.day,
        sold_to_id=payment.invoice.account_id if payment.invoice else payment.account_id,
        bill_to_id=payment.account_id,
        currency=payment.currency,
        net=payment.amount,
        rate=payment.rate,
        room="payments",
        document_id=payment.pk,
        settles_room="billing" if payment.invoice_id else "",
        settles_id=payment.invoice_id,
    )
