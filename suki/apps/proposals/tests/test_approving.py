"""Whose word a proposal needs: by value, discount and margin, in steps, by substitutes, never by oneself."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from suki.apps.people.actions import be_away, report_to
from suki.apps.proposals.actions import begin_version, set_lines
from suki.apps.proposals.approving import approve, ask_approval, return_proposal, wanted_words
from suki.apps.proposals.models import Approval, ApprovalRule, Proposal
from suki.apps.proposals.pricing import Offered
from suki.apps.proposals.sending import send_proposal
from suki.base.access import SYSTEM
from suki.kernel.errors import NotAllowed, RuleBroken
from tests.cast import _somebody


@pytest.fixture
def by_clara(clara):
    return ApprovalRule.objects.create(step=1, function="sales_manager", value_from=Decimal(100))


@pytest.fixture
def erik(entity):
    return _somebody("Erik Senior", "Geschäftsführer", "senior_management")


def test_without_a_rule_a_proposal_needs_nobodys_word(ana, proposal):
    assert ask_approval(actor=ana, proposal=proposal) == []
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.APPROVED


@pytest.mark.parametrize(
    ("bound", "line", "asks"),
    [
        ({"value_from": Decimal(100)}, {"unit_price": Decimal("99.99")}, False),
        ({"value_from": Decimal(100)}, {"unit_price": Decimal(100)}, True),
        ({"discount_from": Decimal("0.1")}, {"unit_price": Decimal(50), "discount": Decimal("0.09")}, False),
        ({"discount_from": Decimal("0.1")}, {"unit_price": Decimal(50), "discount": Decimal("0.1")}, True),
        ({"margin_below": Decimal("0.3")}, {"unit_price": Decimal(100), "cost": Decimal(70)}, False),
        ({"margin_below": Decimal("0.3")}, {"unit_price": Decimal(100), "cost": Decimal(71)}, True),
        ({}, {"unit_price": Decimal(1)}, True),
    ],
)
def test_a_rule_asks_from_its_bound_on(ana, clara, proposal, bound, line, asks):
    ApprovalRule.objects.create(function="sales_manager", **bound)
    set_lines(actor=ana, proposal=proposal, lines=[Offered(description="x", quantity=Decimal(1), **line)])
    assert bool(wanted_words(proposal, proposal.newest, ana.person)) is asks


def test_a_price_below_the_list_is_a_discount_too(ana, clara, proposal, press):
    ApprovalRule.objects.create(function="sales_manager", discount_from=Decimal("0.2"))
    line = Offered(description="Presse", quantity=Decimal(1), unit_price=Decimal(79), product=press)
    set_lines(actor=ana, proposal=proposal, lines=[line])
    assert wanted_words(proposal, proposal.newest, ana.person)[0].why["discount"].startswith("0.21")


def test_an_option_does_not_slip_past_a_rule(ana, clara, proposal, by_clara):
    lines = [
        Offered(description="x", quantity=Decimal(1), unit_price=Decimal(50)),
        Offered(
            description="y", quantity=Decimal(1), unit_price=Decimal(60), is_optional=True, is_chosen=False
        ),
    ]
    set_lines(actor=ana, proposal=proposal, lines=lines)
    assert wanted_words(proposal, proposal.newest, ana.person)


def test_it_cannot_be_sent_before_it_is_approved(ana, clara, proposal, by_clara):
    with pytest.raises(RuleBroken, match="approval of Clara Sandoval first"):
        send_proposal(actor=ana, proposal=proposal)
    (asked,) = ask_approval(actor=ana, proposal=proposal)
    with pytest.raises(RuleBroken, match="waits for the approval of Clara"):
        send_proposal(actor=ana, proposal=proposal)
    approve(actor=clara, approval=asked)
    send_proposal(actor=ana, proposal=proposal)
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.SENT


def test_steps_are_asked_in_their_order(ana, clara, erik, proposal, by_clara):
    ApprovalRule.objects.create(step=2, approver=erik.person)
    first, second = ask_approval(actor=ana, proposal=proposal)
    with pytest.raises(RuleBroken, match="asked before you"):
        approve(actor=erik, approval=second)
    approve(actor=clara, approval=first)
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.IN_APPROVAL
    approve(actor=erik, approval=second)
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.APPROVED
    with pytest.raises(RuleBroken, match="answered this already"):
        approve(actor=erik, approval=second)


def test_nobody_approves_their_own(clara, erik, deal, by_clara):
    from suki.apps.proposals.actions import draft_proposal

    report_to(actor=SYSTEM, person=clara.person, manager=erik.person, since=date(2020, 1, 1))
    own = draft_proposal(actor=clara, deal=deal)
    (asked,) = ask_approval(actor=clara, proposal=own)
    assert asked.approver != clara.person
    Approval.objects.update(approver=clara.person)
    with pytest.raises(NotAllowed, match="their own"):
        approve(actor=clara, approval=asked)
    assert Approval.objects.get().state == Approval.State.ASKED


def test_where_only_oneself_could_approve_it_says_so(clara, deal, by_clara):
    from suki.apps.proposals.actions import draft_proposal

    own = draft_proposal(actor=clara, deal=deal)
    with pytest.raises(RuleBroken, match="Nobody but you could approve step 1"):
        ask_approval(actor=clara, proposal=own)
    own.refresh_from_db()
    assert own.state == Proposal.State.DRAFT and not own.newest.is_frozen


def test_a_substitute_answers_only_while_the_approver_is_away(ana, clara, erik, proposal, by_clara, entity):
    by_clara.substitute = erik.person
    by_clara.save()
    (asked,) = ask_approval(actor=ana, proposal=proposal)
    with pytest.raises(NotAllowed, match="for Clara Sandoval"):
        approve(actor=erik, approval=asked)
    be_away(actor=SYSTEM, person=clara.person, first=entity.today, last=entity.today)
    assert approve(actor=erik, approval=asked).decided_by == erik.person


def test_an_account_manager_may_not_approve_at_all(ana, bayu, clara, proposal, by_clara):
    (asked,) = ask_approval(actor=ana, proposal=proposal)
    with pytest.raises(NotAllowed):
        approve(actor=bayu, approval=asked)
    assert Approval.objects.get().state == Approval.State.ASKED


def test_a_returned_proposal_says_why_and_goes_on_as_a_new_version(ana, clara, proposal, by_clara):
    (asked,) = ask_approval(actor=ana, proposal=proposal)
    with pytest.raises(RuleBroken, match="what must change"):
        return_proposal(actor=clara, approval=asked, note=" ")
    return_proposal(actor=clara, approval=asked, note="Too cheap")
    with pytest.raises(RuleBroken, match="was returned"):
        send_proposal(actor=ana, proposal=proposal)
    assert begin_version(actor=ana, proposal=proposal).number == 2


def test_what_is_changed_after_asking_is_asked_again(ana, clara, proposal, by_clara):
    (asked,) = ask_approval(actor=ana, proposal=proposal)
    begin_version(actor=ana, proposal=proposal)
    with pytest.raises(RuleBroken, match="not waiting for approval any more"):
        approve(actor=clara, approval=asked)
    with pytest.raises(RuleBroken, match="approval of Clara"):
        send_proposal(actor=ana, proposal=proposal)


def test_a_value_in_another_currency_is_measured_in_the_firms(ana, clara, proposal, by_clara):
    from suki.apps.company.models import ExchangeRate

    ExchangeRate.objects.create(base="EUR", quote="VND", valid_on=date(2020, 1, 2), rate=Decimal(25000))
    Proposal.objects.filter(pk=proposal.pk).update(currency="VND")
    proposal.refresh_from_db()
    assert wanted_words(proposal, proposal.newest, ana.person) == []
