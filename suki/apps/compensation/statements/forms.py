"""Forms of statements and periods of pay."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from suki.apps.company.models import LegalEntity
from suki.apps.compensation.models import Dispute
from suki.apps.deals.fields import NumberField
from suki.base.fields import DayField

LARGEST = 10_000_000


class DisputeForm(forms.Form):
    """What is wrong with a line."""

    expected = NumberField(label=_("What it should come to"), required=False)
    justification = forms.CharField(label=_("What is wrong, and why"), widget=forms.Textarea({"rows": 4}))
    upload = forms.FileField(label=_("A file that shows it"), required=False)

    def clean_upload(self) -> Any:
        """Files stay small enough to be looked at."""
        given = self.cleaned_data.get("upload")
        if given and given.size > LARGEST:
            raise forms.ValidationError(_("A file may have 10 MB at most."))
        return given


class DecisionForm(forms.Form):
    """What becomes of a doubt."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (Dispute.Decision.ACCEPTED, _("The doubt is right")),
            (Dispute.Decision.REJECTED, _("The line stands")),
        ],
        widget=forms.RadioSelect(),
    )
    amount = NumberField(
        label=_("What the line comes to"), required=False,
        help_text=_("Empty: what was expected. A correction of the difference is made in the open period."),
    )  # fmt: skip
    answer = forms.CharField(label=_("Answer"), widget=forms.Textarea({"rows": 4}))


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Why"), widget=forms.Textarea({"rows": 3}))


class PaymentForm(forms.Form):
    """The money has left the house."""

    paid_on = DayField(label=_("Paid on"))
    reference = forms.CharField(label=_("Reference"), required=False, max_length=120)


class PeriodForm(forms.Form):
    """Which days are paid together."""

    entity = forms.ModelChoiceField(LegalEntity.objects.none(), label=_("Legal entity"))
    name = forms.CharField(label=_("Name"), max_length=40)
    first = DayField(label=_("First day"))
    last = DayField(label=_("Last day"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["entity"].queryset = LegalEntity.objects.order_by("pk")  # type: ignore[attr-defined]


class AmountForm(forms.Form):
    """So much more, to see what it would pay."""

    amount = NumberField(label=_("If you sell so much more"), required=False)
