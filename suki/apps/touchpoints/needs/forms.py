"""Forms about needs: the product that meets one is found by some letters of its name or code."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from suki.apps.catalog.models import Product
from suki.apps.company.queries import default_entity
from suki.base.fields import DayField, LookupField
from suki.base.names import search_form


def products_like(text: str) -> Any:
    """Products that go by some letters, without groups and what is not sold any more."""
    sold = Product.objects.in_use().filter(is_group=False, is_active=True)
    if not text:
        return sold.none()
    return sold.filter(Q(search_form__contains=search_form(text)) | Q(code__istartswith=text)).order_by(
        "name", "pk"
    )


def product_field(**options: Any) -> LookupField:
    """A product, found by some letters."""

    def resolve(chosen: str, text: str) -> Product | None:
        if chosen.isdecimal():
            return Product.objects.in_use().filter(pk=int(chosen), is_group=False).first()
        found = list(products_like(text)[:2])
        return found[0] if len(found) == 1 else None

    return LookupField(url=reverse_lazy("need_products"), resolve=resolve, **options)


class NeedForm(forms.Form):
    """What a client said they need."""

    text = forms.CharField(
        label=_("What they need"),
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        max_length=4000,
    )
    said_on = DayField(label=_("Said on"), initial=lambda: default_entity().today)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["product"] = product_field(label=_("What would meet it"), required=False)


class MatchForm(forms.Form):
    """Which product meets a need."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["product"] = product_field(label=_("Another product"))
