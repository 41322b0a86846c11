"""Bringing a database to the shape that this version of Suki needs, and noticing fast when it already has it."""

import hashlib
from importlib import metadata
from pathlib import Path

_NOTE = "suki_migrated"
_LOCK = "select pg_advisory_lock(hashtext('suki migrates'))"
_BRING_MIGRATIONS = ("django", "django-pghistory", "django-pgtrigger", "procrastinate")


def fingerprint() -> str:
    """A short name for the set of migrations that this installation brings; needs Django set up."""
    from django.apps import apps

    digest = hashlib.sha256()
    for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
        for path in sorted(Path(config.path, "migrations").glob("*.py")):
            digest.update(f"{config.label}/{path.name}\0".encode())
            digest.update(path.read_bytes())
    for package in _BRING_MIGRATIONS:
        digest.update(f"{package} {metadata.version(package)}\0".encode())
    return digest.hexdigest()[:32]


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
        _migrate()
        connection.execute(f"create table if not exists {_NOTE} (fingerprint text not null)")
        with connection.transaction():
            connection.execute(f"delete from {_NOTE}")
            connection.execute(f"insert into {_NOTE} values (%s)", [wanted])
    return True


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def _noted(connection: "psycopg.Connection") -> str | None:  # noqa: F821
    from psycopg.errors import UndefinedTable

    try:
        row = connection.execute(f"select fingerprint from {_NOTE}").fetchone()
    except UndefinedTable:
        return None
    return row[0] if row else None
