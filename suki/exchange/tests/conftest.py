"""Fixtures of the import's tests. The house is imported late: it is set up only once pytest is configured."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from suki.exchange.tests.folders import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """An empty directory for source files."""
    from suki.exchange.tests.folders import Folder

    path = tmp_path / "files"
    path.mkdir()
    return Folder(path)
