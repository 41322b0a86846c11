"""What the tests of upkeep share: a furnished house, and its backup. Nothing of Django is imported before its time."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from suki.base.tests.conftest import own

if TYPE_CHECKING:
    from suki.upkeep.tests.saved_house import Saved

__all__ = ["own"]


@pytest.fixture(scope="session")
def made_once(django_db_setup, django_db_blocker, tmp_path_factory) -> Saved:
    from suki.upkeep.tests.saved_house import save_a_house

    with django_db_blocker.unblock():
        return save_a_house(tmp_path_factory.mktemp("house"))


@pytest.fixture
def saved(made_once, tmp_path) -> Saved:
    """A copy of it, for this test to spoil."""
    return made_once._replace(path=Path(shutil.copy(made_once.path, tmp_path / "house.suki")))
