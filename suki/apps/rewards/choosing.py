"""The winner chooses: within the time, as long as there is one left, never more than they have."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from suki.apps.company.queries import default_entity
from suki.apps.rewards.models import Choice, Delivery, Grant, PointEntry, Purse, Return, Reward
from suki.apps.rewards.purses import balance_of, by, own_purse
from suki.base.access import Can, action
from suki.base.formats import day_text
from suki.base.history import record
from suki.kernel.errors import RuleBroken


@action(Can.SEE_REWARDS)
def choose_reward(*, actor: Any, purse: Purse, reward: Reward, grant: Grant | None = None) -> Choice:
    """The winner takes a reward: one that a grant offers, or any other for points. The piece is theirs from here on."""
    held = own_purse(actor, purse)
    if grant is not None:
        grant = _open_grant(held, grant, reward)
    found = Reward.objects.select_for_update().get(pk=reward.pk)
    points = 0 if grant is not None else _affordable(held, found)
    _take_one(found)
    choice = Choice.objects.create(
        purse=held, grant=grant, reward=found, points=points, value=found.value, currency=found.currency,
        taxable_value=found.noted_value,
    )  # fmt: skip
    if points:
        PointEntry.objects.create(
            purse=held,
            points=-points,
            why=PointEntry.Why.SPENT,
            choice=choice,
            note=found.name,
            by_id=by(actor),
        )
    record("reward chosen", actor=actor, about=choice, reward=found, person=held.person, points=points)
    return choice


@action(Can.SEE_REWARDS)
def return_choice(*, actor: Any, choice: Choice) -> Choice:
    """The winner thought better of it, as long as nothing is on its way."""
    held = own_purse(actor, choice.purse)
    found: Choice = Choice.objects.filter(purse=held).locked(choice.pk)
    if found.is_returned:
        raise RuleBroken(_("It is given back already."))
    if Delivery.objects.filter(choice=found).exists():
        raise RuleBroken(_("It is on its way already, and can no longer be exchanged."))
    reward = Reward.objects.select_for_update().get(pk=found.reward_id)
    if reward.stock is not None:
        reward.stock += 1
        reward.save()
    Return.objects.create(choice=found, by_id=by(actor))
    found.is_returned = True
    found.save()
    if found.points:
        PointEntry.objects.create(
            purse=held, points=found.points, why=PointEntry.Why.RETURNED, choice=found, note=reward.name,
            by_id=by(actor),
        )  # fmt: skip
    record("reward given back", actor=actor, about=found, reward=reward, person=held.person)
    return found


def _open_grant(purse: Purse, grant: Grant, reward: Reward) -> Grant:
    """The grant, if it is theirs, still open, in time, and offers the reward."""
    found: Grant = Grant.objects.filter(purse=purse).locked(grant.pk)
    if found.choices.filter(is_returned=False).exists():
        raise RuleBroken(_("You have chosen already for “{what}”.").format(what=found.what_for))
    if found.choose_by is not None and default_entity().today > found.choose_by:
        raise RuleBroken(
            _("The time to choose ended on {day}. Ask whoever runs the rewards for more.").format(
                day=day_text(found.choose_by)
            )
        )
    if not found.offered.filter(pk=reward.pk).exists():
        raise RuleBroken(_("“{reward}” is not among what you may choose from.").format(reward=reward))
    return found


def _affordable(purse: Purse, reward: Reward) -> int:
    if reward.points is None:
        raise RuleBroken(_("“{reward}” is not to be had for points.").format(reward=reward))
    balance = balance_of(purse)
    if balance < reward.points:
        missing = reward.points - balance
        raise RuleBroken(
            ngettext(
                "You are {count} point short of “{reward}”.", "You are {count} points short of “{reward}”.", missing
            ).format(count=missing, reward=reward)
        )  # fmt: skip
    return reward.points


def _take_one(reward: Reward) -> None:
    """One piece less. Two who want the last one wait for this row: the second reads that it is gone."""
    if reward.archived_at is not None:
        raise RuleBroken(
            _("“{reward}” is no longer in the catalogue. Choose another one.").format(reward=reward)
        )
    if reward.stock is None:
        return
    if reward.stock == 0:
        raise RuleBroken(
            _("The last “{reward}” has been chosen. Choose another one, or wait for the next.").format(
                reward=reward
            )
        )
    reward.stock -= 1
    reward.save()
