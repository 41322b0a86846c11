"""The results on paper and as a page for sending."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.utils import translation
from pypdf import PdfReader

from suki.apps.accounts.models import Account
from suki.reports import quarterly_html, quarterly_pdf
from suki.reports.tests.building import quota, results, sale

pytestmark = pytest.mark.django_db


def text_of(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_the_paper_says_the_figures_and_vietnamese_names(sonne, ana):
    lan = Account.objects.create(name="Công ty Đỗ Thị Ánh Dương ỡữặẫ")
    quota("1000", "2026-07-01", "2026-10-01", person=ana.person)
    sale(lan, "2026-07-01", "1234.50", seller=ana.person, cost="1000")
    text = text_of(quarterly_pdf.as_bytes(results("2026-Q3")))
    for said in ("Sales results 2026-Q3", "1,234.50", "123.5%", "19.0%", "Công ty Đỗ Thị Ánh Dương ỡữặẫ"):
        assert said in text


def test_many_rows_are_added_up_in_the_last_one_on_two_pages(entity):
    for number in range(60):
        sale(Account.objects.create(name=f"Account {number:02}"), "2026-07-01", f"{100 - number}.00")
    pdf = quarterly_pdf.as_bytes(results("2026-Q3", by="account"))
    assert "31 more" in text_of(pdf)
    assert len(PdfReader(BytesIO(pdf)).pages) == 2


def test_numbers_are_those_of_the_language(sonne):
    sale(sonne, "2026-07-01", "1234.50")
    with translation.override("de"):
        page = quarterly_html.as_bytes(results("2026-Q3")).decode()
    assert "1.234,50" in page
    assert 'lang="de"' in page


def test_the_page_for_sending_needs_nothing_from_elsewhere(sonne):
    sale(Account.objects.create(name="<script>alert(1)</script>"), "2026-07-01", "10.00")
    page = quarterly_html.as_bytes(results("2026-Q3", by="account")).decode()
    assert "<script" not in page
    assert "http" not in page
    assert "src=" not in page


@pytest.mark.parametrize("written", [quarterly_html.as_bytes, quarterly_pdf.as_bytes])
def test_an_empty_period_is_said_to_be_empty(entity, written):
    assert written(results("2031"))
