"""A backup goes from the embedded PostgreSQL to a server of another version and back, byte for byte."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from suki.base.files import path_of
from suki.base.tests.own_database import database_of_its_own, django_on
from suki.config.postgres.client import EmbeddedDatabase
from suki.upkeep.backup import back_up
from suki.upkeep.doctor import examine
from suki.upkeep.restore import restore
from suki.upkeep.tables import connect, sequences, sums
from suki.upkeep.tests.sample_house import furnish
from tests.database import QUICK_AND_UNSAFE

INSTALLED = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))


@pytest.fixture
def other_server(monkeypatch) -> Iterator[str]:
    """A server that is not the tests' own: Debian's where the tests run on the embedded one, else the embedded one.

    There we are a plain user who owns a database and nothing else.
    """
    if not os.environ.get("SUKI_TEST_DATABASE_URL"):
        if not INSTALLED:
            pytest.skip("no other PostgreSQL is installed (apt-get install postgresql)")
        monkeypatch.setenv("SUKI_POSTGRES_BIN", str(INSTALLED[0].parent))
    folder = Path(tempfile.mkdtemp(prefix="suki-other-"))
    folder.chmod(0o711)
    try:
        with EmbeddedDatabase(folder, QUICK_AND_UNSAFE) as conninfo:
            with psycopg.connect(conninfo, autocommit=True) as superuser:
                superuser.execute("CREATE ROLE plain LOGIN PASSWORD 'plain'")
                superuser.execute("CREATE DATABASE house OWNER plain")
            yield make_conninfo(conninfo, user="plain", password="plain", dbname="house")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def content() -> tuple:
    with connect() as here:
        return here.info.server_version, sums(here), sequences(here)


@pytest.mark.slow
def test_a_house_moves_to_another_server_and_back(django_db_setup, django_db_blocker, other_server, tmp_path):
    with django_db_blocker.unblock():
        with database_of_its_own(tmp_path / "first"):
            house = furnish()
            there = back_up(tmp_path / "there.suki")
            at_first = content()
        with django_on(other_server, tmp_path / "second"):
            restore(tmp_path / "there.suki")
            elsewhere = content()
            assert path_of(house.attachment.file.sha256).is_file()
            assert [str(answer) for answer in examine() if not answer.finding.agrees] == []
            back = back_up(tmp_path / "back.suki")
        with database_of_its_own(tmp_path / "third"):
            restore(tmp_path / "back.suki")
            at_last = content()
            assert path_of(house.attachment.file.sha256).read_bytes() == b"%PDF \x00\xff"

    assert elsewhere[0] // 10_000 != at_first[0] // 10_000
    assert elsewhere[1:] == at_first[1:] == at_last[1:]
    assert back.tables == there.tables
