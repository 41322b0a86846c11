"""My own page: how Suki speaks to me and looks, when I work, when I am away, what I know."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from suki.apps.people.actions import set_working_hours
from suki.apps.people.forms import HabitsForm, HoursForm
from suki.apps.people.models import Person
from suki.base.access import Can, screen
from suki.base.answers import was_done
from suki.base.languages import CODES
from suki.base.models import User
from suki.base.toasts import toast


@screen(Can.SIGN_IN)
def profile(request: HttpRequest) -> HttpResponse:
    """My language, my theme, my hours; absences and skills beside them."""
    person = Person.objects.filter(user=request.user).first()
    asked = request.POST if request.method == "POST" else None
    is_hours = asked is not None and asked.get("part") == "hours"
    habits = HabitsForm(None if is_hours else asked, initial=_habits(request.user))
    hours = HoursForm(
        asked if is_hours else None, week=person.working_hours if person else {}, auto_id="hours_%s"
    )
    if asked is not None:
        form = hours if is_hours else habits
        act = _keep_hours(request.user, person) if is_hours else _keep_habits(request)
        if form.is_valid() and was_done(form, act):
            toast(request, _("Kept."))
            return redirect("profile")
    page = {"person": person, "habits": habits, "hours": hours}
    return render(request, "people/profile.html", page, status=422 if habits.errors or hours.errors else 200)


def _habits(user: Any) -> dict[str, str]:
    return {"language": user.language, "theme": user.theme}


def _keep_habits(request: HttpRequest) -> Any:
    def keep(language: str, theme: str) -> None:
        User.objects.filter(pk=request.user.pk).update(language=language, theme=theme)
        if language in CODES:
            request.session["language"] = language
        else:
            request.session.pop("language", None)

    return keep


def _keep_hours(actor: Any, person: Person | None) -> Any:
    def keep(week: dict[str, list[str]]) -> None:
        if person is not None:
            set_working_hours(actor=actor, person=person, week=week)

    return keep
