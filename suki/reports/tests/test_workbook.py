"""The results workbook: its formulas give the report's figures, and its lines add up to its rows."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.utils import translation
from openpyxl import load_workbook

from suki.reports.quarterly_json import as_json
from suki.reports.quarterly_xlsx import as_bytes
from suki.reports.tests.building import quota, results, sale
from suki.reports.tests.formulas import Sums

pytestmark = pytest.mark.django_db

COLUMNS = {
    "revenue": "D", "previous": "E", "growth_previous": "F", "last_year": "G", "growth_last_year": "H",
    "revenue_with_cost": "I", "margin": "K", "margin_share": "L", "quota": "M", "attainment": "N", "lines": "P",
}  # fmt: skip


@pytest.fixture
def sold(sonne, mond, ana, bayu):
    quota("1000", "2026-06-01", "2026-07-11", person=ana.person)
    quota("100", "2026-08-30", "2026-10-04", person=bayu.person)
    for day, net, cost, person in (
        ("2026-07-01", "700.10", "300.0333", ana.person),
        ("2026-07-02", "50.00", "20.3333", bayu.person),
        ("2026-07-03", "-10.00", None, bayu.person),
        ("2026-08-03", "33.33", None, None),
        ("2026-05-03", "400.00", None, ana.person),
        ("2025-08-03", "80.00", None, bayu.person),
    ):
        sale(sonne, day, net, cost=cost, seller=person)
    sale(mond, "2025-08-03", "8.00")


def opened(content, **options):
    return load_workbook(BytesIO(content), **options)


def close_to(found, stated):
    if stated is None:
        return found in (None, "")
    digits = -Decimal(str(stated)).as_tuple().exponent
    return abs(Decimal(found) - Decimal(stated)) <= Decimal(6).scaleb(-digits - 1)


def test_every_formula_gives_the_figure_of_the_report(sold):
    report = results("2026-Q3")
    stated, workbook = as_json(report), opened(as_bytes(report))
    sums, sheet = Sums(workbook), workbook.sheetnames[1]
    rows = [*stated["rows"], *stated["earlier_only"], stated["total"]]
    assert len(rows) == 4
    for place, row in enumerate(rows):
        for name, column in COLUMNS.items():
            found = sums.value(sheet, f"{column}{place + 4}")
            assert close_to(found, row[name]), (row.get("name", "total"), name, found, row[name])


def test_a_viewer_that_does_not_calculate_shows_the_same(sold):
    report = results("2026-Q3")
    content = as_bytes(report)
    live, kept = Sums(opened(content)), opened(content, data_only=True)
    for sheet in kept:
        for row in opened(content)[sheet.title].iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    shown, worked = sheet[cell.coordinate].value, live.value(sheet.title, cell.coordinate)
                    assert close_to(worked or 0, shown) or (shown in (None, "") and worked == ""), (
                        cell.coordinate
                    )


def test_totals_are_formulas_over_the_rows(sold):
    sheet = opened(as_bytes(results("2026-Q3"))).worksheets[1]
    assert [sheet[f"{column}7"].value for column in "DEGP"] == [
        "=SUM(D4:D6)", "=SUM(E4:E6)", "=SUM(G4:G6)", "=SUM(P4:P6)",
    ]  # fmt: skip


def test_the_lines_of_each_row_are_in_the_workbook_and_add_up_to_it(sold):
    report = results("2026-Q3")
    workbook = opened(as_bytes(report))
    lines, table = workbook["Lines"], workbook.worksheets[1]
    sums = Sums(workbook)
    assert lines.max_row == 1 + report.total.lines
    assert [sums.value(table.title, f"Q{row}") for row in range(4, 8)] == [0, 0, 0, 0]
    assert {lines[f"B{row}"].value for row in range(2, 6)} == {"Ana Reyes", "Bayu Pratama", "unassigned"}
    assert table["B4"].hyperlink.location == "'Lines'!A2"


def test_the_workbook_is_ready_to_read_and_print(sold):
    workbook = opened(as_bytes(results("2026-Q3")))
    table = workbook.worksheets[1]
    assert (table.freeze_panes, table.auto_filter.ref) == ("C4", "A3:Q6")
    assert (table.page_setup.orientation, table.page_setup.fitToHeight, table.print_title_rows) == (
        "landscape",
        0,
        "$3:$3",
    )
    assert "&P" in table.oddFooter.right.text
    assert len(workbook.worksheets[0]._charts) == 3


def test_the_workbook_speaks_the_readers_language_and_dates(sold):
    with translation.override("de"):
        workbook = opened(as_bytes(results("2026-Q3")))
    assert "dd.mm.yyyy" in workbook.worksheets[-1]["C2"].number_format


def test_a_customer_named_like_a_formula_stays_a_name(entity, ana):
    from suki.apps.accounts.models import Account

    sale(Account.objects.create(name="=1+1"), "2026-07-01", "5.00")
    content = as_bytes(results("2026-Q3", by="account"))
    with ZipFile(BytesIO(content)) as parts:
        sheets = "".join(parts.read(name).decode() for name in parts.namelist() if "worksheets" in name)
        assert "1+1</f>" not in sheets
        assert "=1+1" in parts.read("xl/sharedStrings.xml").decode()


def test_an_empty_period_makes_an_empty_workbook(entity):
    workbook = opened(as_bytes(results("2031")))
    assert workbook.worksheets[1]["D4"].value == "=0"
