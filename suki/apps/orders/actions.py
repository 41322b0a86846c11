"""Entering orders. An order books its lines in the ledger in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from suki.apps.accounts.models import Account
from suki.apps.company.models import LegalEntity
from suki.apps.company.queries import default_entity, rate_on
from suki.apps.ledger.models import Kind
from suki.apps.ledger.posting import NewLine, post
from suki.apps.orders.documents import Item, priced
from suki.apps.orders.models import Document, DocumentLine, Order, OrderLine
from suki.apps.people.models import Person
from suki.base.access import Can, action
from suki.base.history import record
from suki.base.numbering import next_free_number
from suki.kernel.errors import RuleBroken


@action(Can.ENTER_ORDERS)
def enter_order(
    *,
    actor: Any,
    account: Account,
    day: date,
    currency: str,
    items: Sequence[Item],
    seller: Person | None = None,
    tax_percent: Decimal = Decimal(0),
    entity: LegalEntity | None = None,
    number: str = "",
    **facts: Any,
) -> Order:
    """A customer has ordered. The order is numbered, priced and booked in one step."""
    account = Account.objects.visible_to(actor).locked(account.pk)
    if not items:
        raise RuleBroken(_("An order needs at least one line."))
    entity = entity or default_entity()
    totals = priced(items, currency=currency, day=day, tax_percent=tax_percent)
    order = Order.objects.create(
        entity=entity,
        number=number or number_for(Order, "order", entity, pattern="SO-{number:06d}"),
        account=account,
        bill_to=facts.pop("bill_to", None) or account,
        seller=seller,
        day=day,
        currency=currency,
        rate=rate_on(day, of=currency, into=entity.currency),
        net=totals.net,
        tax=totals.tax,
        posting=1,
        **facts,
    )
    lines = OrderLine.objects.bulk_create(
        OrderLine(order=order, **line_fields(line)) for line in totals.lines
    )
    post(ledger_line(order, line, kind=Kind.BOOKED, room="orders") for line in lines)
    record("order entered", actor=actor, about=order, number=order.number, net=order.net, currency=currency)
    return order


def number_for(model: type[Document], series: str, entity: LegalEntity, *, pattern: str) -> str:
    """The next number of an entity's series; what came with an import may bear it already, and is passed over."""
    numbered = model._default_manager.filter(entity=entity)
    return next_free_number(
        series,
        scope=entity.code,
        pattern=pattern,
        taken=lambda numbers: list(numbered.filter(number__in=numbers).values_list("number", flat=True)),
    )


def line_fields(line: Any) -> dict[str, Any]:
    """The columns of a document's line, from what was priced."""
    item = line.item
    return {
        "line_key": line.line_key,
        "position": int(line.line_key),
        "product": item.product,
        "description": item.description,
        "quantity": item.quantity,
        "unit_price": item.unit_price,
        "discount": item.discount,
        "net": line.net,
        "tax": line.tax,
        "cost": line.cost,
    }


def ledger_line(document: Document, line: DocumentLine, *, kind: str, room: str) -> NewLine:
    """What a line of a document says to the ledger."""
    return NewLine(
        entity_id=document.entity_id,
        kind=kind,
        day=document.day,
        sold_to_id=document.account_id,
        bill_to_id=document.bill_to_id,
        product_id=line.product_id,
        seller_id=document.seller_id,
        quantity=line.quantity,
        currency=document.currency,
        net=line.net,
        tax=line.tax,
        cost=line.cost,
        rate=document.rate,
        rate_kind=document.rate_kind,
        room=room,
        document_id=document.pk,
        posting=document.posting,
        line_key=line.line_key,
    )
