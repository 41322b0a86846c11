"""Forms about people."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suki.apps.people.models import Department, Level, Person, Skill, Team, Territory
from suki.base.access import Function
from suki.base.fields import DayField
from suki.base.formats import day_text
from suki.base.widgets import SearchSelect
from suki.kernel.errors import RuleBroken
from suki.kernel.worktime import WEEKDAYS, WorkCalendar

LANGUAGES = [("", gettext_lazy("as the browser asks")), *settings.LANGUAGES]


def person_field(label: Any, **options: Any) -> forms.ModelChoiceField:
    """Somebody who works here, chosen by typing some letters of the name."""
    people = Person.objects.in_use().order_by("sort_key", "id")
    return forms.ModelChoiceField(
        people, label=label, widget=SearchSelect(), empty_label=gettext_lazy("Choose"), **options
    )


def since_field(label: Any = "", **options: Any) -> DayField:
    """The first day on which something holds."""
    return DayField(label=label or gettext_lazy("From"), initial=timezone.localdate, **options)


class HireForm(forms.Form):
    """Somebody joins the firm."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120, required=False)
    function = forms.ChoiceField(
        label=gettext_lazy("Function"),
        required=False,
        choices=[("", gettext_lazy("as the title suggests")), *Function.choices],
        help_text=gettext_lazy("Decides what they see and may do. More can be added on their page."),
    )
    email = forms.EmailField(label=gettext_lazy("Mail address"), required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=60, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES, required=False)
    since = since_field(gettext_lazy("First day"))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        function = given.pop("function", "")
        return given | {"functions": [Function(function)] if function else None}


class PersonForm(forms.Form):
    """What is known about somebody that has no dates of its own."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120, required=False)
    email = forms.EmailField(label=gettext_lazy("Mail address"), required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=60, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)


class FunctionForm(forms.Form):
    """What somebody's day is also about."""

    function = forms.ChoiceField(label=gettext_lazy("Function"), choices=Function.choices)
    since = since_field()


class ManagerForm(forms.Form):
    """To whom somebody reports."""

    manager = person_field(gettext_lazy("Reports to"))
    since = since_field(help_text=gettext_lazy("Whoever was it before stays so up to the eve."))


class TeamForm(forms.Form):
    """Which team somebody belongs to."""

    team = forms.ModelChoiceField(Team.objects.in_use().order_by("name"), label=gettext_lazy("Team"))
    is_lead = forms.BooleanField(label=gettext_lazy("leads the team"), required=False)
    since = since_field(help_text=gettext_lazy("Members belong to one team a day; results count there."))


class DepartmentForm(forms.Form):
    """Which department somebody works in."""

    department = forms.ModelChoiceField(
        Department.objects.in_use().order_by("name"), label=gettext_lazy("Department")
    )
    is_lead = forms.BooleanField(label=gettext_lazy("leads the department"), required=False)
    since = since_field()


class TerritoryForm(forms.Form):
    """Which market somebody is responsible for."""

    territory = forms.ModelChoiceField(
        Territory.objects.in_use().order_by("name"), label=gettext_lazy("Territory")
    )
    since = since_field()


class LastDayForm(forms.Form):
    """The last day on which something holds."""

    last_day = DayField(label=gettext_lazy("Last day"), initial=timezone.localdate)


class NewTeamForm(forms.Form):
    """A team, a department or a territory."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    parent = forms.ModelChoiceField(Team.objects.none(), label=gettext_lazy("Part of"), required=False)

    def __init__(self, *args: Any, model: Any = Team, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["parent"].queryset = model.objects.in_use().order_by("name")  # type: ignore[attr-defined]


class SinceForm(forms.Form):
    """From which day a move in a tree holds."""

    since = since_field(help_text=gettext_lazy("What held before stays in the history up to the eve."))


class AbsenceForm(forms.Form):
    """Days away, and who covers."""

    first = DayField(label=gettext_lazy("First day"))
    last = DayField(label=gettext_lazy("Last day"))
    cover = person_field(
        gettext_lazy("Covered by"),
        required=False,
        help_text=gettext_lazy("Sees what needs somebody meanwhile."),
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=200, required=False)


class SkillForm(forms.Form):
    """What somebody knows, how well, and what shows it."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Skill.Kind.choices)
    name = forms.CharField(
        label=gettext_lazy("Skill"),
        max_length=120,
        help_text=gettext_lazy("“Cold chain”, “Retail”, “Vietnamese”, “Tenders of the state”."),
    )
    level = forms.TypedChoiceField(
        label=gettext_lazy("Level"), choices=Level.choices, coerce=int, initial=Level.WORKING
    )
    evidence = forms.CharField(
        label=gettext_lazy("Evidence"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("A client, a project, a certificate: what a colleague would believe."),
    )


class HabitsForm(forms.Form):
    """How Suki speaks to me and looks."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES, required=False)
    theme = forms.ChoiceField(
        label=gettext_lazy("Theme"),
        required=False,
        choices=[
            ("", gettext_lazy("as the system has it")),
            ("light", gettext_lazy("light")),
            ("dark", gettext_lazy("dark")),
        ],
    )


class HoursForm(forms.Form):
    """When somebody is at work, weekday by weekday."""

    def __init__(self, *args: Any, week: dict[str, list[str]] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        for place, day in enumerate(WEEKDAYS):
            self.fields[day] = forms.CharField(
                label=day_text(date(2026, 1, 5 + place), "weekday"),
                required=False,
                initial=", ".join((week or {}).get(day, ())),
                widget=forms.TextInput({"placeholder": _("free"), "autocomplete": "off"}),
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        week: dict[str, list[str]] = {}
        for day in WEEKDAYS:
            windows = [
                part.strip().replace("–", "-") for part in given.pop(day, "").split(",") if part.strip()
            ]
            if not windows:
                continue
            try:
                WorkCalendar("UTC", {day: windows})
            except RuleBroken:
                self.add_error(day, _("Write it like 09:00-12:00, 13:00-17:30."))
            week[day] = windows
        return {"week": week}
