"""Moving everything that somebody has in hand to who follows: all of it, or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from psycopg.types.range import DateRange

from suki.apps.accounts.actions import assign_owner
from suki.apps.accounts.models import AccountTeamMember, TeamRole
from suki.apps.deals.actions import give_deals
from suki.apps.people.models import Person
from suki.apps.proposals.actions import give_proposals
from suki.apps.proposals.approving import hand_approval
from suki.apps.proposals.models import Approval
from suki.apps.prospecting.actions import assign_lead
from suki.apps.touchpoints.promises.actions import hand_promise
from suki.base.access import SYSTEM
from suki.base.dated import end_before
from suki.base.history import record
from suki.flows.manager_leaves.work import Work, work_of
from suki.kernel.errors import RuleBroken


@dataclass(frozen=True)
class Successors:
    """Who follows somebody: one person, and for single accounts another."""

    general: Person
    others: Mapping[int, Person]

    def of(self, account_id: int | None) -> Person:
        """Who follows where an account is concerned."""
        return self.others.get(account_id, self.general) if account_id else self.general


def move_work(leaver: Person, successors: Successors, since: date, *, reason: str) -> dict[str, int]:
    """Everything to who follows, from a day on; returns how many of each. Call it in a transaction."""
    work = work_of(leaver, since)
    counts = work.counts()
    _accounts(work, successors, since, reason)
    _roles(work, successors, since)
    _deals(work, successors, reason)
    _proposals(work, successors, since, reason)
    _leads(work, successors, reason)
    _promises(work, successors)
    _plans(work, successors)
    _handoffs(work, successors)
    return counts


def _accounts(work: Work, successors: Successors, since: date, reason: str) -> None:
    for member in work.accounts.select_related("account"):
        if member.account.archived_at is not None or member.account.merged_into_id is not None:
            end_before(member, since) if _begun(member, since) else member.delete()
            continue
        first = max(since, member.valid.lower) if member.valid.lower else since
        person = successors.of(member.account_id)
        with _named(member.account):
            assign_owner(actor=SYSTEM, account=member.account, person=person, since=first, reason=reason)


def _roles(work: Work, successors: Successors, since: date) -> None:
    """Deputy, sponsor, specialist, share of the revenue: the successor steps in, unless they have the role already."""
    for member in work.roles.select_for_update():
        person, first = successors.of(member.account_id), member.valid.lower
        days = DateRange(max(since, first) if first else since, member.valid.upper)
        end_before(member, since) if _begun(member, since) else member.delete()
        theirs = AccountTeamMember.objects.filter(
            account=member.account_id, person=person, role=member.role, valid__overlap=days
        )
        if member.role == TeamRole.SELLER:
            _share(member, person, days, theirs.first())
        elif not theirs.exists():
            AccountTeamMember.objects.create(
                account_id=member.account_id, person=person, role=member.role, share=member.share, valid=days
            )
        record(
            "account team joined",
            actor=SYSTEM,
            about=member.account,
            person=person.pk,
            role=member.role,
            since=days.lower,
        )


def _share(member: Any, person: Person, days: DateRange, theirs: Any) -> None:
    """Shares of the revenue add up: what the leaver had is the successor's on top of their own."""
    share = member.share
    if theirs is not None:
        if theirs.valid.upper != days.upper:
            raise RuleBroken(
                _("{person} shares the revenue of {account} for other days. Share it anew first."),
                person=person, account=member.account,
            )  # fmt: skip
        share += theirs.share
        end_before(theirs, days.lower) if _begun(theirs, days.lower) else theirs.delete()
    AccountTeamMember.objects.create(
        account_id=member.account_id, person=person, role=TeamRole.SELLER, share=share, valid=days
    )


def _deals(work: Work, successors: Successors, reason: str) -> None:
    by_person: dict[Person, list[Any]] = defaultdict(list)
    for deal in work.deals:
        by_person[successors.of(deal.account_id)].append(deal)
    for person, deals in by_person.items():
        give_deals(actor=SYSTEM, deals=deals, person=person, reason=reason)


def _proposals(work: Work, successors: Successors, since: date, reason: str) -> None:
    """Their proposals go where the account goes; words that they are asked for are asked of who may give them."""
    for proposal in work.proposals.select_related("deal"):
        person = successors.of(proposal.deal.account_id)
        give_proposals(actor=SYSTEM, proposals=[proposal], person=person, reason=reason)
        own = Approval.objects.filter(version__proposal=proposal, approver=person, state=Approval.State.ASKED)
        _words(own, person, since)
    _words(work.approvals, successors.general, since)


def _words(approvals: Any, person: Person, since: date) -> None:
    for approval in approvals.select_related("version__proposal"):
        with _named(approval.version.proposal):
            hand_approval(actor=SYSTEM, approval=approval, person=person, since=since)


def _leads(work: Work, successors: Successors, reason: str) -> None:
    for lead in work.leads:
        with _named(lead):
            assign_lead(actor=SYSTEM, lead=lead, person=successors.of(lead.account_id), reason=reason)


def _promises(work: Work, successors: Successors) -> None:
    for promise in work.promises:
        hand_promise(actor=SYSTEM, promise=promise, owner=successors.of(promise.account_id))


def _plans(work: Work, successors: Successors) -> None:
    """What is planned stays planned; somebody else goes."""
    for plan in work.plans.select_for_update():
        plan.person = successors.of(plan.account_id)
        plan.save()
        record("touchpoint handed", actor=SYSTEM, about=plan, person=plan.person_id)


def _handoffs(work: Work, successors: Successors) -> None:
    for handoff in work.given.select_for_update(of=("self",)):
        handoff.giver = _not(handoff.taker_id, handoff, successors.of(handoff.account_id))
        handoff.save()
        record("handoff begun", actor=SYSTEM, about=handoff, giver=handoff.giver_id)
    for handoff in work.taken.select_for_update(of=("self",)):
        handoff.taker = _not(handoff.giver_id, handoff, successors.of(handoff.account_id))
        handoff.save()
        record("handoff taker chosen", actor=SYSTEM, about=handoff, person=handoff.taker_id)


def _not(other: int | None, handoff: Any, person: Person) -> Person:
    if other == person.pk:
        raise RuleBroken(
            _("{person} would hand {account} over to themselves. Choose somebody else for this account."),
            person=person, account=handoff.account,
        )  # fmt: skip
    return person


def _begun(member: Any, since: date) -> bool:
    return member.valid.lower is None or member.valid.lower < since


@contextmanager
def _named(row: Any) -> Iterator[None]:
    """A refusal says about which row."""
    try:
        yield
    except RuleBroken as broken:
        raise RuleBroken("{row}: {why}", row=row, why=str(broken)) from broken
