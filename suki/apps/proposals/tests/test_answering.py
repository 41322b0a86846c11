"""What a client does with a link, and what is refused: over, taken back, revised, answered, changed."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pgtrigger
import pytest
from django.utils import timezone

from suki.apps.deals.actions import lose_deal, win_deal
from suki.apps.deals.models import Deal, LossReason
from suki.apps.proposals.actions import begin_version, drop_version, set_lines, withdraw_proposal
from suki.apps.proposals.answering import (
    NotOurs,
    accept_proposal,
    comment_as_client,
    decline_proposal,
    is_a_reader,
)
from suki.apps.proposals.models import (
    Proposal,
    ProposalAnswer,
    ProposalComment,
    ProposalLink,
    ProposalVersion,
)
from suki.apps.proposals.pricing import Offered
from suki.apps.proposals.sending import revoke_link, send_proposal
from suki.base.access import SYSTEM
from suki.kernel.errors import RuleBroken


def accept(link, **more):
    return accept_proposal(**{"actor": SYSTEM, "link": link, "name": "Peter Sonne", "chosen": ()} | more)


def nothing_happened(deal):
    deal.refresh_from_db()
    return deal.state == Deal.State.OPEN and not ProposalAnswer.objects.exists()


def test_a_yes_sets_the_deals_lines_and_wins_it(ana, deal, proposal):
    lines = [
        Offered(description="Presse", quantity=Decimal(3), unit_price=Decimal(90)),
        Offered(
            description="Wartung",
            quantity=Decimal(1),
            unit_price=Decimal(50),
            is_optional=True,
            is_chosen=False,
        ),
        Offered(
            description="Schulung",
            quantity=Decimal(1),
            unit_price=Decimal(70),
            is_optional=True,
            is_chosen=False,
        ),
    ]
    set_lines(actor=ana, proposal=proposal, lines=lines)
    link = send_proposal(actor=ana, proposal=proposal).link
    answer = accept(link, chosen={2})
    deal.refresh_from_db()
    proposal.refresh_from_db()
    assert (deal.state, deal.value) == (Deal.State.WON, Decimal(320))
    assert [line.description for line in deal.lines.order_by("position")] == ["Presse", "Wartung"]
    assert (answer.net, answer.tax, proposal.state) == (Decimal("320.00"), Decimal("60.80"), "accepted")


def test_the_second_yes_gets_one_sentence(sent):
    accept(sent.link)
    with pytest.raises(RuleBroken, match="was accepted by Peter Sonne"):
        accept(sent.link, name="Another")
    assert ProposalAnswer.objects.count() == 1


def test_nothing_is_accepted_by_a_link_that_is_over(sent, deal):
    ProposalLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    sent.link.refresh_from_db()
    with pytest.raises(RuleBroken, match="expired"):
        accept(sent.link)
    assert nothing_happened(deal)


def test_nothing_is_accepted_by_a_link_that_was_taken_back(ana, sent, deal):
    revoke_link(actor=ana, link=sent.link)
    sent.link.refresh_from_db()
    with pytest.raises(RuleBroken, match="taken back"):
        accept(sent.link)
    assert nothing_happened(deal)


def test_nothing_is_accepted_while_it_is_being_revised(ana, sent, deal, proposal):
    begin_version(actor=ana, proposal=proposal)
    with pytest.raises(RuleBroken, match="being revised"):
        accept(sent.link)
    assert nothing_happened(deal)
    again = send_proposal(actor=ana, proposal=proposal)
    with pytest.raises(RuleBroken, match="being revised"):
        accept(sent.link)
    assert accept(again.link).version.number == 2


def test_a_version_that_is_dropped_lets_the_client_accept_the_one_before(ana, sent, proposal):
    begin_version(actor=ana, proposal=proposal)
    drop_version(actor=ana, proposal=proposal)
    assert accept(sent.link).version.number == 1


def test_a_version_is_not_dropped_where_the_client_has_none_in_hand(ana, proposal):
    with pytest.raises(RuleBroken, match="no version in hand"):
        drop_version(actor=ana, proposal=proposal)
    assert proposal.versions.count() == 1


def test_nothing_is_accepted_after_the_offer_is_over(sent, deal, entity):
    with pgtrigger.ignore("proposals.ProposalVersion:stay_frozen"):
        ProposalVersion.objects.update(valid_until=entity.today - timedelta(days=1))
    sent.link.refresh_from_db()
    with pytest.raises(RuleBroken, match="was valid until"):
        accept(sent.link)
    assert nothing_happened(deal)


def test_nothing_is_accepted_of_a_lost_deal(ana, sent, deal, entity):
    lose_deal(actor=ana, deal=deal, on=entity.today, reason=LossReason.objects.create(name="Preis"))
    with pytest.raises(RuleBroken, match="This matter is closed"):
        accept(sent.link)
    deal.refresh_from_db()
    assert deal.state == Deal.State.LOST and not ProposalAnswer.objects.exists()


def test_nothing_is_accepted_of_a_deal_that_was_won_otherwise(ana, sent, deal, entity):
    win_deal(actor=ana, deal=deal, on=entity.today)
    with pytest.raises(RuleBroken, match="This matter is closed"):
        accept(sent.link)
    assert not ProposalAnswer.objects.exists()


def test_nothing_is_accepted_of_a_withdrawn_offer(ana, sent, deal, proposal):
    withdraw_proposal(actor=ana, proposal=proposal, reason="Error")
    with pytest.raises(RuleBroken, match="taken back"):
        accept(sent.link)
    assert nothing_happened(deal)


def test_the_client_accepts_only_the_total_they_saw(sent, deal):
    with pytest.raises(RuleBroken, match="the total is"):
        accept(sent.link, seen_gross=Decimal(1))
    assert nothing_happened(deal)


def test_what_only_we_can_mend_is_not_told_to_the_client_and_nothing_is_half_done(sent, deal, proposal):
    Deal.objects.filter(pk=deal.pk).update(account=None)
    with pytest.raises(NotOurs, match="Please ask Ana Reyes") as refused:
        accept(sent.link)
    assert "has no account" in refused.value.inside
    proposal.refresh_from_db()
    assert nothing_happened(deal) and proposal.state == Proposal.State.SENT


def test_a_no_needs_its_reason_and_leaves_the_deal_open(sent, deal, proposal):
    with pytest.raises(RuleBroken, match="say why"):
        decline_proposal(actor=SYSTEM, link=sent.link, name="Peter", reason="")
    decline_proposal(actor=SYSTEM, link=sent.link, name="Peter", reason="Zu teuer")
    deal.refresh_from_db()
    proposal.refresh_from_db()
    assert (deal.state, proposal.state) == ("open", "declined")
    with pytest.raises(RuleBroken, match="declined by Peter"):
        accept(sent.link)


def test_comments_stand_at_their_line_and_not_at_others(sent, ana, deal):
    line = sent.link.version.lines.first()
    comment_as_client(actor=SYSTEM, link=sent.link, name="", text="Lieferzeit?", line=line)
    assert ProposalComment.objects.get().name == "Peter Sonne"
    from suki.apps.proposals.actions import draft_proposal

    foreign = draft_proposal(actor=ana, deal=deal).newest.lines.first()
    with pytest.raises(RuleBroken, match="another proposal"):
        comment_as_client(actor=SYSTEM, link=sent.link, name="", text="x", line=foreign)
    assert ProposalComment.objects.count() == 1


@pytest.mark.parametrize(
    ("method", "headers", "counts"),
    [
        ("GET", {"User-Agent": "Mozilla/5.0 Firefox/140"}, True),
        ("HEAD", {"User-Agent": "Mozilla/5.0 Firefox/140"}, False),
        ("GET", {"User-Agent": "Mozilla/5.0", "Sec-Purpose": "prefetch"}, False),
        ("GET", {"User-Agent": "WhatsApp/2.23"}, False),
        ("GET", {"User-Agent": "Slackbot-LinkExpanding 1.0"}, False),
        ("GET", {}, False),
    ],
)
def test_programs_that_look_at_links_are_not_readers(method, headers, counts):
    assert is_a_reader(method, headers) is counts
