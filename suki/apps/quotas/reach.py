"""Whose quotas somebody sees, and whose they may set."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suki.apps.accounts.models import AccountTeamMember, TeamRole
from suki.apps.people.models import Person, TeamMember, TerritoryMember
from suki.apps.people.queries import people_led_by
from suki.apps.people.reach import people_in_reach
from suki.apps.quotas.models import Quota, QuotaChange, QuotaProposal, QuotaStep, Segment, Step
from suki.base.access import Can, Reach, reach_of, register_relation, register_rows
from suki.base.dated import on_day
from suki.base.history import kind_of
from suki.kernel.errors import NotAllowed


def register() -> None:
    """Called once at start-up."""
    for name, rows in (
        (gettext_lazy("your own quota, or that of people below you"), _of_people),
        (gettext_lazy("quota of your team or market"), _of_what_they_have),
        (gettext_lazy("quota of the whole house"), _of_the_house),
    ):
        register_relation("quota", name=name, rows=rows)
    register_rows(Quota, subject="quota")
    register_rows(QuotaStep, subject="quota", path="quota")
    register_rows(QuotaChange, subject="quota", path="quota")
    register_relation(
        "quota_proposal", name=gettext_lazy("what you or people below you propose"), rows=_proposals
    )
    register_rows(QuotaProposal, subject="quota_proposal")
    register_rows(Segment, subject="everyone")


class Setter:
    """Whose quotas an actor sets: who sees all sets all; who leads people sets theirs, never their own.

    A team's is set by who stands above its lead; that of a market or a customer by who stands above those who answer
    for it; those of products and segments by who sees all.
    """

    def __init__(self, actor: Any, on: date) -> None:
        self.on = on
        self.reach = reach_of(actor, Can.SET_QUOTAS)
        self._actor = actor

    @cached_property
    def below(self) -> set[int]:
        """The people who stand below the actor."""
        own = Person.objects.filter(user=self._actor).values_list("pk", flat=True)
        return set(people_led_by(self._actor, self.on)) - set(own)

    def may(self, subject: models.Model) -> bool:
        """Whether the actor sets the quota of this subject."""
        if self.reach is Reach.ALL:
            return True
        if self.reach is Reach.NOTHING:
            return False
        answerable = answering_for(subject, self.on)
        return bool(answerable) and answerable <= self.below

    def check(self, subject: models.Model) -> None:
        """Refuse with a sentence where somebody else sets this quota."""
        if not self.may(subject):
            raise NotAllowed(
                _("The quota of {subject} is set by whoever leads above them.").format(subject=subject)
            )


def answering_for(subject: models.Model, on: date) -> set[int]:
    """The people a quota is asked of: the person, a team's lead (else its members), who has the market or the customer."""
    kind = kind_of(subject)
    if kind == "person":
        return {subject.pk}
    if kind == "team":
        members = TeamMember.objects.filter(on_day(on), team=subject)
        leads = set(members.filter(is_lead=True).values_list("person_id", flat=True))
        return leads or set(members.values_list("person_id", flat=True))
    if kind == "territory":
        return set(
            TerritoryMember.objects.filter(on_day(on), territory=subject).values_list("person_id", flat=True)
        )
    if kind == "account":
        owners = AccountTeamMember.objects.filter(on_day(on), account=subject, role=TeamRole.OWNER)
        return set(owners.values_list("person_id", flat=True))
    return set()


def who_acknowledges(quota: Quota, on: date) -> set[int]:
    """The people whose word a quota waits for: the person, or the lead of the team. Of anything else nobody's."""
    if quota.person_id:
        return {quota.person_id}
    if quota.team_id:
        leads = TeamMember.objects.filter(on_day(on), team=quota.team_id, is_lead=True)
        return set(leads.values_list("person_id", flat=True))
    return set()


def _of_people(user: Any, on: date, reach: Reach) -> Q:
    """What was only proposed for oneself one does not see yet; what was for people below, one does."""
    return Q(person__in=people_in_reach(user, on, reach)) & (_is_known() | ~Q(person__user=user))


def _of_what_they_have(user: Any, on: date, reach: Reach) -> Q:
    people = people_in_reach(user, on, reach)
    teams = TeamMember.objects.filter(on_day(on), person__in=people).values("team")
    markets = TerritoryMember.objects.filter(on_day(on), person__in=people).values("territory")
    accounts = AccountTeamMember.objects.filter(on_day(on), person__in=people).values("account")
    theirs = Q(team__in=teams) | Q(territory__in=markets) | Q(account__in=accounts)
    return theirs if reach >= Reach.TEAM else theirs & _is_known()


def _is_known() -> Q:
    """It was communicated once, or came from a file."""
    steps = QuotaStep.objects.filter(quota=OuterRef("pk"))
    return Q(Exists(steps.exclude(step=Step.PROPOSED))) | ~Q(Exists(steps))


def _of_the_house(user: Any, on: date, reach: Reach) -> Q:
    """Quotas of products and segments are everybody's who leads people."""
    if reach < Reach.TEAM:
        return Q(pk__in=())
    return Q(product__isnull=False) | Q(segment__isnull=False)


def _proposals(user: Any, on: date, reach: Reach) -> Q:
    return Q(person__in=people_in_reach(user, on, reach))
