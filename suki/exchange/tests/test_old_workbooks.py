from __future__ import annotations

from suki.exchange.tests.folders import Folder
from suki.exchange.tests.old_workbook import old_workbook

SHEET = "select * from k"


def test_an_error_in_an_old_workbook_is_named_or_taken_as_empty(folder: Folder) -> None:
    rows: list[list[str | float]] = [["id", "city"], [1, "Hue"], [2, "#REF!"], [3, "#DIV/0!"]]
    folder.write("book.xls", old_workbook(rows))
    told = [str(problem) for problem in folder.refused(SHEET, files="{k: book.xls}")]
    assert told[0].startswith("book.xls[Liste]:3:city: the cell B3 shows the error #REF!")
    assert told[1].startswith("book.xls[Liste]:4:city: the cell B4 shows the error #DIV/0!")
    assert folder.rows("select id, city from k", files="{k: {file: book.xls, errors: empty}}") == [
        ("1", "Hue"), ("2", None), ("3", None),
    ]  # fmt: skip


def test_errors_far_down_in_a_long_old_workbook_are_found(folder: Folder) -> None:
    rows: list[list[str | float]] = [["id"], *([number] for number in range(900)), ["#REF!"]]
    folder.write("book.xls", old_workbook(rows))
    (told,) = folder.refused(SHEET, files="{k: book.xls}")
    assert str(told).startswith("book.xls[Liste]:902:id: the cell A902 shows the error #REF!")


def test_a_bare_number_is_no_date_where_an_old_workbook_counts_from_1904(folder: Folder, db: None) -> None:
    rows: list[list[str | float]] = [["number", "since"], [1, 45631]]
    query = {"accounts": "select number as id, 'A' as name, since from k"}
    folder.write("book.xls", old_workbook(rows, counts_from_1904=True))
    (told,) = folder.not_brought(query, files="{k: book.xls}")
    assert "expected a date" in told
    folder.write("book.xls", old_workbook(rows))
    assert folder.bring(query, files="{k: book.xls}")


def test_an_old_workbook_cut_off_is_refused(folder: Folder) -> None:
    folder.write("book.xls", old_workbook([["id"], [1]])[:700])
    assert folder.refused(SHEET, files="{k: book.xls}")
