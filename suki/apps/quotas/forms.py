"""Forms about quotas."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suki.apps.accounts.models import Lifecycle
from suki.apps.accounts.pages.forms import account_field
from suki.apps.deals.fields import NumberField
from suki.apps.people.models import Person, Team
from suki.apps.quotas.models import Measure
from suki.apps.quotas.spreading import By, Season
from suki.apps.quotas.years import CUTS, Year
from suki.base.fields import DayField, PeriodField
from suki.base.typed import read_number
from suki.kernel.errors import RuleBroken
from suki.kernel.fiscal import FiscalCalendar

SUBJECT_WORDS = {
    "person": gettext_lazy("People"),
    "team": gettext_lazy("Teams"),
    "territory": gettext_lazy("Territories"),
    "product": gettext_lazy("Products"),
    "account": gettext_lazy("Accounts"),
    "segment": gettext_lazy("Segments"),
}


class GridForm(forms.Form):
    """Which quotas are looked at."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1901, max_value=2198)
    by = forms.ChoiceField(label=gettext_lazy("Whose"), choices=list(SUBJECT_WORDS.items()))
    team = forms.ModelChoiceField(
        Team.objects.in_use().order_by("name"),
        label=gettext_lazy("Team"),
        required=False,
        empty_label=gettext_lazy("all"),
    )
    measure = forms.ChoiceField(label=gettext_lazy("Measure"), choices=Measure.choices)
    cut = forms.ChoiceField(label=gettext_lazy("Shown"), choices=list(CUTS.items()))


class CopyForm(forms.Form):
    """Last year's quotas, and how much more."""

    percent = NumberField(
        label=gettext_lazy("Percent more"),
        required=False,
        help_text=gettext_lazy("less than nothing for less"),
    )


class ChangeForm(forms.Form):
    """From a day on, another figure."""

    since = DayField(label=gettext_lazy("From"))
    amount = NumberField(label=gettext_lazy("Figure for the whole period"))
    reason = forms.CharField(label=gettext_lazy("Why"), widget=forms.Textarea({"rows": 3}), max_length=2000)


class SegmentForm(forms.Form):
    """A kind of customers."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=120, widget=forms.TextInput({"autofocus": True})
    )
    tier = forms.CharField(label=gettext_lazy("Tier"), max_length=4, required=False)
    lifecycle = forms.ChoiceField(
        label=gettext_lazy("Lifecycle"),
        choices=[("", gettext_lazy("any")), *Lifecycle.choices],
        required=False,
    )
    industry = forms.CharField(label=gettext_lazy("Industry"), max_length=120, required=False)


class QuotaForm(forms.Form):
    """What somebody or something is to reach in a period."""

    period = PeriodField(label=gettext_lazy("Period"))
    amount = NumberField(
        label=gettext_lazy("Quota"), widget=forms.TextInput({"inputmode": "decimal", "autofocus": True})
    )
    measure = forms.ChoiceField(label=gettext_lazy("Measure"), choices=Measure.choices)

    def __init__(self, *given: Any, calendar: FiscalCalendar, choices: Any = None, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["period"] = PeriodField(label=_("Period"), fiscal=calendar)
        if choices is not None:
            self.fields["subject"] = forms.ModelChoiceField(choices, label=_("Whose"))
            self.order_fields(["subject", "period", "amount", "measure"])


class OwnForm(forms.Form):
    """What somebody thinks they can reach."""

    amount = NumberField(label=gettext_lazy("What you can reach"))
    measure = forms.ChoiceField(label=gettext_lazy("Measure"), choices=Measure.choices)
    note = forms.CharField(label=gettext_lazy("Why"), max_length=200, required=False)

    def __init__(self, *given: Any, actor: Any, calendar: FiscalCalendar, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["period"] = PeriodField(label=_("Period"), fiscal=calendar)
        self.fields["account"] = account_field(
            actor, required=False, label=_("Account"), help_text=_("empty: all together")
        )
        self.order_fields(["period", "account", "amount", "measure", "note"])


class SheetForm(forms.Form):
    """The workbook that comes back."""

    file = forms.FileField(label=gettext_lazy("The changed workbook"))


class SpreadForm(forms.Form):
    """A figure, for whom, and by what it is given out."""

    team = forms.ModelChoiceField(
        Team.objects.in_use().order_by("name"), label=gettext_lazy("Team"), required=False,
        empty_label=gettext_lazy("everybody whose quota you set"),
    )  # fmt: skip
    figure = NumberField(label=gettext_lazy("Figure for the year"))
    measure = forms.ChoiceField(label=gettext_lazy("Measure"), choices=Measure.choices)
    over_percent = NumberField(label=gettext_lazy("Give out more, in percent"), required=False)
    by = forms.ChoiceField(label=gettext_lazy("Who gets how much"), choices=By.choices)
    cut = forms.ChoiceField(label=gettext_lazy("Cut"), choices=list(CUTS.items()))
    season = forms.ChoiceField(label=gettext_lazy("Season"), choices=Season.choices)
    seasons = forms.CharField(
        label=gettext_lazy("Weights of the periods"), required=False, max_length=200,
        help_text=gettext_lazy("one for each, such as 20 20 20 40"),
    )  # fmt: skip
    with_ramp = forms.BooleanField(
        label=gettext_lazy("Ramp"), required=False, help_text=gettext_lazy("newcomers carry 50, 50, 75, 75 and then 100 percent, month by month"),
    )  # fmt: skip
    leave_days = forms.IntegerField(
        label=gettext_lazy("Leave counts from"), min_value=1, max_value=366,
        help_text=gettext_lazy("days in a row; shorter absences take nothing off"),
    )  # fmt: skip

    def __init__(self, *given: Any, people: list[Person], **options: Any) -> None:
        super().__init__(*given, **options)
        self.people = people
        for person in people:
            self.fields[f"weight_{person.pk}"] = NumberField(label=person.name, required=False)

    @property
    def plain(self) -> list[Any]:
        """The fields but the weights."""
        return [self[name] for name in self.fields if not name.startswith("weight_")]

    @property
    def weights(self) -> list[Any]:
        """A weight for each person, used where the weights are one's own."""
        return [self[name] for name in self.fields if name.startswith("weight_")]

    def clean_seasons(self) -> list[Decimal]:
        """The weights of the periods as numbers."""
        try:
            found = [read_number(word) for word in self.cleaned_data["seasons"].replace(";", " ").split()]
        except RuleBroken as broken:
            raise ValidationError(str(broken)) from None
        if any(weight < 0 for weight in found):
            raise ValidationError(_("This cannot be less than nothing."))
        return found

    def weights_by_person(self) -> dict[int, Decimal]:
        """What was written beside each name."""
        return {
            person.pk: self.cleaned_data.get(f"weight_{person.pk}") or Decimal(0) for person in self.people
        }


def year_for(asked: Any, this: Year) -> Year:
    """The year that an address asks for, or the one the firm is in."""
    number = str(asked.get("year", ""))
    fits = number.isdecimal() and 1901 <= int(number) <= 2198
    cut = asked.get("cut", "")
    return Year(this.entity, int(number) if fits else this.number, cut if cut in CUTS else this.cut)
