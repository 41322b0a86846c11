"""Holding a proposal while it changes, and the checks that every change begins with."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from suki.apps.people.models import Person
from suki.apps.proposals.models import Proposal, ProposalVersion
from suki.base.access import SYSTEM
from suki.kernel.errors import RuleBroken, Stale


def locked_proposal(actor: Any, proposal: Proposal) -> Proposal:
    """The proposal, locked until the transaction ends; who comes second waits, and finds what the first has done."""
    rows = Proposal.objects.visible_to(actor).select_related(
        "deal__entity", "deal__account", "contact", "owner", "template"
    )
    found: Proposal = rows.locked(proposal.pk)
    return found


def check_draft(proposal: Proposal) -> ProposalVersion:
    """The version that may still be changed."""
    version = proposal.newest
    if proposal.is_over:
        raise RuleBroken(
            _("This proposal is over: it was {state}.").format(state=proposal.get_state_display())
        )
    if version.is_frozen:
        raise RuleBroken(
            _("Version {number} is frozen, somebody relies on it. Begin a new version to change it.").format(
                number=version.number
            )
        )
    return version


def check_revision(version: ProposalVersion, revision: int | None) -> None:
    """What somebody else changed in the meantime is looked at first."""
    if revision is not None and version.revision != revision:
        raise Stale(
            _("Somebody else changed “{row}” in the meantime. Look at both versions and save again."),
            row=version,
            current=version,
        )


def user_of(actor: Any) -> Any:
    """The user behind an actor; nobody where Suki acts itself."""
    return None if actor is SYSTEM else actor


def person_of(actor: Any) -> Person | None:
    """The person behind an actor."""
    return None if actor is SYSTEM else getattr(actor, "person", None)
