"""Whose touchpoints, needs and promises somebody sees: their own, those of their accounts, those of their leads."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from suki.apps.accounts.models import Account
from suki.apps.people.reach import people_in_reach
from suki.apps.prospecting.models import Lead
from suki.apps.touchpoints.models import Need, Promise, Touchpoint, TourStop
from suki.base.access import Reach, register_relation, register_rows


def register() -> None:
    """Called at start-up."""
    for subject, own in (("touchpoint", _met), ("promise", _keeps), ("need", _noted)):
        register_relation(subject, name=_("who of us"), rows=own)
        register_relation(subject, name=_("the account"), rows=_of_accounts)
        register_relation(subject, name=_("the lead"), rows=_of_leads)
    register_rows(Touchpoint, subject="touchpoint")
    register_rows(TourStop, subject="touchpoint", path="visit")
    register_rows(Promise, subject="promise")
    register_rows(Need, subject="need")


def _met(user: Any, on: date, reach: Reach) -> Q:
    return Q(person__in=people_in_reach(user, on, reach))


def _keeps(user: Any, on: date, reach: Reach) -> Q:
    return Q(owner__in=people_in_reach(user, on, reach))


def _noted(user: Any, on: date, reach: Reach) -> Q:
    return Q(noted_by__in=people_in_reach(user, on, reach))


def _of_accounts(user: Any, on: date, reach: Reach) -> Q:
    return Q(account__in=Account.objects.visible_to(user).values("pk"))


def _of_leads(user: Any, on: date, reach: Reach) -> Q:
    return Q(lead__in=Lead.objects.visible_to(user).values("pk"))
