"""The server that the tests run on, one migrated template on it, and a clone of that for each test process."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from suki.config.postgres.client import EXTENSIONS, EmbeddedDatabase
from suki.config.postgres.trouble import DatabaseUnavailable

CHECKOUT = Path(__file__).resolve().parents[1]
_CHECKOUT_NOTE = "checkout"
QUICK_AND_UNSAFE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "200",
    "checkpoint_timeout": "1h",
    "shared_buffers": "128MB",
}


def test_folder() -> Path:
    """Where the cluster of this checkout's tests stays between runs, so that most runs find it ready."""
    what = f"{CHECKOUT}\0{os.environ.get('SUKI_POSTGRES_BIN', '')}"
    name = f"suki-tests-{os.geteuid()}-{hashlib.sha256(what.encode()).hexdigest()[:12]}"
    return Path(tempfile.gettempdir()) / name


def start_server() -> EmbeddedDatabase:
    """Start the tests' cluster or join it; one that a crash has spoilt is made anew."""
    _remove_clusters_of_gone_checkouts()
    try:
        return _attached()
    except DatabaseUnavailable:
        shutil.rmtree(test_folder(), ignore_errors=True)
        return _attached()


@contextmanager
def cloned_database(server: str, name: str, *, sample: bool = False) -> Iterator[str]:
    """A database of its own for one test process, gone when the process is done; with the sample company in it, or empty."""
    from suki.cli.migrating import fingerprint

    template = f"suki_template_{fingerprint()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(hashtext('suki tests'))")
        _drop_left_overs(connection)
        if not _exists(connection, template):
            _make_template(connection, server, template)
        if sample:
            template = _sample(connection, server, template)
        connection.execute(f"create database {name} template {template}")
    try:
        yield name
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"drop database if exists {name} with (force)")


def _attached() -> EmbeddedDatabase:
    server = EmbeddedDatabase(test_folder(), QUICK_AND_UNSAFE)
    server.attach()
    (test_folder() / "run" / _CHECKOUT_NOTE).write_text(str(CHECKOUT))
    return server


def _remove_clusters_of_gone_checkouts() -> None:
    for note in test_folder().parent.glob(f"suki-tests-{os.geteuid()}-*/run/{_CHECKOUT_NOTE}"):
        if not Path(note.read_text()).is_dir():
            shutil.rmtree(note.parents[1], ignore_errors=True)


def _make_template(connection: psycopg.Connection, server: str, template: str) -> None:
    from django.db import connection as django_connection

    from suki.cli.migrating import migrate

    unfinished = f"{template}_new"
    for (old,) in connection.execute(
        "select datname from pg_database where datname like 'suki\\_template\\_%'"
    ).fetchall():
        connection.execute(f"drop database if exists {old} with (force)")
    connection.execute(f"create database {unfinished} template template0 encoding 'UTF8'")
    with psycopg.connect(make_conninfo(server, dbname=unfinished), autocommit=True) as inside:
        for extension in EXTENSIONS:
            inside.execute(f"create extension if not exists {extension}")
    before = django_connection.settings_dict["NAME"]
    django_connection.close()
    django_connection.settings_dict["NAME"] = unfinished
    try:
        migrate()
    finally:
        django_connection.close()
        django_connection.settings_dict["NAME"] = before
    connection.execute(f"alter database {unfinished} rename to {template}")


def _sample(connection: psycopg.Connection, server: str, template: str) -> str:
    """The database with the sample company, made once in a run of the tests; its name goes with the run's left-overs."""
    from suki.base.tests.own_database import django_on
    from suki.demo.load import load_demo

    name = f"suki_test_{os.environ['SUKI_TEST_RUN']}_sample"
    if not _exists(connection, name):
        connection.execute(f"create database {name}_new template {template}")
        with (
            tempfile.TemporaryDirectory() as folder,
            django_on(make_conninfo(server, dbname=f"{name}_new"), Path(folder)),
        ):
            load_demo()
        connection.execute(f"alter database {name}_new rename to {name}")
    return name


def _drop_left_overs(connection: psycopg.Connection) -> None:
    """Drop databases of test runs that were killed: their names carry the number of a process that is gone."""
    for (name,) in connection.execute(
        "select datname from pg_database where datname like 'suki\\_test\\_%'"
    ).fetchall():
        if not Path("/proc", name.split("_")[2]).exists():
            connection.execute(f"drop database if exists {name} with (force)")


def _exists(connection: psycopg.Connection, name: str) -> bool:
    return connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone() is not None
