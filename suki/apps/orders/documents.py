"""The arithmetic of a document: each line exact, the net rounded once, the lines apportioned to sum to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from suki.apps.catalog.models import Product, StandardCost
from suki.kernel.money import apportion_amount, digits, round_half_up


@dataclass(frozen=True, kw_only=True)
class Item:
    """What a line asks for. `discount` is a fraction of the price; `cost` is worked out where it is not given."""

    quantity: Decimal
    unit_price: Decimal
    product: Product | None = None
    description: str = ""
    discount: Decimal = Decimal(0)
    cost: Decimal | None = None

    @property
    def exact_net(self) -> Decimal:
        return self.quantity * self.unit_price * (1 - self.discount)


@dataclass(frozen=True, kw_only=True)
class PricedLine:
    """A line with its share of the document's net and tax, in the document's currency."""

    item: Item
    line_key: str
    net: Decimal
    tax: Decimal
    cost: Decimal | None


@dataclass(frozen=True, kw_only=True)
class Totals:
    """A document's rounded net and tax, and its lines, which sum to them exactly."""

    net: Decimal
    tax: Decimal
    lines: list[PricedLine]


def priced(items: Sequence[Item], *, currency: str, day: date, tax_percent: Decimal) -> Totals:
    """Round the net once, half up, the tax once on the net, and give the lines their shares of both."""
    places = digits(currency)
    exact = [item.exact_net for item in items]
    net = round_half_up(sum(exact, Decimal(0)), places)
    tax = round_half_up(net * tax_percent / 100, places)
    nets = apportion_amount(net, exact, places)
    taxes = apportion_amount(tax, [line * tax_percent / 100 for line in nets], places)
    lines = [
        PricedLine(
            item=item,
            line_key=str(place),
            net=nets[place - 1],
            tax=taxes[place - 1],
            cost=_cost(item, currency, day),
        )
        for place, item in enumerate(items, start=1)
    ]
    return Totals(net=net, tax=tax, lines=lines)


def _cost(item: Item, currency: str, day: date) -> Decimal | None:
    """The cost of the goods of a line: as given, or the product's standard cost on the day; unknown stays unknown."""
    if item.cost is not None or item.product is None:
        return item.cost
    known = StandardCost.objects.filter(product=item.product, currency=currency, valid__contains=day).first()
    return round_half_up(known.amount * item.quantity, digits(currency)) if known else None
