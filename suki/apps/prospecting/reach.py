"""Which leads are whose: by the owner, by the territory, and by who referred them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from suki.apps.people.models import TerritoryMember
from suki.apps.people.reach import people_in_reach
from suki.apps.prospecting.models import Referral
from suki.base.access import Reach
from suki.base.dated import on_day


def of_the_owner(user: Any, on: date, reach: Reach) -> Q:
    """Leads that the user, or somebody below them, follows up."""
    return Q(owner__in=people_in_reach(user, on, reach))


def of_the_territory(user: Any, on: date, reach: Reach) -> Q:
    """Leads in a territory that the user, or somebody below them, is responsible for."""
    covered = TerritoryMember.objects.filter(on_day(on), person__in=people_in_reach(user, on, reach))
    return Q(territory__in=covered.values("territory"))


def of_the_referrer(user: Any, on: date, reach: Reach) -> Q:
    """Leads that the user, or somebody below them, passed on to others: they see what becomes of them."""
    passed_on = Referral.objects.filter(lead__isnull=False, by__in=people_in_reach(user, on, reach))
    return Q(pk__in=passed_on.values("lead"))
