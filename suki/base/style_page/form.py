"""The form of the style page, with every kind of field."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from suki.base.fields import DayField, LookupField, MoneyField, PeriodField
from suki.base.style_page.samples import ACCOUNTS
from suki.base.widgets import SearchSelect
from suki.kernel.money import Money
from suki.kernel.periods import Period

CURRENCIES = (("EUR", "Euro (EUR)"), ("IDR", "Indonesian rupiah (IDR)"), ("PHP", "Philippine peso (PHP)"), ("USD", "US dollar (USD)"), ("VND", "Vietnamese đồng (VND)"))  # fmt: skip


def _found(value: str, text: str) -> Any:
    return next((account for account in ACCOUNTS if str(account.pk) == value or account.name == text), None)


class SampleForm(forms.Form):
    """Every kind of field once."""

    name = forms.CharField(label="Name", help_text="As printed on invoices.")
    vat = forms.CharField(label="VAT number", required=False)
    credit_limit = MoneyField(label="Credit limit", currency="PHP", required=False)
    budget = MoneyField(label="Budget", currencies=("PHP", "EUR", "VND"), required=False)
    currency = forms.ChoiceField(label="Currency", choices=CURRENCIES)
    billing = forms.ChoiceField(
        label="Currency, with search", choices=CURRENCIES, widget=SearchSelect, required=False
    )
    until = DayField(label="Contract until", required=False, help_text="Also: today, tomorrow, +14, +3m.")
    period = PeriodField(
        label="Period", required=False, help_text="2026-Q3, FY2026, 2026-05, or 2026-03-01..2026-04-30."
    )
    account = LookupField(
        label="Account", url="/style/options/", resolve=_found, label_of=lambda row: row.name, required=False
    )
    locked = forms.CharField(
        label="Locked", disabled=True, required=False, help_text="Finance can change it."
    )
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)
    tell = forms.BooleanField(label="Tell the client", required=False)
    pays = forms.ChoiceField(
        label="Commission on",
        widget=forms.RadioSelect,
        choices=(("invoice", "By invoice"), ("payment", "By payment")),
        required=False,
    )

    def clean_vat(self) -> str:
        number = str(self.cleaned_data["vat"])
        if number.startswith("DE") and len(number) != 11:
            raise forms.ValidationError("German VAT numbers have nine digits; this one has eight.")
        return number


def sample_form(given: Any = None) -> SampleForm:
    """The form as the page shows it: filled, or as it was sent."""
    if given is not None:
        return SampleForm(given)
    return SampleForm(
        initial={
            "name": "Bahaghari Foods Corp.", "vat": "DE81420771", "credit_limit": Money(Decimal("12000000"), "PHP"),
            "budget": Money(Decimal("250000000"), "VND"), "currency": "VND", "billing": "EUR", "until": date(2027, 3, 31),
            "period": Period.quarter(2026, 3), "account": ACCOUNTS[2], "locked": "Set by finance", "note": "Trial ran well.",
            "tell": True, "pays": "invoice",
        }
    )  # fmt: skip


def wrong_form() -> SampleForm:
    """The form with something to mend in it."""
    given = {
        "name": "",
        "vat": "DE81420771",
        "currency": "VND",
        "until": "31.02.2027",
        "credit_limit": "12.000.00",
    }
    return SampleForm(given, auto_id="wrong_%s")
