"""Changes to people: hiring, functions, teams, reporting lines, territories. All from a day on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from psycopg.types.range import DateRange

from suki.apps.people.models import (
    Department,
    DepartmentMember,
    Person,
    PersonFunction,
    ReportingLine,
    Team,
    TeamMember,
    Territory,
    TerritoryMember,
)
from suki.apps.people.titles import suggested_functions
from suki.base.access import Can, Function, action
from suki.base.dated import end_before, make_room
from suki.base.history import record
from suki.base.models import User


@action(Can.MANAGE_PEOPLE)
def hire(
    *, actor: Any, name: str, title: str, since: date, functions: list[Function] | None = None, **facts: Any
) -> Person:
    """Somebody joins the firm. Without functions given, their title suggests them."""
    person = Person.objects.create(name=name, title=title, employed=DateRange(since, None), **facts)
    for function in functions if functions is not None else suggested_functions(title):
        PersonFunction.objects.create(person=person, function=function, valid=DateRange(since, None))
    record("person hired", actor=actor, about=person, since=since, title=title)
    return person


@action(Can.MANAGE_PEOPLE)
def give_sign_in(
    *, actor: Any, person: Person, email: str, password: str | None = None, password_hash: str = ""
) -> User:
    """Let a person sign in with a mail address and a password (or one that is hashed already)."""
    user = User.objects.create_user(email, password, password_hash=password_hash, language=person.language)
    person.user = user
    person.save()
    record("sign-in given", actor=actor, about=person)
    return user


@action(Can.MANAGE_PEOPLE)
def give_function(*, actor: Any, person: Person, function: Function, since: date) -> PersonFunction:
    """From a day on, somebody's day is (also) about this."""
    given = PersonFunction.objects.create(person=person, function=function, valid=DateRange(since, None))
    record("function given", actor=actor, about=person, function=str(function), since=since)
    return given


@action(Can.MANAGE_PEOPLE)
def take_function(*, actor: Any, person: Person, function: Function, last_day: date) -> None:
    """A function ends with a day; what somebody had before stays known."""
    held = PersonFunction.objects.select_for_update().get(
        person=person, function=function, valid__contains=last_day
    )
    end_before(held, last_day + timedelta(days=1))
    record("function taken", actor=actor, about=person, function=str(function), last_day=last_day)


@action(Can.MANAGE_PEOPLE)
def report_to(*, actor: Any, person: Person, manager: Person, since: date) -> ReportingLine:
    """From a day on, somebody reports to a manager; the line before ends on the eve."""
    make_room(ReportingLine.objects.filter(person=person), since)
    line = ReportingLine.objects.create(person=person, manager=manager, valid=DateRange(since, None))
    record("manager changed", actor=actor, about=person, manager=manager.pk, since=since)
    return line


@action(Can.MANAGE_PEOPLE)
def join_team(*, actor: Any, person: Person, team: Team, since: date, is_lead: bool = False) -> TeamMember:
    """From a day on, somebody belongs to a team (or leads it); a member leaves the team before on the eve."""
    if not is_lead:
        make_room(TeamMember.objects.filter(person=person, is_lead=False), since)
    member = TeamMember.objects.create(
        person=person, team=team, is_lead=is_lead, valid=DateRange(since, None)
    )
    record("team joined", actor=actor, about=person, team=team.pk, since=since)
    return member


@action(Can.MANAGE_PEOPLE)
def join_department(
    *, actor: Any, person: Person, department: Department, since: date, is_lead: bool = False
) -> DepartmentMember:
    """From a day on, somebody works in a department."""
    member = DepartmentMember.objects.create(
        person=person, department=department, is_lead=is_lead, valid=DateRange(since, None)
    )
    record("department joined", actor=actor, about=person, department=department.pk, since=since)
    return member


@action(Can.MANAGE_PEOPLE)
def cover_territory(*, actor: Any, person: Person, territory: Territory, since: date) -> TerritoryMember:
    """From a day on, somebody is responsible for a territory."""
    member = TerritoryMember.objects.create(person=person, territory=territory, valid=DateRange(since, None))
    record("territory covered", actor=actor, about=person, territory=territory.pk, since=since)
    return member


@action(Can.MANAGE_PEOPLE)
def found_team(*, actor: Any, name: str, parent: Team | None = None) -> Team:
    """A new team."""
    return _founded(Team(name=name, parent=parent), actor)


@action(Can.MANAGE_PEOPLE)
def found_department(*, actor: Any, name: str, parent: Department | None = None) -> Department:
    """A new department."""
    return _founded(Department(name=name, parent=parent), actor)


@action(Can.MANAGE_PEOPLE)
def draw_territory(*, actor: Any, name: str, parent: Territory | None = None, country: str = "") -> Territory:
    """A new territory."""
    return _founded(Territory(name=name, parent=parent, country=country), actor)


def _founded(row: Any, actor: Any) -> Any:
    row.save()
    record(f"{row._meta.model_name} founded", actor=actor, about=row, name=row.name)
    return row
