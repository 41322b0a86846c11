"""A proposal is drafted from a deal, its lines add up, and versions follow each other."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.http import Http404

from suki.apps.proposals.actions import (
    begin_version,
    draft_proposal,
    set_lines,
    set_texts,
    withdraw_proposal,
)
from suki.apps.proposals.approving import ask_approval
from suki.apps.proposals.freezing_versions import checksum_of
from suki.apps.proposals.models import Proposal, ProposalLine
from suki.apps.proposals.pricing import Offered, priced
from suki.kernel.errors import NotAllowed, RuleBroken, Stale


def test_a_draft_takes_the_deals_lines_its_brief_and_the_clients_language(proposal, deal):
    version = proposal.newest
    assert proposal.language == "de"
    assert [(line.description, line.net) for line in version.lines.order_by("position")] == [
        ("Presse", Decimal("200.00")),
        ("Einbau", Decimal("33.34")),
    ]
    assert (version.net, version.tax) == (Decimal("233.34"), Decimal("44.33"))
    assert "Peter Sonne" in version.greeting and "Zwei Pressen bis März" in version.greeting
    assert version.cost == Decimal("120.00")


def test_a_brief_that_says_nothing_leaves_no_hole_in_the_letter(ana, deal):
    deal.brief = ""
    deal.save()
    assert "Anliegen" not in draft_proposal(actor=ana, deal=deal).newest.greeting


def test_the_net_is_rounded_once_and_the_lines_add_up_to_it():
    lines = [
        Offered(description=str(n), quantity=Decimal(1), unit_price=Decimal("0.335"), tax_percent=Decimal(19))
        for n in range(3)
    ]
    totals = priced(lines, "EUR")
    assert totals.net == Decimal("1.01")
    assert sorted(net for net, _tax in totals.lines) == [Decimal("0.33"), Decimal("0.34"), Decimal("0.34")]
    assert sum(tax for _net, tax in totals.lines) == totals.tax == Decimal("0.19")


def test_each_tax_rate_is_charged_once_on_its_own_net():
    lines = [
        Offered(description="a", quantity=Decimal(1), unit_price=Decimal("10.05"), tax_percent=Decimal(19)),
        Offered(description="b", quantity=Decimal(1), unit_price=Decimal("10.05"), tax_percent=Decimal(7)),
    ]
    assert [(share.percent, share.tax) for share in priced(lines, "EUR").taxes] == [
        (Decimal(7), Decimal("0.70")),
        (Decimal(19), Decimal("1.91")),
    ]


def test_an_option_counts_only_when_it_is_chosen():
    line = {"description": "x", "quantity": Decimal(1), "unit_price": Decimal(10)}
    lines = [Offered(**line), Offered(**line, is_optional=True, is_chosen=False)]
    totals = priced(lines, "EUR")
    assert totals.net == 10 and totals.lines[1] == (10, 0)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"quantity": Decimal(0)}, "Line 1: 0 is not a quantity"),
        ({"discount": Decimal("1.2")}, "Line 1: a discount lies between"),
        ({"unit_price": Decimal(-1)}, "Line 1: a price cannot be less"),
        ({"description": " "}, "Line 1 needs a description"),
        ({"tax_percent": Decimal(300)}, "Line 1: a tax lies between"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_changes(ana, proposal, wrong, sentence):
    line = {"description": "x", "quantity": Decimal(1), "unit_price": Decimal(10)} | wrong
    with pytest.raises(RuleBroken, match=sentence):
        set_lines(actor=ana, proposal=proposal, lines=[Offered(**line)])
    assert proposal.newest.lines.count() == 2


def test_lines_somebody_else_changed_meanwhile_are_not_written_over(ana, proposal):
    with pytest.raises(Stale):
        set_lines(actor=ana, proposal=proposal, lines=[], revision=proposal.newest.revision - 1)
    assert proposal.newest.lines.count() == 2


def test_a_frozen_version_stays_as_it_is_in_the_database_too(ana, proposal):
    ask_approval(actor=ana, proposal=proposal)
    version = proposal.newest
    assert version.checksum == checksum_of(version) and version.pdf.size > 1000
    with pytest.raises(RuleBroken, match="frozen"):
        set_texts(actor=ana, proposal=proposal, title="Other")
    for change in (
        lambda: ProposalLine.objects.filter(version=version).update(net=1),
        lambda: ProposalLine.objects.filter(version=version).delete(),
        lambda: type(version).objects.filter(pk=version.pk).update(net=1),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_new_version_is_a_copy_and_the_old_one_stays(ana, proposal):
    ask_approval(actor=ana, proposal=proposal)
    version = begin_version(actor=ana, proposal=proposal)
    proposal.refresh_from_db()
    assert (version.number, proposal.state) == (2, Proposal.State.DRAFT)
    assert [line.key for line in version.lines.order_by("position")] == [1, 2]
    assert version.net == Decimal("233.34") and not version.is_frozen
    with pytest.raises(RuleBroken, match="still a draft"):
        begin_version(actor=ana, proposal=proposal)


def test_a_colleague_without_the_deal_and_finance_may_not_write(bayu, finn, proposal):
    for actor, refused in ((bayu, Proposal.DoesNotExist), (finn, NotAllowed)):
        with pytest.raises((refused, Http404)):
            set_texts(actor=actor, proposal=proposal, title="Mine")
    assert proposal.newest.title == "Angebot: Neue Pressen"


def test_a_withdrawn_proposal_is_over(ana, proposal):
    withdraw_proposal(actor=ana, proposal=proposal, reason="Client stopped")
    with pytest.raises(RuleBroken, match="withdrawn"):
        set_texts(actor=ana, proposal=proposal, title="Other")
    with pytest.raises(RuleBroken, match="withdrawn"):
        begin_version(actor=ana, proposal=proposal)
