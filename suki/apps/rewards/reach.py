"""Whose rewards somebody sees: their own, those of people below them, or with the right function everybody's."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from suki.apps.people.reach import people_in_reach
from suki.apps.rewards.models import Choice, Contest, Grant, PointEntry, Purse, Reward, RewardRule
from suki.base.access import Reach, register_relation, register_rows


def register() -> None:
    """Called once at start-up. What can be won, and by which rule, everybody may read who has to do with rewards."""
    register_relation("reward", name=_("what you have won, or people below you"), rows=_of_people)
    register_rows(Purse, subject="reward")
    for model in (Grant, Choice, PointEntry):
        register_rows(model, subject="reward", path="purse")
    for shared in (Reward, RewardRule, Contest):
        register_rows(shared, subject="everyone")


def _of_people(user: Any, on: date, reach: Reach) -> Q:
    return Q(person__in=people_in_reach(user, on, reach))
