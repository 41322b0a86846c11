"""Forms about pipelines."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from suki.apps.deals.fields import PercentField
from suki.apps.deals.models import Category, Stage
from suki.apps.deals.pipelines import NewStage
from suki.apps.deals.rules import NEEDABLE


class NameForm(forms.Form):
    """What it is called."""

    name = forms.CharField(label=_("Name"), max_length=80)


class StageForm(forms.Form):
    """A step of a pipeline."""

    name = forms.CharField(label=_("Name"), max_length=80)
    probability = PercentField(label=_("Probability that it proposes, in percent"))
    category = forms.ChoiceField(label=_("Forecast that it proposes"), choices=Category.choices)
    criteria = forms.CharField(
        label=_("What must be true to be in it"), required=False, widget=forms.Textarea({"rows": 3})
    )
    needs = forms.MultipleChoiceField(
        label=_("What must be filled before a deal enters"), required=False, choices=list(NEEDABLE.items()),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    stale_days = forms.IntegerField(
        label=_("Stale after so many days"), required=False, min_value=1, max_value=3650
    )

    def __init__(self, *args: Any, stage: Stage | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if stage is not None and stage.ends:
            for name in ("probability", "category", "stale_days"):
                del self.fields[name]

    def described(self, stage: Stage | None = None) -> NewStage:
        """The stage as the action takes it."""
        given = self.cleaned_data
        return NewStage(
            name=given["name"], criteria=given["criteria"], needs=given["needs"], stale_days=given.get("stale_days"),
            probability=given.get("probability", stage.probability if stage else 0),
            category=given.get("category", stage.category if stage else Category.PIPELINE),
        )  # fmt: skip
