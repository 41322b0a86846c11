"""Writing proposals: drafting one from a deal, its lines and texts, a new version, taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from suki.apps.accounts.models import Contact
from suki.apps.deals.lines import VALUE_DIGITS, as_kept
from suki.apps.deals.models import Deal
from suki.apps.deals.rules import check_open, checked_size
from suki.apps.people.models import Person
from suki.apps.proposals.facts import cost_of, standard_costs, usual_tax
from suki.apps.proposals.locking import check_draft, check_revision, locked_proposal, user_of
from suki.apps.proposals.models import Approval, Proposal, ProposalLine, ProposalTemplate, ProposalVersion
from suki.apps.proposals.pricing import Offered, priced
from suki.apps.proposals.wording import template_for, texts_for
from suki.base.access import Can, action
from suki.base.formats import number_text
from suki.base.history import record
from suki.base.languages import language_of
from suki.base.numbering import next_number
from suki.kernel.errors import RuleBroken

VALID_DAYS: Final = 30
TEXTS: Final = ("title", "greeting", "terms", "closing", "valid_until")


@action(Can.WORK_DEALS)
def draft_proposal(
    *,
    actor: Any,
    deal: Deal,
    contact: Contact | None = None,
    language: str = "",
    template: ProposalTemplate | None = None,
) -> Proposal:
    """Write an offer from what the deal says: its lines, its brief, in the client's language."""
    found = Deal.objects.visible_to(actor).select_related("entity", "account", "contact", "owner")
    deal = found.locked(deal.pk)
    check_open(deal)
    contact = contact or deal.contact
    spoken = (
        language or (contact.language if contact else "") or (deal.account.language if deal.account else "")
    )
    proposal = Proposal(
        deal=deal, number=next_number("proposal", pattern="PR-{number:05d}"), contact=contact,
        language=language_of(spoken or deal.entity.language), currency=deal.currency, owner=deal.owner,
    )  # fmt: skip
    proposal.template = template or template_for(proposal.language)
    proposal.save()
    today = deal.entity.today
    valid_until = today + timedelta(days=VALID_DAYS)
    version = ProposalVersion.objects.create(
        proposal=proposal, valid_until=valid_until, made_by=user_of(actor), **texts_for(proposal, valid_until)
    )
    _put_lines(version, deal, [_from_deal(line) for line in deal.lines.order_by("position", "pk")], today)
    record("proposal drafted", actor=actor, about=proposal, deal=deal, number=proposal.number)
    record("deal got proposal", actor=actor, about=deal, proposal=proposal, number=proposal.number)
    return proposal


@action(Can.WORK_DEALS)
def set_lines(
    *, actor: Any, proposal: Proposal, lines: Sequence[Offered], revision: int | None = None
) -> ProposalVersion:
    """These are the lines now: the net is rounded once, and the lines add up to it."""
    proposal = locked_proposal(actor, proposal)
    version = check_draft(proposal)
    check_revision(version, revision)
    lines = [as_kept(line) for line in lines]
    for number, line in enumerate(lines, start=1):
        _check_line(line, number, proposal)
    checked_size(sum((line.exact_net for line in lines), Decimal(0)), VALUE_DIGITS)
    _put_lines(version, proposal.deal, lines, proposal.deal.entity.today)
    record(
        "proposal lines set", actor=actor, about=proposal, version=version.number, net=version.net,
        currency=proposal.currency,
    )  # fmt: skip
    return version


@action(Can.WORK_DEALS)
def set_texts(
    *, actor: Any, proposal: Proposal, revision: int | None = None, **texts: Any
) -> ProposalVersion:
    """What stands around the lines, and until when the offer holds."""
    proposal = locked_proposal(actor, proposal)
    version = check_draft(proposal)
    check_revision(version, revision)
    until = texts.get("valid_until", version.valid_until)
    if not str(texts.get("title", version.title)).strip():
        raise RuleBroken(_("A proposal needs a title."))
    if until is not None and until < proposal.deal.entity.today:
        raise RuleBroken(_("The offer would be over before the client reads it. Choose a later day."))
    for name in TEXTS:
        setattr(version, name, texts.get(name, getattr(version, name)))
    version.save()
    version.refresh_from_db(fields=["revision"])
    record("proposal texts set", actor=actor, about=proposal, version=version.number)
    return version


@action(Can.WORK_DEALS)
def address_proposal(
    *, actor: Any, proposal: Proposal, contact: Contact | None, language: str, template: ProposalTemplate | None = None,
    rewrite: bool = False,
) -> Proposal:  # fmt: skip
    """For whom a draft is and in which language; with `rewrite` its texts are written anew from the template."""
    proposal = locked_proposal(actor, proposal)
    version = check_draft(proposal)
    proposal.contact, proposal.language = contact, language_of(language)
    proposal.template = template or template_for(proposal.language)
    proposal.save()
    if rewrite:
        until = version.valid_until or proposal.deal.entity.today + timedelta(days=VALID_DAYS)
        for name, text in texts_for(proposal, until).items():
            setattr(version, name, text)
        version.save()
    record("proposal addressed", actor=actor, about=proposal, contact=contact, language=proposal.language)
    return proposal


@action(Can.WORK_DEALS)
def begin_version(*, actor: Any, proposal: Proposal) -> ProposalVersion:
    """A new version to work on, a copy of the last one. What the client has in hand can no longer be accepted."""
    proposal = locked_proposal(actor, proposal)
    if proposal.is_over:
        raise RuleBroken(
            _("This proposal is over: it was {state}.").format(state=proposal.get_state_display())
        )
    last = proposal.newest
    if not last.is_frozen:
        raise RuleBroken(_("Version {number} is still a draft. Change it.").format(number=last.number))
    check_open(proposal.deal)
    Approval.objects.filter(version=last, state=Approval.State.ASKED).delete()
    texts = {name: getattr(last, name) for name in TEXTS}
    version = ProposalVersion.objects.create(
        proposal=proposal, number=last.number + 1, made_by=user_of(actor), **texts
    )
    rows = [offered_again(line) for line in last.lines.order_by("position", "pk")]
    _put_lines(version, proposal.deal, rows, proposal.deal.entity.today)
    proposal.state = Proposal.State.DRAFT
    proposal.save()
    record("proposal version begun", actor=actor, about=proposal, version=version.number)
    return version


@action(Can.WORK_DEALS)
def drop_version(*, actor: Any, proposal: Proposal) -> ProposalVersion:
    """The new version is not needed after all: what the client has in hand counts again."""
    proposal = locked_proposal(actor, proposal)
    version = check_draft(proposal)
    before = proposal.versions.filter(number=version.number - 1, links__isnull=False).distinct().first()
    if before is None:
        raise RuleBroken(_("The client has no version in hand that could count instead. Change this one."))
    version.delete()
    proposal.state = Proposal.State.SENT
    proposal.save()
    record("proposal version dropped", actor=actor, about=proposal, version=before.number + 1)
    return before


@action(Can.WORK_DEALS)
def withdraw_proposal(*, actor: Any, proposal: Proposal, reason: str) -> Proposal:
    """Take an offer back. The client's link says so; nothing can be accepted any more."""
    proposal = locked_proposal(actor, proposal)
    if proposal.is_over:
        raise RuleBroken(
            _("This proposal is over: it was {state}.").format(state=proposal.get_state_display())
        )
    if not reason.strip():
        raise RuleBroken(_("Say why the proposal is taken back."))
    Approval.objects.filter(version__proposal=proposal, state=Approval.State.ASKED).delete()
    proposal.state = Proposal.State.WITHDRAWN
    proposal.save()
    record("proposal withdrawn", actor=actor, about=proposal, reason=reason.strip())
    return proposal


@action(Can.WORK_DEALS)
def give_proposals(*, actor: Any, proposals: Sequence[Proposal], person: Person, reason: str = "") -> int:
    """Somebody else looks after these proposals from now on."""
    for proposal in proposals:
        row = locked_proposal(actor, proposal)
        row.owner = person
        row.save()
        record("proposal given", actor=actor, about=row, person=person, reason=reason)
    return len(proposals)


def offered_again(line: ProposalLine) -> Offered:
    """A line of a version as it would be asked for again."""
    return Offered(
        description=line.description, quantity=line.quantity, unit_price=line.unit_price, discount=line.discount,
        tax_percent=line.tax_percent, product=line.product, customisation=line.customisation,
        is_optional=line.is_optional, is_chosen=line.is_chosen, key=line.key,
    )  # fmt: skip


def _from_deal(line: Any) -> Offered:
    name = line.description or (line.product.name if line.product else "")
    return Offered(
        description=name, quantity=line.quantity, unit_price=line.unit_price, discount=line.discount, product=line.product,
    )  # fmt: skip


def _check_line(line: Offered, number: int, proposal: Proposal) -> None:
    """One sentence for what is wrong with a line, naming it."""
    said = ""
    if not line.description.strip():
        said = _("Line {number} needs a description.")
    elif line.quantity <= 0:
        said = _("Line {number}: {quantity} is not a quantity. Enter more than nothing.")
    elif line.unit_price < 0:
        said = _("Line {number}: a price cannot be less than nothing.")
    elif not 0 <= line.discount <= 1:
        said = _("Line {number}: a discount lies between 0% and 100%.")
    elif line.tax_percent is not None and not 0 <= line.tax_percent <= 100:
        said = _("Line {number}: a tax lies between 0% and 100%.")
    elif line.customisation and line.customisation.deal_id != proposal.deal_id:
        said = _("Line {number} is about a customised product of another deal.")
    if said:
        raise RuleBroken(said.format(number=number, quantity=number_text(line.quantity)))


def _put_lines(version: ProposalVersion, deal: Deal, lines: Sequence[Offered], day: date) -> None:
    """Price the lines and write them with the totals they add up to."""
    usual = usual_tax(deal, day)
    keys, costs = _keys(lines), standard_costs(lines, deal, day)
    rows = [
        ProposalLine(
            version=version, position=place, key=keys[place], product=line.product, customisation=line.customisation,
            description=line.description.strip()[:400], quantity=line.quantity, unit_price=line.unit_price,
            discount=line.discount, is_optional=line.is_optional, is_chosen=line.counts,
            tax_percent=usual if line.tax_percent is None else line.tax_percent, cost=cost_of(line, deal, costs),
        )
        for place, line in enumerate(lines)
    ]  # fmt: skip
    totals = priced(rows, deal.currency)
    for row, (net, tax) in zip(rows, totals.lines):
        row.net, row.tax = net, tax
    version.lines.all().delete()
    ProposalLine.objects.bulk_create(rows)
    known = [row.cost for row in rows if row.counts and row.cost is not None]
    version.net, version.tax = totals.net, totals.tax
    version.cost = sum(known, Decimal(0)) if known else None
    version.save()
    version.refresh_from_db(fields=["revision"])


def _keys(lines: Sequence[Offered]) -> list[int]:
    """Lines keep their keys; new ones get the next."""
    taken = max((line.key for line in lines), default=0)
    keys: list[int] = []
    for line in lines:
        if not line.key or line.key in keys:
            taken += 1
        keys.append(line.key if line.key and line.key not in keys else taken)
    return keys
