"""People as trees: who reports to whom, and who belongs to which team, on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from suki.apps.people.models import Person, ReportingLine, Team, TeamMember
from suki.base.dated import on_day
from suki.base.lists import Node

_DEEPEST = 30


def people_on(day: date) -> dict[int, Person]:
    """Everybody who works for the firm on a day, by id, in the order of their names."""
    working = (
        Person.objects.in_use().exclude(employed__fully_lt=(day, None)).exclude(employed__startswith__gt=day)
    )
    return {person.pk: person for person in working.order_by("sort_key", "id")}


def reporting_tree(day: date) -> tuple[Node, ...]:
    """The firm from the top: whoever reports to nobody comes first."""
    people = people_on(day)
    lines = dict(ReportingLine.objects.filter(on_day(day)).values_list("person_id", "manager_id"))
    below: dict[int | None, list[int]] = {}
    for person_id in people:
        manager = lines.get(person_id)
        below.setdefault(manager if manager in people else None, []).append(person_id)
    placed: set[int] = set()

    def node(person_id: int, deep: int) -> Node:
        placed.add(person_id)
        under = [each for each in below.get(person_id, ()) if each not in placed and deep < _DEEPEST]
        children = tuple(node(each, deep + 1) for each in under if each not in placed)
        return _person_node(people[person_id], children)

    tops = [node(person_id, 1) for person_id in below.get(None, ())]
    tops += [node(person_id, 1) for person_id in people if person_id not in placed]
    return tuple(tops)


def team_tree(day: date) -> tuple[Node, ...]:
    """Teams with the teams and people in them; at the end, who belongs to none."""
    people = people_on(day)
    members: dict[int, list[tuple[Person, bool]]] = {}
    for team_id, person_id, is_lead in _members(day):
        if person_id in people:
            members.setdefault(team_id, []).append((people[person_id], is_lead))
    teams = list(Team.objects.in_use().order_by("name"))
    below: dict[int | None, list[Team]] = {}
    for team in teams:
        below.setdefault(team.parent_id, []).append(team)

    def node(team: Team) -> Node:
        own = [
            _person_node(person, (), aside=_("leads") if is_lead else person.title)
            for person, is_lead in members.get(team.pk, ())
        ]
        children = (*(node(each) for each in below.get(team.pk, ())), *own)
        return Node(f"t{team.pk}", team.name, aside=str(len(own) or ""), children=children, is_open=True)

    belonging = {person.pk for rows in members.values() for person, _is_lead in rows}
    without = tuple(_person_node(person) for person in people.values() if person.pk not in belonging)
    loose = (Node("t0", _("In no team"), aside=str(len(without)), children=without),) if without else ()
    return (*(node(team) for team in below.get(None, ())), *loose)


def _members(day: date) -> Iterable[Any]:
    rows = TeamMember.objects.filter(on_day(day)).order_by("-is_lead", "person__sort_key")
    return rows.values_list("team_id", "person_id", "is_lead")


def _person_node(person: Person, children: tuple[Node, ...] = (), aside: str | None = None) -> Node:
    href = reverse("person", args=[person.pk])
    said = person.title if aside is None else aside
    tail = str(len(children)) if children else ""
    return Node(
        f"p{person.pk}", person.name, href=href, aside=said, tail=tail, children=children, is_open=True
    )
