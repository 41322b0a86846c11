"""The client's page: found only by its secret, shows only its proposal, counts readers, works without scripts."""

from __future__ import annotations

import threading

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from suki.apps.deals.models import Deal
from suki.apps.proposals.actions import begin_version
from suki.apps.proposals.answering import accept_proposal
from suki.apps.proposals.models import ProposalAnswer, ProposalComment, ProposalLink, ProposalView
from suki.apps.proposals.screens.client import MOST_WRONG
from suki.apps.proposals.sending import revoke_link
from suki.base.access import SYSTEM
from suki.base.history import events_about
from suki.kernel.errors import RuleBroken

FIREFOX = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux) Gecko/20100101 Firefox/140.0"}


@pytest.fixture
def address(sent):
    cache.clear()
    return reverse("offer", args=[sent.secret])


@pytest.fixture
def reader(db):
    return Client(enforce_csrf_checks=True, **FIREFOX)


def test_the_client_reads_it_in_their_language_and_is_counted(reader, address, sent):
    page = reader.get(address, HTTP_ACCEPT_LANGUAGE="vi")
    text = page.content.decode()
    assert page.status_code == 200 and 'lang="de"' in text and "Presse" in text
    assert page["Content-Language"] == "de"
    assert ProposalView.objects.get().link == sent.link


def test_a_link_with_what_a_mail_program_added_is_counted_and_coming_back_is_not(reader, address):
    reader.get(address, {"utm_source": "newsletter"})
    reader.get(address, {"answered": "1"})
    assert ProposalView.objects.count() == 1


def test_the_page_leaves_no_trace_and_runs_no_script(reader, address):
    page = reader.get(address)
    assert not page.cookies
    assert "noindex" in page["X-Robots-Tag"] and page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"] and "<script" not in page.content.decode()
    assert "default-src 'none'" in page["Content-Security-Policy"]


def test_what_looks_at_links_before_people_do_is_not_counted(reader, address, ana):
    reader.head(address)
    reader.get(address, HTTP_SEC_PURPOSE="prefetch")
    Client(HTTP_USER_AGENT="Slackbot 1.0").get(address)
    us = Client(**FIREFOX)
    us.force_login(ana)
    us.get(address)
    assert not ProposalView.objects.exists()


def test_a_secret_that_was_changed_or_guessed_is_not_there(reader, sent, address):
    flipped = sent.secret[:-1] + ("A" if sent.secret[-1] != "A" else "B")
    unsigned = sent.secret.split(".")[0]
    answers = [
        reader.get(reverse("offer", args=[guess])) for guess in (flipped, unsigned, "x", f"{unsigned}.x")
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert sent.link.secret_sha256 != sent.secret and sent.secret not in str(
        list(ProposalLink.objects.values())
    )


def test_who_goes_on_guessing_is_stopped(reader, address):
    for number in range(MOST_WRONG):
        assert reader.get(reverse("offer", args=[f"guess{number}"])).status_code == 404
    assert reader.get(reverse("offer", args=["one-more"])).status_code == 429
    assert Client(**FIREFOX, REMOTE_ADDR="192.0.2.9").get(address).status_code == 200


def test_the_page_shows_nothing_but_this_proposal(reader, address, ana, deal):
    from suki.apps.proposals.actions import draft_proposal

    other = draft_proposal(actor=ana, deal=deal)
    text = reader.get(address).content.decode()
    assert (
        other.number not in text
        and "60.00" not in text
        and "/deals/" not in text
        and "/accounts/" not in text
    )


def test_a_client_asks_beside_a_line_and_reads_the_answer(reader, address, ana, sent, proposal):
    answer = reader.post(f"{address}comments/", {"line": "1", "text": "Lieferzeit?", "name": "Peter"})
    assert answer.status_code == 302
    us = Client()
    us.force_login(ana)
    assert "Lieferzeit?" in us.get(reverse("proposal", args=[proposal.pk])).content.decode()
    line = ProposalComment.objects.get().line
    us.post(reverse("proposal_comment", args=[proposal.pk]), {"line": line.pk, "text": "Vier Wochen"})
    assert "Vier Wochen" in reader.get(address).content.decode()


def test_a_client_accepts_with_their_name(reader, address, deal):
    wrong = reader.post(f"{address}answer/", {"do": "accept", "name": "", "seen": "277.67"})
    assert wrong.status_code == 422 and not ProposalAnswer.objects.exists()
    done = reader.post(f"{address}answer/", {"do": "accept", "name": "Peter Sonne", "seen": "277.67"})
    assert done.status_code == 302
    deal.refresh_from_db()
    assert deal.state == Deal.State.WON
    page = reader.get(address).content.decode()
    assert "Peter Sonne" in page and 'value="accept"' not in page
    again = reader.post(f"{address}answer/", {"do": "accept", "name": "X", "seen": "277.67"})
    assert again.status_code == 422 and ProposalAnswer.objects.count() == 1


def test_nobody_accepts_a_total_that_they_have_not_seen(reader, address, deal):
    assert 'name="seen" value="277.67"' in reader.get(address).content.decode()
    for seen in ("277.66", "", "277,67", "sNaN"):
        answer = reader.post(f"{address}answer/", {"do": "accept", "name": "Peter", "seen": seen})
        assert answer.status_code == 422 and "277,67" in answer.content.decode()
    assert not ProposalAnswer.objects.exists()


def test_a_link_taken_back_shows_only_whom_to_ask(reader, address, ana, sent):
    revoke_link(actor=ana, link=sent.link)
    page = reader.get(address)
    assert (
        page.status_code == 410
        and "Presse" not in page.content.decode()
        and "Ana Reyes" in page.content.decode()
    )
    assert reader.get(f"{address}proposal.pdf").status_code == 410
    assert (
        reader.post(f"{address}comments/", {"text": "x", "name": "y"}).status_code == 410
        or not ProposalComment.objects.exists()
    )


def test_a_revised_offer_can_be_read_and_not_accepted(reader, address, ana, proposal, deal):
    begin_version(actor=ana, proposal=proposal)
    page = reader.get(address)
    assert page.status_code == 200 and 'value="accept"' not in page.content.decode()
    answer = reader.post(f"{address}answer/", {"do": "accept", "name": "Peter", "seen": "277.67"})
    assert answer.status_code == 422
    deal.refresh_from_db()
    assert deal.state == Deal.State.OPEN


def test_what_we_have_to_mend_stands_in_our_history(reader, address, deal, proposal):
    Deal.objects.filter(pk=deal.pk).update(account=None)
    answer = reader.post(f"{address}answer/", {"do": "accept", "name": "Peter", "seen": "277.67"})
    assert answer.status_code == 422 and "account" not in answer.content.decode()
    assert events_about(proposal).filter(name="proposal answer failed").exists()


def test_the_pdf_is_the_one_that_was_frozen(reader, address, sent):
    pdf = reader.get(f"{address}proposal.pdf")
    assert b"".join(pdf.streaming_content).startswith(b"%PDF") and "no-store" in pdf["Cache-Control"]


@pytest.mark.django_db(transaction=True)
def test_two_who_accept_at_once_are_one_yes_and_one_sentence(sent, deal):
    both, ends, gate = [], [], threading.Barrier(2)

    def accept(name: str) -> None:
        gate.wait(5)
        try:
            both.append(accept_proposal(actor=SYSTEM, link=sent.link, name=name, chosen=()))
        except RuleBroken as broken:
            ends.append(str(broken))
        finally:
            connection.close()

    people = [threading.Thread(target=accept, args=(name,)) for name in ("Peter", "Paula")]
    for each in people:
        each.start()
    for each in people:
        each.join(20)
    deal.refresh_from_db()
    assert len(both) == 1 and len(ends) == 1 and "was accepted by" in ends[0]
    assert deal.state == Deal.State.WON and ProposalAnswer.objects.count() == 1


def test_who_dies_in_between_leaves_nothing_half_done(sent, deal, proposal, monkeypatch):
    from suki.apps.proposals import answering

    class Killed(BaseException):
        pass

    def killed(**said: object) -> None:
        raise Killed

    monkeypatch.setattr(answering, "win_deal", killed)
    lines = list(deal.lines.values_list("pk", flat=True))
    with pytest.raises(Killed):
        accept_proposal(actor=SYSTEM, link=sent.link, name="Peter", chosen=())
    deal.refresh_from_db()
    proposal.refresh_from_db()
    assert (deal.state, proposal.state) == ("open", "sent")
    assert not ProposalAnswer.objects.exists() and list(deal.lines.values_list("pk", flat=True)) == lines
