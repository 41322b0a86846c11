"""Screens about people and teams: the list, a person, the trees."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from suki.apps.people.models import Absence, Person, PersonSkill
from suki.apps.people.queries import people_led_by
from suki.apps.people.record import facts_about, present_of
from suki.apps.people.telling import told
from suki.apps.people.trees import reporting_tree, team_tree
from suki.base.access import Can, Reach, can, reach_of, screen
from suki.base.formats import day_text
from suki.base.history import events_about
from suki.base.lists import Tab
from suki.base.marks import state
from suki.base.names import search_form
from suki.base.partials import is_partial
from suki.base.tables import Column, Table

MOST = 200


def person_for(actor: Any, person_id: int) -> Person:
    """The person, or 404."""
    found: Person = get_object_or_404(Person.objects.visible_to(actor).select_related("user"), pk=person_id)
    return found


def may_change(actor: Any, person: Person) -> bool:
    """Whether the actor may change what is known about a person."""
    reach = reach_of(actor, Can.MANAGE_PEOPLE)
    return reach is Reach.ALL or (
        reach is Reach.TEAM and person.pk in people_led_by(actor, timezone.localdate())
    )


def people_tabs(here: str, text: str = "") -> list[Tab]:
    """People as a list, by reporting line, by team."""
    places = (("people", _("People")), ("reporting_lines", _("Reporting lines")), ("teams", _("Teams")))
    return [Tab(label, reverse(name), is_here=name == here) for name, label in places]


@screen(Can.SEE_PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who works here, or worked here."""
    text, with_former = request.GET.get("q", ""), request.GET.get("show") == "all"
    today = timezone.localdate()
    found = Person.objects.visible_to(request.user).in_use().order_by("sort_key", "id")
    for word in search_form(text).split():
        found = found.filter(search_form__contains=word)
    if not with_former:
        found = found.exclude(employed__fully_lt=(today, None))
    rows = list(found[: MOST + 1])
    present = present_of([person.pk for person in rows], today)
    table = Table("people", _columns(present), rows[:MOST], caption=_("People"))
    page = {
        "table": table,
        "text": text,
        "with_former": with_former,
        "is_cut": len(rows) > MOST,
        "most": MOST,
    }
    page |= {"tabs": people_tabs("people"), "may_hire": can(request.user, Can.MANAGE_PEOPLE)}
    return render(request, "people/_list.html" if is_partial(request) else "people/list.html", page)


def _columns(present: dict[int, Any]) -> list[Column]:
    def away(person: Person) -> Any:
        until = present[person.pk].away_until
        return state("warn", _("away until {day}").format(day=day_text(until, "short"))) if until else ""

    return [
        Column(
            "name", _("Name"), "name", href=lambda person: reverse("person", args=[person.pk]), is_fixed=True
        ),
        Column("title", _("Title")),
        Column("functions", _("Functions"), value=lambda person: ", ".join(present[person.pk].functions)),
        Column("team", _("Team"), value=lambda person: present[person.pk].team, is_minor=True),
        Column("manager", _("Reports to"), value=lambda person: present[person.pk].manager, is_minor=True),
        Column("email", _("Mail address"), is_minor=True),
        Column("away", _("Away"), "markup", value=away, is_minor=True),
    ]


@screen(Can.SEE_PEOPLE)
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """One person: what their day is about, where they stand, what they know, and since when."""
    shown = person_for(request.user, person_id)
    today = timezone.localdate()
    is_own = shown.user_id == request.user.pk
    page = {
        "person": shown,
        "facts": facts_about(shown.pk, today),
        "has_left": bool(shown.employed and shown.employed.upper and shown.employed.upper <= today),
        "may_change": may_change(request.user, shown),
        "may_administer": can(request.user, Can.MANAGE_COMPANY),
        "is_own": is_own,
        "may_see_accounts": can(request.user, Can.SEE_ACCOUNTS),
    }
    return render(request, "people/person.html", page)


@screen(Can.SEE_PEOPLE)
def skills(request: HttpRequest, person_id: int) -> HttpResponse:
    """What somebody knows, how well, and what shows it."""
    shown = person_for(request.user, person_id)
    noted = PersonSkill.objects.filter(person=shown).select_related("skill", "confirmed_by")
    is_own, leads = shown.user_id == request.user.pk, may_change(request.user, shown)
    page = {
        "person": shown,
        "noted": noted.order_by("skill__kind", "-level", "skill__name"),
        "may_change": leads or is_own,
        "may_confirm": leads and not is_own,
    }
    return render(request, "people/_skills.html" if is_partial(request) else "people/skills.html", page)


@screen(Can.SEE_PEOPLE)
def absences(request: HttpRequest, person_id: int) -> HttpResponse:
    """When somebody is away, and who covers."""
    shown = person_for(request.user, person_id)
    today = timezone.localdate()
    concerned = Absence.objects.filter(Q(person=shown) | Q(cover=shown), valid__endswith__gt=today)
    rows = list(concerned.select_related("person", "cover").order_by("valid"))
    page = {
        "person": shown,
        "away": [row for row in rows if row.person_id == shown.pk],
        "covers": [row for row in rows if row.cover_id == shown.pk],
        "may_change": may_change(request.user, shown) or shown.user_id == request.user.pk,
    }
    return render(request, "people/_absences.html" if is_partial(request) else "people/absences.html", page)


@screen(Can.SEE_PEOPLE)
def history(request: HttpRequest, person_id: int) -> HttpResponse:
    """What happened about a person, newest first."""
    shown = person_for(request.user, person_id)
    if not (may_change(request.user, shown) or shown.user_id == request.user.pk):
        raise Http404
    events = events_about(shown).select_related("actor__person")[:200]
    page = {"person": shown, "events": told(events, request.user)}
    return render(request, "people/history.html", page)


@screen(Can.SEE_PEOPLE)
def reporting_lines(request: HttpRequest) -> HttpResponse:
    """The firm from the top."""
    page = {
        "nodes": reporting_tree(timezone.localdate()),
        "tabs": people_tabs("reporting_lines"),
        "label": _("Reporting lines"),
        "move": _move_address(request, "move_line"),
    }
    return render(request, "people/tree.html", page)


@screen(Can.SEE_PEOPLE)
def teams(request: HttpRequest) -> HttpResponse:
    """Teams and who belongs to them."""
    page = {
        "nodes": team_tree(timezone.localdate()),
        "tabs": people_tabs("teams"),
        "label": _("Teams"),
        "move": _move_address(request, "move_member"),
        "may_found": can(request.user, Can.MANAGE_PEOPLE),
    }
    return render(request, "people/tree.html", page)


def _move_address(request: HttpRequest, name: str) -> str:
    return f"{reverse(name)}?" if can(request.user, Can.MANAGE_PEOPLE) else ""
