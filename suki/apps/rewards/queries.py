"""Questions about rewards: one's own purse, what waits to be sent, who has won what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.shortcuts import get_object_or_404

from suki.apps.people.models import Person
from suki.apps.people.queries import people_led_by
from suki.apps.rewards.models import Choice, Contest, Grant, PointEntry, Purse, Reward
from suki.apps.rewards.purses import balance_of, person_of
from suki.base.access import SYSTEM, Can, Reach, reach_of
from suki.kernel.periods import Period

MOST = 200


@dataclass(frozen=True)
class Mine:
    """What belongs to somebody: their points, what they may still choose, what they chose."""

    purse: Purse | None
    balance: int
    open: list[Grant]
    choices: list[Choice]
    entries: list[PointEntry]


def mine(actor: Any, today: date) -> Mine:
    """One's own."""
    purse = Purse.objects.filter(person=person_of(actor)).first() if person_of(actor) else None
    if purse is None:
        return Mine(None, 0, [], [], [])
    return Mine(
        purse,
        balance_of(purse),
        list(open_grants(today).filter(purse=purse)),
        list(choices_for(actor).filter(purse=purse)[:MOST]),
        list(PointEntry.objects.filter(purse=purse).order_by("-pk")[:MOST]),
    )


def open_grants(today: date) -> QuerySet[Grant]:
    """Grants whose winner has something to choose and time to do it."""
    chosen = Choice.objects.filter(grant=OuterRef("pk"), is_returned=False)
    held = Grant.objects.in_use().filter(choose_by__gte=today).exclude(Exists(chosen))
    return held.prefetch_related("offered").order_by("choose_by", "pk")


def choices_for(actor: Any) -> QuerySet[Choice]:
    """What was chosen by those whose rewards the actor sees, newest first."""
    held = Choice.objects.visible_to(actor).select_related(
        "reward", "purse__person", "grant", "delivery__receipt", "delivery__sent_by"
    )
    return held.order_by("-pk")


def to_send(actor: Any) -> QuerySet[Choice]:
    """What was chosen and is not on its way, oldest first."""
    return choices_for(actor).filter(is_returned=False, delivery__isnull=True).order_by("pk")


def grants_for(actor: Any) -> QuerySet[Grant]:
    """Who won what, newest first."""
    held = (
        Grant.objects.visible_to(actor).in_use().select_related("purse__person", "rule", "contest", "bonus")
    )
    return held.prefetch_related("offered").order_by("-granted_on", "-pk")


def grant_for(actor: Any, grant_id: int) -> Grant:
    """The grant, or 404 where it is not theirs to see."""
    seen = Grant.objects.visible_to(actor).order_by().values("pk")
    held = Grant.objects.filter(pk__in=seen).select_related(
        "purse__person", "rule", "contest", "bonus", "granted_by"
    )
    return get_object_or_404(held, pk=grant_id)


def choice_for(actor: Any, choice_id: int) -> Choice:
    """The choice, or 404 where it is not theirs to see."""
    seen = Choice.objects.visible_to(actor).order_by().values("pk")
    held = Choice.objects.filter(pk__in=seen).select_related("reward", "purse__person", "grant")
    return get_object_or_404(held, pk=choice_id)


def catalogue() -> QuerySet[Reward]:
    """What can be won, what costs least first."""
    return Reward.objects.in_use().order_by("points", "name")


def contests_for(actor: Any) -> QuerySet[Contest]:
    """All contests, those that run or come first."""
    return (
        Contest.objects.visible_to(actor).in_use().select_related("entity", "result").order_by("-valid", "pk")
    )


def people_to_reward(actor: Any, today: date) -> QuerySet[Person]:
    """To whom the actor may give something: those they lead, or everybody; never themselves."""
    people = Person.objects.in_use().order_by("sort_key")
    if actor is SYSTEM or reach_of(actor, Can.MANAGE_REWARDS) is Reach.ALL:
        return people.exclude(user_id=getattr(actor, "pk", None)) if actor is not SYSTEM else people
    return people.filter(pk__in=people_led_by(actor, today)).exclude(user_id=actor.pk)


@dataclass(frozen=True)
class InKind:
    """What of a period the payroll notes as benefits in kind: each thing that went out, and the sum by currency."""

    period: Period
    choices: list[Choice]
    sums: dict[str, Decimal]


def benefits_in_kind(actor: Any, period: Period) -> InKind:
    """Taxable things that were sent in a period, by person and day."""
    held = choices_for(actor).filter(
        is_returned=False,
        taxable_value__isnull=False,
        delivery__sent_on__gte=period.start,
        delivery__sent_on__lt=period.end,
    )
    found = list(held.order_by("purse__person__sort_key", "delivery__sent_on", "pk"))
    sums: dict[str, Decimal] = {}
    for each in found:
        sums[each.currency] = sums.get(each.currency, Decimal(0)) + (each.taxable_value or 0)
    return InKind(period, found, sums)
