from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from suki.exchange import limits
from suki.exchange.tests.folders import Folder

PLAIN = "id,name\n1,Anh\n2,Bình\n"
ALL = 'select * from "a.csv"'


def sentences(folder: Folder, **keys: str) -> list[str]:
    return [str(problem) for problem in folder.refused(ALL, **keys)]


def test_rows_carry_the_file_and_the_row_as_a_spreadsheet_counts(folder: Folder) -> None:
    folder.write("a.csv", PLAIN)
    assert folder.rows(ALL) == [("1", "Anh", "a.csv:2"), ("2", "Bình", "a.csv:3")]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_the_delimiter_is_found(folder: Folder, delimiter: str) -> None:
    folder.write("a.csv", f'id{delimiter}name\n1{delimiter}"A, B"\n2{delimiter}C\n')
    assert [row[1] for row in folder.rows(ALL)] == ["A, B", "C"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding(folder: Folder, encoding: str) -> None:
    folder.write("a.csv", PLAIN.encode(encoding))
    assert folder.rows(ALL)[1] == ("2", "Bình", "a.csv:3")


def test_utf_16_without_its_mark_is_named(folder: Folder) -> None:
    folder.write("a.csv", PLAIN.encode("utf-16-le"))
    assert "encoding: utf-16-le" in sentences(folder)[0]


def test_a_wrong_encoding_names_the_byte_and_how_to_declare_it(folder: Folder) -> None:
    folder.write("a.csv", "id,name\n1,Anh\n2,Müller\n".encode("cp1252"))
    (told,) = sentences(folder)
    assert told.startswith("a.csv:3: not UTF-8: byte 0xFC at position 17 (line 3).")
    assert "encoding: cp1252" in told


def test_a_declared_encoding_is_used(folder: Folder) -> None:
    folder.write("a.csv", "id,name\n2,Müller\n".encode("cp1252"))
    rows = folder.rows("select * from kunden", files="{kunden: {file: a.csv, encoding: cp1252}}")
    assert rows == [("2", "Müller", "a.csv:2")]


def test_an_unknown_encoding_is_named(folder: Folder) -> None:
    folder.write("a.csv", PLAIN)
    (told,) = folder.refused("select * from k", files="{k: {file: a.csv, encoding: klingon}}")
    assert "“klingon” is no encoding" in str(told)


def test_a_codec_that_is_no_encoding_of_text_is_named(folder: Folder) -> None:
    folder.write("a.csv", PLAIN)
    (told,) = folder.refused("select * from k", files="{k: {file: a.csv, encoding: base64}}")
    assert "“base64” is no encoding" in str(told)


def test_a_declared_utf_16_without_its_mark_is_named(folder: Folder) -> None:
    folder.write("a.csv", PLAIN)
    (told,) = folder.refused("select * from k", files="{k: {file: a.csv, encoding: utf-16}}")
    assert "a.csv: not UTF-16" in str(told)


def test_a_quoted_line_break_stays_within_its_row(folder: Folder) -> None:
    folder.write("a.csv", 'id,name\n1,"Anh\nBình"\n2,C\n')
    assert folder.rows(ALL) == [("1", "Anh\nBình", "a.csv:2"), ("2", "C", "a.csv:3")]


def test_blank_rows_count_and_are_left_out(folder: Folder) -> None:
    folder.write("a.csv", "id,name\n1,A\n\n\n4,D\n")
    assert folder.rows(ALL) == [("1", "A", "a.csv:2"), ("4", "D", "a.csv:5")]


def test_every_ragged_row_is_named(folder: Folder) -> None:
    folder.write("a.csv", "id,name\n1,A\n2\n3,C\n4,D,E\n")
    assert sentences(folder) == [
        "a.csv:3: this row has 1 values, but the header has 2.",
        "a.csv:5: this row has 3 values, but the header has 2.",
    ]


def test_empty_cells_behind_the_last_column_do_no_harm(folder: Folder) -> None:
    folder.write("a.csv", "id,name\n1,A,,\n2,B\n")
    assert [row[:2] for row in folder.rows(ALL)] == [("1", "A"), ("2", "B")]


def test_a_quotation_mark_never_closed_is_found_where_it_opens(folder: Folder) -> None:
    folder.write("a.csv", 'id,name\n1,A\n2,"B\n3,C\n')
    assert sentences(folder) == ["a.csv:3: a quotation mark opened in this row (line 3) is never closed."]


def test_a_quotation_mark_closed_too_early_is_named(folder: Folder) -> None:
    folder.write("a.csv", 'id,name\n1,"A"B\n')
    assert "a.csv:2: a quotation mark in this row" in sentences(folder)[0]


def test_a_header_that_stands_twice_is_named_with_both_columns(folder: Folder) -> None:
    folder.write("a.csv", "id,Name,name\n1,A,B\n")
    assert sentences(folder) == ["a.csv:1:name: the header “name” stands in columns B and C; rename one."]


def test_a_column_with_values_needs_a_header(folder: Folder) -> None:
    folder.write("a.csv", "id,\n1,A\n")
    assert "column B has values but no header" in sentences(folder)[0]


def test_a_column_without_header_and_values_is_left_out(folder: Folder) -> None:
    folder.write("a.csv", "id,,name\n1,,A\n")
    assert folder.rows(ALL) == [("1", "A", "a.csv:2")]


def test_a_file_with_a_header_only_has_no_rows(folder: Folder) -> None:
    folder.write("a.csv", "id,name\n")
    assert folder.rows(ALL) == []


def test_an_empty_file_is_named(folder: Folder) -> None:
    folder.write("a.csv", "")
    assert sentences(folder) == ["a.csv: this file is empty."]


def test_a_huge_cell_is_refused(folder: Folder) -> None:
    folder.write("a.csv", f"id,name\n1,{'x' * (limits.LONGEST_CELL + 1)}\n")
    assert "a.csv:2:name" in sentences(folder)[0] or "a.csv:2" in sentences(folder)[0]
    assert str(limits.LONGEST_CELL) in sentences(folder)[0]


def test_a_nul_sign_is_no_text(folder: Folder) -> None:
    folder.write("a.csv", "id,name\n1,A\0B\n")
    assert "NUL" in sentences(folder)[0]


def test_gzip_is_unpacked(folder: Folder) -> None:
    folder.write("a.csv.gz", gzip.compress(PLAIN.encode()))
    assert folder.rows("select * from a")[0] == ("1", "Anh", "a.csv.gz:2")


def test_a_gzip_cut_off_is_named(folder: Folder) -> None:
    folder.write("a.csv.gz", gzip.compress(PLAIN.encode() * 500)[:60])
    assert "damaged or cut off" in str(folder.refused("select * from a")[0])


def test_a_gzip_bomb_is_not_unpacked(folder: Folder) -> None:
    folder.write("a.csv.gz", gzip.compress(b"id,name\n" + b"0" * (limits.SUSPICIOUS_SIZE + 10_000_000)))
    assert "bomb" in str(folder.refused("select * from a")[0])


def test_a_header_further_down_is_found(folder: Folder) -> None:
    folder.write("a.csv", "Report of May,\n\nid,name\n1,A\n")
    rows = folder.rows("select * from k", files="{k: {file: a.csv, header_row: 3}}")
    assert rows == [("1", "A", "a.csv:4")]


def test_a_file_without_header_gets_its_names_from_the_recipe(folder: Folder) -> None:
    folder.write("a.csv", "1,A\n2,B\n")
    rows = folder.rows("select * from k", files="{k: {file: a.csv, columns: [id, name]}}")
    assert rows == [("1", "A", "a.csv:1"), ("2", "B", "a.csv:2")]


def test_old_macintosh_line_ends_are_read(folder: Folder) -> None:
    folder.write("a.csv", "id,name\r1,A\r2,B\r")
    assert [row[:2] for row in folder.rows(ALL)] == [("1", "A"), ("2", "B")]


def test_json_and_lines_of_json_are_read_as_text(folder: Folder) -> None:
    folder.write(
        "a.json", '[{"id": 1, "price": 1.1, "name": null}, {"id": 12345678901234567890, "name": "B"}]'
    )
    folder.write("b.ndjson", '{"id": "x", "tags": ["a", "b"]}\n')
    assert folder.rows("select id, price, name, _at from a") == [
        ("1", "1.1", None, "a.json:1"),
        ("12345678901234567890", None, "B", "a.json:2"),
    ]
    assert folder.rows("select id, tags from b") == [("x", '["a","b"]')]


def test_broken_json_names_the_line(folder: Folder) -> None:
    folder.write("a.ndjson", '{"id": 1}\n{"id": \n')
    assert "a.ndjson:2: not valid JSON" in str(folder.refused("select * from a")[0])


@pytest.mark.parametrize("end", [",", "", ', {"id": 2', " \n"])
def test_a_json_list_that_never_ends_is_broken(folder: Folder, end: str) -> None:
    folder.write("a.json", '[{"id": 1}' + end)
    assert "a.json:1: not valid JSON" in str(folder.refused("select * from a")[0]).replace("json:2", "json:1")


def test_parquet_is_read(folder: Folder) -> None:
    import duckdb

    duckdb.sql(f"COPY (SELECT 1 AS id, 1.5::DOUBLE AS net) TO '{folder.path}/a.parquet'")
    assert folder.rows("select * from a") == [("1", "1.5", "a.parquet:1")]
    assert folder.rows("select net from a", locale="de") == [("1,5",)]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("missing.csv", "no such file"),
        ("../outside.csv", "leaves the directory"),
        ("/etc/passwd", "not from the root"),
        ("sub", "a directory"),
        ("link.csv", "leaves the directory"),
        ("notes.docx", "this kind of file is not read"),
    ],
)
def test_only_files_of_the_directory_are_opened(folder: Folder, tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "outside.csv").write_text(PLAIN)
    (folder.path / "sub").mkdir()
    (folder.path / "link.csv").symlink_to(tmp_path / "outside.csv")
    (folder.path / "notes.docx").write_text("x")
    (told,) = folder.refused("select * from k", files=f"{{k: {name}}}")
    assert said in str(told)


def test_a_missing_directory_and_a_file_in_its_place_are_named(folder: Folder, tmp_path: Path) -> None:
    missing = Folder(tmp_path / "nowhere")
    assert "no such directory" in str(missing.refused(ALL)[0])
    assert "this is a file" in str(Folder(folder.write("a.csv", PLAIN)).refused(ALL)[0])


def test_a_misspelt_file_gets_a_suggestion(folder: Folder) -> None:
    folder.write("customers.csv", PLAIN)
    assert "Did you mean “customers.csv”?" in str(folder.refused("select * from custmers")[0])
