"""Forms about campaigns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from suki.apps.company.models import Currency
from suki.apps.company.queries import default_entity
from suki.apps.people.models import Person
from suki.apps.prospecting.forms import people
from suki.apps.prospecting.models import Channel
from suki.base.fields import DayField, MoneyField
from suki.base.widgets import SearchSelect


class CampaignForm(forms.Form):
    """A new campaign."""

    name = forms.CharField(label=_("Name"), max_length=160)
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices)
    starts = DayField(label=_("Starts on"))
    ends = DayField(label=_("Ends on"), required=False)
    owner = forms.ModelChoiceField(
        Person.objects.none(), label=_("Owner"), required=False, widget=SearchSelect()
    )
    brief = forms.CharField(
        label=_("What it says, and to whom"), required=False, widget=forms.Textarea({"rows": 4})
    )
    field_order = ("name", "channel", "starts", "ends", "budget")

    def __init__(self, *args: Any, actor: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        own = default_entity().currency
        others = Currency.objects.in_use().exclude(code=own).order_by("code").values_list("code", flat=True)
        self.fields["budget"] = MoneyField(
            label=_("Budget"), currencies=(own, *others), required=False, may_be_negative=False,
            help_text=_("Its currency is that of the whole campaign."),
        )  # fmt: skip
        self.fields["owner"].queryset = people()  # type: ignore[attr-defined]
        self.fields["owner"].initial = people().filter(user=actor).values_list("pk", flat=True).first()
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """A budget is an amount, and says the campaign's currency."""
        cleaned = super().clean() or {}
        money = cleaned.pop("budget", None)
        chosen = (self.data.get(self.add_prefix("budget_currency")) or "") if self.is_bound else ""
        known = self.fields["budget"].currencies  # type: ignore[attr-defined]
        cleaned["budget"] = money.amount if money else None
        cleaned["currency"] = money.currency if money else (chosen if chosen in known else "")
        return cleaned


class CostForm(forms.Form):
    """What was spent, on which day."""

    day = DayField(label=_("Day"), initial=lambda: default_entity().today)
    what = forms.CharField(label=_("For what"), max_length=160)

    def __init__(self, *args: Any, currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["amount"] = MoneyField(label=_("Amount"), currency=currency)

    def clean_amount(self) -> Any:
        """The campaign's currency is known; the action takes the amount."""
        return self.cleaned_data["amount"].amount
