"""Fields of forms about deals: products, contacts and deals found by typing, percentages, amounts in the deal's currency."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from suki.apps.accounts.models import Account, Contact
from suki.apps.catalog.models import Product
from suki.apps.company.models import Currency
from suki.apps.company.queries import default_entity
from suki.base.fields import LookupField
from suki.base.formats import number_text
from suki.base.names import search_form
from suki.base.typed import read_number
from suki.kernel.errors import RuleBroken

MOST_DIGITS = 14
LARGEST = Decimal(10) ** MOST_DIGITS
"""Beyond this no amount, quantity or share is meant, and none could be kept."""


class NumberField(forms.CharField):
    """A number in the reader's notation. Gives `Decimal`."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(max_length=40, **options)

    def prepare_value(self, value: Any) -> Any:
        return number_text(value.normalize() + 0) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Any:
        written = super().clean(value)
        if not written:
            return None
        try:
            found = read_number(written)
        except RuleBroken as broken:
            raise ValidationError(str(broken)) from None
        if abs(found) >= LARGEST:
            said = _('"{text}" has too many digits; expected at most {most}')
            raise ValidationError(said.format(text=written, most=MOST_DIGITS))
        return found


class PercentField(NumberField):
    """A percentage; with `as_fraction` it is kept as a part of one."""

    def __init__(self, *, as_fraction: bool = False, **options: Any) -> None:
        self.as_fraction = as_fraction
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal) and self.as_fraction:
            value = value * 100
        return super().prepare_value(value)

    def clean(self, value: Any) -> Any:
        percent = super().clean(value)
        return percent / 100 if percent is not None and self.as_fraction else percent


def currencies_of_the_firm() -> list[tuple[str, str]]:
    """The currencies that a deal can be in, the firm's own first."""
    own = default_entity().currency
    used = Currency.objects.in_use().exclude(code=own).order_by("code").values_list("code", flat=True)
    return [(code, code) for code in (own, *used)]


def product_field(**options: Any) -> LookupField:
    """A product that is for sale, found by some letters of its name or code."""

    def resolve(chosen: str, text: str) -> Product | None:
        if chosen.isdecimal():
            return Product.objects.filter(pk=int(chosen)).first()
        found = list(products_like(text)[:2]) if text else []
        exact = [product for product in found if product.name == text]
        return (exact or found)[0] if len(found) == 1 or exact else None

    return LookupField(url=reverse_lazy("deal_product_options"), resolve=resolve, **options)


def products_like(text: str) -> Any:
    """The products for sale that go by some letters."""
    return Product.objects.in_use().filter(
        is_group=False, is_active=True, search_form__contains=search_form(text)
    ).order_by("sort_key", "pk")  # fmt: skip


def contacts_of(account: Account | None, actor: Any) -> Any:
    """The people at a deal's account."""
    if account is None:
        return Contact.objects.none()
    seen = Contact.objects.visible_to(actor).filter(positions__account=account).values("pk")
    return Contact.objects.in_use().filter(pk__in=seen).order_by("sort_key", "pk")
