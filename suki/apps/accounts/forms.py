"""Forms to open an account, and to choose two that are one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from suki.apps.accounts.models import Account
from suki.apps.company.proposals import country_choices, currency_choices
from suki.apps.people.models import Person
from suki.base.access import Can, can
from suki.base.fields import DayField
from suki.base.widgets import SearchSelect

LANGUAGES = [("", _("as ours")), *settings.LANGUAGES]


def _currencies() -> list[tuple[str, Any]]:
    return [("", _("as ours")), *currency_choices()]


class AccountForm(forms.ModelForm):
    """A new customer, or one to be. Whoever may not assign accounts may lead it themselves."""

    owner = forms.ModelChoiceField(
        Person.objects.none(), label=_("Led by"), required=False, widget=SearchSelect()
    )
    since = DayField(
        label=_("From"), initial=timezone.localdate, help_text=_("The first day on which it is led.")
    )
    language = forms.ChoiceField(label=_("Language of documents"), choices=LANGUAGES, required=False)
    country = forms.ChoiceField(
        label=_("Country"), choices=country_choices, required=False, widget=SearchSelect()
    )
    currency = forms.ChoiceField(
        label=_("Currency"), choices=_currencies, required=False, widget=SearchSelect()
    )

    class Meta:
        model = Account
        fields = (
            "name", "kind", "lifecycle", "legal_name", "tax_number", "industry", "email", "phone", "website", "street",
            "postal_code", "city", "region", "country", "currency", "language",
        )  # fmt: skip
        widgets = {"name": forms.TextInput({"autofocus": True, "autocomplete": "off"})}

    def __init__(self, *args: Any, actor: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        people = Person.objects.in_use().order_by("sort_key", "id")
        owner = self.fields["owner"]
        owner.queryset = people if can(actor, Can.ASSIGN_ACCOUNTS) else people.filter(user=actor)  # type: ignore[attr-defined]
        owner.initial = people.filter(user=actor).values_list("pk", flat=True).first()
