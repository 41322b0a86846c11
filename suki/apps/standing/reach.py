"""Who sees a review: the person, who is part of it by name, and senior management. A line of command alone is not enough,
and who administers Suki does not see it either."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from suki.apps.people.reach import people_in_reach
from suki.apps.standing.models import MissRule, Party, StandingReview
from suki.base.access import Reach, register_relation, register_rows


def register() -> None:
    """Called once at start-up."""
    register_relation("standing", name=_("your own review"), rows=_own)
    register_relation("standing", name=_("you are part of it"), rows=_part_of_it)
    register_rows(StandingReview, subject="standing")
    register_rows(MissRule, subject="everyone")


def _own(user: Any, on: date, reach: Reach) -> Q:
    return Q(person__in=people_in_reach(user, on, Reach.OWN))


def _part_of_it(user: Any, on: date, reach: Reach) -> Q:
    parties = Party.objects.filter(person__in=people_in_reach(user, on, Reach.OWN))
    return Q(pk__in=parties.values("review"))
