"""Questions about people: their functions on a day, who stands below whom, who belongs to which team."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from suki.apps.company.models import FieldMask
from suki.apps.people.models import Person, PersonFunction, TerritoryMember
from suki.apps.people.reach import people_in_reach
from suki.base.access import Can, Reach, reach_of
from suki.base.dated import on_day

_BELOW = """
    WITH RECURSIVE below(id) AS (
        SELECT unnest(%s::bigint[])
        UNION
        SELECT r.person_id FROM people_reportingline r JOIN below b ON r.manager_id = b.id WHERE r.valid @> %s
    )
    SELECT id FROM below
"""


def holdings(user: Any, on: date) -> list[tuple[str, frozenset[str]]]:
    """The functions that the person behind a user has on a day, each with the fields that the firm hides from it."""
    held = PersonFunction.objects.filter(on_day(on), person__user=user)
    rows = held.annotate(hidden=Subquery(_HIDDEN)).values_list("function", "hidden")
    return [(function, frozenset(hidden or ())) for function, hidden in rows]


_HIDDEN = (
    FieldMask.objects.filter(function=OuterRef("function"), archived_at__isnull=True)
    .order_by()
    .values("function")
    .annotate(names=ArrayAgg(Concat("kind", Value("."), "field")))
    .values("names")
)


def people_below(person_ids: list[int], on: date) -> list[int]:
    """These people and everyone who reports to them on a day, directly or through others."""
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, [person_ids, on])
        return [row[0] for row in cursor.fetchall()]


def people_of(user: Any, on: date, reach: Reach) -> list[int]:
    """The people whose relations count for a user: the person themselves, or their whole subtree."""
    return list(Person.objects.filter(pk__in=people_in_reach(user, on, reach)).values_list("pk", flat=True))


def territories_of(person_ids: list[int], on: date) -> QuerySet[TerritoryMember]:
    """The territories these people are responsible for on a day."""
    return TerritoryMember.objects.filter(on_day(on), person__in=person_ids).values("territory")  # type: ignore[return-value]


def people_with_results_for(actor: Any, on: date) -> list[int] | None:
    """Whose results the actor may read: None means everybody's."""
    reach = reach_of(actor, Can.SEE_RESULTS)
    if reach is Reach.ALL:
        return None
    return people_of(actor, on, reach) if reach is not Reach.NOTHING else []


def people_led_by(actor: Any, on: date) -> list[int]:
    """The person behind an actor and everyone who reports to them on a day."""
    return people_of(actor, on, Reach.TEAM)
