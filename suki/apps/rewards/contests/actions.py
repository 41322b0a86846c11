"""Opening a contest with everything said beforehand, and settling it when it is over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from suki.apps.company.models import LegalEntity
from suki.apps.company.queries import default_entity
from suki.apps.compensation.reached import credit_basis
from suki.apps.people.models import Person
from suki.apps.rewards.contests.queries import entrants_of, order_of
from suki.apps.rewards.granting import DAYS_TO_CHOOSE, give
from suki.apps.rewards.models import Contest, ContestPlace, ContestResult, Entry, Prize, Reward
from suki.apps.rewards.purses import by, person_of
from suki.base.access import SYSTEM, Can, action
from suki.base.dated import from_to
from suki.base.formats import day_text
from suki.base.history import record
from suki.engines.contest import Place, Tie, prizes_won
from suki.kernel.errors import BadInput, NotAllowed, Problem, RuleBroken
from suki.kernel.money import digits, is_currency


@dataclass(frozen=True)
class Promised:
    """What a rank wins: one of money, points or a reward."""

    amount: Decimal | None = None
    currency: str = ""
    points: int | None = None
    reward: Reward | None = None


@action(Can.MANAGE_REWARDS)
def open_contest(
    *, actor: Any, name: str, first: date, last: date, tie: str, people: Sequence[Person],
    prizes: Sequence[Promised], measure: str = Contest.Measure.REVENUE, about: str = "",
    at_least: Decimal = Decimal(0), entity: LegalEntity | None = None,
) -> Contest:  # fmt: skip
    """What counts, when, for whom, what each rank wins, and what happens when people are equal: all said beforehand."""
    _check(name, first, last, tie, people, prizes, at_least)
    contest = Contest.objects.create(
        entity=entity or default_entity(), name=name.strip(), about=about.strip(), valid=from_to(first, last),
        measure=measure, tie=tie, at_least=at_least,
    )  # fmt: skip
    Entry.objects.bulk_create(Entry(contest=contest, person=person) for person in dict.fromkeys(people))
    Prize.objects.bulk_create(
        Prize(
            contest=contest, rank=rank, amount=each.amount, currency=each.currency if each.amount else "",
            points=each.points, reward=each.reward,
        )
        for rank, each in enumerate(prizes, start=1)
    )  # fmt: skip
    record("contest opened", actor=actor, about=contest, first=first, last=last)
    return contest


@action(Can.MANAGE_REWARDS)
def settle_contest(*, actor: Any, contest: Contest) -> ContestResult:
    """The contest is over: places are written down as they are, and prizes given. Nobody settles their own."""
    found: Contest = Contest.objects.in_use().locked(contest.pk)
    if ContestResult.objects.filter(contest=found).exists():
        raise RuleBroken(_("The contest is settled already."))
    if found.valid.upper > found.entity.today:
        last = found.valid.upper - timedelta(days=1)
        raise RuleBroken(_("The contest runs until {day}.").format(day=day_text(last)))
    if actor is not SYSTEM and found.entries.filter(person=person_of(actor)).exists():
        raise NotAllowed(_("Somebody who does not take part settles the contest."))
    order = order_of(found, entrants_of(found))
    result = ContestResult.objects.create(contest=found, by_id=by(actor), credit=credit_basis())
    ContestPlace.objects.bulk_create(
        ContestPlace(
            result=result, person_id=each.key, rank=each.rank, shared=each.shared, figure=each.figure,
            reached_on=each.reached_on,
        )
        for each in order
    )  # fmt: skip
    _give_prizes(actor, found, order)
    record("contest settled", actor=actor, about=found, people=len(order))
    return result


def _give_prizes(actor: Any, contest: Contest, order: Sequence[Place]) -> None:
    """Money and points by the rule for equals, things to each who holds the rank."""
    prizes = list(contest.prizes.select_related("reward"))
    currency = next((prize.currency for prize in prizes if prize.currency), contest.entity.currency)
    tie: Tie = contest.tie  # type: ignore[assignment]
    amounts = {prize.rank: prize.amount for prize in prizes if prize.amount}
    points = {prize.rank: Decimal(prize.points) for prize in prizes if prize.points}
    things = {prize.rank: prize.reward for prize in prizes if prize.reward}
    money = prizes_won(order, amounts, tie, digits(currency))
    won_points = prizes_won(order, points, tie, 0)
    people = Person.objects.in_bulk([each.key for each in order])
    for place in order:
        thing = things.get(place.rank)
        if not (money.get(place.key) or won_points.get(place.key) or thing):
            continue
        give(
            actor, person=people[place.key], what_for=contest.name, entity=contest.entity, contest=contest,
            amount=money.get(place.key), currency=currency, points=int(won_points.get(place.key, 0)),
            rewards=[thing] if thing else [], facts=_facts(contest, place),
            choose_by=contest.entity.today + timedelta(days=DAYS_TO_CHOOSE),
        )  # fmt: skip


def _facts(contest: Contest, place: Place) -> Mapping[str, Any]:
    return {
        "source": "contest", "rank": place.rank, "shared": place.shared, "figure": str(place.figure),
        "measure": contest.measure, "tie": contest.tie,
    }  # fmt: skip


def _check(
    name: str, first: date, last: date, tie: str, people: Sequence[Person], prizes: Sequence[Promised], at_least: Decimal
) -> None:  # fmt: skip
    problems = []
    if not name.strip():
        problems.append(Problem("name", _("Say what the contest is called.")))
    if last < first:
        problems.append(Problem("last", _("The contest ends before it begins.")))
    if tie not in Contest.Tie.values:
        problems.append(Problem("tie", _("Say beforehand what happens where people are equal.")))
    if len(set(people)) < 2:
        problems.append(Problem("people", _("A contest needs at least two people.")))
    if at_least < 0:
        problems.append(Problem("at_least", _("This cannot be less than nothing.")))
    problems += _check_prizes(tie, prizes)
    if problems:
        raise BadInput(problems)


def _check_prizes(tie: str, prizes: Sequence[Promised]) -> list[Problem]:
    problems = []
    if not prizes:
        problems.append(Problem("prizes", _("Say what the first rank wins.")))
    for rank, each in enumerate(prizes, start=1):
        if sum((bool(each.amount), bool(each.points), each.reward is not None)) != 1:
            problems.append(
                Problem(
                    "prizes", _("Rank {rank} wins one thing: money, points, or a reward.").format(rank=rank)
                )
            )
        elif (each.amount or 0) < 0 or (each.points or 0) < 0:
            problems.append(Problem("prizes", _("This cannot be less than nothing.")))
        elif each.amount and not is_currency(each.currency):
            problems.append(Problem("prizes", _("“{code}” is not a currency.").format(code=each.currency)))
    kinds = {(bool(each.amount), bool(each.points), each.reward is not None) for each in prizes}
    if tie == Contest.Tie.SPLIT and (any(each.reward for each in prizes) or len(kinds) > 1):
        problems.append(
            Problem("tie", _("Things cannot be divided: for shared ranks give money only, or points only."))
        )
    if len({each.currency for each in prizes if each.amount}) > 1:
        problems.append(Problem("prizes", _("Give all prizes in one currency.")))
    return problems
