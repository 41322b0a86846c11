"""Forms of the bulk actions."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from suki.apps.people.models import Person


class AssignForm(forms.Form):
    """To whom, from which day, and why."""

    person = forms.ModelChoiceField(Person.objects.order_by("sort_key"), label=_("Person"))
    since = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=_("Reason"), required=False, max_length=200)


class TagForm(forms.Form):
    """The tag to put on the selected rows."""

    name = forms.CharField(label=_("Tag"), max_length=60)
