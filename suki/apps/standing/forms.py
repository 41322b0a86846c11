"""Forms about reviews. None of them begins with an answer: what is decided, a person writes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from suki.apps.company.queries import default_entity
from suki.apps.deals.fields import PercentField
from suki.apps.people.models import Person
from suki.apps.standing.models import MissRule, Party
from suki.apps.standing.wording import STEPS
from suki.base.access import GRANTS, Can, Function
from suki.base.fields import DayField
from suki.base.widgets import SearchSelect

_LONG, _SHORT = {"rows": 6}, {"rows": 3}


def today() -> Any:
    """The business day it is."""
    return default_entity().today


def _words(
    label: Any, *, rows: dict[str, int] = _SHORT, required: bool = True, help_text: Any = ""
) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=10_000,
        widget=forms.Textarea(attrs=rows),
        required=required,
        help_text=help_text,
    )


class ReplyForm(forms.Form):
    """What the person says to it."""

    text = _words(_("What you say to it"), rows=_LONG)
    file = forms.FileField(label=_("File"), required=False)


class DecisionForm(forms.Form):
    """Reasons in one's own words; a code is not enough."""

    reasons = _words(
        _("Reasons, in your own words"), rows=_LONG, help_text=_("The person reads this. Say what you looked at and why it leads here.")
    )  # fmt: skip

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        if kind == "extension":
            self.fields["until"] = DayField(label=_("Until"))
        self.fields["alternatives"] = _words(_("What else you considered"), required=kind == "end")


class PlanForm(forms.Form):
    """Goals, help, and days to sit down together."""

    starts = DayField(label=_("First day"), initial=today)
    ends = DayField(label=_("Last day"))
    goals = _words(
        _("Goals, one a line"), help_text=_("So that both of you can tell whether each is reached.")
    )
    support = _words(_("How you help"), help_text=_("Training, leads, time, somebody at their side."))
    check_ins = _words(_("Days to sit down together, one a line"))
    reasons = _words(_("Reasons, in your own words"), rows=_LONG)

    def clean_goals(self) -> list[str]:
        """Each line is a goal."""
        return [line.strip() for line in self.cleaned_data["goals"].splitlines() if line.strip()]

    def clean_check_ins(self) -> list[Any]:
        """Each line is a day."""
        field = DayField()
        lines = [line.strip() for line in self.cleaned_data["check_ins"].splitlines() if line.strip()]
        return [field.clean(line) for line in lines]


class OpinionForm(forms.Form):
    """What the second reviewer thinks."""

    agrees = forms.TypedChoiceField(
        label=_("Do you agree that you part?"), choices=[("no", _("No")), ("yes", _("Yes"))],
        coerce=lambda value: value == "yes", widget=forms.RadioSelect,
    )  # fmt: skip
    reasons = _words(_("Reasons, in your own words"), rows=_LONG)


class TalkForm(forms.Form):
    """What was said when both sat down together."""

    held_on = DayField(label=_("Held on"), initial=today)
    notes = _words(_("What was said, by both"), rows=_LONG)
    help_given = _words(_("Help that was given"), required=False)


class StepForm(forms.Form):
    """A step was taken."""

    taken_on = DayField(label=_("On"), initial=today)
    text = _words(_("What was done or said"), rows=_LONG)
    handed_over = forms.CharField(label=_("How it was handed over"), max_length=200, required=False)
    file = forms.FileField(label=_("File"), required=False)


class ReasonForm(forms.Form):
    """A reason in one's own words."""

    reason = _words(_("Reason, in your own words"))


class PartyForm(forms.Form):
    """Somebody is asked to the review."""

    role = forms.ChoiceField(
        label=_("As"), choices=[(each.value, each.label) for each in reversed(Party.Role)]
    )
    reason = forms.CharField(label=_("Why"), max_length=200)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        people = Person.objects.in_use().filter(user__isnull=False).order_by("sort_key")
        self.fields["person"] = forms.ModelChoiceField(
            people, label=_("Who"), widget=SearchSelect(), empty_label=None
        )
        self.order_fields(("person", "role", "reason"))


class MissRuleForm(forms.Form):
    """When a missed quota is looked at together."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autofocus": True}))
    misses = forms.IntegerField(label=_("So many"), min_value=1, max_value=12, initial=2)
    of_last = forms.IntegerField(label=_("of the last"), min_value=1, max_value=12, initial=3)
    span = forms.ChoiceField(label=_("Periods"), choices=MissRule.Span.choices, initial=MissRule.Span.QUARTER)
    below = PercentField(label=_("below so much of the quota, in percent"), as_fraction=True)
    since = DayField(label=_("Holds from"), initial=today)
    last = DayField(label=_("up to"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        measured = [each for each in Function if Can.WORK_DEALS in GRANTS[each].capabilities]
        self.fields["function"] = forms.ChoiceField(
            label=_("For people with the function"), required=False,
            choices=[("", _("everybody who sells")), *((each.value, each.label) for each in measured)],
        )  # fmt: skip


def step_name(key: str) -> Any:
    """What a step is called."""
    return STEPS.get(key, key)
