"""Forms about plans and the people who are paid by them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from suki.apps.accounts.pages.forms import account_field
from suki.apps.catalog.models import Product
from suki.apps.company.queries import default_entity
from suki.apps.compensation.models import PayPlan
from suki.apps.compensation.plans.editor.page import currencies
from suki.apps.compensation.plans.membership import scored_components
from suki.apps.compensation.plans.starting import STARTS
from suki.apps.credits.models import Overlay
from suki.apps.deals.fields import NumberField, PercentField
from suki.apps.people.models import Person, Territory
from suki.base.access import SYSTEM
from suki.base.fields import DayField
from suki.base.widgets import SearchSelect

_WHY = {"rows": 3}


def people_field(**options: Any) -> forms.ModelChoiceField:
    """Somebody who works for the firm."""
    return forms.ModelChoiceField(
        Person.objects.in_use().order_by("sort_key", "pk"),
        label=_("Person"),
        widget=SearchSelect(),
        **options,
    )


class StartForm(forms.Form):
    """A new plan from a starting point."""

    start = forms.ChoiceField(
        label=_("Begin with"), choices=[(each.code, each.title) for each in STARTS], widget=forms.RadioSelect
    )
    name = forms.CharField(label=_("Name"), max_length=120)
    first = DayField(label=_("Holds from"))

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        if PayPlan.objects.filter(entity=default_entity(), name__iexact=name).exists():
            raise forms.ValidationError(_("There is a plan called “{name}” already.").format(name=name))
        return name


class DraftForm(forms.Form):
    """When the next version is to hold."""

    first = DayField(label=_("Holds from"))
    last = DayField(label=_("Last day"), required=False)
    note = forms.CharField(
        label=_("What changes, for those who read it"), required=False, widget=forms.Textarea(_WHY)
    )


class HeadForm(DraftForm):
    """The same on the draft itself, with the revision at which it was opened."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class NameForm(forms.Form):
    """What a plan is called."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Name"), max_length=120)


class PayForm(forms.Form):
    """What a member is paid."""

    target_pay = NumberField(
        label=_("Target pay a year"),
        required=False,
        help_text=_("What 100% is worth, in the currency of the plan."),
    )
    paid_in = forms.ChoiceField(label=_("Paid in"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["paid_in"].choices = [("", _("the currency of the plan")), *currencies().items()]  # type: ignore[attr-defined]


class MemberForm(PayForm):
    """Somebody comes to be paid by a plan."""

    person = people_field()
    since = DayField(label=_("Paid by it from"))
    until = DayField(label=_("Last day"), required=False)
    field_order = ("person", "since", "until")


class ChangeMemberForm(PayForm):
    """What somebody is paid changes."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class EndForm(forms.Form):
    """The last day of something."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    last = DayField(label=_("Last day"))


class SalaryForm(forms.Form):
    """Base pay from a day on."""

    person = people_field()
    amount = NumberField(label=_("Base pay a month"))
    currency = forms.ChoiceField(label=_("Currency"))
    since = DayField(label=_("From"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["currency"].choices = list(currencies().items())  # type: ignore[attr-defined]


class ScoreForm(forms.Form):
    """How far somebody met an agreed aim."""

    person = people_field()
    component = forms.ChoiceField(label=_("Block"))
    first = DayField(label=_("First day"))
    last = DayField(label=_("Last day"))
    score = PercentField(label=_("How far it was met, in percent"), as_fraction=True)
    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(_WHY), help_text=_("Whoever is scored reads it.")
    )

    def __init__(self, *args: Any, plan: PayPlan, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        versions = [each.valid for each in plan.versions.filter(published_at__isnull=False)]
        first = min((each.lower for each in versions), default=plan.entity.today)
        names = scored_components(
            plan, first, max(first, plan.entity.today.replace(year=plan.entity.today.year + 5, day=1))
        )
        self.fields["component"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]


class OverlayForm(forms.Form):
    """Credit beside the shares of the revenue."""

    person = people_field()
    why = forms.ChoiceField(label=_("Why"), choices=Overlay.Why.choices)
    share = NumberField(label=_("Share in percent"))
    account = account_field(SYSTEM, label=_("Of one customer"), required=False)
    product = forms.ModelChoiceField(
        Product.objects.none(),
        label=_("Of one product and what lies below it"),
        required=False,
        widget=SearchSelect(),
    )
    territory = forms.ModelChoiceField(
        Territory.objects.none(), label=_("Of one territory"), required=False, widget=SearchSelect()
    )
    since = DayField(label=_("From"))
    until = DayField(label=_("Last day"), required=False)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["product"].queryset = Product.objects.in_use().order_by("sort_key", "pk")  # type: ignore[attr-defined]
        self.fields["territory"].queryset = Territory.objects.in_use().order_by("name")  # type: ignore[attr-defined]
