"""Whose word a proposal needs before it goes out, and giving it: in steps, by substitutes, never by oneself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from suki.apps.company.queries import rate_on
from suki.apps.people.models import Absence, Person, PersonFunction, ReportingLine
from suki.apps.proposals.facts import most_given_away
from suki.apps.proposals.freezing_versions import freeze
from suki.apps.proposals.locking import check_draft, locked_proposal, person_of
from suki.apps.proposals.models import Approval, ApprovalRule, Proposal, ProposalLine, ProposalVersion
from suki.base.access import GRANTS, SYSTEM, Can, Function, action
from suki.base.dated import on_day
from suki.base.history import record
from suki.kernel.errors import NotAllowed, RuleBroken


@dataclass(frozen=True)
class Measured:
    """What the rules look at: value in the entity's currency, the largest discount, the thinnest margin."""

    value: Decimal
    discount: Decimal
    margin: Decimal | None


@dataclass(frozen=True)
class Wanted:
    """A word that is needed: by which rule, why, whose."""

    rule: ApprovalRule
    why: dict[str, str]
    approver: Person


def measured(proposal: Proposal, version: ProposalVersion) -> Measured:
    """The figures of a version. Options count as if all were chosen, so that none slips past a rule as an option."""
    deal, day = proposal.deal, proposal.deal.entity.today
    lines = list(version.lines.select_related("product", "customisation"))
    rate = rate_on(day, of=proposal.currency, into=deal.entity.currency)
    margins = [_margin(lines), _margin([line for line in lines if not line.is_optional])]
    return Measured(
        value=sum((line.net for line in lines), Decimal(0)) * rate,
        discount=most_given_away(lines, deal, day),
        margin=min((each for each in margins if each is not None), default=None),
    )


def wanted_words(proposal: Proposal, version: ProposalVersion, asker: Person | None) -> list[Wanted]:
    """Whose words this version needs, in the order of the steps."""
    entity = proposal.deal.entity
    rules = ApprovalRule.objects.in_use().filter(Q(entity=None) | Q(entity=entity))
    rules = list(rules.select_related("approver", "substitute").order_by("step", "pk"))
    if not rules:
        return []
    figures = measured(proposal, version)
    found = []
    for rule in rules:
        why = reason_of(rule, figures)
        if why is not None:
            found.append(Wanted(rule, why, _approver(rule, proposal, version, asker, entity.today)))
    return found


def reason_of(rule: ApprovalRule, figures: Measured) -> dict[str, str] | None:
    """Why a rule asks for its word, or nothing where it does not. A rule without any bound always asks."""
    reached = {}
    if rule.value_from is not None and figures.value >= rule.value_from:
        reached["value"] = f"{figures.value:f}"
    if rule.discount_from is not None and figures.discount >= rule.discount_from:
        reached["discount"] = f"{figures.discount:f}"
    if rule.margin_below is not None and figures.margin is not None and figures.margin < rule.margin_below:
        reached["margin"] = f"{figures.margin:f}"
    if rule.value_from is None and rule.discount_from is None and rule.margin_below is None:
        return {"always": "1"}
    return reached or None


@action(Can.WORK_DEALS)
def ask_approval(*, actor: Any, proposal: Proposal) -> list[Approval]:
    """Freeze the version and ask for the words it needs; where it needs none it is approved at once."""
    proposal = locked_proposal(actor, proposal)
    version = check_draft(proposal)
    asker = person_of(actor)
    wanted = wanted_words(proposal, version, asker)
    freeze(proposal, version)
    asked = [
        Approval(
            version=version, step=each.rule.step, rule=each.rule, why=each.why, approver=each.approver,
            substitute=_substitute(each, proposal), asked_by=asker,
        )
        for each in wanted
    ]  # fmt: skip
    Approval.objects.bulk_create(asked)
    proposal.state = Proposal.State.IN_APPROVAL if asked else Proposal.State.APPROVED
    proposal.save()
    record(
        "proposal approval asked", actor=actor, about=proposal, version=version.number,
        people=", ".join(each.approver.name for each in asked),
    )  # fmt: skip
    return asked


@action(Can.APPROVE_PROPOSALS)
def approve(*, actor: Any, approval: Approval, note: str = "") -> Approval:
    """Say yes to a version. When all have, it may go to the client."""
    approval, proposal = _turn(actor, approval)
    _decide(approval, actor, Approval.State.GIVEN, note)
    if not approval.version.approvals.filter(state=Approval.State.ASKED).exists():
        proposal.state = Proposal.State.APPROVED
        proposal.save()
    record(
        "proposal approved", actor=actor, about=proposal, version=approval.version.number, step=approval.step,
        person=person_of(actor), note=note.strip(),
    )  # fmt: skip
    return approval


@action(Can.APPROVE_PROPOSALS)
def return_proposal(*, actor: Any, approval: Approval, note: str) -> Approval:
    """Say what must change. The version stays as it is; its owner begins another."""
    if not note.strip():
        raise RuleBroken(_("Say what must change before you can approve."))
    approval, proposal = _turn(actor, approval)
    _decide(approval, actor, Approval.State.REFUSED, note)
    approval.version.approvals.filter(state=Approval.State.ASKED).delete()
    proposal.state = Proposal.State.DRAFT
    proposal.save()
    record(
        "proposal returned", actor=actor, about=proposal, version=approval.version.number, person=person_of(actor),
        reason=note.strip(),
    )  # fmt: skip
    return approval


@action(Can.WORK_DEALS)
def hand_approval(*, actor: Any, approval: Approval, person: Person, since: date) -> Approval:
    """Whose word it was has left: their successor is asked, or where it would be their own or is not theirs to give,
    whoever the rule would ask."""
    proposal = locked_proposal(actor, approval.version.proposal)
    found: Approval = Approval.objects.select_related("version", "rule").locked(approval.pk)
    before = found.approver
    if person.pk in _own(found) or not _may_approve(person, since):
        rule = found.rule or ApprovalRule(step=found.step, approver=before)
        person = _approver(rule, proposal, found.version, found.asked_by, since, gone=before)
    found.approver = person
    if found.substitute_id == person.pk:
        found.substitute = None
    found.save()
    record(
        "proposal approval asked",
        actor=actor,
        about=proposal,
        version=found.version.number,
        people=person.name,
    )
    return found


def is_turn_of(person: Person | None, approval: Approval, today: date) -> bool:
    """Whether somebody may answer now: whose word it is, and while they are away their substitute or cover."""
    if person is None or person.pk in _own(approval):
        return False
    return person.pk == approval.approver_id or person.pk in stand_ins(approval, today)


def stand_ins(approval: Approval, today: date) -> set[int]:
    """Who may answer in the approver's place today; nobody while the approver is here."""
    away = Absence.objects.filter(on_day(today), person=approval.approver_id).first()
    if away is None:
        return set()
    return {pk for pk in (approval.substitute_id, away.cover_id) if pk}


def is_next(approval: Approval) -> bool:
    """Whether everybody before has answered."""
    earlier = approval.version.approvals.filter(state=Approval.State.ASKED, step__lt=approval.step)
    return approval.state == Approval.State.ASKED and not earlier.exists()


def _turn(actor: Any, approval: Approval) -> tuple[Approval, Proposal]:
    """The approval, locked, if it is the actor's to give now."""
    proposal = locked_proposal(SYSTEM, approval.version.proposal)
    rows = Approval.objects.select_related("version", "approver", "decided_by")
    found = rows.filter(pk=approval.pk).select_for_update(of=("self",)).first()
    if found is None:
        raise RuleBroken(_("This version is not waiting for approval any more."))
    if found.state != Approval.State.ASKED:
        raise RuleBroken(
            _("{person} has answered this already.").format(person=found.decided_by or found.approver)
        )
    if proposal.state != Proposal.State.IN_APPROVAL or proposal.newest != found.version:
        raise RuleBroken(_("This version is not waiting for approval any more."))
    person = person_of(actor)
    if actor is not SYSTEM and person is not None and person.pk in _own(found):
        raise NotAllowed(_("Nobody approves their own proposal."))
    if actor is not SYSTEM and not is_turn_of(person, found, proposal.deal.entity.today):
        raise NotAllowed(_("This is for {person} to approve.").format(person=found.approver))
    if not is_next(found):
        raise RuleBroken(_("Somebody else is asked before you. You will be told when it is your turn."))
    return found, proposal


def _own(approval: Approval) -> set[int]:
    """Whose proposal it is: its owner's, its writer's, and of who asked."""
    version = approval.version
    writer = getattr(getattr(version.made_by, "person", None), "pk", None)
    return {pk for pk in (version.proposal.owner_id, approval.asked_by_id, writer) if pk}


def _decide(approval: Approval, actor: Any, state: str, note: str) -> None:
    approval.state, approval.note = state, note.strip()
    approval.decided_by = person_of(actor) or approval.approver
    approval.decided_at = timezone.now()
    approval.save()


def _approver(
    rule: ApprovalRule,
    proposal: Proposal,
    version: ProposalVersion,
    asker: Person | None,
    day: date,
    *,
    gone: Person | None = None,
) -> Person:
    """Whose word the rule asks for; where it would be one's own, the substitute's or that of whoever leads them."""
    writer = getattr(getattr(version.made_by, "person", None), "pk", None)
    own = {proposal.owner_id, asker.pk if asker else None, writer, gone.pk if gone else None}
    above = _above(rule.approver or proposal.owner, day)
    above += _above(gone, day - timedelta(days=1)) if gone else []
    for candidate in (rule.approver, *_holders(rule, proposal, day), rule.substitute, *above):
        if candidate is not None and candidate.pk not in own and _may_approve(candidate, day):
            return candidate
    raise RuleBroken(
        _("Nobody but you could approve step {step}. Name somebody else in the approval rules.").format(
            step=rule.step
        )
    )


def _holders(rule: ApprovalRule, proposal: Proposal, day: date) -> list[Person]:
    """Who has the function that the rule names: first whoever leads the owner, then anybody."""
    if not rule.function:
        return []
    held = PersonFunction.objects.filter(on_day(day), function=rule.function, person__user__is_active=True)
    holders = {
        row.person_id: row.person for row in held.select_related("person").order_by("person__sort_key")
    }
    above = [person for person in _above(proposal.owner, day) if person.pk in holders]
    return [*above, *holders.values()]


def _above(person: Person, day: date) -> list[Person]:
    """Who leads somebody, and who leads them, up to the top."""
    found: list[Person] = []
    while True:
        lines = ReportingLine.objects.filter(on_day(day), person=person).select_related("manager")
        manager = next((line.manager for line in lines), None)
        if manager is None or manager in found:
            return found
        found.append(manager)
        person = manager


def _may_approve(person: Person, day: date) -> bool:
    held = PersonFunction.objects.filter(on_day(day), person=person).values_list("function", flat=True)
    return any(Can.APPROVE_PROPOSALS in GRANTS[Function(name)].capabilities for name in held)


def _substitute(wanted: Wanted, proposal: Proposal) -> Person | None:
    named = wanted.rule.substitute
    return named if named is not None and named.pk not in (proposal.owner_id, wanted.approver.pk) else None


def _margin(lines: list[ProposalLine]) -> Decimal | None:
    """What is left of the net of the lines whose cost is known, as a fraction of it."""
    known = [line for line in lines if line.cost is not None]
    net = sum((line.net for line in known), Decimal(0))
    if not known or not net:
        return None
    return (net - sum((line.cost or Decimal(0) for line in known), Decimal(0))) / net
