"""Changes to what the firm sells: products, prices and costs from a day on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from psycopg.types.range import DateRange

from suki.apps.catalog.models import Price, PriceList, Product, StandardCost
from suki.base.access import Can, action
from suki.base.dated import make_room
from suki.base.history import record


@action(Can.MANAGE_CATALOG)
def add_product(
    *,
    actor: Any,
    name: str,
    code: str = "",
    parent: Product | None = None,
    is_group: bool = False,
    unit: str = "",
) -> Product:
    """A new product, or a group of products."""
    product = Product.objects.create(name=name, code=code, parent=parent, is_group=is_group, unit=unit)
    record("product added", actor=actor, about=product, code=code)
    return product


@action(Can.MANAGE_CATALOG)
def set_price(
    *,
    actor: Any,
    price_list: PriceList,
    product: Product,
    amount: Decimal,
    since: date,
    min_quantity: Decimal = Decimal(0),
) -> Price:
    """From a day on, a unit of the product costs this on the list, from a quantity on."""
    make_room(Price.objects.filter(price_list=price_list, product=product, min_quantity=min_quantity), since)
    price = Price.objects.create(
        price_list=price_list,
        product=product,
        amount=amount,
        min_quantity=min_quantity,
        valid=DateRange(since, None),
    )
    record("price set", actor=actor, about=product, amount=amount, price_list=price_list.pk, since=since)
    return price


@action(Can.MANAGE_CATALOG)
def set_cost(*, actor: Any, product: Product, amount: Decimal, currency: str, since: date) -> StandardCost:
    """From a day on, a unit of the product costs the firm this."""
    make_room(StandardCost.objects.filter(product=product, currency=currency), since)
    cost = StandardCost.objects.create(
        product=product, currency=currency, amount=amount, valid=DateRange(since, None)
    )
    record("cost set", actor=actor, about=product, amount=amount, currency=currency, since=since)
    return cost
