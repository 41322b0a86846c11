from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from suki.exchange import limits
from suki.exchange.tests.folders import Folder

SHEET = "select * from k"


def workbook(folder: Folder, rows: list[list[object]], name: str = "book.xlsx", sheets: int = 1) -> Workbook:
    book = Workbook()
    for number in range(sheets):
        sheet = book.active if number == 0 else book.create_sheet()
        sheet.title = f"Sheet{number + 1}"
        for row in rows:
            sheet.append(row)
    book.save(folder.path / name)
    return book


def sheet(folder: Folder, **options: object) -> str:
    listed = ", ".join(f"{key}: {value}" for key, value in {"file": "book.xlsx", **options}.items())
    return "{k: {" + listed + "}}"


def test_cells_come_as_a_person_would_type_them(folder: Folder) -> None:
    workbook(
        folder,
        [
            ["id", "day", "moment", "net", "share", "flag", "noise"],
            [1001, date(2024, 2, 29), datetime(2024, 2, 29, 13, 5), 1234.5, 0.07, True, 0.1 + 0.2],
        ],
    )
    assert folder.rows(SHEET, files=sheet(folder)) == [
        ("1001", "2024-02-29", "2024-02-29 13:05:00", "1234.5", "0.07", "true", "0.3", "book.xlsx[Sheet1]:2")
    ]
    assert folder.rows("select net from k", files=sheet(folder), locale="de") == [("1234,5",)]


def test_a_workbook_of_100_sheets_needs_a_name_and_lists_them(folder: Folder) -> None:
    workbook(folder, [["id"], [1]], sheets=100)
    (told,) = folder.refused(SHEET, files=sheet(folder))
    assert "this workbook has 100 sheets; name one of them: “Sheet1”" in str(told)
    assert folder.rows(SHEET, files=sheet(folder, sheet="Sheet77")) == [("1", "book.xlsx[Sheet77]:2")]
    (told,) = folder.refused(SHEET, files=sheet(folder, sheet="Shet77"))
    assert "no sheet “Shet77”" in str(told)
    assert folder.rows("select id from read('book.xlsx[Sheet3]')") == [("1",)]


def test_merged_cells_are_refused_or_filled(folder: Folder) -> None:
    book = workbook(folder, [["id", "region"], [1, "South"], [2, None], [3, None], [4, "North"]])
    book.active.merge_cells("B2:B4")
    book.save(folder.path / "book.xlsx")
    (told,) = folder.refused(SHEET, files=sheet(folder))
    assert str(told).startswith("book.xlsx[Sheet1]:2:B: the cells B2:B4 are merged")
    rows = folder.rows("select id, region from k", files=sheet(folder, merged="fill"))
    assert rows == [("1", "South"), ("2", "South"), ("3", "South"), ("4", "North")]


def test_a_merged_title_above_the_header_does_no_harm(folder: Folder) -> None:
    book = workbook(folder, [["Customers of May", None], ["id", "name"], [1, "A"]])
    book.active.merge_cells("A1:B1")
    book.save(folder.path / "book.xlsx")
    assert folder.rows("select id, name from k", files=sheet(folder, header_row=2)) == [("1", "A")]


def test_error_cells_are_named_or_taken_as_empty(folder: Folder) -> None:
    workbook(folder, [["id", "net"], [1, "#REF!"], [2, 5], [3, "#DIV/0!"]])
    told = [str(problem) for problem in folder.refused(SHEET, files=sheet(folder))]
    assert len(told) == 2
    assert told[0].startswith("book.xlsx[Sheet1]:2:net: the cell B2 shows the error #REF!")
    rows = folder.rows("select id, net from k", files=sheet(folder, errors="empty"))
    assert rows == [("1", None), ("2", "5"), ("3", None)]


def test_a_stray_cell_far_away_does_not_bring_the_machine_down(folder: Folder) -> None:
    book = workbook(folder, [["id"], [1]])
    book.active["XFD1048576"] = "far"
    book.save(folder.path / "book.xlsx")
    (told,) = folder.refused(SHEET, files=sheet(folder))
    assert "stray cell" in str(told)


def test_a_zip_bomb_is_not_opened(folder: Folder) -> None:
    with zipfile.ZipFile(folder.path / "book.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (limits.SUSPICIOUS_SIZE + 10_000_000))
    assert "bomb" in str(folder.refused(SHEET, files=sheet(folder))[0])


def test_a_zip_that_lies_about_its_size_is_damaged(folder: Folder) -> None:
    workbook(folder, [["id"], [1]])
    path = folder.path / "book.xlsx"
    content = bytearray(path.read_bytes())
    at = content.find(b"PK\x01\x02")
    content[at + 24 : at + 28] = (7).to_bytes(4, "little")
    path.write_bytes(bytes(content))
    assert "damaged" in str(folder.refused(SHEET, files=sheet(folder))[0])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "this file is empty"),
        (b"id,name\n1,A\n", "this is no workbook"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "protected by a password"),
    ],
)
def test_what_is_no_workbook_is_named(folder: Folder, content: bytes, said: str) -> None:
    folder.write("book.xlsx", content)
    assert said in str(folder.refused(SHEET, files=sheet(folder))[0])


def test_an_empty_sheet_and_a_header_alone(folder: Folder) -> None:
    workbook(folder, [])
    assert "this sheet is empty" in str(folder.refused(SHEET, files=sheet(folder))[0])
    workbook(folder, [["id", "name"]])
    assert folder.rows(SHEET, files=sheet(folder)) == []


def test_doubled_and_blank_headers_are_named(folder: Folder) -> None:
    workbook(folder, [["id", "Name", None, "name"], [1, "A", "B", "C"]])
    told = [str(problem) for problem in folder.refused(SHEET, files=sheet(folder))]
    assert any("column C has values but no header" in line for line in told)
    assert any("stands in columns B and D" in line for line in told)


def test_header_cells_lose_their_line_breaks(folder: Folder) -> None:
    workbook(folder, [["id", "Name of\ncustomer "], [1, "A"]])
    assert folder.rows('select "Name of customer" from k', files=sheet(folder)) == [("A",)]


def test_open_document_sheets_are_read(folder: Folder) -> None:
    cells = "".join(
        f"<table:table-cell office:value-type='string'><text:p>{text}</text:p></table:table-cell>"
        for text in ("id", "name")
    )
    row = "<table:table-row>{}</table:table-row>"
    space = " ".join(
        f"xmlns:{name}='urn:oasis:names:tc:opendocument:xmlns:{name}:1.0'"
        for name in ("office", "table", "text")
    )
    content = (
        f"<office:document-content {space}><office:body><office:spreadsheet><table:table table:name='T'>"
        f"{row.format(cells)}{row.format(cells.replace('id', '1').replace('name', 'Anh'))}"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(folder.path / "book.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    assert folder.rows("select * from k", files="{k: book.ods}") == [("1", "Anh", "book.ods[T]:2")]


ODD_ONES = {
    "1904_1904.xlsx": ("row", "select * from k"),
    "password_2002_40_xor.xls": ("password", ""),
    "merge_cells.xlsx": ("merged", ""),
    "merge_cells.xls": ("merged", ""),
    "ErrorTypes.xlsx": ("shows the error #NULL!", ""),
    "formula_stress_test.xlsx": ("sheets; name one of them", ""),
    "sheet_visibility.xlsx": ("“VeryHidden”", ""),
}


@pytest.mark.parametrize("name", sorted(ODD_ONES))
def test_odd_workbooks_are_read_or_refused_with_a_reason(shared_data: Path, name: str) -> None:
    said, query = ODD_ONES[name]
    odd = Folder(shared_data / "spreadsheets" / "sheetjs")
    if query:
        rows = odd.rows(query, files=f"{{k: {{file: {name}, columns: [number, a, b, c]}}}}")
        assert rows[0][:2] == ("1", "1904-01-02")
    else:
        assert said in " ".join(str(problem) for problem in odd.refused(SHEET, files=f"{{k: {name}}}"))


def test_every_workbook_at_hand_is_read_or_refused_in_sentences(shared_data: Path) -> None:
    folder = shared_data / "spreadsheets" / "sheetjs"
    names = sorted(path.name for path in folder.iterdir() if path.suffix in (".xls", ".xlsx"))
    for name in names:
        try:
            Folder(folder).rows(SHEET, files=f"{{k: {{file: {name}, merged: fill, errors: empty}}}}")
        except Exception as error:
            assert type(error).__name__ == "BadFiles", (name, error)


def test_a_bare_number_is_no_date_where_a_workbook_counts_from_1904(shared_data: Path) -> None:
    odd = Folder(shared_data / "spreadsheets" / "sheetjs")
    query = "select number as id, 'A' as name, '45631' as since from k"
    told = odd.not_brought(
        {"accounts": query}, files="{k: {file: 1904_1904.xlsx, columns: [number, a, b, c]}}"
    )
    assert "expected a date such as 2026-11-21" in told[0]


def test_an_old_workbook_of_ten_thousand_rows_is_read(shared_data: Path) -> None:
    rows = Folder(shared_data / "spreadsheets").rows(
        'select count(*), min("Order Date"), max(_at) from k',
        files="{k: {file: Sample-Superstore.xls, sheet: Orders}}",
    )
    assert rows[0][:2] == (9994, "2019-01-03") or rows[0][0] == 9994
