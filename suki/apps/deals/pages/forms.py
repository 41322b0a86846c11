"""Forms about one deal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from suki.apps.accounts.pages.forms import account_field, today
from suki.apps.deals.fields import (
    NumberField,
    PercentField,
    contacts_of,
    currencies_of_the_firm,
    product_field,
)
from suki.apps.deals.models import Competitor, Deal, DealCompetitor, DealContact, LossReason, Pipeline
from suki.apps.deals.pipelines import usual_pipeline
from suki.apps.people.models import Person
from suki.base.fields import DayField
from suki.base.widgets import SearchSelect


def people_field(**options: Any) -> forms.ModelChoiceField:
    """Somebody of us."""
    people = Person.objects.in_use().order_by("sort_key", "id")
    return forms.ModelChoiceField(people, widget=SearchSelect(), **options)


class DealForm(forms.Form):
    """Something to sell."""

    name = forms.CharField(
        label=_("What may be sold"), max_length=255, widget=forms.TextInput({"autofocus": True})
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Deal.Kind.choices)
    value = NumberField(label=_("Value"), required=False)
    currency = forms.ChoiceField(label=_("Currency"), choices=currencies_of_the_firm)
    expected_close = DayField(label=_("Expected to close"), required=False)
    pipeline = forms.ModelChoiceField(Pipeline.objects.none(), label=_("Pipeline"))
    brief = forms.CharField(
        label=_("What the client wants"), required=False, widget=forms.Textarea({"rows": 4})
    )
    next_step = forms.CharField(label=_("Next step"), required=False, max_length=255)
    next_step_on = DayField(label=_("By when"), required=False)

    def __init__(self, *args: Any, actor: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        usual = usual_pipeline()
        own = Person.objects.filter(user=actor).values_list("pk", flat=True).first()
        self.fields["account"] = account_field(actor, label=_("Account"), required=False)
        self.fields["owner"] = people_field(label=_("Owner"), initial=own)
        self.fields["pipeline"].queryset = Pipeline.objects.in_use().order_by("position", "id")  # type: ignore[attr-defined]
        self.fields["pipeline"].initial = usual.pk
        self.order_fields(
            ("name", "account", "kind", "value", "currency", "expected_close", "owner", "pipeline")
        )


class WonForm(forms.Form):
    """The client said yes."""

    on = DayField(label=_("Won on"), initial=today)


class LostForm(forms.Form):
    """The client said no."""

    on = DayField(label=_("Lost on"), initial=today)
    reason = forms.ModelChoiceField(LossReason.objects.none(), label=_("Why"))
    lost_to = forms.ModelChoiceField(
        Competitor.objects.none(), label=_("To whom"), required=False, widget=SearchSelect()
    )
    note = forms.CharField(label=_("What we learned"), required=False, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].queryset = LossReason.objects.in_use().order_by("position", "id")  # type: ignore[attr-defined]
        self.fields["lost_to"].queryset = Competitor.objects.in_use().order_by("name")  # type: ignore[attr-defined]


class ReopenForm(forms.Form):
    """It is not over after all."""

    reason = forms.CharField(label=_("Why"), max_length=200)


class GiveForm(forms.Form):
    """Somebody else goes on with it."""

    person = people_field(label=_("To"))
    reason = forms.CharField(label=_("Reason"), required=False, max_length=200)


class CompetitorForm(forms.Form):
    """Who else is after it."""

    name = forms.CharField(label=_("Name"), max_length=160)
    standing = forms.ChoiceField(
        label=_("How they stand"), choices=[("", "–"), *DealCompetitor.Standing.choices], required=False
    )
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea({"rows": 2}))


class DeciderForm(forms.Form):
    """Who has a say on the client's side."""

    contact = forms.ModelChoiceField(DealContact.objects.none(), label=_("Contact"), widget=SearchSelect())
    role = forms.CharField(label=_("Role in the decision"), required=False, max_length=80)
    stance = forms.ChoiceField(
        label=_("Stance"), choices=[("", "–"), *DealContact.Stance.choices], required=False
    )

    def __init__(self, *args: Any, deal: Deal, actor: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["contact"].queryset = contacts_of(deal.account, actor)  # type: ignore[attr-defined]


class LineForm(forms.Form):
    """One line of a deal; an empty one is left out."""

    product = product_field(label=_("Product"), required=False)
    description = forms.CharField(label=_("Description"), required=False, max_length=255)
    quantity = NumberField(label=_("Quantity"), required=False)
    unit_price = NumberField(label=_("Unit price"), required=False)
    discount = PercentField(label=_("Discount in percent"), required=False, as_fraction=True)


LineForms = forms.formset_factory(LineForm, extra=3, max_num=200)
