"""What the tests of the base share."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from suki.base.tests.own_database import database_of_its_own


class Own(NamedTuple):
    """A database and a data folder that no other test sees."""

    conninfo: str
    folder: Path


@pytest.fixture
def own(django_db_setup: None, django_db_blocker, tmp_path: Path) -> Iterator[Own]:
    """A database of this test's own, committed to for real, and gone afterwards."""
    with django_db_blocker.unblock(), database_of_its_own(tmp_path) as conninfo:
        yield Own(conninfo, tmp_path)
