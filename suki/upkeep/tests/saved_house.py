"""The backup of a furnished house, made once for all tests."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from suki.base.tests.own_database import database_of_its_own
from suki.upkeep.archive import Manifest
from suki.upkeep.backup import back_up
from suki.upkeep.tables import connect, sequences, sums
from suki.upkeep.tests.sample_house import furnish


def content() -> tuple:
    """Checksums of every table, and what each counter gives next."""
    with connect() as here:
        return sums(here), sequences(here)


class Saved(NamedTuple):
    """A backup of a furnished house, what it holds, and some of what a test looks for in it."""

    path: Path
    manifest: Manifest
    content: tuple
    sha256: str
    account_id: int
    user_id: int


def save_a_house(folder: Path) -> Saved:
    """Furnish a house, back it up, and leave it."""
    with database_of_its_own(folder):
        house = furnish()
        path = folder / "house.suki"
        manifest = back_up(path)
        return Saved(
            path, manifest, content(), house.attachment.file.sha256, house.account.pk, house.ana.user_id
        )
