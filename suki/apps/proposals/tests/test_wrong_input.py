"""What people paste and mistype: it is refused in one sentence, or comes out the same on every page and paper."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from docx import Document

from suki.apps.proposals.actions import begin_version, set_lines, set_texts
from suki.apps.proposals.documents.docx import docx_of
from suki.apps.proposals.documents.pdf import pdf_of
from suki.apps.proposals.models import ProposalComment, ProposalLine
from suki.apps.proposals.pricing import Offered, priced
from suki.apps.proposals.sending import answer_comment, send_proposal
from suki.kernel.errors import RuleBroken

LINE = Offered(description="Rohr", quantity=Decimal(1), unit_price=Decimal(1), tax_percent=Decimal(19))


def test_signs_that_no_document_holds_are_left_out_and_commands_are_words(ana, proposal):
    pasted = 'Zeile\vNoch\x01 eine #read("/etc/passwd") \\ $x$'
    set_texts(actor=ana, proposal=proposal, title=pasted, terms=pasted)
    assert pdf_of(proposal, proposal.newest).startswith(b"%PDF")
    said = "\n".join(
        each.text for each in Document(io.BytesIO(docx_of(proposal, proposal.newest))).paragraphs
    )
    assert 'Zeile\nNoch eine #read("/etc/passwd") \\ $x$' in said


@pytest.mark.parametrize(
    "wrong",
    [
        {"quantity": Decimal("1e12")},
        {"unit_price": Decimal("1e20")},
        {"quantity": Decimal("1e-7")},
        {"quantity": Decimal("1e11"), "unit_price": Decimal("1e11")},
    ],
)
def test_numbers_for_which_there_is_no_room_are_refused(ana, proposal, wrong):
    before = list(ProposalLine.objects.values_list("pk", "net"))
    with pytest.raises(RuleBroken):
        set_lines(actor=ana, proposal=proposal, lines=[replace(LINE, **wrong)])
    assert list(ProposalLine.objects.values_list("pk", "net")) == before


def test_more_decimals_than_are_kept_come_to_the_same_when_they_are_priced_again(ana, proposal):
    third = Decimal(1) / 3
    line = replace(LINE, quantity=Decimal(1000), unit_price=Decimal(1000), discount=third)
    version = set_lines(actor=ana, proposal=proposal, lines=[line])
    assert priced(list(version.lines.all()), "EUR").net == version.net == Decimal("666667")


def test_the_client_reads_prices_and_discounts_with_the_digits_they_are_charged_with(ana, proposal):
    cache.clear()
    line = replace(LINE, unit_price=Decimal("0.335"), discount=Decimal("0.333333"))
    set_lines(actor=ana, proposal=proposal, lines=[line])
    sent = send_proposal(actor=ana, proposal=proposal)
    page = Client().get(reverse("offer", args=[sent.secret])).content.decode()
    assert ",335" in page and "33,3333" in page


def test_an_answer_stands_where_the_client_reads_while_a_new_version_is_written(ana, proposal, sent):
    newer = begin_version(actor=ana, proposal=proposal)
    first = newer.lines.order_by("position")[0]
    said = answer_comment(actor=ana, proposal=proposal, text="Ja", line=first)
    assert (said.version, said.line.key) == (sent.link.version, first.key)
    assert answer_comment(actor=ana, proposal=proposal, text="Ja").version == sent.link.version


def test_a_sign_that_no_database_holds_is_left_out_of_what_the_client_writes(sent):
    cache.clear()
    address, client = reverse("offer", args=[sent.secret]), Client()
    assert client.post(f"{address}comments/", {"name": "A\0", "text": "Frage\0"}).status_code == 302
    assert (
        client.post(f"{address}answer/", {"do": "decline", "name": "A", "reason": "B\0"}).status_code == 302
    )
    assert ProposalComment.objects.get().text == "Frage"
