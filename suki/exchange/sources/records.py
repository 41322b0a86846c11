"""JSON, one object per record: a list of objects, or one object per line."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
from django.utils.translation import gettext as _

from suki.exchange.problems import BadFiles, Problem, Problems, refuse
from suki.exchange.sources.decoding import plain_text
from suki.exchange.sources.plain import Plain, checked_columns

EXPLAINABLE = 256 * 1024 * 1024
LONGEST_RECORD = 64 * 1024 * 1024


def read_records(path: Path, *, label: str, encoding: str | None, into: Path) -> Plain:
    """The file ready for DuckDB, which reads each value as text."""
    text = plain_text(path, name=label, encoding=encoding, into=into)
    if text.is_empty:
        raise refuse(label, _("this file is empty."))
    try:
        columns = json_columns(text.path)
    except duckdb.Error:
        raise explained(text.path, label) from None
    if _is_cut_off(text.path):
        raise explained(text.path, label)
    if columns == ["json"] and not _holds_objects(text.path):
        raise refuse(label, _("expected a list of objects with the same keys, or one object per line."))
    return Plain(
        label=label,
        path=text.path,
        columns=checked_columns(columns, label=label, row=1),
        first_row=1,
        reader="json",
    )


def json_columns(path: Path) -> list[str]:
    """The keys of the file's objects."""
    return _described("read_json(?, sample_size=-1, maximum_object_size=?)", [str(path), LONGEST_RECORD])


def parquet_columns(path: Path, label: str) -> list[str]:
    """The columns of a Parquet file."""
    try:
        return _described("read_parquet(?)", [str(path)])
    except duckdb.Error:
        raise refuse(label, _("this is no readable Parquet file.")) from None


def _described(table: str, parameters: list[object]) -> list[str]:
    with duckdb.connect() as connection:
        described = connection.execute(f"DESCRIBE SELECT * FROM {table}", parameters).fetchall()
    return [str(row[0]) for row in described]


def explained(path: Path, label: str) -> BadFiles:
    """Where the JSON is broken."""
    problems = Problems()
    if path.stat().st_size > EXPLAINABLE:
        return refuse(label, _("this is not valid JSON."))
    text = path.read_text(encoding="utf-8")
    if text.lstrip()[:1] == "[":
        try:
            json.loads(text)
        except (ValueError, RecursionError) as error:
            problems.add(_broken(label, error, getattr(error, "lineno", None)))
    else:
        for number, line in enumerate(text.split("\n"), 1):
            try:
                if line.strip():
                    json.loads(line)
            except (ValueError, RecursionError) as error:
                problems.add(_broken(label, error, number))
    if not problems:
        return refuse(label, _("expected a list of objects with the same keys, or one object per line."))
    return BadFiles(problems)


def _broken(label: str, error: Exception, line: int | None) -> Problem:
    reason = getattr(error, "msg", None) or type(error).__name__
    return Problem(label, line, sentence=_("not valid JSON: {reason}.").format(reason=reason))


def _is_cut_off(path: Path) -> bool:
    """Whether a list never ends: DuckDB takes what came before the cut for the whole."""
    with path.open("rb") as file:
        if file.read(4096).lstrip()[:1] != b"[":
            return False
        file.seek(max(0, path.stat().st_size - 4096))
        return not file.read().rstrip().endswith(b"]")


def _holds_objects(path: Path) -> bool:
    with path.open(encoding="utf-8") as file:
        start = "".join(file.read(4096).split())
    return start[:1] == "{" or start[:2] == "[{"
