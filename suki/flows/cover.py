"""Holiday cover: while somebody is away, their cover sees and works on what is theirs; it ends by itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from suki.apps.accounts.models import AccountTeamMember
from suki.apps.people.models import Absence
from suki.base.access import Reach, register_relation
from suki.base.dated import on_day
from suki.base.formats import day_text


def absences_covered_by(user: Any, on: date) -> QuerySet[Absence]:
    """The absences that a user stands in for on a day."""
    return Absence.objects.filter(on_day(on), cover__user=user)


def covered_by(user: Any, on: date) -> set[int]:
    """The people somebody stands in for on a day."""
    return set(absences_covered_by(user, on).values_list("person_id", flat=True))


def register() -> None:
    """Called at start-up: one more way in which rows belong to somebody, for as long as they cover."""
    register_relation("account", name=reason, rows=accounts_covered)
    register_relation("lead", name=reason, rows=owned_and_covered)
    register_relation("deal", name=reason, rows=owned_and_covered)
    register_relation("promise", name=reason, rows=owned_and_covered)
    register_relation("touchpoint", name=reason, rows=met_by_covered)


def reason(user: Any, on: date) -> str:
    """“cover for X until D”, for each whom the user stands in for."""
    found = absences_covered_by(user, on).select_related("person").order_by("pk")
    return ", ".join(
        _("cover for {person} until {day}").format(person=each.person, day=day_text(each.last_day))
        for each in found
    )


def accounts_covered(user: Any, on: date, reach: Reach) -> Q:
    """Accounts on whose team somebody is who is away and whom the user covers for."""
    members = AccountTeamMember.objects.filter(on_day(on), person__in=_away(user, on))
    return Q(pk__in=members.values("account"))


def owned_and_covered(user: Any, on: date, reach: Reach) -> Q:
    """Leads, deals and promises of whom the user covers for."""
    return Q(owner__in=_away(user, on))


def met_by_covered(user: Any, on: date, reach: Reach) -> Q:
    """Talks and visits of whom the user covers for."""
    return Q(person__in=_away(user, on))


def _away(user: Any, on: date) -> Any:
    return absences_covered_by(user, on).values("person")
