"""What a database of Suki consists of, read from its own catalogue: tables, keys, sequences, checksums."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from psycopg import sql
from psycopg.sql import SQL, Identifier

NOT_CONTENT: Final = ("django_migrations", "suki_migrated")
"""Tables that say which shape the database has; a backup says so in its own words."""

MIGRATIONS_LOCK: Final = "hashtext('suki migrates')"
"""Whoever changes the shape of the database holds this advisory lock; whoever needs it unchanged shares it."""

_BLOCK: Final = 1 << 20


@dataclass(frozen=True)
class Table:
    """A table that belongs to a backup: its columns, and by which of them its rows are put in order."""

    name: str
    columns: tuple[str, ...]
    order: tuple[str, ...]

    @property
    def identifier(self) -> Identifier:
        return Identifier(self.name)

    @property
    def column_list(self) -> sql.Composed:
        return SQL(", ").join(map(Identifier, self.columns))


@dataclass(frozen=True)
class Sequence:
    """The counter of a column, and the number it gives next."""

    table: str
    column: str
    next: int


@dataclass(frozen=True)
class Sum:
    """What a table holds, in two numbers that agree only where every byte does."""

    rows: int
    sha256: str


def connect(**options: Any) -> psycopg.Connection[tuple[Any, ...]]:
    """A connection of our own to the database that Django uses."""
    from django.db import connection

    parameters = connection.get_connection_params()
    for name in ("cursor_factory", "context", "row_factory"):
        parameters.pop(name, None)
    return psycopg.connect(**{**parameters, "client_encoding": "UTF8", **options})


def speak_plainly(connection: psycopg.Connection[Any]) -> None:
    """Have values written the same way by every server, whatever its settings."""
    for setting in (
        "datestyle = 'ISO, YMD'",
        "intervalstyle = 'iso_8601'",
        "timezone = 'UTC'",
        "bytea_output = 'hex'",
        "extra_float_digits = 1",
        "statement_timeout = 0",
        "idle_in_transaction_session_timeout = 0",
    ):
        connection.execute(f"SET LOCAL {setting}")


def tables(connection: psycopg.Connection[Any]) -> list[Table]:
    """Every table whose rows belong to a backup, by name."""
    found = connection.execute(_TABLES, [list(NOT_CONTENT)]).fetchall()
    return [Table(name, tuple(columns), tuple(key) or tuple(columns)) for name, columns, key in found]


def has_rows(connection: psycopg.Connection[Any], table: Table) -> bool:
    """Whether there is anything in a table."""
    return connection.execute(SQL("SELECT 1 FROM {} LIMIT 1").format(table.identifier)).fetchone() is not None


def sequences(connection: psycopg.Connection[Any]) -> list[Sequence]:
    """Every counter that gives a column its numbers."""
    counters = connection.execute(_SEQUENCES).fetchall()
    found = []
    for name, table, column, step in counters:
        row = connection.execute(
            SQL("SELECT last_value, is_called FROM {}").format(Identifier(name))
        ).fetchone()
        assert row
        found.append(Sequence(table, column, row[0] + step if row[1] else row[0]))
    return found


def rows_as_text(connection: psycopg.Connection[Any], table: Table) -> Iterator[bytes]:
    """A table's rows in their order, as lines of COPY, block by block."""
    query = SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(
        table.column_list, table.identifier, SQL(", ").join(map(Identifier, table.order))
    )
    waiting: list[bytes] = []
    size = 0
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        for line in copy:
            waiting.append(bytes(line))
            size += len(line)
            if size >= _BLOCK:
                yield b"".join(waiting)
                waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)


class Summing:
    """Counts and sums lines of COPY as they pass."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self._rows = 0

    def add(self, block: bytes) -> None:
        self._digest.update(block)
        self._rows += block.count(b"\n")

    @property
    def sum(self) -> Sum:
        return Sum(self._rows, self._digest.hexdigest())


def sum_of(connection: psycopg.Connection[Any], table: Table) -> Sum:
    """What a table holds now."""
    summing = Summing()
    for block in rows_as_text(connection, table):
        summing.add(block)
    return summing.sum


def sums(connection: psycopg.Connection[Any]) -> dict[str, Sum]:
    """What every table holds now."""
    with connection.transaction():
        speak_plainly(connection)
        return {table.name: sum_of(connection, table) for table in tables(connection)}


def applied_migrations(connection: psycopg.Connection[Any]) -> list[tuple[str, str]]:
    """Which steps have given the database its shape; none where it has no shape yet."""
    if not connection.execute("SELECT to_regclass('django_migrations')::text").fetchone()[0]:  # type: ignore[index]
        return []
    found = connection.execute("SELECT DISTINCT app, name FROM django_migrations ORDER BY app, name")
    return [(app, name) for app, name in found]


_TABLES = """
    SELECT c.relname,
        (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''),
        coalesce((SELECT array_agg(a.attname::text ORDER BY k.place)
                  FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, place)
                  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
                  WHERE i.indrelid = c.oid AND i.indisprimary), '{}')
    FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND c.relpersistence = 'p' AND c.relname <> ALL (%s)
        AND NOT EXISTS (SELECT 1 FROM pg_depend d
                        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
    ORDER BY c.relname COLLATE "C"
"""

_SEQUENCES = """
    SELECT s.relname, c.relname, a.attname, q.seqincrement
    FROM pg_class s
    JOIN pg_sequence q ON q.seqrelid = s.oid
    JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.oid AND d.deptype IN ('a', 'i')
        AND d.refclassid = 'pg_class'::regclass
    JOIN pg_class c ON c.oid = d.refobjid
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
    WHERE s.relkind = 'S' AND s.relnamespace = current_schema()::regnamespace
        AND c.relname NOT IN ('django_migrations', 'suki_migrated')
    ORDER BY c.relname COLLATE "C", a.attname COLLATE "C"
"""
