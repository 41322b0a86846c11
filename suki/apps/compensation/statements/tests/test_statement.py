"""A statement line by line: its figures open, it goes on paper and into a workbook that works itself out again."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils.translation import override
from python_calamine import CalamineWorkbook

from suki.apps.compensation.running.queries import lines_of
from suki.apps.compensation.statements.explaining import explained_figure, explained_line
from suki.apps.compensation.statements.reasons import formula_of
from suki.apps.compensation.statements.sheet import sheet_of
from suki.apps.compensation.statements.workbook import workbook_of

LANGUAGES = ("en", "de", "vi", "id", "fil")


def test_the_sums_are_the_sums_of_the_lines(statement):
    sheet = sheet_of(statement)
    assert [group.title for group in sheet.groups] == ["Revenue", "Held back"]
    assert [group.amount for group in sheet.groups] == [Decimal(140), Decimal(-28)]
    assert sheet.total == statement.payout == Decimal(112)
    assert sheet.adds_up


def test_a_line_says_how_it_was_worked_out(statement):
    crossing = lines_of(statement).get(number=2)
    assert formula_of(crossing) == "500.00 × 5% + 500.00 × 8% = 65.00"
    told = explained_line(crossing)
    assert "Quota 2,000.00: from 75.0% to 125.0%." in told.rule.replace("\xa0", "")
    assert told.agrees


@pytest.mark.parametrize("name", ["earned", "held", "payout"])
def test_every_figure_is_made_of_its_lines(statement, name):
    assert explained_figure(sheet_of(statement), name).agrees


def test_the_page_shows_lines_and_what_is_held(client, stage, statement):
    client.force_login(stage.cast.ana)
    shown = client.get(reverse("pay_statement", args=[statement.pk])).text
    assert "Sonnenhof" in shown
    assert "is held back and paid from" in shown
    assert client.get(reverse("pay_line", args=[lines_of(statement)[0].pk])).status_code == 200
    assert client.get(reverse("pay_statement_figure", args=[statement.pk, "earned"])).status_code == 200
    assert client.get(reverse("pay_statement_figure", args=[statement.pk, "other"])).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"), [("ana", 200), ("clara", 200), ("finn", 200), ("bayu", 404), ("dung", 404)]
)
def test_who_sees_a_statement(client, stage, statement, dung, who, status):
    client.force_login(dung if who == "dung" else getattr(stage.cast, who))
    line = lines_of(statement)[0].pk
    for name, row in (
        ("pay_statement", statement.pk), ("pay_statement_workbook", statement.pk), ("pay_line", line),
        ("pay_dispute_new", line),
    ):  # fmt: skip
        assert client.get(reverse(name, args=[row])).status_code == status


def test_it_is_printed_in_every_language(client, stage, statement):
    client.force_login(stage.cast.ana)
    for language in LANGUAGES:
        answer = client.get(reverse("pay_statement_document", args=[statement.pk]), {"language": language})
        assert answer.content.startswith(b"%PDF-")


def test_the_workbook_says_the_same_in_every_language(statement):
    for language in LANGUAGES:
        with override("en"):
            book = CalamineWorkbook.from_filelike(BytesIO(workbook_of(sheet_of(statement), language)))
        rows = book.get_sheet_by_index(0).to_python()
        assert [row[14] for row in rows[5:9]] == [75.0, 65.0, -15.0, -13.0]
        assert rows[9][14] == 112
        parts = book.get_sheet_by_index(1).to_python()
        assert [(row[3], row[4], row[5]) for row in parts[1:4]] == [
            (1500, 0.05, 75),
            (500, 0.05, 25),
            (500, 0.08, 40),
        ]


def test_the_page_asks_few_questions(client, stage, statement, django_assert_max_num_queries):
    client.force_login(stage.cast.ana)
    client.get(reverse("pay_statement", args=[statement.pk]))
    with django_assert_max_num_queries(22):
        client.get(reverse("pay_statement", args=[statement.pk]))
