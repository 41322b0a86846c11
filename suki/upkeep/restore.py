"""Putting a backup back: into an empty database, or in place of what is there where that is asked for.

The whole file is read and checked before anything is touched. Files go in first, by their checksums; then all tables
are loaded in one transaction that compares every table with the backup before it commits. Killed at any moment, the
database is as it was before, or empty, or restored.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import psycopg
from django.conf import settings
from django.utils.translation import gettext as _
from psycopg import errors
from psycopg.sql import SQL, Identifier

from suki.base.files import checksum, path_of, put
from suki.kernel.errors import RuleBroken
from suki.upkeep.archive import KEY, Backup, Manifest, StoredTable, open_backup
from suki.upkeep.shapes import clear, refuse_newer, shape_like
from suki.upkeep.tables import (
    MIGRATIONS_LOCK,
    Table,
    applied_migrations,
    connect,
    has_rows,
    sequences,
    speak_plainly,
    sum_of,
    tables,
)

FILLED_BY_SETTING_UP: Final = ("auth_permission", "django_content_type", "django_session")
"""Tables that have rows before anybody has entered anything; so have those of the queue."""

PATIENCE = "10s"
"""How long somebody who uses the database is waited for."""

MANY_ROWS: Final = 10_000
"""From here on, dropping a table's indexes and making them anew is quicker than keeping them."""


def restore(path: Path, *, replace: bool = False) -> Manifest:
    """Make the database and the stored files what they were when the backup was made."""
    with open_backup(path) as backup:
        refuse_newer(backup.manifest)
        backup.verify()
        with connect(autocommit=True) as connection, _alone(connection):
            if not replace:
                _refuse_full(connection)
            _put_files(backup)
            if applied_migrations(connection) != backup.manifest.migrations:
                with _explained():
                    clear(connection)
                shape_like(backup.manifest.migrations)
            with _explained(), connection.transaction():
                speak_plainly(connection)
                _lock(connection)
                if not replace:
                    _refuse_full(connection)
                _load(connection, backup)
                _put_key(backup, keeping=replace)
            connection.execute("ANALYZE")
    return backup.manifest


@contextmanager
def _alone(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """Nobody else changes the shape of the database meanwhile."""
    if not connection.execute(f"SELECT pg_try_advisory_lock({MIGRATIONS_LOCK})").fetchone()[0]:  # type: ignore[index]
        raise RuleBroken(
            _("The database is being migrated, backed up or restored; try again when that is done.")
        )
    try:
        yield
    finally:
        if not connection.broken:
            connection.execute(f"SELECT pg_advisory_unlock({MIGRATIONS_LOCK})")


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except errors.LockNotAvailable:
        raise RuleBroken(_("Somebody is using the database: stop Suki, then restore again.")) from None
    except errors.InsufficientPrivilege as trouble:
        raise RuleBroken(
            _("The database's user may not do this ({reason}).").format(reason=trouble.diag.message_primary)
        ) from None


def _refuse_full(connection: psycopg.Connection[Any]) -> None:
    for table in tables(connection):
        if table.name in FILLED_BY_SETTING_UP or table.name.startswith("procrastinate_"):
            continue
        if has_rows(connection, table):
            raise RuleBroken(
                _(
                    "The database is not empty (there are rows in {table}). Restore into an empty data folder, or say"
                    " --replace to lose what is there."
                ).format(table=table.name)
            )


def _put_files(backup: Backup) -> None:
    for sha256 in backup.files():
        place = path_of(sha256)
        if place.is_file():
            if checksum(place) == sha256:
                continue
            place.unlink()
        put(backup.file(sha256))


def _load(connection: psycopg.Connection[Any], backup: Backup) -> None:
    connection.execute("SET LOCAL maintenance_work_mem = '256MB'")
    here = {table.name: table for table in tables(connection)}
    _refuse_other_shape(here, backup)
    filled = [table.identifier for table in here.values() if has_rows(connection, table)]
    with _without_keys(connection):
        if filled:
            connection.execute(SQL("TRUNCATE {}").format(SQL(", ").join(filled)))
        for stored in backup.manifest.tables:
            if stored.rows:
                _fill(connection, here[stored.name], stored, backup)
    _set_sequences(connection, backup)
    for stored in backup.manifest.tables:
        if sum_of(connection, here[stored.name]) != stored.sum:
            raise RuleBroken(
                _(
                    "{table} is not what was backed up once it is in this database. Nothing was restored."
                ).format(table=stored.name)
            )
    connection.execute("DROP TABLE IF EXISTS suki_migrated")


def _lock(connection: psycopg.Connection[Any]) -> None:
    """From here on nobody else reads or writes, until this is done or given up."""
    connection.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
    listed = SQL(", ").join(table.identifier for table in tables(connection))
    connection.execute(SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(listed))


def _refuse_other_shape(here: dict[str, Table], backup: Backup) -> None:
    theirs = {table.name: set(table.columns) for table in backup.manifest.tables}
    ours = {name: set(table.columns) for name, table in here.items()}
    for name in sorted({*theirs, *ours}):
        if theirs.get(name) != ours.get(name):
            raise RuleBroken(
                _(
                    "The table {table} has other columns in the backup than here. Nothing was restored."
                ).format(table=name)
            )


def _fill(connection: psycopg.Connection[Any], table: Table, stored: StoredTable, backup: Backup) -> None:
    columns = SQL(", ").join(map(Identifier, stored.columns))
    query = SQL("COPY {} ({}) FROM STDIN").format(table.identifier, columns)
    with (
        _without_indexes(connection, stored),
        _without_triggers(connection, table),
        connection.cursor() as cursor,
        cursor.copy(query) as copy,
    ):
        for block in backup.table(table.name):
            copy.write(block)


@contextmanager
def _without_keys(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """Keys between tables come back at the end, each checked once for all rows and not row by row."""
    keys = connection.execute(_FOREIGN_KEYS).fetchall()
    for table, name, _definition in keys:
        connection.execute(
            SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(Identifier(table), Identifier(name))
        )
    yield
    for table, name, definition in keys:
        constraint = SQL("ALTER TABLE {} ADD CONSTRAINT {} {}").format(
            Identifier(table), Identifier(name), SQL(definition)
        )
        connection.execute(constraint)


@contextmanager
def _without_triggers(connection: psycopg.Connection[Any], table: Table) -> Iterator[None]:
    """Rows that come back are no news: no history, no roll-up, no rising revision. The rules stand again afterwards."""
    connection.execute(SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(table.identifier))
    yield
    connection.execute(SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(table.identifier))


@contextmanager
def _without_indexes(connection: psycopg.Connection[Any], stored: StoredTable) -> Iterator[None]:
    found = connection.execute(_INDEXES, [stored.name]).fetchall() if stored.rows > MANY_ROWS else []
    for name, _definition in found:
        connection.execute(SQL("DROP INDEX {}").format(Identifier(name)))
    yield
    for _name, definition in found:
        connection.execute(SQL(definition))


def _set_sequences(connection: psycopg.Connection[Any], backup: Backup) -> None:
    """By ALTER and not by setval, which would outlive a transaction that is rolled back."""
    here = set(sequences(connection))
    for sequence in backup.manifest.sequences:
        if sequence not in here:
            row = connection.execute(
                "SELECT pg_get_serial_sequence(quote_ident(%s), %s)::regclass::text",
                [sequence.table, sequence.column],
            ).fetchone()
            assert row
            connection.execute(SQL("ALTER SEQUENCE {} RESTART WITH {}").format(SQL(row[0]), sequence.next))


def _put_key(backup: Backup, keeping: bool) -> None:
    """The key goes in just before the data commits; where data is replaced, its key is kept beside it."""
    if not backup.manifest.has_key or os.environ.get("SUKI_SECRET_KEY"):
        return
    path = Path(settings.DATA) / KEY
    if path.is_file() and path.read_text() == backup.key():
        return
    fresh = path.with_name(f"{KEY}.restored")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(backup.key())
        file.flush()
        os.fsync(file.fileno())
    if keeping and path.is_file():
        os.replace(path, path.with_name(f"{KEY}.before-restore"))
    os.replace(fresh, path)


_FOREIGN_KEYS: Final = """
    SELECT c.relname, k.conname, pg_get_constraintdef(k.oid)
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
    WHERE k.contype = 'f' AND k.conparentid = 0 AND c.relnamespace = current_schema()::regnamespace
    ORDER BY 1, 2
"""

_INDEXES: Final = """
    SELECT i.relname, pg_get_indexdef(i.oid)
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid
    WHERE c.relname = %s AND c.relnamespace = current_schema()::regnamespace AND NOT x.indisprimary
        AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.oid)
"""
