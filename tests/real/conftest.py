"""Real companies for the tests here; all are skipped where their files are absent."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.real.imported import ImportedCompany, imported


@pytest.fixture(scope="module")
def company_of(
    shared_data: Path, django_db_setup: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], ImportedCompany]]:
    """Import a company by the name of its recipe; its database is gone when the module is done."""
    with ExitStack() as opened:
        yield lambda recipe: opened.enter_context(
            imported(recipe, shared_data, tmp_path_factory.mktemp(recipe))
        )
