"""Who has reached what a rule asks for: by a calculation of pay, or by quota and credits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from psycopg.types.range import DateRange

from suki.apps.compensation.models import Attainment, PayRun
from suki.apps.compensation.reached import reached_by
from suki.apps.people.models import Person, PersonFunction, TeamMember
from suki.apps.people.queries import people_led_by
from suki.apps.rewards.models import RewardRule
from suki.base.access import SYSTEM, Can, Reach, reach_of
from suki.base.dated import on_day
from suki.kernel.periods import Period


@dataclass(frozen=True)
class Won:
    """Somebody with the attainment that a rule asks for, and where it comes from."""

    person: Person
    attainment: Decimal
    credited: Decimal
    quota: Decimal | None
    currency: str
    source: str
    of_run: Attainment | None = None


def winners(actor: Any, rule: RewardRule, period: Period) -> Iterator[Won]:
    """Everybody among the people of the rule, and of the actor's reach, who came far enough in the period."""
    people = {person.pk: person for person in _people(actor, rule, period)}
    found = _by_run(rule, period, people) if rule.component else _by_quota(rule, period, people)
    for won in sorted(found, key=lambda each: (each.person.sort_key, each.person.pk)):
        if won.attainment >= rule.reached:
            yield won


def _people(actor: Any, rule: RewardRule, period: Period) -> list[Person]:
    people = Person.objects.in_use()
    if actor is not SYSTEM and reach_of(actor, Can.MANAGE_REWARDS) is not Reach.ALL:
        people = people.filter(pk__in=people_led_by(actor, period.last))
    if rule.function:
        having = PersonFunction.objects.filter(on_day(period.last), function=rule.function)
        people = people.filter(pk__in=having.values("person"))
    if rule.team_id:
        members = TeamMember.objects.filter(on_day(period.last), team=rule.team_id)
        people = people.filter(pk__in=members.values("person"))
    return list(people)


def _by_run(rule: RewardRule, period: Period, people: dict[int, Person]) -> list[Won]:
    """From the newest calculation of exactly these days. Nobody wins by one that was interrupted."""
    run = (
        PayRun.objects.filter(
            period__entity=rule.entity,
            period__valid=DateRange(period.start, period.end),
            finished_at__isnull=False,
        )
        .order_by("-number")
        .first()
    )
    rows = Attainment.objects.filter(
        run=run, component=rule.component, attainment__isnull=False, person__in=people
    ).order_by("accumulated")
    best: dict[int, Attainment] = {row.person_id: row for row in rows}
    currency = rule.entity.currency
    return [
        Won(
            people[row.person_id], row.attainment, row.credited, row.quota, currency, f"run {row.run_id}", row
        )
        for row in best.values()
        if row.attainment is not None
    ]


def _by_quota(rule: RewardRule, period: Period, people: dict[int, Person]) -> list[Won]:
    found = reached_by(rule.entity, period.start, period.end, list(people))
    currency = rule.entity.currency
    return [
        Won(people[person], it.attainment, it.credited, it.quota, currency, "credits")
        for person, it in found.items()
        if it.attainment is not None
    ]
