"""Forms of handing clients over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from suki.apps.accounts.assigning.queries import Candidate, candidates_for
from suki.apps.accounts.models import Account, Contact
from suki.apps.people.models import Person
from suki.base.fields import DayField
from suki.base.formats import day_text, percent_text
from suki.flows.models import CreditRule, HandoffPolicy

_MOMENT = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class TakerForm(forms.Form):
    """Who takes a client over: whoever fits best stands first."""

    person = forms.TypedChoiceField(label=gettext_lazy("Taken over by"), required=False, empty_value=None)

    def __init__(self, *args: Any, account: Account, giver: int | None, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        found = [each for each in candidates_for(account, on) if each.person.pk != giver]
        self._people = {str(each.person.pk): each.person for each in found}
        field: Any = self.fields["person"]
        field.coerce = self._people.__getitem__
        field.choices = [("", _("nobody yet")), *((str(each.person.pk), _said(each)) for each in found)]


class MustTakeForm(TakerForm):
    """Somebody has to be chosen."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].required = True


class HandedPromiseForm(forms.Form):
    """Something that the client was told and that stands nowhere yet."""

    text = forms.CharField(label=gettext_lazy("What was promised"), max_length=400)
    due = DayField(label=gettext_lazy("Due"))
    contact = forms.ModelChoiceField(Contact.objects.none(), label=gettext_lazy("To whom"), required=False)

    def __init__(self, *args: Any, account: Account, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["contact"]
        field.queryset = Contact.objects.in_use().filter(positions__account=account).distinct()


class AnswerForm(forms.Form):
    """What was missing, said."""

    answer = forms.CharField(label=gettext_lazy("Answer"), widget=forms.Textarea({"rows": 3}))


class GapsForm(forms.Form):
    """What is missing, one thing a line."""

    gaps = forms.CharField(
        label=gettext_lazy("What is missing"),
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy("One thing a line; each is answered for itself."),
        required=False,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_gaps(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["gaps"].splitlines() if line.strip()]


class AcceptForm(forms.Form):
    """From which day on, and when the client is introduced to whoever looks after them now."""

    on = DayField(
        label=gettext_lazy("From"),
        help_text=gettext_lazy("From this day on the account is yours, with its promises."),
    )
    meet_at = forms.DateTimeField(
        label=gettext_lazy("Introduction, together with the client"),
        widget=_MOMENT,
        required=False,
        help_text=gettext_lazy("A proposal; leave it empty to plan it later."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class MeetingForm(forms.Form):
    """When the client is introduced to whoever looks after them."""

    at = forms.DateTimeField(label=gettext_lazy("When"), widget=_MOMENT)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, help_text=gettext_lazy("Stands in the history.")
    )


class NoticeForm(forms.Form):
    """What the client reads."""

    text = forms.CharField(
        label=gettext_lazy("Notice to the client"), widget=forms.Textarea({"rows": 18}), max_length=10_000
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class PolicyForm(forms.Form):
    """How a legal entity hands clients over."""

    trigger = forms.ChoiceField(label=gettext_lazy("Begins when"), choices=HandoffPolicy.Trigger.choices)
    hours_to_submit = forms.IntegerField(label=gettext_lazy("Working hours to hand over"), min_value=1)
    hours_to_answer = forms.IntegerField(label=gettext_lazy("Working hours to accept or return"), min_value=1)
    checklist = forms.CharField(
        label=gettext_lazy("Checklist"),
        widget=forms.Textarea({"rows": 8}),
        required=False,
        help_text=gettext_lazy(
            "One point a line. A point that must be done begins with an exclamation mark."
        ),
    )
    credit_rule = forms.ChoiceField(
        label=gettext_lazy("Credit for the first orders"), choices=CreditRule.choices
    )
    taper = forms.CharField(
        label=gettext_lazy("The representative's percent, month by month"),
        required=False,
        help_text=gettext_lazy("Only where the share falls month by month, for example: 100 75 50 25"),
    )

    def clean_checklist(self) -> list[tuple[str, bool]]:
        return list(read_points(self.cleaned_data["checklist"]))

    def clean_taper(self) -> list[int]:
        words = self.cleaned_data["taper"].replace(",", " ").replace("%", " ").split()
        if not all(word.isdecimal() for word in words):
            raise forms.ValidationError(_("Write whole percents with spaces between them: 100 75 50 25."))
        return [int(word) for word in words]


def read_points(text: str) -> Iterable[tuple[str, bool]]:
    """The points of a checklist as they are written: `!` before those that must be done."""
    for line in text.splitlines():
        if point := line.strip().lstrip("!").strip():
            yield point, line.strip().startswith("!")


def written_points(points: Sequence[tuple[str, bool]]) -> str:
    """The other way round."""
    return "\n".join(f"! {text}" if is_required else text for text, is_required in points)


class LeaverForm(forms.Form):
    """From which day on, and who follows."""

    last_day = DayField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("Functions and sign-in end with this day; the work moves the day after."),
    )
    successor = forms.ModelChoiceField(
        Person.objects.none(),
        label=gettext_lazy("Everything goes to"),
        help_text=gettext_lazy("Below, single accounts may go to somebody else."),
    )

    def __init__(self, *args: Any, people: Iterable[int], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["successor"]
        field.queryset = Person.objects.filter(pk__in=list(people)).order_by("sort_key")


def _said(candidate: Candidate) -> str:
    score = candidate.fit.score
    parts = [candidate.person.name]
    if score is not None:
        parts.append(_("fit {percent}").format(percent=percent_text(score, 0)))
    count = candidate.accounts
    parts.append(ngettext("leads {count} account", "leads {count} accounts", count).format(count=count))
    if candidate.away_until:
        parts.append(_("away until {day}").format(day=day_text(candidate.away_until)))
    return ", ".join(parts)
