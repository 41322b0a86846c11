"""Forms about prices and costs; each holds from a day on."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from suki.apps.catalog.models import PriceList
from suki.base.fields import DayField
from suki.base.typed import read_number
from suki.kernel.errors import RuleBroken
from suki.kernel.money import is_currency


class NumberField(forms.CharField):
    """A number in the reader's own notation, not less than nothing. Gives `Decimal`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}), **options)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return Decimal(0) if not self.required else None
        try:
            number = read_number(text)
        except RuleBroken as broken:
            raise ValidationError(str(broken)) from None
        if number < 0:
            raise ValidationError(_("This cannot be less than nothing."))
        return number


class PriceForm(forms.Form):
    """A price on a list, from a quantity and a day on."""

    price_list = forms.ModelChoiceField(PriceList.objects.in_use().order_by("name"), label=_("Price list"))
    amount = NumberField(label=_("Price of one unit"))
    min_quantity = NumberField(label=_("From quantity"), required=False)
    since = DayField(
        label=_("From"), initial=timezone.localdate, help_text=_("The price before holds up to the eve.")
    )


class CostForm(forms.Form):
    """What one unit costs the firm, from a day on."""

    amount = NumberField(label=_("Cost of one unit"))
    currency = forms.CharField(label=_("Currency"), max_length=3, min_length=3)
    since = DayField(
        label=_("From"), initial=timezone.localdate, help_text=_("The cost before holds up to the eve.")
    )

    def clean_currency(self) -> str:
        code = str(self.cleaned_data["currency"]).upper()
        if not is_currency(code):
            raise ValidationError(_("“{code}” is no currency.").format(code=code))
        return code
