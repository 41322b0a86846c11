"""A recipe: which query over the source files yields the rows of each target."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from suki.exchange.limits import MEBIBYTE
from suki.exchange.notation import DATE_ORDERS, LOCALES, Notation
from suki.exchange.problems import Problem, Problems, refuse
from suki.exchange.spelling import did_you_mean
from suki.exchange.targets import TARGETS

RECIPE_KEYS = ("name", "source", "company", "locale", "dates", "files", "targets", "about")
COMPANY_KEYS = (
    "name",
    "currency",
    "country",
    "timezone",
    "fiscal_start",
    "fiscal_pattern",
    "week_end",
    "week_rule",
    "name_by",
)
FILE_KEYS = ("file", "sheet", "header_row", "columns", "encoding", "delimiter", "merged", "errors")
LONGEST_SOURCE = 60


@dataclass(frozen=True)
class SourceFile:
    """One file (or sheet) of the directory and how it is to be read."""

    file: str
    sheet: str | None = None
    header_row: int = 1
    columns: tuple[str, ...] = ()
    encoding: str | None = None
    delimiter: str | None = None
    fill_merged: bool = False
    errors_are_empty: bool = False


@dataclass(frozen=True)
class Query:
    """The query behind one target, and the line of the recipe where it begins."""

    target: str
    sql: str
    line: int


@dataclass(frozen=True)
class Recipe:
    """How one company's files become rows of this house."""

    name: str
    source: str
    queries: tuple[Query, ...]
    company: dict[str, Any] = field(default_factory=dict)
    notation: Notation = field(default_factory=Notation)
    files: dict[str, SourceFile] = field(default_factory=dict)
    path: str = "recipe"

    def at(self, query: Query) -> str:
        """Where a query stands, for a sentence about it."""
        return f"{self.path}:{query.line}"


class _Lined(dict[str, Any]):
    """A mapping that remembers the line of each key."""

    lines: dict[str, int]
    doubled: list[tuple[str, int]]


class _Loader(yaml.SafeLoader):
    """YAML as plain data, with lines."""


def _lined_mapping(loader: _Loader, node: yaml.MappingNode) -> _Lined:
    found = _Lined()
    found.lines, found.doubled = {}, []
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node, deep=True))
        line = key_node.start_mark.line + 1
        if key in found:
            found.doubled.append((key, line))
        found[key] = loader.construct_object(value_node, deep=True)
        found.lines[key] = line
    return found


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _lined_mapping)


def read_recipe(path: Path) -> Recipe:
    """The recipe in a file; every mistake in it is one sentence."""
    if not path.is_file():
        raise refuse(str(path), _("there is no such recipe."))
    if path.stat().st_size > MEBIBYTE:
        raise refuse(path.name, _("a recipe of more than 1 MiB is not read."))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise refuse(path.name, _("a recipe is UTF-8 text, and this file is not.")) from None
    return parse_recipe(text, path.name)


def parse_recipe(text: str, path: str) -> Recipe:
    """The recipe in a text."""
    try:
        told = yaml.load(text, _Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise refuse(
            path,
            _("not readable as YAML: {reason}.").format(reason=getattr(error, "problem", None) or error),
            row=mark.line + 1 if mark else None,
        ) from None
    if not isinstance(told, _Lined):
        raise refuse(path, _("a recipe is a list of keys such as name, source, files and targets."))
    return _Reader(path).recipe(told)


class _Reader:
    """Reads a recipe's keys and collects what is wrong with them."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems = Problems()

    def recipe(self, told: _Lined) -> Recipe:
        self._only(told, RECIPE_KEYS)
        name = self._text(told, "name", default=self.path.rsplit(".", 1)[0])
        source = self._text(told, "source", default=name)
        if len(source) > LONGEST_SOURCE or not re.fullmatch(r"[\w.-]+", source):
            sentence = _(
                "a source is a name of at most {number} letters, digits, points, dashes and underscores."
            )
            self._wrong(told, "source", sentence.format(number=LONGEST_SOURCE))
        recipe = Recipe(
            name=name,
            source=source,
            queries=self._queries(told),
            company=self._company(told),
            notation=self._notation(told),
            files=self._files(told),
            path=self.path,
        )
        self.problems.refuse()
        return recipe

    def _queries(self, told: _Lined) -> tuple[Query, ...]:
        targets = self._mapping(told, "targets")
        if not targets:
            self._wrong(told, "targets", _("a recipe needs at least one target."))
            return ()
        self._only(targets, TARGETS, _("target"))
        queries = []
        for name in TARGETS:
            if name not in targets:
                continue
            sql = targets[name]
            if not isinstance(sql, str) or not sql.strip():
                self._wrong(targets, name, _("a target holds a query."))
            else:
                queries.append(Query(name, sql, targets.lines[name]))
        return tuple(queries)

    def _company(self, told: _Lined) -> dict[str, Any]:
        company = self._mapping(told, "company")
        self._only(company, COMPANY_KEYS, _("company key"))
        return {key: value for key, value in company.items() if value is not None}

    def _notation(self, told: _Lined) -> Notation:
        locale, dates = told.get("locale") or "en", told.get("dates")
        if locale not in LOCALES:
            known = ", ".join(LOCALES)
            self._wrong(
                told, "locale", _("“{value}” is not one of {known}.").format(value=locale, known=known)
            )
            locale = "en"
        if dates is not None and dates not in DATE_ORDERS:
            known = ", ".join(DATE_ORDERS)
            self._wrong(told, "dates", _("“{value}” is not one of {known}.").format(value=dates, known=known))
            dates = None
        return Notation(locale, dates)

    def _files(self, told: _Lined) -> dict[str, SourceFile]:
        files = self._mapping(told, "files")
        return {name: self._file(files, name) for name in files}

    def _file(self, files: _Lined, name: str) -> SourceFile:
        entry = files[name]
        if isinstance(entry, str):
            return SourceFile(entry)
        if not isinstance(entry, _Lined) or not isinstance(entry.get("file"), str):
            self._wrong(files, name, _("expected a file name, or keys with at least “file”."))
            return SourceFile(name)
        self._only(entry, FILE_KEYS, _("file key"))
        columns = entry.get("columns") or []
        if not isinstance(columns, list) or not all(isinstance(column, str) for column in columns):
            self._wrong(entry, "columns", _("expected a list of column names."))
            columns = []
        return SourceFile(
            file=entry["file"],
            sheet=None if entry.get("sheet") is None else str(entry["sheet"]),
            header_row=self._header_row(entry, bool(columns)),
            columns=tuple(columns),
            encoding=self._optional(entry, "encoding"),
            delimiter=self._delimiter(entry),
            fill_merged=self._choice(entry, "merged", ("refuse", "fill")) == "fill",
            errors_are_empty=self._choice(entry, "errors", ("refuse", "empty")) == "empty",
        )

    def _header_row(self, entry: _Lined, named: bool) -> int:
        row = entry.get("header_row", 0 if named else 1)
        if not isinstance(row, int) or isinstance(row, bool) or row < (0 if named else 1) or row > 1000:
            self._wrong(
                entry, "header_row", _("expected the number of the header's row (0 only with “columns”).")
            )
            return 1
        return row

    def _delimiter(self, entry: _Lined) -> str | None:
        sign = entry.get("delimiter")
        if sign in ("tab", "\\t"):
            return "\t"
        if sign is not None and (not isinstance(sign, str) or len(sign) != 1 or sign in "\"\r\n'"):
            self._wrong(entry, "delimiter", _("expected one character, or “tab”."))
            return None
        return sign

    def _choice(self, entry: _Lined, key: str, known: tuple[str, ...]) -> str:
        value = entry.get(key, known[0])
        if value not in known:
            self._wrong(
                entry, key, _("“{value}” is not one of {known}.").format(value=value, known=", ".join(known))
            )
        return str(value)

    def _optional(self, entry: _Lined, key: str) -> str | None:
        return None if entry.get(key) is None else str(entry[key])

    def _text(self, told: _Lined, key: str, *, default: str) -> str:
        value = told.get(key)
        if value is None:
            return default
        if not isinstance(value, str) or not value.strip():
            self._wrong(told, key, _("expected a text."))
            return default
        return value.strip()

    def _mapping(self, told: _Lined, key: str) -> _Lined:
        value = told.get(key)
        if isinstance(value, _Lined):
            return value
        if value is not None:
            self._wrong(told, key, _("expected keys and values below it."))
        empty = _Lined()
        empty.lines, empty.doubled = {}, []
        return empty

    def _only(self, told: _Lined, known: Collection[str], what: str = "") -> None:
        for key in told:
            if key not in known:
                sentence = _("“{key}” is no {what} that is known here.").format(
                    key=key, what=what or _("key")
                )
                self._wrong(told, key, sentence + did_you_mean(key, known))
        for key, line in told.doubled:
            sentence = _("“{key}” stands twice.").format(key=key)
            self.problems.add(Problem(self.path, line, sentence=sentence))

    def _wrong(self, told: _Lined, key: str, sentence: str) -> None:
        self.problems.add(Problem(self.path, told.lines.get(key), key, sentence=sentence))
