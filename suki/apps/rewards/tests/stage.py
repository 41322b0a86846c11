"""What the tests of rewards set their stage with."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from suki.base.access import SYSTEM
from suki.kernel.periods import Period

QUARTER = Period.quarter(2026, 1)


def sell(account: Any, seller: Any, net: str, day: date) -> None:
    """An invoice of a seller's on a day."""
    from suki.apps.billing.actions import invoice_order
    from suki.apps.orders.actions import enter_order
    from suki.apps.orders.documents import Item

    item = Item(product=None, description="Ware", quantity=Decimal(1), unit_price=Decimal(net))
    order = enter_order(
        actor=SYSTEM, account=account, day=day, currency="EUR", items=[item], seller=seller.person
    )
    invoice_order(actor=SYSTEM, order=order, day=day)
