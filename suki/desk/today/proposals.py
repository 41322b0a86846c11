"""What Today says about proposals: words that are waited for, products to review, answers and questions of clients."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from suki.apps.company.queries import rate_on
from suki.apps.proposals.locking import person_of
from suki.apps.proposals.models import Customisation, Proposal, ProposalComment, ProposalVersion
from suki.apps.proposals.queries import open_approvals, why_in_words
from suki.apps.proposals.reviewing import departments_of
from suki.base.access import Can, can
from suki.base.pages import page_of
from suki.desk.today.needs import Asking, Need, register_kind
from suki.kernel.errors import RuleBroken

LATELY = timedelta(days=14)
MOST = 50


def register() -> None:
    """Called once at start-up."""
    register_kind("approval", to_approve)
    register_kind("review", to_review)
    register_kind("proposal_back", came_back)
    register_kind("proposal_question", questions)


def to_approve(asking: Asking) -> Iterable[Need]:
    """Proposals that wait for the actor's word."""
    if not can(asking.actor, Can.APPROVE_PROPOSALS):
        return
    for approval in open_approvals(asking.actor, asking.today)[:MOST]:
        version, proposal = approval.version, approval.version.proposal
        yield Need(
            kind="approval",
            key=str(approval.pk),
            what=_("Approve proposal {number}").format(number=proposal.number),
            who=_client(proposal),
            why=why_in_words(approval.why, proposal.deal.entity.currency),
            by=approval.asked_by.name if approval.asked_by else proposal.owner.name,
            stake=_worth(asking, version.net, proposal.currency),
            href=reverse("approval", args=[approval.pk]),
            act=_("Decide"),
            due=timezone.localtime(approval.asked_at).date(),
        )


def to_review(asking: Asking) -> Iterable[Need]:
    """Customised products that the actor's departments are asked about."""
    if not can(asking.actor, Can.REVIEW_PRODUCTS):
        return
    waiting = Customisation.objects.in_use().filter(
        state=Customisation.State.ASKED, department__in=departments_of(asking.actor, asking.today)
    )
    for review in waiting.select_related("deal__account", "asked_by").order_by("answer_by", "pk")[:MOST]:
        yield Need(
            kind="review",
            key=f"{review.pk}:{review.asked_at:%Y-%m-%d}:{review.revision}",
            what=_("Say whether it can be made"),
            who=review.deal.account.name if review.deal.account else review.deal.name,
            why=review.requirement[:160],
            by=review.asked_by.name,
            href=reverse("review", args=[review.pk]),
            act=_("Answer"),
            due=review.answer_by,
            is_late=bool(review.answer_by and review.answer_by < asking.today),
        )


def came_back(asking: Asking) -> Iterable[Need]:
    """Own proposals that were returned inside, or answered by the client."""
    last = ProposalVersion.objects.filter(proposal=OuterRef("pk")).order_by("-number")
    own = (
        Proposal.objects.in_use()
        .filter(owner=person_of(asking.actor))
        .annotate(last=Subquery(last.values("pk")[:1]))
    )
    returned = own.filter(state=Proposal.State.DRAFT, versions__approvals__state="refused")
    for proposal in returned.select_related("deal__account", "deal__entity").distinct()[:MOST]:
        version = proposal.newest
        refused = version.approvals.filter(state="refused").select_related("decided_by").first()
        if refused is not None:
            yield _back(
                asking, proposal, _("Change proposal {number}"), refused.note, refused.decided_by.name
            )
    since = timezone.now() - LATELY
    accepted = own.filter(state=Proposal.State.ACCEPTED, answer__at__gte=since)
    for proposal in accepted.select_related("deal__account", "deal__entity", "answer")[:MOST]:
        yield _back(asking, proposal, _("Proposal {number} was accepted"), "", proposal.answer.name)
    declined = own.filter(state=Proposal.State.DECLINED, answer__at__gte=since, deal__state="open")
    for proposal in declined.select_related("deal__account", "deal__entity", "answer")[:MOST]:
        yield _back(
            asking,
            proposal,
            _("Proposal {number} was declined"),
            proposal.answer.reason,
            proposal.answer.name,
        )


def questions(asking: Asking) -> Iterable[Need]:
    """What clients asked on the pages of own proposals, and nobody has answered since."""
    own = ProposalComment.objects.filter(
        version__proposal__owner=person_of(asking.actor), version__proposal__archived_at__isnull=True,
        at__gte=timezone.now() - LATELY,
    )  # fmt: skip
    seen: set[int] = set()
    for comment in own.select_related(
        "version__proposal__deal__account", "version__proposal__deal__entity"
    ).order_by("-pk")[:200]:
        proposal = comment.version.proposal
        if proposal.pk in seen:
            continue
        seen.add(proposal.pk)
        if comment.by_user_id is None:
            yield Need(
                kind="proposal_question",
                key=f"{proposal.pk}:{comment.pk}",
                what=_("Answer {name}").format(name=comment.name),
                who=_client(proposal),
                why=f"“{comment.text[:160]}”",
                by=_("Proposal {number}").format(number=proposal.number),
                stake=_worth(asking, comment.version.net, proposal.currency),
                href=f"{page_of('proposal', proposal.pk)}#comment-{comment.pk}",
                act=_("Answer"),
                due=timezone.localtime(comment.at).date(),
            )


def _back(asking: Asking, proposal: Any, what: str, reason: str, who: str) -> Need:
    return Need(
        kind="proposal_back",
        key=f"{proposal.pk}:{proposal.last}:{proposal.state}",
        what=what.format(number=proposal.number),
        who=_client(proposal),
        why=f"“{reason[:160]}”" if reason else _("The deal is won; go on with the order or the contract."),
        by=who,
        stake=_worth(asking, proposal.newest.net, proposal.currency),
        href=page_of("proposal", proposal.pk),
        act=_("Open proposal"),
    )


def _client(proposal: Any) -> str:
    account = proposal.deal.account
    return str(account.name if account else proposal.deal.name)


def _worth(asking: Asking, amount: Decimal, currency: str) -> Decimal | None:
    """The money at stake in the firm's currency; unknown where there is no rate."""
    try:
        return amount * rate_on(asking.today, of=currency, into=asking.entity.currency)
    except RuleBroken:
        return None
