"""A database that one test has to itself: other processes see what it commits, and nothing has to be cleaned up."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from psycopg.conninfo import make_conninfo

CHECKOUT = Path(__file__).resolve().parents[3]
_numbers = itertools.count(1)


@contextmanager
def database_of_its_own(folder: Path, *, sample: bool = False) -> Iterator[str]:
    """A fresh clone of the migrated template, with a data folder, that Django uses for as long as the block runs.

    With `sample` the sample company is in it.
    """
    from tests.database import cloned_database

    worker = os.environ.get("PYTEST_XDIST_WORKER", "master")
    name = f"suki_test_{os.environ['SUKI_TEST_RUN']}_{worker}_own{next(_numbers)}"
    with cloned_database(os.environ["SUKI_DSN"], name, sample=sample):
        conninfo = make_conninfo(os.environ["SUKI_DSN"], dbname=name)
        with django_on(conninfo, folder):
            yield conninfo


@contextmanager
def django_on(conninfo: str, folder: Path) -> Iterator[None]:
    """Django works on another database, of whatever server, and keeps files in another folder."""
    from django.conf import settings
    from django.db import connection

    from suki.config.databases import database_settings

    before, files, dsn = dict(connection.settings_dict), settings.STORED_FILES, os.environ["SUKI_DSN"]
    connection.close()
    os.environ["SUKI_DSN"] = conninfo
    there = database_settings()
    os.environ["SUKI_DSN"] = dsn
    connection.settings_dict.update({key: there[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")})
    settings.STORED_FILES = folder / "files"
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
        settings.STORED_FILES = files


def python(conninfo: str, folder: Path, script: str) -> subprocess.Popen[str]:
    """Another process of Suki on the same database; it runs a script after Django is set up."""
    return subprocess.Popen(
        [sys.executable, "-c", f"import django\ndjango.setup()\n{script}"],
        cwd=CHECKOUT,
        env=environment(conninfo, folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def environment(conninfo: str, folder: Path) -> dict[str, str]:
    """What a process has to find in its environment to work on that database and folder."""
    return {
        **os.environ,
        "SUKI_DSN": conninfo,
        "SUKI_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "suki.config.settings",
        "PYTHONPATH": str(CHECKOUT),
    }


def next_line(process: subprocess.Popen[str]) -> str:
    """What the other process says next; it says so when it has come as far as the test wants it.

    One that says nothing for two minutes is ended, and so is the waiting.
    """
    assert process.stdout
    watch = threading.Timer(120, process.kill)
    watch.start()
    try:
        return process.stdout.readline().strip()
    finally:
        watch.cancel()


def kill(process: subprocess.Popen[str]) -> None:
    """End the other process as a power cut would: it can tidy up nothing."""
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream:
            stream.close()
