"""Forms of the first run that no other screen has."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suki.apps.people.identity.forms import NewPasswordForm
from suki.apps.people.roster import Colleague, read_roster
from suki.base.access import Function
from suki.desk.first_run.code import is_right
from suki.kernel.errors import BadInput


class CodeForm(forms.Form):
    """The code that `suki up` printed."""

    code = forms.CharField(
        label=gettext_lazy("One-time code"),
        max_length=40,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text=gettext_lazy("It stands where Suki was started, under its address."),
    )

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not is_right(code):
            raise ValidationError(_("That is not the code. It stands where Suki was started."))
        return code


class AdministratorForm(NewPasswordForm):
    """The first administrator."""

    field_order = ("name", "title", "email", "password")
    name = forms.CharField(label=gettext_lazy("Your name"), max_length=200)
    title = forms.CharField(
        label=gettext_lazy("Your title"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("As it stands on your card. It suggests what your day is about."),
    )
    email = forms.EmailField(
        label=gettext_lazy("Mail address"),
        widget=forms.EmailInput({"autocomplete": "username"}),
        help_text=gettext_lazy("You sign in with it."),
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()


class RosterForm(forms.Form):
    """A list of colleagues, pasted or as a file."""

    pasted = forms.CharField(
        label=gettext_lazy("Paste a list"),
        required=False,
        widget=forms.Textarea(
            {"rows": 8, "spellcheck": "false", "placeholder": "Ana Reyes, Account Manager, ana@…"}
        ),
        help_text=gettext_lazy(
            "One person a line: name, title, mail address. From a sheet, copy the columns."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file"), required=False, widget=forms.FileInput({"accept": ".csv,.txt,.tsv"})
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        text = given.get("pasted") or _text_of(given.get("file"))
        if not text.strip():
            raise ValidationError(_("Paste a list or choose a file, or go on without."))
        try:
            given["colleagues"] = read_roster(text)
        except BadInput as bad:
            raise ValidationError([problem.what for problem in bad.problems[:20]]) from None
        return given


class ColleagueForm(forms.Form):
    """One line of the list, to look over: what the title suggests can be changed."""

    is_in = forms.BooleanField(required=False, initial=True, label=gettext_lazy("take over"))
    name = forms.CharField(max_length=200, label=gettext_lazy("Name"))
    title = forms.CharField(max_length=120, required=False, label=gettext_lazy("Title"))
    email = forms.EmailField(required=False, label=gettext_lazy("Mail address"))
    function = forms.ChoiceField(choices=Function.choices, label=gettext_lazy("Function"))

    def colleague(self) -> Colleague:
        given = self.cleaned_data
        return Colleague(
            given["name"], given["title"], given["email"].lower(), (Function(given["function"]),)
        )


ColleagueForms = forms.formset_factory(ColleagueForm, extra=0, max_num=500, absolute_max=500)


def forms_for(colleagues: list[Colleague]) -> Any:
    """A form for each colleague of a list that was read."""
    lines = [
        {
            "is_in": True,
            "name": each.name,
            "title": each.title,
            "email": each.email,
            "function": each.functions[0].value,
        }
        for each in colleagues
    ]
    return ColleagueForms(initial=lines, prefix="line")


def _text_of(file: Any) -> str:
    if file is None:
        return ""
    content = file.read(1 << 20)
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return str(content.decode(encoding))
        except UnicodeDecodeError:
            continue
    return ""
