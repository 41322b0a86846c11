"""Forms about leads."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from suki.apps.company.proposals import country_choices
from suki.apps.people.models import Person
from suki.apps.prospecting.models import Campaign, Lead
from suki.base.access import Can, can
from suki.base.formats import NOTHING
from suki.base.widgets import SearchSelect


def people() -> Any:
    """Everybody who works here, as they sort."""
    return Person.objects.in_use().order_by("sort_key", "id")


class LeadForm(forms.ModelForm):
    """A new lead. Whoever may not hand leads out may take one themselves, or leave it to the routes."""

    owner = forms.ModelChoiceField(
        Person.objects.none(), label=_("Followed up by"), required=False, widget=SearchSelect(),
        empty_label=_("whoever the routes find"),
    )  # fmt: skip
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(),
        label=_("Campaign"),
        required=False,
        widget=SearchSelect(),
        empty_label=_("none"),
    )
    country = forms.ChoiceField(
        label=_("Country"), choices=country_choices, required=False, widget=SearchSelect()
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", NOTHING), *settings.LANGUAGES], required=False
    )
    name = forms.CharField(
        label=_("Company"), max_length=255, required=False,
        widget=forms.TextInput({"autofocus": True, "autocomplete": "off"}),
    )  # fmt: skip

    class Meta:
        model = Lead
        fields = (
            "name", "contact_name", "title", "email", "phone", "website", "city", "country", "industry", "employees",
            "language", "message", "campaign", "owner",
        )  # fmt: skip
        widgets = {"message": forms.Textarea({"rows": 4})}

    def __init__(self, *args: Any, actor: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].queryset = (  # type: ignore[attr-defined]
            people() if can(actor, Can.ASSIGN_LEADS) else people().filter(user=actor)
        )
        campaigns = Campaign.objects.visible_to(actor).in_use().order_by("-starts", "sort_key")
        self.fields["campaign"].queryset = campaigns  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """The action checks the facts, all at once, and says it in its own words."""


class OwnerForm(forms.Form):
    """Who follows a lead up from now on, and why."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("Person"), widget=SearchSelect())
    reason = forms.CharField(label=_("Reason"), required=False, max_length=200)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].queryset = people()  # type: ignore[attr-defined]


class ReferralForm(forms.Form):
    """To whom new business is passed on, and what they should know."""

    to = forms.ModelChoiceField(Person.objects.none(), label=_("To"), widget=SearchSelect())
    note = forms.CharField(
        label=_("What they should know"), required=False, widget=forms.Textarea({"rows": 4}), max_length=2000
    )

    def __init__(self, *args: Any, actor: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].queryset = people().exclude(user=actor)  # type: ignore[attr-defined]


class ContactedForm(forms.Form):
    """When somebody of us spoke with the lead."""

    at = forms.DateTimeField(
        label=_("When"), widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        validators=[MinValueValidator(datetime(1900, 1, 2, tzinfo=UTC))],
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["at"].initial = timezone.localtime


class ReasonForm(forms.Form):
    """Why nothing comes of a lead."""

    reason = forms.CharField(label=_("Why"), max_length=200)
