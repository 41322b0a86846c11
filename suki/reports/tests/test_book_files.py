"""The book as files."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.utils import translation
from openpyxl import load_workbook

from suki.apps.company.queries import default_entity
from suki.base.access import SYSTEM
from suki.reports import book_html, book_xlsx
from suki.reports.book import book_of
from suki.reports.book_json import as_json
from suki.reports.tests.building import sale
from suki.reports.tests.formulas import Sums
from suki.reports.tests.test_workbook import close_to

pytestmark = pytest.mark.django_db

COLUMNS = {
    "revenue": "E",
    "last_year": "F",
    "trend": "G",
    "margin": "J",
    "open": "O",
    "overdue": "P",
    "share": "Q",
}


@pytest.fixture
def book(sonne, ana):
    from suki.apps.accounts.models import Account, AccountTeamMember

    other = Account.objects.create(name="Other")
    AccountTeamMember.objects.create(
        account=other, person=ana.person, role="deputy", valid=(date(2024, 1, 1), None)
    )
    for account, day, net, cost in (
        (sonne, "2025-02-01", "80.00", None),
        (sonne, "2026-02-01", "100.10", "60.0333"),
        (other, "2026-03-01", "33.33", None),
    ):
        sale(account, day, net, cost=cost)
    return book_of(actor=SYSTEM, person=ana.person, entity=default_entity(), on=date(2026, 6, 30))


def test_every_formula_of_the_workbook_gives_the_figure_of_the_book(book):
    stated = as_json(book)
    workbook = load_workbook(BytesIO(book_xlsx.as_bytes(book)))
    sums, sheet = Sums(workbook), workbook.sheetnames[0]
    for place, row in enumerate([*stated["rows"], stated["total"]]):
        for name, column in COLUMNS.items():
            if name in row:
                assert close_to(sums.value(sheet, f"{column}{place + 4}"), row[name]), (place, name)
    assert workbook[sheet]["E6"].value == "=SUM(E4:E5)"


def test_the_page_for_sending_says_roles_and_rhythm_in_the_language(book):
    with translation.override("de"):
        page = book_html.as_bytes(book).decode()
    assert "Sonnenhof GmbH" in page
    assert "133,43" in page
    assert "http" not in page


def test_an_empty_book_has_files_too(bayu):
    empty = book_of(actor=SYSTEM, person=bayu.person, entity=default_entity(), on=date(2026, 6, 30))
    assert b"No customers" in book_html.as_bytes(empty)
    assert load_workbook(BytesIO(book_xlsx.as_bytes(empty))).worksheets[0]["E4"].value == "=0"
