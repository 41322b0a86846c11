"""Making a backup: one consistent moment of everything, in one file, while people go on working."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.utils.translation import gettext as _

from suki import __version__
from suki.base.files import path_of
from suki.kernel.errors import RuleBroken
from suki.upkeep.archive import KEY, BackupWriter, Manifest, is_backup, new_backup
from suki.upkeep.tables import (
    MIGRATIONS_LOCK,
    applied_migrations,
    connect,
    rows_as_text,
    sequences,
    speak_plainly,
    tables,
)

FILES_TABLE = "base_storedfile"


def back_up(path: Path) -> Manifest:
    """Write everything there is to a file, as of one moment."""
    _refuse_bad_place(path)
    with connect(autocommit=True) as connection:
        connection.execute(f"SELECT pg_advisory_lock_shared({MIGRATIONS_LOCK})")
        with connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            speak_plainly(connection)
            manifest = _manifest(connection)
            with new_backup(path, manifest) as backup:
                _add_tables(connection, backup)
                _add_files(connection, backup)
                _add_key(backup)
    return manifest


def _refuse_bad_place(path: Path) -> None:
    if path.is_dir():
        raise RuleBroken(
            _("{path} is a folder; name the file to write, in it or elsewhere.").format(path=path)
        )
    if not path.parent.is_dir():
        raise RuleBroken(_("The folder {path} does not exist.").format(path=path.parent))
    if path.exists() and not is_backup(path):
        raise RuleBroken(_("{path} exists and is not a backup; name another file.").format(path=path))


def _manifest(connection: psycopg.Connection[Any]) -> Manifest:
    applied = applied_migrations(connection)
    if not applied:
        raise RuleBroken(_("There is nothing to back up: the database is empty."))
    version = connection.execute("SHOW server_version").fetchone()
    assert version
    return Manifest(
        suki=__version__, server=version[0].split()[0], migrations=applied, sequences=sequences(connection)
    )


def _add_tables(connection: psycopg.Connection[Any], backup: BackupWriter) -> None:
    for table in tables(connection):
        backup.add_table(table.name, table.columns, rows_as_text(connection, table))


def _add_files(connection: psycopg.Connection[Any], backup: BackupWriter) -> None:
    for sha256 in stored_files(connection):
        backup.add_file(sha256, path_of(sha256))


def _add_key(backup: BackupWriter) -> None:
    """The key of the data folder; one that the environment gives is the environment's to keep."""
    path = Path(settings.DATA) / KEY
    if not os.environ.get("SUKI_SECRET_KEY") and path.is_file():
        backup.add_key(path.read_text())


def stored_files(connection: psycopg.Connection[Any]) -> Iterator[str]:
    """The checksums of all stored files; a database from before there were any has none."""
    if not any(table.name == FILES_TABLE for table in tables(connection)):
        return
    with connection.cursor(name="stored_files") as cursor:
        cursor.execute(f"SELECT sha256 FROM {FILES_TABLE} ORDER BY sha256")
        for (sha256,) in cursor:
            yield sha256
