"""What a form on a website can ask for, and the form as a stranger fills it in."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from suki.apps.company.proposals import country_choices
from suki.apps.prospecting.models import LeadForm

ASKS: Final[dict[str, Any]] = {
    "contact_name": _("Your name"),
    "name": _("Company"),
    "title": _("Your position"),
    "email": _("Mail address"),
    "phone": _("Phone"),
    "city": _("City"),
    "country": _("Country"),
    "industry": _("Industry"),
    "employees": _("Employees"),
    "message": _("Your message"),
}
"""Fields in the order in which a form asks for them."""

ALWAYS: Final = ("contact_name", "email")
USUAL: Final = ("contact_name", "name", "email", "phone", "message")
TRAP: Final = "second_address"
"""A field that people do not see; whoever fills it in is a machine."""

_LONGEST = {"contact_name": 200, "name": 255, "title": 200, "phone": 60, "city": 120, "industry": 120}
_COMPLETE = {
    "contact_name": "name", "name": "organization", "title": "organization-title", "email": "email", "phone": "tel",
    "city": "address-level2", "country": "country",
}  # fmt: skip


class StrangersForm(forms.Form):
    """The fields that a lead form asks for, and the consent without which nothing is kept."""

    def __init__(self, *args: Any, lead_form: LeadForm, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in asked_by(lead_form):
            self.fields[name] = _field(name)
        words = consent_words(lead_form)
        self.fields["consent"] = forms.BooleanField(label=words)

    @property
    def facts(self) -> dict[str, Any]:
        """What was said of the lead."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "consent" and value is not None
        }


def asked_by(lead_form: LeadForm) -> list[str]:
    """What a form asks for, in order; a name and a mail address always."""
    chosen = {*lead_form.asks, *ALWAYS}
    return [name for name in ASKS if name in chosen]


def consent_words(lead_form: LeadForm) -> str:
    """What somebody agrees to when they send a form."""
    sentence = _("I agree that {firm} keeps what I write here and contacts me about it.")
    return str(sentence).format(firm=lead_form.entity.name)


def _field(name: str) -> forms.Field:
    label, required = ASKS[name], name in ALWAYS
    tips = {"autocomplete": _COMPLETE[name]} if name in _COMPLETE else {}
    if name == "email":
        return forms.EmailField(label=label, max_length=254, widget=forms.EmailInput(tips))
    if name == "country":
        return forms.ChoiceField(label=label, choices=country_choices, required=required)
    if name == "employees":
        return forms.IntegerField(label=label, min_value=0, max_value=10_000_000, required=required)
    if name == "message":
        return forms.CharField(
            label=label, max_length=5000, required=required, widget=forms.Textarea({"rows": 5})
        )
    return forms.CharField(
        label=label, max_length=_LONGEST[name], required=required, widget=forms.TextInput(tips)
    )
