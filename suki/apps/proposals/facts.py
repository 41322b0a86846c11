"""What a proposal needs to know around it: the taxes that may stand on it, what its goods cost, what a list asks for them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from suki.apps.catalog.models import StandardCost
from suki.apps.company.models import TaxRate
from suki.apps.deals.lines import list_price
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


def cost_of(line: Any, deal: Deal, day: date) -> Decimal | None:
    """What the goods of a line cost: as reviewed, else the product's standard cost on the day; unknown stays unknown."""
    if line.cost is not None:
        return Decimal(line.cost)
    made = line.customisation
    if made is not None and made.unit_cost is not None and made.currency == deal.currency:
        return round_half_up(made.unit_cost * line.quantity, digits(deal.currency))
    if made is not None or line.product is None:
        return None
    known = StandardCost.objects.in_use().filter(on_day(day), product=line.product, currency=deal.currency)
    amount = known.values_list("amount", flat=True).first()
    return None if amount is None else round_half_up(amount * line.quantity, digits(deal.currency))


def given_away(line: Any, deal: Deal, day: date) -> Decimal:
    """Which part of its price a line gives away: its discount, or what it lies below the list where that is more."""
    listed = line.product and list_price(
        line.product, entity_id=deal.entity_id, currency=deal.currency, day=day, quantity=line.quantity
    )
    paid = line.unit_price * (1 - line.discount)
    below = 1 - paid / listed if listed and not line.customisation else Decimal(0)
    return max(line.discount, below, Decimal(0))
