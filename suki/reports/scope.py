"""How much of the results an actor may see: whose, of which accounts, and whether with cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from suki.apps.accounts.models import Account
from suki.apps.people.queries import people_with_results_for
from suki.base.access import Can, Reach, can, reach_of
from suki.reports.asking import OF_PEOPLE, Asked


@dataclass(frozen=True)
class Scope:
    """The part of the results that reaches an actor. None is no limit.

    `people` limits who is credited, `accounts` the accounts of the lines; `named` the accounts whose name may be shown:
    people see all that they have sold, though not the name of a customer who is no longer theirs to see.
    """

    people: frozenset[int] | None
    accounts: frozenset[int] | None
    named: frozenset[int] | None
    sees_cost: bool
    sees_quotas: bool

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return self.people is None and self.accounts is None


def scope_of(actor: Any, asked: Asked) -> Scope:
    """Results by person or team follow whose results the actor may read; all others the accounts they may see."""
    people = people_with_results_for(actor, timezone.localdate())
    seen = accounts_seen_by(actor)
    of_people = asked.by in OF_PEOPLE
    return Scope(
        people=frozenset(people) if people is not None and of_people else None,
        accounts=None if of_people or people is None else seen,
        named=seen,
        sees_cost=can(actor, Can.SEE_COST),
        sees_quotas=can(actor, Can.SEE_QUOTAS),
    )


def accounts_seen_by(actor: Any) -> frozenset[int] | None:
    """The accounts whose rows the actor may see, those merged into them included; None is all."""
    if reach_of(actor, Can.SEE_ACCOUNTS) is Reach.ALL:
        return None
    seen = Account.objects.visible_to(actor)
    return frozenset(
        Account.objects.filter(Q(pk__in=seen) | Q(merged_into__in=seen)).values_list("pk", flat=True)
    )
