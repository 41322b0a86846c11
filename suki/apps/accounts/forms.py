"""Forms to open an account, and to choose two that are one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from suki.apps.accounts.models import Account
from suki.apps.people.models import Person
from suki.base.access import Can, can
from suki.base.fields import DayField
from suki.base.widgets import SearchSelect

LANGUAGES = [("", _("as ours")), *settings.LANGUAGES]


class AccountForm(forms.ModelForm):
    """A new customer, or one to be. Whoever may not assign accounts may lead it themselves."""

    owner = forms.ModelChoiceField(
        Person.objects.none(), label=_("Led by"), required=False, widget=SearchSelect()
    )
    since = DayField(
        label=_("From"), initial=timezone.localdate, help_text=_("The first day on which it is led.")
    )
    language = forms.ChoiceField(label=_("Language of documents"), choices=LANGUAGES, required=False)

    class Meta:
        model = Account
        fields = (
            "name", "kind", "lifecycle", "legal_name", "tax_number", "industry", "email", "phone", "website", "street",
            "postal_code", "city", "region", "country", "currency", "language",
        )  # fmt: skip
        widgets = {
            "name": forms.TextInput({"autofocus": True, "autocomplete": "off"}),
            "country": forms.TextInput({"size": 2, "autocomplete": "off"}),
            "currency": forms.TextInput({"size": 3, "autocomplete": "off"}),
        }
        help_texts = {
            "country": _("Two letters, such as DE or PH."),
            "currency": _("Three letters, such as EUR or VND."),
        }

    def __init__(self, *args: Any, actor: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        people = Person.objects.in_use().order_by("sort_key", "id")
        owner = self.fields["owner"]
        owner.queryset = people if can(actor, Can.ASSIGN_ACCOUNTS) else people.filter(user=actor)  # type: ignore[attr-defined]
        owner.initial = people.filter(user=actor).values_list("pk", flat=True).first()

    def clean_country(self) -> str:
        return _code(self.cleaned_data["country"], 2, _("A country has two letters, such as DE or PH."))

    def clean_currency(self) -> str:
        return _code(self.cleaned_data["currency"], 3, _("A currency has three letters, such as EUR or VND."))


def _code(written: str, letters: int, wrong: Any) -> str:
    code = written.strip().upper()
    if code and not (len(code) == letters and code.isascii() and code.isalpha()):
        raise forms.ValidationError(wrong)
    return code
