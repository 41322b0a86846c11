"""Sending a proposal: a link for the client, until a day; it can be taken back, and made anew for somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from suki.apps.accounts.models import Contact
from suki.apps.deals.rules import check_open
from suki.apps.people.models import Person
from suki.apps.proposals.approving import wanted_words
from suki.apps.proposals.freezing_versions import check_whole, freeze
from suki.apps.proposals.link_secrets import new_secret
from suki.apps.proposals.locking import locked_proposal, person_of, user_of
from suki.apps.proposals.models import (
    Proposal,
    ProposalComment,
    ProposalLine,
    ProposalLink,
    ProposalVersion,
)
from suki.base.access import Can, action
from suki.base.history import record
from suki.kernel.errors import RuleBroken

LONGEST_DAYS: Final = 180


class Sent(NamedTuple):
    """A link with its secret; the secret is nowhere but here."""

    link: ProposalLink
    secret: str


@action(Can.WORK_DEALS)
def send_proposal(
    *, actor: Any, proposal: Proposal, contact: Contact | None = None, days: int | None = None
) -> Sent:
    """The newest version goes to the client: a link is made, for so many days or as long as the offer holds."""
    proposal = locked_proposal(actor, proposal)
    version = proposal.newest
    check_may_be_sent(proposal, version, person_of(actor))
    check_open(proposal.deal)
    if not proposal.deal.account_id:
        raise RuleBroken(_("“{deal}” has no account yet. Say for whom the proposal is, then send it.").format(
            deal=proposal.deal
        ))  # fmt: skip
    freeze(proposal, version)
    sent = _link(actor, proposal, version, contact or proposal.contact, days)
    proposal.state = Proposal.State.SENT
    proposal.save()
    about = {
        "version": version.number,
        "contact": sent.link.contact,
        "net": version.net,
        "currency": proposal.currency,
    }
    record("proposal sent", actor=actor, about=proposal, **about)
    record("deal proposal sent", actor=actor, about=proposal.deal, number=proposal.number, proposal=proposal)
    return sent


@action(Can.WORK_DEALS)
def revoke_link(*, actor: Any, link: ProposalLink) -> ProposalLink:
    """The link leads nowhere any more; whoever opens it is told to ask us."""
    proposal = locked_proposal(actor, link.version.proposal)
    link = ProposalLink.objects.locked(link.pk)
    if link.revoked_at is not None:
        raise RuleBroken(_("This link is taken back already."))
    link.revoked_at = timezone.now()
    link.save()
    record(
        "proposal link revoked",
        actor=actor,
        about=proposal,
        version=link.version.number,
        contact=link.contact,
    )
    return link


@action(Can.WORK_DEALS)
def answer_comment(
    *, actor: Any, proposal: Proposal, text: str, line: ProposalLine | None = None
) -> ProposalComment:
    """Answer the client where they asked: it stands on their page."""
    proposal = locked_proposal(actor, proposal)
    if not text.strip():
        raise RuleBroken(_("Write something first."))
    if line is not None and line.version.proposal_id != proposal.pk:
        raise RuleBroken(_("This line is of another proposal."))
    version, line = _in_their_hands(proposal, line)
    who = person_of(actor)
    comment = ProposalComment.objects.create(
        version=version, line=line, by_user=user_of(actor), name=who.name if who else proposal.owner.name,
        text=text.strip(),
    )  # fmt: skip
    record("proposal comment answered", actor=actor, about=proposal, version=version.number)
    return comment


def _in_their_hands(
    proposal: Proposal, line: ProposalLine | None
) -> tuple[ProposalVersion, ProposalLine | None]:
    """The version that the client reads, and the line as it stands there: while another version is being written
    they see only the one that was sent."""
    if line is not None and line.version.links.exists():
        return line.version, line
    version = proposal.versions.filter(links__isnull=False).order_by("-number").first() or proposal.newest
    return version, version.lines.filter(key=line.key).first() if line is not None else None


def check_may_be_sent(
    proposal: Proposal, version: ProposalVersion, sender: Person | None, *, names: Sequence[str] | None = None
) -> None:
    """What keeps a version from going out, in one sentence; `names` are the people it needs, where they are known."""
    if proposal.is_over:
        raise RuleBroken(
            _("This proposal is over: it was {state}.").format(state=proposal.get_state_display())
        )
    check_whole(proposal, version)
    if proposal.state == Proposal.State.IN_APPROVAL:
        waits = (
            version.approvals.filter(state="asked").select_related("approver").order_by("step", "pk").first()
        )
        name = waits.approver if waits else ""
        raise RuleBroken(_("The proposal waits for the approval of {person}.").format(person=name))
    if proposal.state == Proposal.State.DRAFT:
        if version.is_frozen:
            raise RuleBroken(_("This version was returned. Begin a new version, change it and ask again."))
        if names is None:
            names = [each.approver.name for each in wanted_words(proposal, version, sender)]
        if names:
            raise RuleBroken(
                _("This proposal needs the approval of {names} first. Ask for it.").format(
                    names=", ".join(dict.fromkeys(names))
                )
            )


def expiry_of(version: ProposalVersion, zone: str, days: int | None) -> datetime:
    """When a link ends: with the last day that the offer holds, or after so many days."""
    now = timezone.now()
    if days is not None:
        if not 1 <= days <= LONGEST_DAYS:
            raise RuleBroken(_("A link holds from 1 to {days} days.").format(days=LONGEST_DAYS))
        return now + timedelta(days=days)
    if version.valid_until is None:
        return now + timedelta(days=30)
    return datetime.combine(version.valid_until + timedelta(days=1), time(), ZoneInfo(zone))


def _link(
    actor: Any, proposal: Proposal, version: ProposalVersion, contact: Contact | None, days: int | None
) -> Sent:
    secret, checksum = new_secret()
    link = ProposalLink.objects.create(
        version=version, contact=contact, secret_sha256=checksum, made_by=user_of(actor),
        expires_at=expiry_of(version, proposal.deal.entity.timezone, days),
    )  # fmt: skip
    return Sent(link, secret)
