"""The round trip by workbook: out with live totals, edited, back with a preview; all of it or nothing."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from suki.apps.quotas.actions import change_amount
from suki.apps.quotas.excel import workbook_of
from suki.apps.quotas.grid import Asked, Grid
from suki.apps.quotas.models import Quota, QuotaSheet
from suki.apps.quotas.sheets import apply_sheet, plan_of, read_sheet
from suki.apps.quotas.years import Year
from suki.kernel.errors import BadInput, NotAllowed, RuleBroken


def edited(actor, entity, changes):
    """The workbook of the actor's grid with cells changed, as bytes."""
    book = load_workbook(BytesIO(workbook_of(Grid(actor, Asked(Year(entity, 2026))))))
    for cell, value in changes.items():
        book.worksheets[0][cell] = value
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def test_the_workbook_holds_the_grid_and_live_totals(clara, ana, bayu, quarter, entity):
    book = load_workbook(BytesIO(workbook_of(Grid(clara, Asked(Year(entity, 2026))))))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[3]] == ["Name", "Q1", "Q2", "Q3", "Q4", "Total"]
    assert [cell.value for cell in sheet[4]][:3] == ["Ana Reyes", 90_000, None]
    assert sheet["F4"].value == "=SUM(B4:E4)"
    assert sheet["B6"].value == "=SUM(B4:B5)"
    assert book.worksheets[1].sheet_state == "hidden"


def test_a_changed_workbook_changes_and_sets_quotas(clara, ana, bayu, quarter, entity):
    content = edited(clara, entity, {"B4": 95_000, "C4": 80_000.5, "B5": 12})
    sheet = read_sheet(actor=clara, name="q.xlsx", content=content)
    _grid, planned = plan_of(clara, sheet)
    assert [(each.wanted.name, each.period, each.now, each.after) for each in planned] == [
        ("Ana Reyes", "Q1", 90_000, 95_000),
        ("Ana Reyes", "Q2", None, Decimal("80000.5")),
        ("Bayu Pratama", "Q1", None, 12),
    ]
    assert Quota.objects.get().amount == 90_000
    assert apply_sheet(actor=clara, sheet=sheet) == 3
    assert sorted(Quota.objects.values_list("amount", flat=True)) == [12, Decimal("80000.5"), 95_000]
    with pytest.raises(RuleBroken, match="brought in already"):
        apply_sheet(actor=clara, sheet=sheet)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"B4": 1}, "Somebody changed it since the file was made: it says 91,000.00 now"),
        ({"C4": -1}, "negative"),
        ({"C4": 1.001}, "more than 2 decimals"),
        ({"B4": None}, "Somebody changed it"),
    ],
)
def test_one_conflict_keeps_everything_as_it_is(clara, ana, bayu, quarter, entity, cells, sentence):
    sheet = read_sheet(actor=clara, name="q.xlsx", content=edited(clara, entity, {"B5": 500, **cells}))
    change_amount(actor=clara, quota=quarter, amount=Decimal(91_000))
    with pytest.raises(BadInput) as refused:
        apply_sheet(actor=clara, sheet=sheet)
    assert [sentence in str(problem) for problem in refused.value.problems] == [True]
    assert Quota.objects.get().amount == 91_000


def test_what_was_acknowledged_is_not_changed_by_a_workbook(clara, ana, acknowledged, entity):
    sheet = read_sheet(actor=clara, name="q.xlsx", content=edited(clara, entity, {"B4": 1}))
    with pytest.raises(BadInput, match="It was acknowledged"):
        apply_sheet(actor=clara, sheet=sheet)
    assert Quota.objects.get().amount == 90_000


def test_what_is_no_figure_is_named_with_its_cell(clara, ana, quarter, entity):
    with pytest.raises(BadInput, match=r"q\.xlsx:4:C: “lots” is no figure"):
        read_sheet(actor=clara, name="q.xlsx", content=edited(clara, entity, {"C4": "lots"}))
    with pytest.raises(BadInput, match="keep the rows as they are"):
        read_sheet(actor=clara, name="q.xlsx", content=edited(clara, entity, {"A4": "Somebody"}))
    assert not QuotaSheet.objects.exists()


def test_a_file_of_another_kind_is_refused(clara, entity):
    book, file = Workbook(), BytesIO()
    book.save(file)
    tampered = load_workbook(BytesIO(workbook_of(Grid(clara, Asked(Year(entity, 2026))))))
    tampered["suki"]["A2"] = "nobody"
    spoilt = BytesIO()
    tampered.save(spoilt)
    for content in (b"", b"PK nonsense", file.getvalue(), spoilt.getvalue(), b"x" * 5_000_001):
        with pytest.raises(RuleBroken):
            read_sheet(actor=clara, name="q.xlsx", content=content)
    assert not QuotaSheet.objects.exists()


def test_an_account_manager_brings_nothing_back(ana, clara, quarter, entity):
    content = edited(clara, entity, {"B4": 1})
    with pytest.raises(NotAllowed):
        read_sheet(actor=ana, name="q.xlsx", content=content)
    assert Quota.objects.get().amount == 90_000


def test_the_round_trip_on_its_pages(client, clara, ana, bayu, quarter, entity, petra):
    client.force_login(clara)
    taken = client.get(reverse("quota_workbook"), {"year": 2026})
    assert taken["Content-Disposition"].endswith('quotas-2026-person.xlsx"')
    file = SimpleUploadedFile("q.xlsx", edited(clara, entity, {"B4": 95_000}))
    answer = client.post(reverse("quota_sheet_new"), {"file": file})
    page = client.get(answer["Location"])
    assert "95,000" in page.content.decode()
    client.force_login(petra)
    assert client.get(answer["Location"]).status_code == 404
    client.force_login(clara)
    assert client.post(answer["Location"]).status_code == 302
    quarter.refresh_from_db()
    assert quarter.amount == 95_000
    bad = client.post(reverse("quota_sheet_new"), {"file": SimpleUploadedFile("x.xlsx", b"no")})
    assert bad.status_code == 422
