"""Questions about accounts: who may see them, who owned them on a day, to which group they belonged."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.shortcuts import get_object_or_404

from suki.apps.accounts.models import Account, AccountTeamMember, TeamRole
from suki.apps.people.models import Person, TerritoryMember
from suki.apps.people.reach import people_in_reach
from suki.base.access import Reach
from suki.base.dated import on_day


def of_the_account_team(user: Any, on: date, reach: Reach) -> Q:
    """Accounts on whose team the user, or somebody below them, is."""
    members = AccountTeamMember.objects.filter(on_day(on), person__in=people_in_reach(user, on, reach))
    return Q(pk__in=members.values("account"))


def of_the_territory(user: Any, on: date, reach: Reach) -> Q:
    """Accounts in a territory that the user, or somebody below them, is responsible for."""
    covered = TerritoryMember.objects.filter(on_day(on), person__in=people_in_reach(user, on, reach))
    return Q(territory__in=covered.values("territory"))


def accounts_for(actor: Any) -> QuerySet[Account]:
    """The living accounts the actor may see; merged ones are found through their survivor."""
    return Account.objects.visible_to(actor).in_use().filter(merged_into__isnull=True)


def account_for(actor: Any, account_id: int) -> Account:
    """The account, or 404 where it does not exist or is not theirs to see."""
    return get_object_or_404(Account.objects.visible_to(actor), pk=account_id)


def owner_of(account: Account, on: date) -> Person | None:
    """Who owned an account on a day, past or to come."""
    return Person.objects.filter(pk__in=_owners(on).filter(account=account).values("person")).first()


def with_owner(accounts: QuerySet[Account], on: date) -> QuerySet[Account]:
    """Each account with `owner_id` as of a day."""
    return accounts.annotate(
        owner_id=Subquery(_owners(on).filter(account=OuterRef("pk")).values("person")[:1])
    )


def with_leader(accounts: QuerySet[Account], on: date) -> QuerySet[Account]:
    """Each account with `leader`, the id and the name of who owns it on a day, or None."""
    who = JSONObject(id="person_id", name="person__name")
    return accounts.annotate(leader=Subquery(_owners(on).filter(account=OuterRef("pk")).values(json=who)[:1]))


def _owners(on: date) -> QuerySet[AccountTeamMember]:
    return AccountTeamMember.objects.filter(on_day(on), role=TeamRole.OWNER)


def of_account(account: Account, path: str = "account") -> Q:
    """Rows of an account and of those that live on in it; `path` leads from the row to the account."""
    return Q(**{path: account}) | Q(**{f"{path}__merged_into": account})
