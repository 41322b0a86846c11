"""Checked rows on their way into PostgreSQL: DuckDB writes them as lines of COPY, temporary tables receive them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection

from suki.base.names import search_form, sort_key
from suki.exchange.checks import Checked
from suki.exchange.columns import EXTRA_PREFIX, Column, Target
from suki.exchange.values import quoted

if TYPE_CHECKING:
    import duckdb

BATCH = 40_000

_PG_TYPES = {
    "date": "date",
    "amount": "numeric",
    "number": "numeric",
    "integer": "bigint",
    "yes_no": "boolean",
}

SEARCHED = {
    "people": ("name", ("name", "email", "title")),
    "contacts": ("name", ("name", "email")),
    "products": ("name", ("name", "code")),
    "accounts": ("name", ("name", "legal_name", "city")),
    "campaigns": ("name", ("name",)),
    "deals": ("name", ("name",)),
    "leads": ("name", ("name", "contact_name", "given_name", "family_name", "email", "city")),
}
"""Targets whose rows are sorted and searched by name: the column that sorts, the columns that are searched."""

WITH_GIVEN_NAMES = ("people", "contacts", "leads")


@dataclass(frozen=True)
class Staged:
    """The rows of one target in a temporary table: every canonical column, the row number `n`, and `bad`."""

    target: Target
    table: str
    yielded: frozenset[str]
    extra: tuple[str, ...]
    rows: int

    def has(self, *names: str) -> bool:
        """Whether the recipe's query yields any of these columns."""
        return any(name in self.yielded for name in names)


def stage(room: duckdb.DuckDBPyConnection, checked: Checked, tell: Callable[[int], None]) -> Staged:
    """Pour a target's rows into a temporary table of their own."""
    target = checked.target
    table = f"in_{target.name}"
    extra = tuple(name for name in checked.names if name not in target.by_name)
    columns = [*target.columns, *(column for column in checked.columns if column.name in extra)]
    searched = target.name in SEARCHED
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE {table} ({_definitions(columns, searched)}) ON COMMIT DROP")
        given = [*checked.names, *(["sort_key", "search_form"] if searched else [])]
        names = ", ".join(quoted(name) for name in ["n", "bad", *given])
        with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for lines, count in _named_lines(room, checked) if searched else _lines(room, checked):
                copy.write(lines)
                tell(count)
    return Staged(target, table, frozenset(checked.names), extra, checked.rows)


def _definitions(columns: list[Column], searched: bool) -> str:
    parts = [f"{quoted(column.name)} {_PG_TYPES.get(column.type, 'text')}" for column in columns]
    if searched:
        parts += ["sort_key bytea", "search_form text"]
    return ", ".join(["n bigint", "bad boolean", *parts])


def _lines(room: duckdb.DuckDBPyConnection, checked: Checked) -> Iterator[tuple[str, int]]:
    """Lines of COPY, a batch of rows at a time, so that memory does not grow with the file."""
    cells = ", ".join(["_n::VARCHAR", _bad(checked), *(_cell(column) for column in checked.columns)])
    for batch in _batches(checked):
        found = room.execute(
            f"SELECT string_agg(line, chr(10) ORDER BY _n) || chr(10), count(*) FROM ("
            f" SELECT _n, concat_ws(chr(9), {cells}) AS line FROM {_with_bad(checked)} WHERE {batch})"
        ).fetchone()
        if found and found[1]:
            yield found


def _named_lines(room: duckdb.DuckDBPyConnection, checked: Checked) -> Iterator[tuple[str, int]]:
    """Lines of COPY with the sort key and the search form that only Python can tell."""
    sorted_by, searched_by = SEARCHED[checked.target.name]
    cells = ", ".join(["_n::VARCHAR", _bad(checked), *(_cell(column) for column in checked.columns)])
    given = set(checked.names)
    texts = ", ".join(_name(name, checked) for name in searched_by if name in given or name == sorted_by)
    for batch in _batches(checked):
        found = room.execute(
            f"SELECT concat_ws(chr(9), {cells}), coalesce({_name(sorted_by, checked)}, ''), concat_ws(' ', {texts})"
            f" FROM {_with_bad(checked)} WHERE {batch} ORDER BY _n"
        ).fetchall()
        lines = (
            f"{line}\t\\\\x{sort_key(name).hex()}\t{_escaped(search_form(words))}\n"
            for line, name, words in found
        )
        yield "".join(lines), len(found)


def _batches(checked: Checked) -> Iterator[str]:
    for start in range(1, checked.rows + 1, BATCH):
        yield f"_n BETWEEN {start} AND {start + BATCH - 1}"


def _name(column: str, checked: Checked) -> str:
    """A name, made of given and family name where only those are there."""
    if column != "name" or checked.target.name not in WITH_GIVEN_NAMES:
        return quoted(column)
    parts = [quoted(part) for part in ("given_name", "family_name") if part in checked.names]
    whole = [part for part in ("name", "contact_name") if part in checked.names]
    joined = [f"nullif(concat_ws(' ', {', '.join(parts)}), '')"] if parts else []
    return f"coalesce({', '.join([*(quoted(name) for name in whole), *joined, 'NULL'])})"


def _with_bad(checked: Checked) -> str:
    return f"{checked.table} LEFT JOIN (SELECT DISTINCT _n AS bad_n FROM {checked.bad}) ON bad_n = _n"


def _bad(_checked: Checked) -> str:
    return "CASE WHEN bad_n IS NULL THEN 'f' ELSE 't' END"


def _cell(column: Column) -> str:
    name = quoted(column.name)
    if column.type in _PG_TYPES:
        return rf"coalesce({name}::VARCHAR, '\N')"
    text = rf"replace(replace({name}, chr(0), ''), '\', '\\')"
    for code, letter in ((9, "t"), (10, "n"), (13, "r")):
        text = rf"replace({text}, chr({code}), '\{letter}')"
    return rf"coalesce({text}, '\N')"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\")


def extra_json(staged: Staged, alias: str) -> str:
    """The firm's own fields of a row as JSON; empty ones are not there."""
    if not staged.extra:
        return "'{}'::jsonb"
    pairs = ", ".join(f"'{name[len(EXTRA_PREFIX) :]}', {alias}.{quoted(name)}" for name in staged.extra)
    return f"jsonb_strip_nulls(jsonb_build_object({pairs}))"


def rows_of(sql: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
    """What a query yields."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def run(sql: str, parameters: list[Any] | None = None) -> int:
    """Run a statement; how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.rowcount)
