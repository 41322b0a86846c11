"""The work that somebody has in hand: what would be left lying if they left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from psycopg.types.range import DateRange

from suki.apps.accounts.models import AccountTeamMember, TeamRole
from suki.apps.deals.models import Deal
from suki.apps.people.models import Person
from suki.apps.proposals.models import Approval, Proposal
from suki.apps.prospecting.models import Lead
from suki.apps.touchpoints.models import Promise, Touchpoint
from suki.flows.models import Handoff
from suki.flows.reach import CLOSED


@dataclass(frozen=True)
class Work:
    """What somebody has in hand from a day on, each as rows that can be counted and moved."""

    accounts: Any
    roles: Any
    deals: Any
    proposals: Any
    approvals: Any
    leads: Any
    promises: Any
    plans: Any
    given: Any
    taken: Any

    def counts(self) -> dict[str, int]:
        """How many of each."""
        return {
            "accounts": self.accounts.count(),
            "roles": self.roles.count(),
            "deals": self.deals.count(),
            "proposals": self.proposals.count(),
            "approvals": self.approvals.count(),
            "leads": self.leads.count(),
            "promises": self.promises.count(),
            "plans": self.plans.count(),
            "handoffs": self.given.count() + self.taken.count(),
        }


def work_of(person: Person, since: date) -> Work:
    """What is still somebody's on a day."""
    team = AccountTeamMember.objects.filter(person=person, valid__overlap=DateRange(since, None))
    under_way = Handoff.objects.in_use().exclude(state__in=CLOSED)
    over = (Proposal.State.ACCEPTED, Proposal.State.DECLINED, Proposal.State.WITHDRAWN)
    asked = Approval.objects.in_use().filter(
        approver=person, state=Approval.State.ASKED, version__proposal__state=Proposal.State.IN_APPROVAL
    )
    open_leads = (Lead.Status.NEW, Lead.Status.WORKING, Lead.Status.QUALIFIED)
    return Work(
        accounts=team.filter(role=TeamRole.OWNER).order_by("account_id", "pk"),
        roles=team.exclude(role=TeamRole.OWNER).order_by("account_id", "pk"),
        deals=Deal.objects.in_use().filter(owner=person, state=Deal.State.OPEN).order_by("pk"),
        proposals=Proposal.objects.in_use().filter(owner=person).exclude(state__in=over).order_by("pk"),
        approvals=asked.order_by("version__proposal", "step", "pk"),
        leads=Lead.objects.in_use().filter(owner=person, status__in=open_leads).order_by("pk"),
        promises=Promise.objects.in_use().filter(owner=person, state=Promise.State.OPEN).order_by("pk"),
        plans=Touchpoint.objects.in_use()
        .filter(person=person, state=Touchpoint.State.PLANNED)
        .order_by("pk"),
        given=under_way.filter(giver=person).order_by("pk"),
        taken=under_way.filter(~Q(giver=person), taker=person).order_by("pk"),
    )
