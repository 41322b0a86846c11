"""Forms about score rules and routes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from suki.apps.company.proposals import country_choices
from suki.apps.people.models import Person
from suki.apps.prospecting.forms import people
from suki.apps.prospecting.models import Campaign, LeadRoute
from suki.apps.prospecting.scoring import FIELDS, Relation
from suki.base.widgets import SearchSelect


class ScoreRuleForm(forms.Form):
    """What is looked for, and what it counts."""

    name = forms.CharField(label=_("In words"), max_length=160, help_text=_("It stands beside the score."))
    field = forms.ChoiceField(label=_("Field"), choices=list(FIELDS.items()))
    relation = forms.ChoiceField(label=_("Relation"), choices=Relation.choices)
    value = forms.CharField(
        label=_("Value"),
        max_length=200,
        required=False,
        help_text=_("Several values with commas between them."),
    )
    points = forms.IntegerField(label=_("Points"), help_text=_("What speaks against a lead has a minus."))


class RouteForm(forms.Form):
    """Who gets which leads, and how soon they have to act."""

    name = forms.CharField(label=_("Name"), max_length=120)
    method = forms.ChoiceField(label=_("Who gets it"), choices=LeadRoute.Method.choices)
    people = forms.ModelMultipleChoiceField(
        Person.objects.none(), label=_("Who takes turns"), required=False,
        widget=forms.CheckboxSelectMultiple(), help_text=_("Only where they go one after the other."),
    )  # fmt: skip
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label=_("Only of the campaign"), required=False, empty_label=_("any")
    )
    country = forms.ChoiceField(
        label=_("Only from the country"), choices=country_choices, required=False, widget=SearchSelect()
    )
    hours = forms.IntegerField(
        label=_("Working hours until the first contact"), min_value=1, max_value=400, initial=8
    )
    position = forms.IntegerField(
        label=_("Place"), min_value=0, max_value=32_000, required=False,
        help_text=_("The first route that fits and finds somebody decides."),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["people"].queryset = people().filter(user__isnull=False)  # type: ignore[attr-defined]
        self.fields["campaign"].queryset = Campaign.objects.in_use().order_by("-starts")  # type: ignore[attr-defined]

    def clean_people(self) -> list[Person]:
        """In the order of their names, which is the order of their turns."""
        return list(self.cleaned_data["people"])
