"""Forms of giving an account to somebody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from suki.apps.people.models import Level, Person, Skill
from suki.base.fields import DayField


class OwnerForm(forms.Form):
    """Who leads the account, from when, and why."""

    person = forms.ModelChoiceField(
        Person.objects.none(),
        error_messages={
            "required": gettext_lazy("Choose who leads the account."),
            "invalid_choice": gettext_lazy("Choose somebody from the list."),
        },
    )
    since = DayField(
        label=gettext_lazy("From"),
        initial=timezone.localdate,
        help_text=gettext_lazy("Whoever led it before stays answerable for their time."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Stands in the account's history."),
    )

    def __init__(self, *args: Any, people: Sequence[int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].queryset = Person.objects.filter(pk__in=people)  # type: ignore[attr-defined]


class RequiredSkillForm(forms.Form):
    """What an account requires, and how well."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Skill.Kind.choices)
    name = forms.CharField(
        label=gettext_lazy("Skill"), max_length=120, widget=forms.TextInput({"list": "known-skills"})
    )
    level = forms.TypedChoiceField(
        label=gettext_lazy("At least"), choices=Level.choices, coerce=int, initial=Level.WORKING
    )
