"""What a client does with a link: reads, asks, says yes or no. The link is their key; Suki acts for them."""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from suki.apps.deals.actions import NewLine, set_deal_lines, win_deal
from suki.apps.deals.models import Deal
from suki.apps.proposals.locking import locked_proposal
from suki.apps.proposals.models import (
    Proposal,
    ProposalAnswer,
    ProposalComment,
    ProposalLine,
    ProposalLink,
    ProposalView,
)
from suki.apps.proposals.pricing import Offered, Priced, priced
from suki.base.access import SYSTEM, Can, action
from suki.base.formats import amount_text, day_text
from suki.base.history import record
from suki.kernel.errors import RuleBroken

MOST_COMMENTS: Final = 100
LONGEST: Final = 4000
_BOTS = re.compile(
    r"bot|crawl|spider|preview|slurp|facebookexternalhit|whatsapp|telegram|skype|slack|scan|monitor|curl|wget|python|"
    r"headless|safelinks|proofpoint|mimecast|barracuda|google-read-aloud|lighthouse",
    re.IGNORECASE,
)


def is_a_reader(method: str, headers: Any) -> bool:
    """Whether a request is somebody reading, and not a program that looks at links before people do."""
    purpose = " ".join(headers.get(name, "") for name in ("Purpose", "Sec-Purpose", "X-Moz", "X-Purpose"))
    browser = headers.get("User-Agent", "")
    return method == "GET" and bool(browser) and not _BOTS.search(browser) and "pre" not in purpose.lower()


@action(Can.WORK_DEALS)
def note_view(*, actor: Any, link: ProposalLink, browser: str) -> ProposalView:
    """The client has opened the link; the first time of a version stands in the journal too."""
    view = ProposalView.objects.create(link=link, browser=browser[:200])
    if not ProposalView.objects.filter(link__version=link.version_id).exclude(pk=view.pk).exists():
        record(
            "proposal read",
            actor=actor,
            about=link.version.proposal,
            version=link.version.number,
            contact=link.contact,
        )
    return view


@action(Can.WORK_DEALS)
def comment_as_client(
    *, actor: Any, link: ProposalLink, name: str, text: str, line: ProposalLine | None = None
) -> ProposalComment:
    """The client asks or says something about the proposal, or about one of its lines."""
    proposal = locked_proposal(actor, link.version.proposal)
    _refuse_dead(link)
    if not text.strip():
        raise RuleBroken(_("Write something first."))
    if len(text) > LONGEST:
        raise RuleBroken(_("This is too long. Say it in {count} letters.").format(count=LONGEST))
    if ProposalComment.objects.filter(link=link).count() >= MOST_COMMENTS:
        raise RuleBroken(_("There are many comments here already. Please call us."))
    if line is not None and line.version_id != link.version_id:
        raise RuleBroken(_("This line is of another proposal."))
    said = name.strip()[:200] or (link.contact.name if link.contact else "")
    if not said:
        raise RuleBroken(_("Please say your name."))
    comment = ProposalComment.objects.create(
        version=link.version, line=line, link=link, name=said, text=text.strip()
    )
    record("proposal commented", actor=actor, about=proposal, version=link.version.number, name=said)
    return comment


@action(Can.WORK_DEALS)
def accept_proposal(
    *, actor: Any, link: ProposalLink, name: str, chosen: Collection[int], seen_gross: Decimal | None = None
) -> ProposalAnswer:
    """The client says yes to this version with these options. The deal takes its lines and is won."""
    proposal = locked_proposal(actor, link.version.proposal)
    link = ProposalLink.objects.select_related("version__proposal", "contact").locked(link.pk)
    refuse_unanswerable(link, proposal)
    if not name.strip():
        raise RuleBroken(_("Please say your name: it stands under your yes."))
    lines = chosen_lines(link, chosen)
    totals = priced(lines, proposal.currency)
    if seen_gross is not None and seen_gross != totals.gross:
        raise RuleBroken(
            _("With these options the total is {total}. Please look at it and accept again.").format(
                total=amount_text(totals.gross, proposal.currency)
            )
        )
    answer = ProposalAnswer.objects.create(
        proposal=proposal, version=link.version, link=link, is_yes=True, name=name.strip()[:200],
        chosen_lines=_kept(lines, totals), net=totals.net, tax=totals.tax,
    )  # fmt: skip
    proposal.state = Proposal.State.ACCEPTED
    proposal.save()
    record(
        "proposal accepted", actor=actor, about=proposal, version=link.version.number, name=answer.name,
        net=totals.net, currency=proposal.currency, checksum=link.version.checksum,
    )  # fmt: skip
    _win(proposal, [line for line in lines if line.counts])
    return answer


@action(Can.WORK_DEALS)
def decline_proposal(*, actor: Any, link: ProposalLink, name: str, reason: str) -> ProposalAnswer:
    """The client says no, and why. The deal stays open: its owner decides what follows."""
    proposal = locked_proposal(actor, link.version.proposal)
    link = ProposalLink.objects.select_related("version__proposal", "contact").locked(link.pk)
    refuse_unanswerable(link, proposal)
    if not name.strip():
        raise RuleBroken(_("Please say your name."))
    if not reason.strip():
        raise RuleBroken(_("Please say why, in a few words; it helps us to do better."))
    answer = ProposalAnswer.objects.create(
        proposal=proposal, version=link.version, link=link, is_yes=False, name=name.strip()[:200],
        reason=reason.strip()[:LONGEST], net=link.version.net, tax=link.version.tax,
    )  # fmt: skip
    proposal.state = Proposal.State.DECLINED
    proposal.save()
    record(
        "proposal declined", actor=actor, about=proposal, version=link.version.number, name=answer.name,
        reason=answer.reason,
    )  # fmt: skip
    return answer


def unanswerable(link: ProposalLink, proposal: Proposal) -> str:
    """Why this link cannot be answered now, in one sentence for the client; nothing where it can."""
    deal = Deal.objects.select_related("entity").get(pk=proposal.deal_id)
    owner, version = proposal.owner.name, link.version
    answer = ProposalAnswer.objects.filter(proposal=proposal).first()
    if link.revoked_at is not None:
        return _("This link was taken back. Please ask {owner} for a new one.").format(owner=owner)
    if answer is not None:
        said = (
            _("This offer was accepted by {name} on {day}.")
            if answer.is_yes
            else _("This offer was declined by {name} on {day}.")
        )
        return said.format(name=answer.name, day=day_text(timezone.localtime(answer.at).date(), "long"))
    if proposal.state == Proposal.State.WITHDRAWN:
        return _("This offer was taken back. Please ask {owner}.").format(owner=owner)
    if link.expires_at <= timezone.now():
        return _("This link has expired. Please ask {owner} for a new one.").format(owner=owner)
    if proposal.versions.filter(number__gt=version.number).exists():
        return _(
            "This offer is being revised; it cannot be accepted any more. You will get the new version from {owner}."
        ).format(owner=owner)
    if proposal.state != Proposal.State.SENT:
        return _("This offer cannot be accepted now. Please ask {owner}.").format(owner=owner)
    if version.valid_until is not None and version.valid_until < deal.entity.today:
        return _("This offer was valid until {day}. Please ask {owner} for a new one.").format(
            day=day_text(version.valid_until, "long"), owner=owner
        )
    if deal.state != Deal.State.OPEN:
        return _("This matter is closed; the offer cannot be accepted any more. Please ask {owner}.").format(
            owner=owner
        )
    return ""


def refuse_unanswerable(link: ProposalLink, proposal: Proposal) -> None:
    """One clear sentence where the link cannot be answered."""
    sentence = unanswerable(link, proposal)
    if sentence:
        raise RuleBroken(sentence)


def is_dead(link: ProposalLink) -> bool:
    """Whether the link shows nothing any more: taken back, or over."""
    return link.revoked_at is not None or link.expires_at <= timezone.now()


def chosen_lines(link: ProposalLink, chosen: Collection[int]) -> list[Offered]:
    """The lines of the link's version, with the options that the client chose."""
    rows = link.version.lines.select_related("product", "customisation").order_by("position", "pk")
    return [
        Offered(
            description=row.description, quantity=row.quantity, unit_price=row.unit_price, discount=row.discount,
            tax_percent=row.tax_percent, product=row.product, customisation=row.customisation, cost=row.cost,
            is_optional=row.is_optional, is_chosen=not row.is_optional or row.key in chosen, key=row.key,
        )
        for row in rows
    ]  # fmt: skip


def _refuse_dead(link: ProposalLink) -> None:
    if is_dead(link):
        raise RuleBroken(unanswerable(link, link.version.proposal))


def _kept(lines: list[Offered], totals: Priced) -> list[dict[str, str | int]]:
    """The lines that the client agreed to, with what each comes to."""
    both = zip(lines, totals.lines)
    return [
        {"key": line.key, "net": f"{net:f}", "tax": f"{tax:f}"} for line, (net, tax) in both if line.counts
    ]


def _win(proposal: Proposal, lines: list[Offered]) -> None:
    """The deal takes what was accepted and is won. What only we could mend is said to the client without its details."""
    taken = [
        NewLine(
            product=line.product, description=line.description[:255], quantity=line.quantity,
            unit_price=line.unit_price, discount=line.discount,
        )
        for line in lines
    ]  # fmt: skip
    try:
        set_deal_lines(actor=SYSTEM, deal=proposal.deal, lines=taken)
        win_deal(actor=SYSTEM, deal=proposal.deal, on=proposal.deal.entity.today)
    except RuleBroken as broken:
        raise NotOurs(
            _("This offer cannot be accepted now. Please ask {owner}.").format(owner=proposal.owner.name),
            inside=str(broken),
        ) from broken


class NotOurs(RuleBroken):
    """A refusal that the client cannot mend; `inside` is what we have to do."""

    def __init__(self, sentence: str, *, inside: str) -> None:
        super().__init__(sentence)
        self.inside = inside
