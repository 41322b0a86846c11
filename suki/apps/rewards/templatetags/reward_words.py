"""How figures of rewards are written."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template

from suki.base.formats import amount_marked, number_text

register = template.Library()


@register.filter
def as_decimal(text: Any) -> Decimal | None:
    """A number that was kept as text."""
    return Decimal(str(text)) if text not in (None, "", "None") else None


@register.filter
def contest_figure(figure: Decimal, currency: str) -> Any:
    """Money with its currency; anything else as a number."""
    return amount_marked(figure, currency) if currency else number_text(figure.normalize() + 0)
