"""Forms about promises: making one, and what became of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from suki.apps.company.queries import default_entity
from suki.apps.people.models import Person
from suki.apps.touchpoints.models import Promise
from suki.apps.touchpoints.queries import people_there
from suki.base.fields import DayField
from suki.base.widgets import SearchSelect


def today() -> Any:
    """The business day it is."""
    return default_entity().today


class PromiseForm(forms.Form):
    """What is promised, to whom, by when, and who keeps it."""

    text = forms.CharField(
        label=_("What is promised"), max_length=400, widget=forms.TextInput(attrs={"autofocus": True})
    )
    due = DayField(label=_("Due"))
    made_on = DayField(label=_("Promised on"), initial=today)
    source = forms.ChoiceField(label=_("Source"), choices=Promise.Source.choices)

    def __init__(self, *args: Any, row: Any, me: Person | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["contact"] = forms.ModelChoiceField(
            people_there(row, today()), label=_("To whom"), required=False, empty_label=_("all of them")
        )
        self.fields["owner"] = _owner(me)


class KeptForm(forms.Form):
    """On which day it was done, and what shows it: words, and a file where there is one."""

    on = DayField(label=_("Done on"), initial=today)
    proof = forms.CharField(
        label=_("What shows it"),
        widget=forms.Textarea(attrs={"rows": 2, "autofocus": True}),
        required=False,
        max_length=4000,
    )
    files = forms.FileField(label=_("File that shows it"), required=False)


class GivenUpForm(forms.Form):
    """On which day, and why."""

    on = DayField(label=_("Day"), initial=today)
    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.TextInput(attrs={"autofocus": True})
    )


class MovedForm(forms.Form):
    """To which day, and why."""

    due = DayField(label=_("Due"))
    reason = forms.CharField(label=_("Reason"), max_length=1000)


class HandForm(forms.Form):
    """Who keeps it from now on."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"] = _owner(None)


def _owner(me: Person | None) -> forms.ModelChoiceField:
    people = Person.objects.in_use().order_by("sort_key")
    return forms.ModelChoiceField(
        people, label=_("Who keeps it"), initial=me, widget=SearchSelect(), empty_label=None
    )
