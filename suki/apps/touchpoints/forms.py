"""The form in which somebody says what passed with a client, in few keys; the rest of it may stay empty."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from suki.apps.people.models import Person
from suki.apps.touchpoints.models import Touchpoint
from suki.apps.touchpoints.needs.forms import product_field
from suki.apps.touchpoints.queries import people_there
from suki.base.fields import DayField
from suki.base.widgets import SearchSelect

KINDS = Touchpoint.Kind.choices
OUTCOMES = Touchpoint.Outcome.choices


def us() -> Any:
    """Whoever of us may have spoken with a client."""
    return Person.objects.in_use().order_by("sort_key")


class MomentForm(forms.Form):
    """A form whose day and time are one moment."""

    def clean(self) -> dict[str, Any]:
        """Day and time are one moment, in the reader's zone."""
        given: dict[str, Any] = super().clean() or {}
        day, clock = given.pop("day", None), given.pop("clock", None)
        if day is not None:
            given["at"] = timezone.make_aware(datetime.combine(day, clock or time(12)))
        return given


class TalkForm(MomentForm):
    """What passed: kind, when, who of them, what was said, what came of it, and what follows."""

    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, widget=forms.RadioSelect, initial="call")
    text = forms.CharField(
        label=_("What was said"), widget=forms.Textarea(attrs={"rows": 4, "autofocus": True}), required=False,
        max_length=20_000, help_text=_("@ asks a colleague."),
    )  # fmt: skip
    outcome = forms.ChoiceField(
        label=_("How it went"), choices=OUTCOMES, widget=forms.RadioSelect, required=False
    )
    day = DayField(label=_("Day"))
    clock = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    subject = forms.CharField(label=_("About what"), max_length=255, required=False)
    next_step = forms.CharField(label=_("Next step"), max_length=255, required=False)
    next_step_on = DayField(label=_("By when"), required=False)
    promised = forms.CharField(label=_("What we promised"), max_length=400, required=False)
    promised_by = DayField(label=_("Promised for"), required=False)
    needed = forms.CharField(
        label=_("What they need"), widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=4000
    )

    def __init__(self, *args: Any, row: Any, me: Person | None, today: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        there = people_there(row, today)
        self.fields["contacts"] = forms.ModelMultipleChoiceField(
            there, label=_("Who of them"), widget=forms.CheckboxSelectMultiple, required=False
        )
        self.fields["person"] = forms.ModelChoiceField(
            us(), label=_("Who of us"), initial=me, widget=SearchSelect(), empty_label=None
        )
        self.fields["product"] = product_field(label=_("What would meet it"), required=False)
        self.nobody_there = not there.exists() if not self.is_bound else False
        now = timezone.localtime()
        self.fields["day"].initial, self.fields["clock"].initial = (
            today,
            now.time().replace(second=0, microsecond=0),
        )


class PlanForm(MomentForm):
    """Something to come: kind, when, with whom of them, about what."""

    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, widget=forms.RadioSelect, initial="meeting")
    day = DayField(label=_("Day"))
    clock = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}), initial=time(10))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=1440, required=False)
    subject = forms.CharField(label=_("About what"), max_length=255, required=False)

    def __init__(self, *args: Any, row: Any, me: Person | None, today: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["contacts"] = forms.ModelMultipleChoiceField(
            people_there(row, today),
            label=_("Who of them"),
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        self.fields["person"] = forms.ModelChoiceField(
            us(), label=_("Who of us"), initial=me, widget=SearchSelect(), empty_label=None
        )
        self.fields["day"].initial = today


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=400, required=False)
