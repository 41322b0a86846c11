"""Forms about rewards: the catalogue, rules, grants, deliveries and contests."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from suki.apps.company.models import Currency
from suki.apps.company.queries import default_entity
from suki.apps.deals.fields import NumberField, PercentField
from suki.apps.people.models import Person, Team
from suki.apps.rewards.contests.actions import Promised
from suki.apps.rewards.models import Contest, Reward, RewardRule
from suki.base.access import GRANTS, Can, Function
from suki.base.fields import DayField, MoneyField, PeriodField
from suki.base.widgets import SearchSelect

_SHORT = {"rows": 3}
RANKS = 3


def today() -> Any:
    """The business day it is."""
    return default_entity().today


def currencies() -> list[str]:
    """The firm's own currency first, then what else it uses."""
    own = default_entity().currency
    return list(dict.fromkeys([own, *Currency.objects.order_by("code").values_list("code", flat=True)]))


def sellers() -> list[tuple[str, str]]:
    """The functions whose people have something to win."""
    able = [each for each in Function if Can.SEE_REWARDS in GRANTS[each].capabilities]
    return [("", str(_("everybody"))), *((each.value, str(each.label)) for each in able)]


def _rewards() -> Any:
    return Reward.objects.in_use().order_by("name")


class RewardForm(forms.Form):
    """A thing in the catalogue."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autofocus": True}))
    about = forms.CharField(
        label=_("What it is"), max_length=2000, required=False, widget=forms.Textarea(attrs=_SHORT)
    )
    points = forms.IntegerField(
        label=_("Costs in points"), min_value=1, max_value=100_000_000, required=False,
        help_text=_("Empty: it is won by a rule or a prize only."),
    )  # fmt: skip
    stock = forms.IntegerField(
        label=_("In stock"), min_value=0, max_value=1_000_000, required=False, help_text=_("Empty: as many as are wanted.")
    )  # fmt: skip
    is_taxable = forms.BooleanField(label=_("A taxable benefit in kind"), required=False, initial=True)
    picture = forms.FileField(
        label=_("Picture"), required=False, help_text=_("PNG, JPEG or WebP, up to 2 MB."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )  # fmt: skip
    field_order = ("name", "about", "value", "points", "stock", "is_taxable", "taxable_value", "picture")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        known = currencies()
        self.fields["value"] = MoneyField(currencies=known, may_be_negative=False, label=_("Value"))
        self.fields["taxable_value"] = MoneyField(
            currencies=known, may_be_negative=False, required=False, label=_("Value noted for tax"),
            help_text=_("Empty: the value above."),
        )  # fmt: skip
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Amounts as the action takes them: one currency for both."""
        said = super().clean() or {}
        value, taxable = said.pop("value", None), said.pop("taxable_value", None)
        if value is not None:
            said |= {"value": value.amount, "currency": value.currency}
        if value is not None and taxable is not None and taxable.currency != value.currency:
            self.add_error("taxable_value", _("Note it in the currency of the value."))
        said["taxable_value"] = taxable.amount if taxable is not None else None
        return said


class RuleForm(forms.Form):
    """Who wins what from which attainment on."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autofocus": True}))
    reached = PercentField(label=_("From which attainment on"), as_fraction=True)
    method = forms.ChoiceField(label=_("Gives"), choices=RewardRule.Method.choices)
    points = forms.IntegerField(label=_("Points"), min_value=1, max_value=100_000_000, required=False)
    component = forms.CharField(
        label=_("Component of the pay plan"), max_length=120, required=False, help_text=_("Empty: the person's quota of revenue.")
    )  # fmt: skip
    days_to_choose = forms.IntegerField(label=_("Days to choose"), min_value=1, max_value=3650, initial=60)
    since = DayField(label=_("Holds from"), initial=today)
    last = DayField(label=_("up to"), required=False)
    field_order = (
        "name", "reached", "method", "points", "money", "rewards", "function", "team", "component", "days_to_choose",
        "since", "last",
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["money"] = MoneyField(
            currencies=currencies(),
            may_be_negative=False,
            required=False,
            label=_("Money, paid with the next pay"),
        )
        self.fields["rewards"] = forms.ModelMultipleChoiceField(
            _rewards(), required=False, label=_("One of these, as the winner likes"),
            widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
        self.fields["function"] = forms.ChoiceField(
            choices=sellers(), required=False, label=_("For people with the function")
        )
        self.fields["team"] = forms.ModelChoiceField(
            Team.objects.in_use().order_by("name"),
            required=False,
            label=_("Of the team"),
            empty_label=_("all of them"),
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        return _with_money(said)


class GrantForm(forms.Form):
    """Somebody wins by a word."""

    what_for = forms.CharField(label=_("What for"), max_length=200)
    points = forms.IntegerField(label=_("Points"), min_value=0, max_value=100_000_000, required=False)
    choose_by = DayField(label=_("Choose by"), required=False)
    field_order = ("person", "what_for", "points", "money", "rewards", "choose_by")

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"] = _person(people)
        self.fields["money"] = MoneyField(
            currencies=currencies(),
            may_be_negative=False,
            required=False,
            label=_("Money, paid with the next pay"),
        )
        self.fields["rewards"] = forms.ModelMultipleChoiceField(
            _rewards(), required=False, label=_("One of these, as the winner likes"),
            widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        said = _with_money(super().clean() or {})
        said["points"] = said.get("points") or 0
        return said


class CorrectionForm(forms.Form):
    """A line that puts an account of points right."""

    points = forms.IntegerField(label=_("Points"), min_value=-100_000_000, max_value=100_000_000)
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"] = _person(people)
        self.order_fields(("person", "points", "reason"))


class PeriodForm(forms.Form):
    """For which period."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["period"] = PeriodField(fiscal=default_entity().fiscal_calendar, label=_("Period"))


class DayForm(forms.Form):
    """On which day."""

    def __init__(self, *args: Any, name: str, label: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields[name] = DayField(label=label, initial=today)


class SentForm(forms.Form):
    """It is on its way."""

    sent_on = DayField(label=_("Sent on"), initial=today)
    reference = forms.CharField(label=_("How, and under which number"), max_length=200, required=False)


class ReceivedForm(forms.Form):
    """It has arrived."""

    received_on = DayField(label=_("Received on"), initial=today)
    proof = forms.CharField(label=_("What shows it"), max_length=400, required=False)
    file = forms.FileField(label=_("File that shows it"), required=False)


class ContestForm(forms.Form):
    """A contest, with everything said beforehand."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autofocus": True}))
    about = forms.CharField(
        label=_("What it is about"), max_length=2000, required=False, widget=forms.Textarea(attrs=_SHORT)
    )
    first = DayField(label=_("First day"), initial=today)
    last = DayField(label=_("Last day"))
    measure = forms.ChoiceField(label=_("What counts"), choices=Contest.Measure.choices)
    at_least = NumberField(
        label=_("Only who reached at least"), required=False, help_text=_("Empty: whoever reached anything.")
    )
    tie = forms.ChoiceField(label=_("Where people are equal"), choices=Contest.Tie.choices)

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["people"] = forms.ModelMultipleChoiceField(
            people, label=_("Who takes part"), widget=forms.CheckboxSelectMultiple
        )
        for rank in range(1, RANKS + 1):
            self._prize(rank)

    @property
    def ranks(self) -> list[list[Any]]:
        """The fields of each rank, as the page draws them."""
        return [
            [self[f"{what}_{rank}"] for what in ("money", "points", "reward")] for rank in range(1, RANKS + 1)
        ]

    def _prize(self, rank: int) -> None:
        """The fields of a rank: one of them says what it wins."""
        self.fields[f"money_{rank}"] = MoneyField(
            currencies=currencies(),
            may_be_negative=False,
            required=False,
            label=_("Money"),
        )
        self.fields[f"points_{rank}"] = forms.IntegerField(
            min_value=1, max_value=100_000_000, required=False, label=_("or points")
        )
        self.fields[f"reward_{rank}"] = forms.ModelChoiceField(
            _rewards(), required=False, label=_("or a reward"), empty_label="–"
        )

    def clean(self) -> dict[str, Any]:
        """The prizes as the action takes them: up to the last rank that wins something."""
        said = super().clean() or {}
        promised = []
        for rank in range(1, RANKS + 1):
            money, points, reward = (
                said.pop(f"{what}_{rank}", None) for what in ("money", "points", "reward")
            )
            amount, currency = (money.amount, money.currency) if money else (None, "")
            promised.append(Promised(amount, currency, points, reward))
        while promised and not (promised[-1].amount or promised[-1].points or promised[-1].reward):
            promised.pop()
        said |= {"prizes": promised, "at_least": said.get("at_least") or Decimal(0)}
        return said


def _with_money(said: dict[str, Any]) -> dict[str, Any]:
    money = said.pop("money", None)
    said |= {"amount": money.amount if money else None, "currency": money.currency if money else ""}
    return said


def _person(people: Any) -> forms.ModelChoiceField:
    held = people if hasattr(people, "order_by") else Person.objects.none()
    return forms.ModelChoiceField(held, label=_("Who"), widget=SearchSelect(), empty_label=None)
