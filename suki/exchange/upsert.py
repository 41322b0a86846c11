"""Sets of rows into the house: unchanged rows are left alone, changed ones updated, new ones created."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models

from suki.exchange.staging import rows_of, run
from suki.exchange.values import quoted

UID = """
    encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) placing
        substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3)
        FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid
"""
"""A UUIDv7 by means that PostgreSQL 15 has too."""


@dataclass(frozen=True)
class Value:
    """One column of the house and the SQL that yields it from a staged row `s` and its references `r_…`."""

    column: str
    sql: str
    told_by: tuple[str, ...] = ()
    """The canonical columns that tell it; updated only where the recipe yields one. Empty: with new rows only."""


@dataclass
class Changes:
    """What an import did to one table."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    created_ranges: list[list[int]] = field(default_factory=list)
    updated_ids: list[int] = field(default_factory=list)

    def add(self, other: Changes) -> None:
        """Count the rows of another step of the same target in."""
        self.created += other.created
        self.updated += other.updated
        self.unchanged += other.unchanged


def columns_of(model: type[models.Model]) -> dict[str, str]:
    """The columns of a table with their types."""
    return {column.column: str(column.db_type(connection)) for column in model._meta.concrete_fields}


def cast(model: type[models.Model], value: Value) -> str:
    """A value in its column's own type, never NULL where the column refuses it."""
    found = next(column for column in model._meta.concrete_fields if column.column == value.column)
    type_ = {"bigint": "bigint", "integer": "integer", "smallint": "smallint"}.get(
        str(found.cast_db_type(connection)), str(found.cast_db_type(connection))
    )
    sql = value.sql
    if isinstance(found, models.CharField | models.TextField) and not found.null:
        sql = f"coalesce({sql}, '')"
    return f"({sql})::{type_}"


def resolve(
    table: str,
    model: type[models.Model],
    values: Sequence[Value],
    source: str,
    *,
    match: str,
    keep: str = "",
    key: str = "k",
) -> None:
    """Put the rows to be written into a temporary table: values by column, `row_id` and `is_new`.

    `match` says how a row `t` of the house is found from the values `v`, or is “key” where the source's part `key`
    yields `row_id` and `is_new` itself.
    """
    names = ", ".join(f"{cast(model, value)} AS {quoted(value.column)}" for value in values)
    kept = f", {keep}" if keep else ""
    if match == "key":
        run(
            f"CREATE TEMP TABLE {table} ON COMMIT DROP AS SELECT {key}.row_id, {key}.is_new, {names}{kept} {source}"
        )
    else:
        run(
            f"CREATE TEMP TABLE {table} ON COMMIT DROP AS"
            f" SELECT v.*, t.id AS row_id, t.id IS NULL AS is_new FROM (SELECT {names}{kept} {source}) v"
            f" LEFT JOIN {model._meta.db_table} t ON {match}"
        )


def write(
    table: str,
    model: type[models.Model],
    values: Sequence[Value],
    yielded: frozenset[str],
    *,
    derived: Sequence[str] = (),
    undone: Sequence[Any] = (),
) -> Changes:
    """Update what differs, then create what is new. Rows that an undone import had archived come back."""
    changes = Changes()
    told = [value.column for value in values if set(value.told_by) & yielded]
    (existing,) = rows_of(f"SELECT count(*) FROM {table} WHERE NOT is_new")[0]
    if existing:
        changes.updated_ids = _update(table, model, told, derived, undone)
        changes.updated = len(changes.updated_ids)
    changes.unchanged = existing - changes.updated
    changes.created, changes.created_ranges = create(
        table, model, [value.column for value in values], derived
    )
    return changes


def create(
    table: str,
    model: type[models.Model],
    names: Sequence[str],
    derived: Sequence[str] = (),
    where: str = "is_new",
) -> tuple[int, list[list[int]]]:
    """Create the new rows of a resolved table; how many, and the ranges of their numbers."""
    known = columns_of(model)
    given = {quoted(name): f"v.{quoted(name)}" for name in [*names, *derived]}
    if _brings_numbers(table):
        given["id"] = f"coalesce(v.row_id, nextval({sequence_of(model._meta.db_table)}))"
    constants = {"uid": _new_uid(), "revision": "1", "extra": "'{}'::jsonb", **_defaults(model)}
    for name, sql in constants.items():
        if name in known and quoted(name) not in given:
            given[quoted(name)] = sql
    found = rows_of(
        f"WITH made AS (INSERT INTO {model._meta.db_table} ({', '.join(given)})"
        f" SELECT {', '.join(given.values())} FROM {table} v WHERE {where} RETURNING id)"
        " SELECT count(*), coalesce(range_agg(int8range(id, id, '[]')), '{}') FROM made"
    )
    count, ranges = found[0]
    return int(count), [[part.lower, part.upper] for part in ranges]


def _update(
    table: str, model: type[models.Model], told: list[str], derived: Sequence[str], undone: Sequence[Any]
) -> list[int]:
    known = columns_of(model)
    revive = "archived_at" in known and bool(undone)
    if not told and not revive:
        return []
    mine = ", ".join(f"t.{quoted(name)}" for name in told) or "NULL"
    theirs = ", ".join(f"v.{quoted(name)}" for name in told) or "NULL"
    settings = [f"{quoted(name)} = v.{quoted(name)}" for name in [*told, *derived]]
    differs = (
        f"({mine}) IS DISTINCT FROM ({theirs})" if len(told) != 1 else f"{mine} IS DISTINCT FROM {theirs}"
    )
    parameters: list[Any] = []
    if revive:
        settings.append("archived_at = CASE WHEN t.archived_at = ANY(%s) THEN NULL ELSE t.archived_at END")
        differs = f"({differs} OR t.archived_at = ANY(%s))"
        parameters = [list(undone), list(undone)]
    found = rows_of(
        f"UPDATE {model._meta.db_table} t SET {', '.join(settings)} FROM {table} v"
        f" WHERE t.id = v.row_id AND NOT v.is_new AND {differs} RETURNING t.id",
        parameters or None,
    )
    return [int(row[0]) for row in found]


def sequence_of(table: str) -> str:
    """The sequence that numbers a table's rows, as a literal that PostgreSQL need not look up again for every row."""
    (name,) = rows_of("SELECT pg_get_serial_sequence(%s, 'id')", [table])[0]
    return f"'{name}'::regclass"


def _new_uid() -> str:
    """SQL for a UUIDv7, by PostgreSQL's own function where it has one."""
    has_own = connection.cursor().connection.info.server_version >= 180000
    return "uuidv7()" if has_own else UID


def _brings_numbers(table: str) -> bool:
    return bool(rows_of(f"SELECT EXISTS (SELECT 1 FROM {table} WHERE is_new AND row_id IS NOT NULL)")[0][0])


def _defaults(model: type[models.Model]) -> dict[str, str]:
    """The defaults that Django would have filled in: plain values only."""
    found = {}
    for column in model._meta.concrete_fields:
        default = column.default
        if column.has_default() and not callable(default) and default is not None:
            if isinstance(default, bool):
                found[column.column] = str(default).lower()
            elif isinstance(default, int):
                found[column.column] = str(default)
            elif isinstance(default, str):
                found[column.column] = "'" + str(default).replace("'", "''") + "'"
        elif not column.null and isinstance(column, models.CharField | models.TextField) and column.blank:
            found[column.column] = "''"
    return found
