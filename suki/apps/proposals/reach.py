"""Whose word is asked for a deal's proposal sees the deal, and so does whoever looks after the proposal."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from suki.apps.people.models import Absence
from suki.apps.people.reach import people_in_reach
from suki.apps.proposals.models import Approval, Proposal
from suki.base.access import Reach
from suki.base.dated import on_day


def asked_for_approval(user: Any, on: date, reach: Reach) -> Q:
    """Deals with a proposal that the user is asked to approve, or somebody whom they stand in for."""
    person = people_in_reach(user, on, Reach.OWN)
    covered = Absence.objects.filter(on_day(on), cover__in=person).values("person")
    theirs = Q(approver__in=person) | Q(substitute__in=person) | Q(approver__in=covered)
    return Q(pk__in=Approval.objects.filter(theirs).values("version__proposal__deal"))


def of_the_proposals_owner(user: Any, on: date, reach: Reach) -> Q:
    """Deals whose proposal the user, or somebody below them, looks after."""
    return Q(pk__in=Proposal.objects.filter(owner__in=people_in_reach(user, on, reach)).values("deal"))
