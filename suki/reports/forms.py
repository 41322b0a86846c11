"""What a reader may ask a page of results for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from suki.kernel.errors import RuleBroken
from suki.reports.asking import BASES, SUBJECTS, Asked, asked, entity_named, last_full_quarter


class ResultsForm(forms.Form):
    """The question of the results page, as its address holds it."""

    period = forms.CharField(
        label=_("Period"), widget=forms.TextInput({"placeholder": "2026-Q3", "size": 24})
    )
    by = forms.ChoiceField(label=_("By"), choices=list(SUBJECTS.items()))
    credit = forms.ChoiceField(
        label=pgettext_lazy("whose sale it counts as", "Credited"), choices=list(BASES.items())
    )
    entity = forms.CharField(required=False, widget=forms.HiddenInput)
    fiscal_start = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=12)

    question: Asked | None = None

    def clean(self) -> dict[str, Any]:
        """The question understood, or the sentence why not."""
        given = super().clean() or {}
        if self.errors:
            return given
        try:
            self.question = asked(
                given["period"], by=given["by"], basis=given["credit"], entity=given["entity"],
                fiscal_start=given["fiscal_start"],
            )  # fmt: skip
        except RuleBroken as broken:
            self.add_error("period", str(broken))
        return given


def results_form(wishes: QueryDict) -> ResultsForm:
    """The form with what was asked; what was not asked is the last full quarter by person and document."""
    entity = entity_named()
    usual = {"period": last_full_quarter(entity, entity.today).name, "by": "person", "credit": "document"}
    given = {name: wishes.get(name) or usual.get(name, "") for name in ResultsForm.base_fields}
    return ResultsForm(given)
