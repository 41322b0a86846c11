"""Whose handoffs somebody sees: those they give or take, those of their accounts, those of whom they cover for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from suki.apps.accounts.models import Account
from suki.apps.people.models import Absence
from suki.apps.people.reach import people_in_reach
from suki.base.access import Reach, register_relation, register_rows
from suki.base.dated import on_day
from suki.flows.models import Handoff, HandoffGap, HandoffItem, HandoffPolicy

CLOSED = (Handoff.State.ACCEPTED, Handoff.State.CANCELLED)


def register() -> None:
    """Called at start-up."""
    register_relation("handoff", name=_("hands over or takes over"), rows=of_giver_and_taker)
    register_relation("handoff", name=_("the account"), rows=of_their_accounts)
    register_relation("account", name=_("being handed over"), rows=accounts_handed_over)
    register_rows(Handoff, subject="handoff")
    for model in (HandoffItem, HandoffGap):
        register_rows(model, subject="handoff", path="handoff")
    register_rows(HandoffPolicy, subject="everyone")


def of_giver_and_taker(user: Any, on: date, reach: Reach) -> Q:
    """Handoffs from or to the user, somebody below them, or somebody whom they cover for."""
    people = people_in_reach(user, on, reach)
    covered = Absence.objects.filter(on_day(on), cover__user=user).values("person")
    return Q(giver__in=people) | Q(taker__in=people) | Q(giver__in=covered) | Q(taker__in=covered)


def of_their_accounts(user: Any, on: date, reach: Reach) -> Q:
    """Handoffs of accounts that the user sees."""
    return Q(account__in=Account.objects.visible_to(user).order_by().values("pk"))


def accounts_handed_over(user: Any, on: date, reach: Reach) -> Q:
    """Accounts that are on their way to or from the user: whoever is to answer for a client may look at it first."""
    people = people_in_reach(user, on, reach)
    under_way = Handoff.objects.exclude(state__in=CLOSED).filter(Q(taker__in=people) | Q(giver__in=people))
    return Q(pk__in=under_way.values("account"))
