"""What rewards ask of somebody today: to choose what they have won, to send what was chosen, to settle a contest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from suki.apps.rewards.models import Contest
from suki.apps.rewards.purses import person_of
from suki.apps.rewards.queries import open_grants, to_send
from suki.base.access import Can, can
from suki.desk.today.needs import Asking, Need, register_kind

MOST = 20


def register() -> None:
    """Called once at start-up."""
    register_kind("reward_choice", choices)
    register_kind("reward_to_send", sending)
    register_kind("contest_over", contests)


def choices(asking: Asking) -> Iterable[Need]:
    """What the actor has won and not chosen yet."""
    person = person_of(asking.actor)
    if person is None or not can(asking.actor, Can.SEE_REWARDS):
        return
    for grant in open_grants(asking.today).filter(purse__person=person)[:MOST]:
        yield Need(
            kind="reward_choice",
            key=str(grant.pk),
            what=_("Choose what you have won"),
            why=grant.what_for,
            by=_("Rewards"),
            href=reverse("reward_grant", args=[grant.pk]),
            act=_("Choose"),
            due=grant.choose_by,
        )


def sending(asking: Asking) -> Iterable[Need]:
    """What was chosen and waits to be sent, for those who run the rewards."""
    if not can(asking.actor, Can.MANAGE_REWARDS):
        return
    for choice in to_send(asking.actor).exclude(purse__person=person_of(asking.actor))[:MOST]:
        yield Need(
            kind="reward_to_send",
            key=str(choice.pk),
            what=_("Send a reward"),
            who=choice.purse.person.name,
            why=choice.reward.name,
            by=_("Rewards"),
            href=reverse("reward_choice_sent", args=[choice.pk]),
            act=_("Send it"),
        )


def contests(asking: Asking) -> Iterable[Need]:
    """Contests that are over and not settled, for those who run them and do not take part."""
    if not can(asking.actor, Can.MANAGE_REWARDS):
        return
    over = Contest.objects.in_use().filter(valid__endswith__lte=asking.today, result__isnull=True)
    for contest in over.exclude(entries__person=person_of(asking.actor))[:MOST]:
        last = contest.valid.upper - timedelta(days=1)
        yield Need(
            kind="contest_over",
            key=str(contest.pk),
            what=_("Settle the contest"),
            why=contest.name,
            by=_("Rewards"),
            href=reverse("contest", args=[contest.pk]),
            act=_("Open contest"),
            due=last,
        )
