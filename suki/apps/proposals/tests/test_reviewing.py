"""Customised products: asked, answered by the department, priced, offered; nothing goes out unanswered."""

from __future__ import annotations

from decimal import Decimal

import pytest

from suki.apps.proposals.models import Customisation
from suki.apps.proposals.reviewing import answer_review, ask_again, ask_review, offer_customised, reviews_for
from suki.apps.proposals.sending import send_proposal
from suki.kernel.errors import NotAllowed, RuleBroken


@pytest.fixture
def review(ana, deal, workshop, press):
    return ask_review(
        actor=ana, deal=deal, requirement="Presse in Grün, 2 m breit", department=workshop, product=press
    )


def test_the_department_sees_what_it_is_asked_and_others_do_not(tom, bayu, finn, review):
    assert list(reviews_for(tom)) == [review]
    assert list(reviews_for(bayu)) == []


def test_only_the_department_answers(ana, dung, tom, review):
    for actor in (ana, dung):
        with pytest.raises(NotAllowed):
            answer_review(actor=actor, review=review, state="accepted")
    review.refresh_from_db()
    assert review.state == Customisation.State.ASKED
    answer_review(actor=tom, review=review, state="accepted", unit_cost=Decimal(80))
    with pytest.raises(RuleBroken, match="Tom Werk has answered"):
        answer_review(actor=tom, review=review, state="refused", answer="no")


@pytest.mark.parametrize(
    ("state", "sentence"), [("refused", "why it cannot"), ("condition", "on which condition")]
)
def test_a_no_and_a_condition_say_why(tom, review, state, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        answer_review(actor=tom, review=review, state=state, answer=" ")
    review.refresh_from_db()
    assert review.state == Customisation.State.ASKED


def test_an_unanswered_product_keeps_the_proposal_here(ana, tom, proposal, review):
    offer_customised(
        actor=ana, review=review, proposal=proposal, quantity=Decimal(2), unit_price=Decimal(150)
    )
    with pytest.raises(RuleBroken, match="waits for the answer of Werkstatt"):
        send_proposal(actor=ana, proposal=proposal)
    answer_review(
        actor=tom, review=review, state="condition", answer="Lieferung ab März", unit_cost=Decimal(80)
    )
    line = proposal.newest.lines.get(customisation=review)
    assert line.cost == Decimal(160)
    send_proposal(actor=ana, proposal=proposal)


def test_a_refused_product_keeps_the_proposal_here_until_it_is_asked_again(ana, tom, proposal, review):
    offer_customised(
        actor=ana, review=review, proposal=proposal, quantity=Decimal(1), unit_price=Decimal(150)
    )
    answer_review(actor=tom, review=review, state="refused", answer="Zu breit")
    with pytest.raises(RuleBroken, match="Werkstatt refused"):
        send_proposal(actor=ana, proposal=proposal)
    proposal.refresh_from_db()
    assert proposal.state == "draft"
    review.refresh_from_db()
    ask_again(actor=ana, review=review, requirement="Presse in Grün, 1,5 m breit")
    answer_review(actor=tom, review=review, state="accepted")
    send_proposal(actor=ana, proposal=proposal)
    with pytest.raises(RuleBroken, match="relies on the answer"):
        ask_again(actor=ana, review=review, requirement="other")
