"""Customised products: what the client wants, what the department says, what it costs, what it sells for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from suki.apps.catalog.models import Product
from suki.apps.deals.models import Deal
from suki.apps.deals.rules import check_open
from suki.apps.people.models import Department, DepartmentMember, Person
from suki.apps.proposals.actions import offered_again, set_lines
from suki.apps.proposals.locking import person_of
from suki.apps.proposals.models import Customisation, Proposal, ProposalLine, ProposalVersion
from suki.apps.proposals.pricing import Offered
from suki.base.access import SYSTEM, Can, Reach, action, can, reach_of
from suki.base.dated import on_day
from suki.base.history import record
from suki.kernel.errors import NotAllowed, RuleBroken

State = Customisation.State
ANSWERS = {
    State.ACCEPTED: "review accepted",
    State.CONDITION: "review conditional",
    State.REFUSED: "review refused",
}


def departments_of(actor: Any, on: date) -> list[int]:
    """The departments that somebody works in on a day."""
    person = person_of(actor)
    held = (
        DepartmentMember.objects.filter(on_day(on), person=person)
        if person
        else DepartmentMember.objects.none()
    )
    return list(held.values_list("department", flat=True))


def reviews_for(actor: Any) -> QuerySet[Customisation]:
    """The requests that somebody may see: of their own departments, and of the deals that they see."""
    found = Customisation.objects.in_use()
    if actor is SYSTEM or reach_of(actor, Can.SEE_DEALS) is Reach.ALL:
        return found
    theirs = Q(department__in=departments_of(actor, timezone.localdate()))
    seen = Deal.objects.visible_to(actor).order_by().values("pk") if can(actor, Can.SEE_DEALS) else []
    return found.filter(theirs | Q(deal__in=seen) | Q(asked_by__user=actor.pk))


@action(Can.WORK_DEALS)
def ask_review(
    *, actor: Any, deal: Deal, requirement: str, department: Department, product: Product | None = None,
    answer_by: date | None = None, asked_by: Person | None = None,
) -> Customisation:  # fmt: skip
    """Ask a department whether it can make a product as the client wants it."""
    deal = Deal.objects.visible_to(actor).select_related("entity", "owner").locked(deal.pk)
    check_open(deal)
    if not requirement.strip():
        raise RuleBroken(_("Say what the product must be."))
    if answer_by is not None and answer_by < deal.entity.today:
        raise RuleBroken(_("The day by which the answer is wanted has passed."))
    asker = asked_by or person_of(actor) or deal.owner
    made = Customisation.objects.create(
        deal=deal, product=product, requirement=requirement.strip(), department=department, asked_by=asker,
        answer_by=answer_by, currency=deal.currency,
    )  # fmt: skip
    record(
        "review asked",
        actor=actor,
        about=deal,
        department=department.name,
        requirement=str(made),
        review=made.pk,
    )
    return made


@action(Can.REVIEW_PRODUCTS)
def answer_review(
    *, actor: Any, review: Customisation, state: str, answer: str = "", unit_cost: Decimal | None = None,
    revision: int | None = None,
) -> Customisation:  # fmt: skip
    """The department says yes, no, or yes on a condition, and what one piece will cost."""
    review = _locked(actor, review, revision)
    day = review.deal.entity.today
    if actor is not SYSTEM and review.department_id not in departments_of(actor, day):
        raise NotAllowed(_("This is for {department} to answer.").format(department=review.department))
    if review.state != State.ASKED:
        raise RuleBroken(
            _("{person} has answered this already.").format(person=review.reviewed_by or review.department)
        )
    if state not in ANSWERS:
        raise RuleBroken(_("Choose an answer."))
    if state == State.REFUSED and not answer.strip():
        raise RuleBroken(_("Say why it cannot be made."))
    if state == State.CONDITION and not answer.strip():
        raise RuleBroken(_("Say on which condition it can be made."))
    if unit_cost is not None and unit_cost < 0:
        raise RuleBroken(_("A cost cannot be less than nothing."))
    review.state, review.answer = state, answer.strip()
    review.unit_cost = None if state == State.REFUSED else unit_cost
    review.reviewed_by, review.reviewed_at = person_of(actor), timezone.now()
    review.save()
    _cost_of_drafts(review)
    record(
        ANSWERS[State(state)], actor=actor, about=review.deal, requirement=str(review), reason=review.answer,
        department=review.department.name,
    )  # fmt: skip
    return review


@action(Can.WORK_DEALS)
def ask_again(
    *, actor: Any, review: Customisation, requirement: str, answer_by: date | None = None
) -> Customisation:
    """The requirement has changed: the department is asked anew. What it said before stays in the history."""
    review = _locked(actor, review, None)
    check_open(review.deal)
    if not requirement.strip():
        raise RuleBroken(_("Say what the product must be."))
    relied_on = ProposalLine.objects.filter(
        customisation=review, version__frozen_at__isnull=False,
        version__proposal__state__in=(Proposal.State.IN_APPROVAL, Proposal.State.APPROVED, Proposal.State.SENT),
    ).select_related("version__proposal").first()  # fmt: skip
    if relied_on is not None and relied_on.version == relied_on.version.proposal.newest:
        raise RuleBroken(
            _("Proposal {number} relies on the answer. Begin a new version of it first.").format(
                number=relied_on.version.proposal
            )
        )
    review.requirement, review.answer_by, review.state = requirement.strip(), answer_by, State.ASKED
    review.answer, review.unit_cost, review.reviewed_by, review.reviewed_at = "", None, None, None
    review.save()
    record(
        "review asked",
        actor=actor,
        about=review.deal,
        department=review.department.name,
        requirement=str(review),
        review=review.pk,
    )
    return review


@action(Can.WORK_DEALS)
def offer_customised(
    *, actor: Any, review: Customisation, proposal: Proposal, quantity: Decimal, unit_price: Decimal
) -> ProposalVersion:
    """The customised product gets its price and becomes a line of a draft."""
    review = _locked(actor, review, None)
    if review.state == State.REFUSED:
        raise RuleBroken(
            _("{department} refused it. Change the requirement and ask again.").format(
                department=review.department
            )
        )
    version = proposal.newest
    rows = list(version.lines.select_related("product", "customisation").order_by("position", "pk"))
    if any(row.customisation_id == review.pk for row in rows):
        raise RuleBroken(_("It is a line of the proposal already. Change the line."))
    name = review.product.name if review.product else ""
    said = f"{name}: {review.requirement}" if name else review.requirement
    line = Offered(
        description=" ".join(said.split())[:400], quantity=quantity, unit_price=unit_price, product=review.product,
        customisation=review,
    )  # fmt: skip
    version = set_lines(actor=actor, proposal=proposal, lines=[*map(offered_again, rows), line])
    review.unit_price = unit_price
    review.save()
    record(
        "review priced",
        actor=actor,
        about=review.deal,
        requirement=str(review),
        price=unit_price,
        currency=review.currency,
    )
    return version


def _locked(actor: Any, review: Customisation, revision: int | None) -> Customisation:
    rows = reviews_for(actor).order_by().values("pk")
    found = Customisation.objects.filter(pk__in=rows).select_related(
        "deal__entity", "department", "product", "reviewed_by", "asked_by"
    )
    row: Customisation = found.locked(review.pk, revision=revision)
    return row


def _cost_of_drafts(review: Customisation) -> None:
    """Lines of drafts that offer it know its cost from now on."""
    lines = ProposalLine.objects.filter(customisation=review, version__frozen_at__isnull=True)
    for proposal in Proposal.objects.filter(pk__in=lines.values("version__proposal")).exclude(
        state__in=(Proposal.State.WITHDRAWN, Proposal.State.DECLINED, Proposal.State.ACCEPTED)
    ):
        rows = proposal.newest.lines.select_related("product", "customisation").order_by("position", "pk")
        set_lines(actor=SYSTEM, proposal=proposal, lines=[offered_again(row) for row in rows])
