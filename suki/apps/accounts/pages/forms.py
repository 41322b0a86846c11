"""Forms about contacts and groups."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from suki.apps.accounts.models import Account
from suki.apps.accounts.queries import accounts_for
from suki.apps.company.queries import default_entity
from suki.base.fields import DayField, LookupField
from suki.base.names import search_form


def today() -> Any:
    """The business day it is."""
    return default_entity().today


def account_field(actor: Any, **options: Any) -> LookupField:
    """An account that the actor sees, found by some letters of its name."""

    def resolve(chosen: str, text: str) -> Account | None:
        seen = accounts_for(actor)
        if chosen.isdecimal():
            return seen.filter(pk=int(chosen)).first()
        found = list(seen.filter(search_form__contains=search_form(text))[:2]) if text else []
        return found[0] if len(found) == 1 else None

    return LookupField(url=reverse_lazy("account_options"), resolve=resolve, **options)


class ContactForm(forms.Form):
    """Somebody on the client's side."""

    name = forms.CharField(label=_("Name"), max_length=200)
    title = forms.CharField(label=_("Position"), max_length=200, required=False)
    email = forms.EmailField(label=_("Mail address"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=60, required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", "–"), *settings.LANGUAGES], required=False
    )
    since = DayField(label=_("There since"), initial=today)


class NewContactForm(ContactForm):
    """Somebody at a client that is chosen here."""

    field_order = ("account", "name")

    def __init__(self, *args: Any, actor: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["account"] = account_field(actor, label=_("Account"))
        self.order_fields(self.field_order)


class LastDayForm(forms.Form):
    """The last day on which something holds."""

    last_day = DayField(label=_("Last day"), initial=today)


class PositionForm(forms.Form):
    """What a contact does, where, from which day on."""

    def __init__(self, *args: Any, actor: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["account"] = account_field(actor, label=_("Account"))
        self.fields["title"] = forms.CharField(label=_("Position"), max_length=200, required=False)
        self.fields["since"] = DayField(label=_("From"), initial=today)


class ParentForm(forms.Form):
    """To which company an account belongs from a day on."""

    def __init__(self, *args: Any, actor: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["parent"] = account_field(actor, label=_("Belongs to"))
        self.fields["since"] = DayField(
            label=_("From"), initial=today, help_text=_("Where it belonged before stays so up to the eve.")
        )
