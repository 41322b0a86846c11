"""The form about lead forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from suki.apps.prospecting.embedding.asking import ALWAYS, ASKS, USUAL
from suki.apps.prospecting.models import Campaign


class LeadFormForm(forms.Form):
    """What a form asks for, in which language, for which campaign."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("Only you see it."))
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label=_("Campaign"), required=False, empty_label=_("none")
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", _("the firm's own")), *settings.LANGUAGES], required=False
    )
    asks = forms.MultipleChoiceField(
        label=_("Asks for"), required=False, widget=forms.CheckboxSelectMultiple(),
        choices=[(name, label) for name, label in ASKS.items() if name not in ALWAYS],
        initial=[name for name in USUAL if name not in ALWAYS],
        help_text=_("It always asks for a name, a mail address and the consent."),
    )  # fmt: skip
    thanks = forms.CharField(
        label=_("What it says afterwards"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        max_length=1000,
    )
    is_open = forms.BooleanField(label=_("takes leads"), required=False, initial=True)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["campaign"].queryset = Campaign.objects.in_use().order_by("-starts")  # type: ignore[attr-defined]
