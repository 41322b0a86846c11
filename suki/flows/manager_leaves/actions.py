"""Planning that somebody leaves, taking the plan back, and what happens when the day has come."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from suki.apps.company.queries import default_entity
from suki.apps.people.actions import leave
from suki.apps.people.identity.actions import close_sign_in
from suki.apps.people.leading import led
from suki.apps.people.models import Person
from suki.base.access import SYSTEM, Can, action
from suki.base.dated import on_day
from suki.base.formats import day_text
from suki.base.history import record
from suki.flows.manager_leaves.moving import Successors, move_work
from suki.flows.models import Departure
from suki.kernel.errors import RuleBroken

log = logging.getLogger(__name__)


class _OnlyTried(Exception):
    """Takes back what was only tried."""


@action(Can.MANAGE_PEOPLE)
def plan_departure(
    *,
    actor: Any,
    person: Person,
    last_day: date,
    successor: Person,
    others: Mapping[int, Person] | None = None,
) -> Departure:
    """Somebody leaves: functions and sign-in end with their last day, and their work moves the day after, as a whole.

    It is tried at once, so that a refusal comes now and not on the day.
    """
    person = led(actor, person)
    others = dict(others or {})
    since = last_day + timedelta(days=1)
    for each in {successor, *others.values()}:
        _check_successor(each, person, since)
    if Departure.objects.filter(person=person, moved_at__isnull=True, archived_at__isnull=True).exists():
        raise RuleBroken(_("That {person} leaves is planned already."), person=person)
    leave(actor=actor, person=person, last_day=last_day)
    departure = Departure.objects.create(
        person=person, last_day=last_day, successor=successor, planned_by=None if actor is SYSTEM else actor,
        others={str(account): each.pk for account, each in others.items()},
    )  # fmt: skip
    record("departure planned", actor=actor, about=person, last_day=last_day, successor=successor)
    if since <= default_entity().today:
        _move(departure, actor)
    else:
        _try(departure)
    return departure


@action(Can.MANAGE_PEOPLE)
def withdraw_departure(*, actor: Any, departure: Departure) -> Departure:
    """The work stays where it is after all; the last day stands until it is changed on the person's page."""
    found: Departure = Departure.objects.select_related("person").locked(departure.pk)
    if actor is SYSTEM or found.planned_by_id != actor.pk:
        led(actor, found.person)
    if found.moved_at is not None:
        raise RuleBroken(_("The work has moved already."))
    found.archived_at = timezone.now()
    found.save()
    record("departure withdrawn", actor=actor, about=found.person)
    return found


def carry_out_departures() -> int:
    """Move the work of those whose last day is over, and close their sign-in; safe to run twice."""
    moved, today = 0, default_entity().today
    due = Departure.objects.in_use().filter(moved_at__isnull=True, last_day__lt=today)
    for pk in list(due.order_by("last_day", "pk").values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                found = due.filter(pk=pk).select_for_update(of=("self",), skip_locked=True).first()
                if found is not None:
                    _move(found, found.planned_by or SYSTEM)
                    moved += 1
        except RuleBroken as refused:
            log.warning("Departure %s: %s", pk, refused)
            Departure.objects.filter(pk=pk).exclude(problem=str(refused)).update(problem=str(refused))
    return moved


def _check_successor(successor: Person, leaver: Person, since: date) -> None:
    if successor.pk == leaver.pk:
        raise RuleBroken(_("Nobody follows themselves."))
    if not successor.functions.filter(on_day(since)).exists():
        raise RuleBroken(
            _("{person} has no function on {day}, and could not go on with the work."),
            person=successor, day=day_text(since),
        )  # fmt: skip


def _move(departure: Departure, actor: Any) -> None:
    since = departure.last_day + timedelta(days=1)
    counts = move_work(departure.person, _successors(departure), since, reason=_reason(departure))
    departure.moved_at, departure.moved, departure.problem = timezone.now(), counts, ""
    departure.save()
    if departure.person.user is not None and departure.person.user.is_active:
        close_sign_in(actor=SYSTEM, person=departure.person)
    record(
        "work moved", actor=actor, about=departure.person, leaver=departure.person, since=since, counts=counts
    )


def _try(departure: Departure) -> None:
    """Move everything and take it back: what would be refused is refused now."""
    since = departure.last_day + timedelta(days=1)
    try:
        with transaction.atomic():
            move_work(departure.person, _successors(departure), since, reason="")
            raise _OnlyTried
    except _OnlyTried:
        pass


def _successors(departure: Departure) -> Successors:
    people = Person.objects.in_bulk(departure.others.values())
    return Successors(
        departure.successor,
        {int(account): people[pk] for account, pk in departure.others.items() if pk in people},
    )


def _reason(departure: Departure) -> str:
    return _("{person} has left").format(person=departure.person)
