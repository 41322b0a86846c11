"""Filters of the proposals' pages: a price and a discount with all the digits they are charged with."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.safestring import SafeString

from suki.apps.proposals.documents.content import discount_text
from suki.base.formats import bare_marked, number_marked
from suki.kernel.money import digits, round_half_up

register = template.Library()


@register.filter
def price(value: Decimal, currency: str) -> SafeString:
    """`{{ line.unit_price|price:"EUR" }}`: to the cent, or with all its decimals where it has more."""
    if value == round_half_up(value, digits(currency)):
        return bare_marked(value, currency)
    return number_marked(value.normalize())


@register.filter
def discount(value: Decimal) -> str:
    """`{{ line.discount|discount }}`: 10%, 33.3333%."""
    return discount_text(value)
