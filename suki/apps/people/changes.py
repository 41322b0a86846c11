"""Screens that change what is known about people; what has dates asks from when."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suki.apps.people import actions, forms
from suki.apps.people.identity import actions as identity
from suki.apps.people.models import Absence, Department, Person, PersonFunction, PersonSkill, Team, Territory
from suki.apps.people.record import MEMBERSHIPS
from suki.apps.people.skills import actions as skills
from suki.apps.people.views import may_change, person_for
from suki.base.access import Can, Function, screen
from suki.base.answers import form_answer
from suki.base.toasts import toast
from suki.kernel.errors import NotAllowed, RuleBroken

GROUPS: dict[str, Any] = {
    "team": (forms.TeamForm, actions.join_team),
    "department": (forms.DepartmentForm, actions.join_department),
    "territory": (forms.TerritoryForm, actions.cover_territory),
    "manager": (forms.ManagerForm, actions.report_to),
}
FOUNDED: dict[str, Any] = {
    "team": (Team, actions.found_team),
    "department": (Department, actions.found_department),
    "territory": (Territory, actions.draw_territory),
}


def _titles(kind: str) -> tuple[str, str]:
    return {
        "team": (_("Change team"), _("New team")),
        "department": (_("Change department"), _("New department")),
        "territory": (_("Give a territory"), _("New territory")),
        "manager": (_("Change manager"), ""),
    }[kind]


def _on_person(request: HttpRequest, person: Person, form: Any, act: Any, **page: Any) -> HttpResponse:
    place = reverse("person", args=[person.pk])
    page.setdefault("word", page["title"])
    page.setdefault("said", _("Kept."))
    crumbs = [(_("People"), reverse("people")), (person.name, place)]
    return form_answer(request, form, act, on=place, crumbs=crumbs, **page)


def _led(request: HttpRequest, person_id: int) -> Person:
    """The person, if the reader leads them; who reads but does not lead is refused before a form is shown."""
    person = person_for(request.user, person_id)
    if not may_change(request.user, person):
        raise PermissionDenied(_("{person} does not report to you.").format(person=person))
    return person


def _own_or_led(request: HttpRequest, person_id: int) -> Person:
    """Oneself, or somebody one leads."""
    person = person_for(request.user, person_id)
    return person if person.user_id == request.user.pk else _led(request, person_id)


@screen(Can.MANAGE_PEOPLE)
def hire(request: HttpRequest) -> HttpResponse:
    """Somebody joins the firm."""
    form = forms.HireForm(request.POST or None)
    act = partial(actions.hire, actor=request.user)
    crumbs = [(_("People"), reverse("people"))]
    page = {"title": _("New person"), "word": _("Add the person"), "said": _("Added."), "crumbs": crumbs}
    return form_answer(request, form, act, on=reverse("people"), **page)


@screen(Can.MANAGE_PEOPLE)
def edit(request: HttpRequest, person_id: int) -> HttpResponse:
    """Name, title, address, language."""
    person = _led(request, person_id)
    known = {name: getattr(person, name) for name in forms.PersonForm.base_fields}
    form = forms.PersonForm(request.POST or None, initial=known)
    act = partial(actions.change_person, actor=request.user, person=person)
    return _on_person(request, person, form, act, title=_("Edit person"), word=_("Save"))


@screen(Can.MANAGE_PEOPLE)
def function(request: HttpRequest, person_id: int) -> HttpResponse:
    """From a day on, somebody has one more function."""
    person = _led(request, person_id)
    form = forms.FunctionForm(request.POST or None)
    act = partial(actions.give_function, actor=request.user, person=person)
    return _on_person(request, person, form, act, title=_("Give a function"))


@screen(Can.MANAGE_PEOPLE)
def function_end(request: HttpRequest, person_id: int, row_id: int) -> HttpResponse:
    """A function ends with a day."""
    person = _led(request, person_id)
    held = get_object_or_404(PersonFunction, person=person, pk=row_id)
    form = forms.LastDayForm(request.POST or None)
    act = partial(actions.take_function, actor=request.user, person=person, function=Function(held.function))
    return _on_person(
        request, person, form, act, title=_("End the function"), sub=held.get_function_display()
    )


@screen(Can.MANAGE_PEOPLE)
def group(request: HttpRequest, person_id: int, kind: str) -> HttpResponse:
    """From a day on: another team, department, territory or manager."""
    person = _led(request, person_id)
    make, act = _known(GROUPS, kind)
    form = make(request.POST or None)
    act = partial(act, actor=request.user, person=person)
    return _on_person(request, person, form, act, title=_titles(kind)[0])


@screen(Can.MANAGE_PEOPLE)
def group_end(request: HttpRequest, person_id: int, kind: str, row_id: int) -> HttpResponse:
    """The last day in a team, a department, a territory or under a manager."""
    person = _led(request, person_id)
    member = get_object_or_404(_known(MEMBERSHIPS, kind), person=person, pk=row_id)
    form = forms.LastDayForm(request.POST or None)
    act = partial(actions.leave_group, actor=request.user, member=member)
    return _on_person(request, person, form, act, title=_("Enter the last day"), sub=str(member))


@screen(Can.MANAGE_PEOPLE)
def leave(request: HttpRequest, person_id: int) -> HttpResponse:
    """Somebody's last day with the firm."""
    person = _led(request, person_id)
    form = forms.LastDayForm(request.POST or None)
    act = partial(actions.leave, actor=request.user, person=person)
    lead = _(
        "Functions, teams and reporting lines end with it. Accounts stay with the person until they are handed over."
    )
    return _on_person(request, person, form, act, title=_("Enter the last day"), sub=person.name, lead=lead)


@screen(Can.MANAGE_PEOPLE)
def found(request: HttpRequest, kind: str) -> HttpResponse:
    """A new team, department or territory."""
    model, act = _known(FOUNDED, kind)
    form = forms.NewTeamForm(request.POST or None, model=model)
    title = _titles(kind)[1]
    place = reverse("teams")
    page = {"title": title, "word": _("Add"), "said": _("Added."), "crumbs": [(_("Teams"), place)]}
    return form_answer(request, form, partial(act, actor=request.user), on=place, **page)


@screen(Can.MANAGE_PEOPLE)
def move_line(request: HttpRequest) -> HttpResponse:
    """A person was put under another in the tree: from when?"""
    person = person_for(request.user, _number(request, "node", "p"))
    manager = person_for(request.user, _number(request, "parent", "p"))
    form = forms.SinceForm(request.POST or None)
    act = partial(actions.report_to, actor=request.user, person=person, manager=manager)
    lead = _("{person} will report to {manager}.").format(person=person, manager=manager)
    return _moved(request, form, act, lead, "reporting_lines")


@screen(Can.MANAGE_PEOPLE)
def move_member(request: HttpRequest) -> HttpResponse:
    """A person, or a whole team, was put into a team in the tree."""
    team = get_object_or_404(Team.objects.visible_to(request.user), pk=_number(request, "parent", "t"))
    node = request.GET.get("node", "")
    if node.startswith("t"):
        moved = get_object_or_404(Team.objects.visible_to(request.user), pk=_number(request, "node", "t"))
        lead = _("{team} will be part of {parent}.").format(team=moved, parent=team)
        act = partial(actions.move_team, actor=request.user, team=moved, parent=team)
        return _moved(request, Form(request.POST if request.method == "POST" else None), act, lead, "teams")
    person = person_for(request.user, _number(request, "node", "p"))
    lead = _("{person} will belong to {team}.").format(person=person, team=team)
    act = partial(actions.join_team, actor=request.user, person=person, team=team)
    return _moved(request, forms.SinceForm(request.POST or None), act, lead, "teams")


def _moved(request: HttpRequest, form: Any, act: Any, lead: str, on: str) -> HttpResponse:
    page = {"title": _("From when?"), "word": _("Move"), "said": _("Moved."), "lead": lead}
    return form_answer(request, form, act, on=reverse(on), **page)


@screen(Can.SIGN_IN)
def absence(request: HttpRequest, person_id: int) -> HttpResponse:
    """Days away, and who covers."""
    person = _own_or_led(request, person_id)
    form = forms.AbsenceForm(request.POST or None)
    act = partial(actions.be_away, actor=request.user, person=person)
    return _on_person(request, person, form, act, title=_("Enter an absence"))


@screen(Can.SIGN_IN)
@require_POST
def absence_end(request: HttpRequest, person_id: int, row_id: int) -> HttpResponse:
    """Not away after all."""
    person = _own_or_led(request, person_id)
    away = get_object_or_404(Absence, person=person, pk=row_id)
    return _done(request, person, partial(actions.stay, absence=away), _("The absence is withdrawn."))


@screen(Can.SIGN_IN)
def skill(request: HttpRequest, person_id: int) -> HttpResponse:
    """Note a skill with what shows it."""
    person = _own_or_led(request, person_id)
    form = forms.SkillForm(request.POST or None, initial={"kind": request.GET.get("kind", "expertise")})
    act = partial(skills.note_skill, actor=request.user, person=person)
    return _on_person(request, person, form, act, title=_("Note a skill"))


@screen(Can.SIGN_IN)
@require_POST
def skill_drop(request: HttpRequest, person_id: int, row_id: int) -> HttpResponse:
    """Drop a skill."""
    person = _own_or_led(request, person_id)
    noted = get_object_or_404(PersonSkill, person=person, pk=row_id)
    return _done(request, person, partial(skills.drop_skill, noted=noted), _("The skill is dropped."))


@screen(Can.MANAGE_PEOPLE)
@require_POST
def skill_confirm(request: HttpRequest, person_id: int, row_id: int) -> HttpResponse:
    """Vouch for a skill."""
    person = person_for(request.user, person_id)
    noted = get_object_or_404(PersonSkill, person=person, pk=row_id)
    return _done(request, person, partial(skills.confirm_skill, noted=noted), _("Confirmed."))


@screen(Can.MANAGE_COMPANY)
def link(request: HttpRequest, person_id: int) -> HttpResponse:
    """A one-time link to hand to the person; shown once."""
    person = person_for(request.user, person_id)
    page: dict[str, Any] = {"person": person}
    if request.method == "POST":
        try:
            path = identity.give_link(actor=request.user, person=person)
            page["link"] = request.build_absolute_uri(path)
        except RuleBroken as broken:
            page["trouble"] = str(broken)
    return render(request, "people/link.html", page, status=422 if "trouble" in page else 200)


@screen(Can.MANAGE_COMPANY)
@require_POST
def sign_in_change(request: HttpRequest, person_id: int, change: str) -> HttpResponse:
    """Close or open a sign-in, or take lost second factors away."""
    person = person_for(request.user, person_id)
    changes = {
        "close": (identity.close_sign_in, _("The sign-in is closed.")),
        "open": (identity.open_sign_in, _("The sign-in is open again.")),
        "factors": (identity.drop_second_factors, _("The second factors are removed.")),
    }
    act, said = _known(changes, change)
    return _done(request, person, partial(act, person=person), said)


def _done(request: HttpRequest, person: Person, act: Any, said: str) -> HttpResponse:
    """One button, one act; a refusal is said on the person's page."""
    try:
        act(actor=request.user)
        toast(request, said)
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from None
    except RuleBroken as broken:
        toast(request, str(broken))
    return redirect("person", person.pk)


def _known(places: dict[str, Any], name: str) -> Any:
    if name not in places:
        raise Http404
    return places[name]


def _number(request: HttpRequest, name: str, mark: str) -> int:
    """The id of a node of the tree, as the tree writes it: p12 is a person, t3 a team."""
    said = request.GET.get(name, "")
    if not said.startswith(mark) or not said[1:].isdecimal():
        raise Http404
    return int(said[1:])
