"""How a contest stands: from the credits, by day, and who may read it by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from suki.apps.company.rankings import individual_rankings_are_shown
from suki.apps.compensation.reached import credit_basis
from suki.apps.credits.queries import credited
from suki.apps.ledger.models import REVENUE, Kind
from suki.apps.people.models import Person
from suki.apps.rewards.models import Contest
from suki.engines.contest import Entrant, Place, Tie, places

_FIGURES = {
    Contest.Measure.REVENUE: "c.base_net",
    Contest.Measure.BOOKED: "c.base_net",
    Contest.Measure.MARGIN: "c.net_with_cost - c.base_cost",
    Contest.Measure.UNITS: "c.quantity",
}


@dataclass(frozen=True)
class Standing:
    """A contest as it stands: everybody's place where people may be compared by name, and the sums in any case."""

    places: list[tuple[Place, Person]]
    total: Decimal
    people: int
    ahead: int
    is_by_name: bool


def standing_of(contest: Contest) -> Standing:
    """How it stands now, or how it ended."""
    entrants = _settled(contest) if hasattr(contest, "result") else entrants_of(contest)
    order = order_of(contest, entrants)
    people = Person.objects.in_bulk([each.key for each in order])
    return Standing(
        [(each, people[each.key]) for each in order],
        sum((each.figure for each in entrants), Decimal(0)),
        contest.entries.count(),
        len(order),
        individual_rankings_are_shown(contest.entity),
    )


def order_of(contest: Contest, entrants: list[Entrant]) -> list[Place]:
    """Everybody in their order, by the rule that was said beforehand."""
    tie: Tie = contest.tie  # type: ignore[assignment]
    return places(entrants, tie, at_least=contest.at_least)


def entrants_of(contest: Contest) -> list[Entrant]:
    """What each who takes part was credited with in the days of the contest, and when they had all of it."""
    people = list(contest.entries.values_list("person", flat=True))
    if not people:
        return []
    kinds = (Kind.BOOKED,) if contest.measure == Contest.Measure.BOOKED else REVENUE
    relation = credited(
        entity=contest.entity, start=contest.valid.lower, end=contest.valid.upper, basis=credit_basis(), kinds=kinds,
        people=people, by_line=True,
    )  # fmt: skip
    figure = _FIGURES[Contest.Measure(contest.measure)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT c.person_id, c.day, sum({figure}) FROM ({relation}) c "
            "WHERE c.person_id IS NOT NULL GROUP BY c.person_id, c.day ORDER BY c.person_id, c.day"
        )
        rows = cursor.fetchall()
    days: dict[int, list[tuple[date, Decimal]]] = {person: [] for person in people}
    for person, day, amount in rows:
        days[person].append((day, Decimal(amount)))
    return [_entrant(person, found) for person, found in days.items()]


def _entrant(person: int, days: list[tuple[date, Decimal]]) -> Entrant:
    """The sum, and the first day on which the running sum had come to it."""
    total, running = sum((amount for _day, amount in days), Decimal(0)), Decimal(0)
    for day, amount in days:
        running += amount
        if running >= total:
            return Entrant(person, total, day)
    return Entrant(person, total)


def _settled(contest: Contest) -> list[Entrant]:
    return [Entrant(it.person_id, it.figure, it.reached_on) for it in contest.result.places.all()]
