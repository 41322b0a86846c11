"""Forms about tours, and the form that a phone fills in at a client's door."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from suki.apps.accounts.models import Contact
from suki.apps.accounts.pages.forms import account_field
from suki.apps.touchpoints.models import Touchpoint, VisitRhythm

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(9000, 12, 31)
"""Tours lie between these days; beyond them the calendar ends."""


class StopForm(forms.Form):
    """Whom to visit on which day."""

    def __init__(self, *args: Any, actor: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["account"] = account_field(actor, label=_("Account"))
        within = [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]
        self.fields["day"] = forms.DateField(widget=forms.HiddenInput, validators=within)


class RhythmForm(forms.Form):
    """How often each tier is visited."""

    def __init__(self, *args: Any, tiers: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        known = dict(VisitRhythm.objects.values_list("tier", "every_days"))
        for tier in [*tiers, ""]:
            label = (
                _("Tier {tier}, every so many days").format(tier=tier)
                if tier
                else _("All others, every so many days")
            )
            self.fields[f"tier_{tier}"] = forms.IntegerField(
                label=label, required=False, initial=known.get(tier), min_value=1, max_value=1000
            )

    @property
    def days(self) -> dict[str, int | None]:
        """What was said, by tier."""
        return {name.removeprefix("tier_"): every for name, every in self.cleaned_data.items()}


class SentForm(forms.Form):
    """What a phone sends of a visit: plain values, days as ISO writes them, whenever it was saved."""

    uid = forms.UUIDField()
    visit = forms.UUIDField(required=False)
    account = forms.IntegerField(required=False)
    revision = forms.IntegerField(required=False)
    at = forms.DateTimeField(required=False)
    outcome = forms.ChoiceField(choices=[("", ""), *Touchpoint.Outcome.choices], required=False)
    text = forms.CharField(required=False, max_length=20_000)
    next_step = forms.CharField(required=False, max_length=255)
    next_step_on = forms.DateField(required=False)
    promised = forms.BooleanField(required=False)
    needed = forms.CharField(required=False, max_length=4000)
    contacts = forms.ModelMultipleChoiceField(Contact.objects.none(), required=False)
    photo = forms.FileField(required=False)
    as_note = forms.BooleanField(required=False)

    def __init__(self, *args: Any, actor: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        seen = Contact.objects.visible_to(actor).order_by().values("pk")
        self.fields["contacts"].queryset = Contact.objects.filter(pk__in=seen)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A visit that was planned, or an account that was visited without a plan."""
        given: dict[str, Any] = super().clean() or {}
        if not given.get("visit") and not given.get("account"):
            raise forms.ValidationError(_("Say whom you visited."))
        return given
