"""Whose a deal is: its owner's, and everybody's who works for its account."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from suki.apps.accounts.models import Account
from suki.apps.accounts.queries import of_the_account_team, of_the_territory
from suki.apps.people.reach import people_in_reach
from suki.base.access import Reach


def of_the_owner(user: Any, on: date, reach: Reach) -> Q:
    """Deals that the user, or somebody below them, owns."""
    return Q(owner__in=people_in_reach(user, on, reach))


def of_the_accounts_team(user: Any, on: date, reach: Reach) -> Q:
    """Deals of accounts on whose team the user, or somebody below them, is."""
    return Q(account__in=Account.objects.filter(of_the_account_team(user, on, reach)).values("pk"))


def of_the_accounts_territory(user: Any, on: date, reach: Reach) -> Q:
    """Deals of accounts in a territory that the user, or somebody below them, is responsible for."""
    return Q(account__in=Account.objects.filter(of_the_territory(user, on, reach)).values("pk"))
