"""Bringing a database to the shape that this version of Suki needs, and noticing fast when it already has it."""

from __future__ import annotations

import hashlib
import importlib.util
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psycopg

_NOTE = "suki_migrated"
_LOCK = "select pg_advisory_lock(hashtext('suki migrates'))"
_BRING_MIGRATIONS = ("django", "django-pghistory", "django-pgtrigger", "procrastinate")


def fingerprint() -> str:
    """A short name for the set of migrations that this installation brings; reads settings, sets nothing up."""
    from django.conf import settings

    digest = hashlib.sha256()
    for app in settings.INSTALLED_APPS:
        for path in sorted(_folder_of(app).joinpath("migrations").glob("*.py")):
            digest.update(f"{app}/{path.name}\0".encode())
            digest.update(path.read_bytes())
    for package in _BRING_MIGRATIONS:
        digest.update(f"{package} {metadata.version(package)}\0".encode())
    return digest.hexdigest()[:32]


def is_migrated(conninfo: str) -> bool:
    """Whether the database says that it has the shape of this version."""
    import psycopg

    with psycopg.connect(conninfo, autocommit=True) as connection:
        return _noted(connection) == fingerprint()


def is_unused(conninfo: str) -> bool:
    """Whether nobody has set this database up yet; asked without setting Django up."""
    import psycopg

    asked = "select not exists (select from company_legalentity) and not exists (select from base_user)"
    with psycopg.connect(conninfo, autocommit=True) as connection:
        row = connection.execute(asked).fetchone()
    return bool(row and row[0])


def migrate_when_needed(conninfo: str) -> bool:
    """Migrate, unless the database says that it has been; whoever comes second waits for the first."""
    import psycopg

    wanted = fingerprint()
    with psycopg.connect(conninfo, autocommit=True) as connection:
        if _noted(connection) == wanted:
            return False
        connection.execute(_LOCK)
        if _noted(connection) == wanted:
            return False
        migrate()
        connection.execute(f"create table if not exists {_NOTE} (fingerprint text not null)")
        with connection.transaction():
            connection.execute(f"delete from {_NOTE}")
            connection.execute(f"insert into {_NOTE} values (%s)", [wanted])
    return True


def migrate() -> None:
    """Run the migrations that are missing."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def _folder_of(app: str) -> Path:
    """The folder of an installed app, named by its package or by its AppConfig."""
    try:
        found = importlib.util.find_spec(app)
    except ModuleNotFoundError:
        found = None
    if found is None:
        found = importlib.util.find_spec(app.rpartition(".")[0].removesuffix(".apps"))
    return Path(found.origin).parent if found and found.origin else Path("/nonexistent")


def _noted(connection: psycopg.Connection) -> str | None:
    from psycopg.errors import UndefinedTable

    try:
        row = connection.execute(f"select fingerprint from {_NOTE}").fetchone()
    except UndefinedTable:
        return None
    return row[0] if row else None
