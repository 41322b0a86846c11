"""Changes to people: hiring, functions, teams, reporting lines, territories. All from a day on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from psycopg.types.range import DateRange

from suki.apps.people.leading import led, may_give, own_or_led
from suki.apps.people.models import (
    Absence,
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
from suki.apps.people.queries import people_below
from suki.apps.people.titles import suggested_functions
from suki.base.access import Can, Function, Reach, action, reach_of
from suki.base.dated import end_before, from_to, make_room
from suki.base.history import record
from suki.base.models import User
from suki.kernel.errors import RuleBroken
from suki.kernel.worktime import WorkCalendar


@action(Can.MANAGE_PEOPLE)
def hire(
    *, actor: Any, name: str, title: str, since: date, functions: list[Function] | None = None, **facts: Any
) -> Person:
    """Somebody joins the firm. Without functions given, their title suggests them."""
    chosen = functions if functions is not None else suggested_functions(title)
    for function in chosen:
        may_give(actor, Function(function))
    if not name.strip():
        raise RuleBroken(_("A person needs a name."))
    person = Person.objects.create(name=name.strip(), title=title, employed=DateRange(since, None), **facts)
    for function in chosen:
        PersonFunction.objects.create(person=person, function=function, valid=DateRange(since, None))
    if reach_of(actor, Can.MANAGE_PEOPLE) is not Reach.ALL:
        ReportingLine.objects.create(person=person, manager=actor.person, valid=DateRange(since, None))
    record("person hired", actor=actor, about=person, since=since, title=title)
    return person


@action(Can.MANAGE_PEOPLE)
def change_person(*, actor: Any, person: Person, revision: int | None = None, **facts: Any) -> Person:
    """Another name, title, address or language; what it was before stays in the history."""
    person = led(actor, person, revision)
    before = {name: getattr(person, name) for name in facts}
    for name, value in facts.items():
        setattr(person, name, value)
    if not person.name.strip():
        raise RuleBroken(_("A person needs a name."))
    person.save()
    changed = {name: value for name, value in facts.items() if before[name] != value}
    record("person changed", actor=actor, about=person, **changed)
    return person


@action(Can.MANAGE_PEOPLE)
def leave(*, actor: Any, person: Person, last_day: date) -> Person:
    """Somebody's last day with the firm. Their functions, teams and lines end with it; what they did stays."""
    person = led(actor, person)
    if person.user_id is not None and person.user_id == actor.pk:
        raise RuleBroken(_("Somebody else has to enter your last day."))
    start = person.employed.lower if person.employed else None
    if start and last_day < start:
        raise RuleBroken(_("{person} joined on {day}.").format(person=person, day=start))
    person.employed = from_to(start, last_day)
    person.save()
    end = last_day + timedelta(days=1)
    for rows in (PersonFunction, ReportingLine, TeamMember, DepartmentMember, TerritoryMember):
        _end_rows(rows.objects.filter(person=person), end)
    record("person left", actor=actor, about=person, last_day=last_day)
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
    person = led(actor, person)
    may_give(actor, Function(function))
    if person.functions.filter(valid__overlap=DateRange(since, None), function=function).exists():
        raise RuleBroken(
            _("{person} has the function {function} already then.").format(
                person=person, function=Function(function).label
            )
        )
    given = PersonFunction.objects.create(person=person, function=function, valid=DateRange(since, None))
    record("function given", actor=actor, about=person, function=str(function), since=since)
    return given


@action(Can.MANAGE_PEOPLE)
def take_function(*, actor: Any, person: Person, function: Function, last_day: date) -> None:
    """A function ends with a day; what somebody had before stays known."""
    person = led(actor, person)
    may_give(actor, Function(function))
    held = (
        PersonFunction.objects.select_for_update()
        .filter(person=person, function=function, valid__contains=last_day)
        .first()
    )
    if held is None:
        raise RuleBroken(_("{person} does not have this function on that day.").format(person=person))
    end_before(held, last_day + timedelta(days=1))
    record("function taken", actor=actor, about=person, function=str(function), last_day=last_day)


@action(Can.MANAGE_PEOPLE)
def report_to(*, actor: Any, person: Person, manager: Person, since: date) -> ReportingLine:
    """From a day on, somebody reports to a manager; the line before ends on the eve. Lines make no circle."""
    person = led(actor, person)
    led(actor, manager)
    if manager.pk in people_below([person.pk], since):
        raise RuleBroken(
            _("{manager} reports to {person} then; lines make no circle.").format(
                manager=manager, person=person
            )
        )
    make_room(ReportingLine.objects.filter(person=person), since)
    line = ReportingLine.objects.create(person=person, manager=manager, valid=DateRange(since, None))
    record("manager changed", actor=actor, about=person, manager=manager.pk, since=since)
    return line


@action(Can.MANAGE_PEOPLE)
def join_team(*, actor: Any, person: Person, team: Team, since: date, is_lead: bool = False) -> TeamMember:
    """From a day on, somebody belongs to a team (or leads it); a member leaves the team before on the eve."""
    person = led(actor, person)
    make_room(TeamMember.objects.filter(person=person, team=team), since)
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
    person = led(actor, person)
    make_room(DepartmentMember.objects.filter(person=person, department=department), since)
    member = DepartmentMember.objects.create(
        person=person, department=department, is_lead=is_lead, valid=DateRange(since, None)
    )
    record("department joined", actor=actor, about=person, department=department.pk, since=since)
    return member


@action(Can.MANAGE_PEOPLE)
def cover_territory(*, actor: Any, person: Person, territory: Territory, since: date) -> TerritoryMember:
    """From a day on, somebody is responsible for a territory."""
    person = led(actor, person)
    make_room(TerritoryMember.objects.filter(person=person, territory=territory), since)
    member = TerritoryMember.objects.create(person=person, territory=territory, valid=DateRange(since, None))
    record("territory covered", actor=actor, about=person, territory=territory.pk, since=since)
    return member


@action(Can.MANAGE_PEOPLE)
def leave_group(*, actor: Any, member: Any, last_day: date) -> None:
    """Somebody's last day in a team, a department, a territory or under a manager."""
    led(actor, member.person)
    if member.valid.lower and last_day < member.valid.lower:
        raise RuleBroken(_("That begins on {day} only.").format(day=member.valid.lower))
    end_before(member, last_day + timedelta(days=1))
    record(
        f"{member._meta.model_name} ended", actor=actor, about=member.person, row=member.pk, last_day=last_day
    )


@action(Can.MANAGE_PEOPLE)
def move_team(*, actor: Any, team: Team, parent: Team | None) -> Team:
    """A team becomes part of another, or stands by itself; it cannot become part of itself."""
    team = Team.objects.locked(team.pk)
    above = parent
    while above is not None:
        if above.pk == team.pk:
            raise RuleBroken(_("{parent} is part of {team}.").format(parent=parent, team=team))
        above = above.parent
    team.parent = parent
    team.save()
    record("team moved", actor=actor, about=team, parent=parent)
    return team


@action(Can.SIGN_IN)
def set_working_hours(*, actor: Any, person: Person, week: dict[str, list[str]]) -> Person:
    """When somebody is at work; promises and reminders keep to it."""
    if week:
        WorkCalendar("UTC", week)
    person = own_or_led(actor, person)
    person.working_hours = week
    person.save()
    record("working hours set", actor=actor, about=person)
    return person


@action(Can.SIGN_IN)
def be_away(
    *, actor: Any, person: Person, first: date, last: date, cover: Person | None = None, note: str = ""
) -> Absence:
    """Days (both in) on which somebody is away, and who covers for them."""
    person = own_or_led(actor, person)
    if last < first:
        raise RuleBroken(_("The last day lies before the first."))
    days = from_to(first, last)
    if cover is not None and cover.pk == person.pk:
        raise RuleBroken(_("Nobody covers for themselves."))
    if Absence.objects.filter(person=person, valid__overlap=days).exists():
        raise RuleBroken(_("{person} is away on some of these days already.").format(person=person))
    if cover is not None and Absence.objects.filter(person=cover, valid__overlap=days).exists():
        raise RuleBroken(_("{cover} is away then too; choose somebody else.").format(cover=cover))
    absence = Absence.objects.create(person=person, cover=cover, valid=days, note=note)
    record("absence entered", actor=actor, about=person, first=first, last=last, cover=cover)
    return absence


@action(Can.SIGN_IN)
def stay(*, actor: Any, absence: Absence) -> None:
    """Somebody is not away after all."""
    person = own_or_led(actor, absence.person)
    record("absence withdrawn", actor=actor, about=person, days=str(absence.valid))
    absence.delete()


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


def _end_rows(rows: Any, end: date) -> None:
    """What holds on the last day ends with it; what would begin later goes."""
    for row in rows.select_for_update():
        if row.valid.lower is not None and row.valid.lower >= end:
            row.delete()
        elif row.valid.upper is None or row.valid.upper > end:
            end_before(row, end)
