"""How a proposal stands for whoever looks at it: its lines, what it still needs, what can be done with it now."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from suki.apps.proposals import queries
from suki.apps.proposals.approving import is_next, is_turn_of, wanted_words
from suki.apps.proposals.locking import person_of
from suki.apps.proposals.models import Approval, Proposal, ProposalComment, ProposalLine, ProposalVersion
from suki.apps.proposals.pricing import TaxShare, priced
from suki.apps.proposals.sending import check_may_be_sent
from suki.base.access import Can, can
from suki.kernel.errors import RuleBroken


@dataclass(frozen=True)
class Word:
    """A word that was asked for, or would be."""

    approval: Approval | None
    name: str
    why: str
    is_mine: bool = False


@dataclass(frozen=True)
class Standing:
    """Everything that the page of a proposal shows beside its parts."""

    version: ProposalVersion
    versions: list[ProposalVersion]
    lines: list[ProposalLine]
    taxes: list[TaxShare]
    sees_cost: bool
    may_work: bool
    words: list[Word]
    hurdle: str
    links: list[Any] = field(default_factory=list)
    comments: list[ProposalComment] = field(default_factory=list)
    changes: list[queries.Change] = field(default_factory=list)

    @property
    def has_discount(self) -> bool:
        """Whether a line has one."""
        return any(line.discount for line in self.lines)

    @property
    def margin(self) -> Decimal | None:
        """What is left of the net of the lines that count and whose cost is known."""
        known = [line for line in self.lines if line.counts and line.cost is not None]
        return sum((line.net - (line.cost or 0) for line in known), Decimal(0)) if known else None

    @property
    def may_change(self) -> bool:
        """Whether the newest version is still a draft of this reader's to change."""
        return self.may_work and not self.version.is_frozen

    @property
    def may_drop(self) -> bool:
        """Whether the client has the version before in hand, so that it may count again."""
        before = self.version.number - 1
        return self.may_change and any(link.version.number == before for link in self.links)

    @property
    def needs_words(self) -> bool:
        """Whether approval is to be asked for before it is sent."""
        return not self.version.is_frozen and bool(self.words)


def standing_of(actor: Any, proposal: Proposal) -> Standing:
    """How a proposal stands."""
    versions = list(proposal.versions.select_related("made_by__person").order_by("-number"))
    version = versions[0]
    lines = queries.lines_of(version)
    may_work = can(actor, Can.WORK_DEALS) and not proposal.is_over and proposal.deal.state == "open"
    words, trouble = _words(actor, proposal, version)
    return Standing(
        version=version,
        versions=versions,
        lines=lines,
        taxes=[each for each in priced(lines, proposal.currency).taxes if each.percent],
        sees_cost=can(actor, Can.SEE_COST),
        may_work=may_work,
        words=words,
        hurdle=trouble or (_hurdle(actor, proposal, version, words) if may_work else ""),
        links=list(queries.links_of(proposal)),
        comments=queries.comments_of(proposal),
        changes=queries.changes_between(versions[1], version, proposal.currency) if len(versions) > 1 else [],
    )


def _words(actor: Any, proposal: Proposal, version: ProposalVersion) -> tuple[list[Word], str]:
    """Whose word was asked, or would be; and why nobody could be."""
    currency = proposal.deal.entity.currency
    if version.is_frozen:
        asked = version.approvals.select_related(
            "approver", "decided_by", "version__proposal", "version__made_by__person"
        )
        today, person = proposal.deal.entity.today, person_of(actor)
        return [
            Word(
                each, each.approver.name, queries.why_in_words(each.why, currency),
                is_mine=is_next(each) and is_turn_of(person, each, today) and can(actor, Can.APPROVE_PROPOSALS),
            )
            for each in asked.order_by("step", "pk")
        ], ""  # fmt: skip
    if proposal.is_over:
        return [], ""
    try:
        wanted = wanted_words(proposal, version, person_of(actor))
    except RuleBroken as broken:
        return [], str(broken)
    return [Word(None, each.approver.name, queries.why_in_words(each.why, currency)) for each in wanted], ""


def _hurdle(actor: Any, proposal: Proposal, version: ProposalVersion, words: list[Word]) -> str:
    try:
        check_may_be_sent(proposal, version, person_of(actor), names=[word.name for word in words])
    except RuleBroken as broken:
        return str(broken)
    return ""
