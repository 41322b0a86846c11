"""Who gets a new lead: the first route that fits and finds somebody. Turns are taken under the route's lock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from suki.apps.people.duties import duty_of
from suki.apps.people.models import Absence, Person, Territory, TerritoryMember
from suki.apps.prospecting.clock import USUAL_HOURS
from suki.apps.prospecting.models import Lead, LeadRoute
from suki.base.access import Owned
from suki.base.dated import on_day
from suki.base.names import search_form


@dataclass(frozen=True)
class Routed:
    """Where a lead goes: to whom, if to anybody, by which route, and how soon they have to act."""

    person: Person | None
    route: LeadRoute | None
    hours: int


def route(lead: Lead, on: date) -> Routed:
    """Take the next turn for a lead. Whoever asks at the same time waits, so no turn is skipped or taken twice."""
    for found in _fitting(lead):
        locked = LeadRoute.objects.select_for_update().get(pk=found.pk)
        person = next_in_turn(locked, _candidates(locked, lead, on))
        if person is not None:
            locked.last_person = person
            locked.save(update_fields=["last_person"])
            return Routed(person, locked, locked.hours)
    return Routed(None, None, hours_for(lead))


def hours_for(lead: Lead) -> int:
    """How many working hours there are until the first contact: what the first fitting route says."""
    found = _fitting(lead)
    return found[0].hours if found else USUAL_HOURS


def territory_for(*, country: str, city: str = "") -> Territory | None:
    """The market that a place lies in: named like the city, or the only one of its country, or the one above the others."""
    if not country:
        return None
    found = list(Territory.objects.in_use().filter(country=country).order_by("pk"))
    named = [each for each in found if city and search_form(each.name) == search_form(city)]
    if named or len(found) < 2:
        return (named or found or [None])[0]
    ids = {each.pk for each in found}
    tops = [each for each in found if each.parent_id not in ids]
    return tops[0] if len(tops) == 1 else None


def next_in_turn(route: LeadRoute, people: Sequence[Person]) -> Person | None:
    """Who comes after the last one, in the order of the people; the first where the last one is not among them."""
    if not people:
        return None
    ids = [person.pk for person in people]
    last = ids.index(route.last_person_id) if route.last_person_id in ids else -1
    return people[(last + 1) % len(people)]


def _fitting(lead: Lead) -> list[LeadRoute]:
    """The routes whose conditions hold, in their order."""
    campaigns = Q(campaign__isnull=True) | Q(campaign=lead.campaign_id)
    countries = Q(country="") | Q(country=lead.country or "–")
    return list(LeadRoute.objects.in_use().filter(campaigns, countries).order_by("position", "pk"))


def _candidates(route: LeadRoute, lead: Lead, on: date) -> list[Person]:
    """The people who may get it: still with us, allowed to own leads, and here today unless nobody is."""
    if route.method == LeadRoute.Method.ROUND_ROBIN:
        rows = route.people.order_by("position", "pk").select_related("person")
        people = [row.person for row in rows]
    else:
        people = _of_territory(lead.territory, on)
    people = [
        each for each in people if _is_employed(each, on) and not duty_of(Owned.LEAD, each, on).is_refused
    ]
    away = set(Absence.objects.filter(on_day(on), person__in=people).values_list("person", flat=True))
    return [each for each in people if each.pk not in away] or people


def _of_territory(territory: Territory | None, on: date) -> list[Person]:
    """Who has the territory; where nobody has, who has the one above it."""
    seen: set[int] = set()
    while territory is not None and territory.pk not in seen:
        members = TerritoryMember.objects.filter(on_day(on), territory=territory)
        people = list(Person.objects.filter(pk__in=members.values("person")).order_by("pk"))
        if people:
            return people
        seen.add(territory.pk)
        territory = territory.parent
    return []


def _is_employed(person: Person, on: date) -> bool:
    return person.archived_at is None and (person.employed is None or on in person.employed)
