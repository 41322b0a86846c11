"""A database that one test has to itself: other processes see what it commits, and nothing has to be cleaned up."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from psycopg.conninfo import make_conninfo

CHECKOUT = Path(__file__).resolve().parents[3]
_numbers = itertools.count(1)


@contextmanager
def database_of_its_own(folder: Path) -> Iterator[str]:
    """A fresh clone of the migrated template, with a data folder, that Django uses for as long as the block runs."""
    from django.conf import settings
    from django.db import connection

    from tests.database import cloned_database

    worker = os.environ.get("PYTEST_XDIST_WORKER", "master")
    name = f"suki_test_{os.environ['SUKI_TEST_RUN']}_{worker}_own{next(_numbers)}"
    before, files = connection.settings_dict["NAME"], settings.STORED_FILES
    connection.close()
    with cloned_database(os.environ["SUKI_DSN"], name):
        connection.settings_dict["NAME"] = name
        settings.STORED_FILES = folder / "files"
        try:
            yield make_conninfo(os.environ["SUKI_DSN"], dbname=name)
        finally:
            connection.close()
            connection.settings_dict["NAME"] = before
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
    """What the other process says next; it says so when it has come as far as the test wants it."""
    assert process.stdout
    return process.stdout.readline().strip()


def kill(process: subprocess.Popen[str]) -> None:
    """End the other process as a power cut would: it can tidy up nothing."""
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream:
            stream.close()
