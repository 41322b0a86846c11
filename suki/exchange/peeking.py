"""A first look into a file: its headers and a few values, to propose a recipe from."""

from __future__ import annotations

import csv
import itertools
import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from suki.exchange.problems import BadFiles, refuse
from suki.exchange.sources.delimited import Layout, read_delimited
from suki.exchange.sources.finding import PARQUET, RECORDS, TEXT, kind_of
from suki.exchange.sources.plain import Plain
from suki.exchange.sources.records import parquet_columns, read_records
from suki.exchange.sources.workbooks import SheetLayout, read_workbook, sheet_names

SAMPLE = 200

_COMMA = re.compile(r"-?\d{1,3}(\.\d{3})*,\d{1,2}|-?\d+,\d{1,2}|-?\d{1,3}(\.\d{3}){2,}")
_POINT = re.compile(r"-?\d{1,3}(,\d{3})*\.\d{1,2}|-?\d+\.\d{1,2}|-?\d{1,3}(,\d{3}){2,}")
_WORDS = {
    "de": ("datum", "betrag", "kunde", "straße", "strasse", "nummer", "firma", "ort"),
    "vi": ("ngày", "khách", "tiền", "số", "tên", "địa chỉ", "mã"),
    "id": ("tanggal", "jumlah", "pelanggan", "nama", "harga", "alamat", "kota"),
    "fil": ("petsa", "pangalan", "halaga", "kustomer", "tirahan", "lungsod"),
}


@dataclass(frozen=True, eq=False)
class Peek:
    """What a file or sheet looks like."""

    name: str
    headers: tuple[str, ...]
    sheet: str | None = None
    encoding: str | None = None
    votes: dict[str, int] = field(default_factory=dict)
    """How much speaks for each notation of numbers and dates."""


def peek(path: Path) -> list[Peek]:
    """Every table in a file: one, or one for each sheet that has a header."""
    if path.is_dir():
        raise refuse(str(path), "this is a directory; name the files in it.")
    if not path.is_file():
        raise refuse(str(path), "there is no such file.")
    kind = kind_of(path)
    with tempfile.TemporaryDirectory(prefix="suki-peek-") as folder:
        into = Path(folder) / "plain"
        if kind in TEXT:
            return [_text(path, TEXT[kind], into)]
        if kind in RECORDS:
            plain = read_records(path, label=path.name, encoding=None, into=into)
            return [Peek(path.name, plain.columns)]
        if kind in PARQUET:
            return [Peek(path.name, tuple(parquet_columns(path, path.name)))]
        return _sheets(path, Path(folder))


def _text(path: Path, delimiter: str | None, into: Path) -> Peek:
    encoding = None
    try:
        plain = read_delimited(path, label=path.name, layout=Layout(delimiter=delimiter), into=into)
    except BadFiles as refused:
        if "UTF-8" not in str(refused):
            raise
        encoding = "cp1252"
        layout = Layout(delimiter=delimiter, encoding=encoding)
        plain = read_delimited(path, label=path.name, layout=layout, into=into)
    headers = tuple(column for column in plain.columns if column)
    return Peek(path.name, headers, encoding=encoding, votes=_votes(headers, _sample(plain)))


def _sheets(path: Path, folder: Path) -> list[Peek]:
    names = sheet_names(path, label=path.name)
    found = []
    for number, name in enumerate(names):
        layout = SheetLayout(sheet=name, fill_merged=True, errors_are_empty=True)
        try:
            plain = read_workbook(path, label=path.name, layout=layout, into=folder / f"sheet_{number}")
        except BadFiles:
            if len(names) == 1:
                raise
            continue
        headers = tuple(column for column in plain.columns if column)
        only = name if len(names) > 1 else None
        found.append(Peek(path.name, headers, sheet=only, votes=_votes(headers, [])))
    if not found:
        raise refuse(path.name, "no sheet of this workbook has a header.")
    return found


def _sample(plain: Plain) -> list[str]:
    with plain.path.open(newline="", encoding="utf-8-sig") as file:
        rows = itertools.islice(csv.reader(file, delimiter=plain.delimiter), 1, SAMPLE)
        try:
            return [value.strip() for row in rows for value in row]
        except csv.Error:
            return []


def _votes(headers: tuple[str, ...], values: list[str]) -> dict[str, int]:
    """Numbers tell the decimal sign, words in the headers tell the language."""
    commas = sum(bool(_COMMA.fullmatch(value)) for value in values)
    points = sum(bool(_POINT.fullmatch(value)) for value in values)
    told = " ".join(headers).casefold()
    votes = {locale: sum(word in told for word in words) for locale, words in _WORDS.items()}
    votes["en"] = 1 + (points > commas) * 5
    votes["fil"] += (points > commas) * 5 * bool(votes["fil"])
    for locale in ("de", "vi", "id"):
        votes[locale] += (commas > points) * 5
    return votes
