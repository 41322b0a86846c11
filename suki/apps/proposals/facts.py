"""What a proposal needs to know around it: the taxes that may stand on it, what its goods cost, what a list asks for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from suki.apps.catalog.models import Price, StandardCost
from suki.apps.company.models import TaxRate
from suki.apps.deals.models import Deal
from suki.base.dated import on_day
from suki.kernel.money import digits, round_half_up


def tax_rates(deal: Deal, day: date) -> list[TaxRate]:
    """The rates in force where the deal's legal entity is, the highest first; it is the one usually taken."""
    held = TaxRate.objects.in_use().filter(on_day(day), country=deal.entity.country or "-")
    return list(held.order_by("-percent", "name"))


def usual_tax(deal: Deal, day: date) -> Decimal:
    """What is charged where nobody says otherwise: the country's rate at home, nothing abroad."""
    abroad = deal.account is not None and deal.account.country not in ("", deal.entity.country)
    rates = [] if abroad else tax_rates(deal, day)
    return rates[0].percent if rates else Decimal(0)


def standard_costs(lines: Sequence[Any], deal: Deal, day: date) -> dict[int, Decimal]:
    """What one of each product of these lines costs on the day, in one question."""
    products = {line.product.pk for line in lines if line.product is not None}
    known = StandardCost.objects.in_use().filter(on_day(day), product__in=products, currency=deal.currency)
    return dict(known.values_list("product", "amount")) if products else {}


def cost_of(line: Any, deal: Deal, costs: Mapping[int, Decimal]) -> Decimal | None:
    """What the goods of a line cost: as reviewed, else by the product's standard cost; unknown stays unknown."""
    if line.cost is not None:
        return Decimal(line.cost)
    made = line.customisation
    if made is not None and made.unit_cost is not None and made.currency == deal.currency:
        return round_half_up(made.unit_cost * line.quantity, digits(deal.currency))
    if made is not None or line.product is None:
        return None
    amount = costs.get(line.product.pk)
    return None if amount is None else round_half_up(amount * line.quantity, digits(deal.currency))


def most_given_away(lines: Sequence[Any], deal: Deal, day: date) -> Decimal:
    """The largest part of its price that a line gives away: its discount, or what it lies below the list."""
    listed = _list_prices({line.product.pk for line in lines if line.product is not None}, deal, day)
    return max((_given_away(line, listed) for line in lines), default=Decimal(0))


def _list_prices(products: set[int], deal: Deal, day: date) -> dict[int, list[tuple[Decimal, Decimal]]]:
    """From which quantity on a product costs how much by the price list, the largest quantity first; one question."""
    held = Price.objects.in_use().filter(
        on_day(day), product__in=products, price_list__entity=deal.entity_id, price_list__currency=deal.currency,
        price_list__archived_at__isnull=True,
    )  # fmt: skip
    found: dict[int, list[tuple[Decimal, Decimal]]] = {}
    ordered = held.order_by("-min_quantity", "price_list_id") if products else held.none()
    for product, quantity, amount in ordered.values_list("product", "min_quantity", "amount"):
        found.setdefault(product, []).append((quantity, amount))
    return found


def _given_away(line: Any, listed: Mapping[int, Sequence[tuple[Decimal, Decimal]]]) -> Decimal:
    steps = listed.get(line.product.pk, ()) if line.product is not None and not line.customisation else ()
    price = next((amount for quantity, amount in steps if quantity <= line.quantity), None)
    below = 1 - line.unit_price * (1 - line.discount) / price if price else Decimal(0)
    return max(line.discount, below, Decimal(0))
