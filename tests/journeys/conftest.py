"""The sample company, served: journeys through Suki begin where a new user's does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser import Site, served
from tests.journeys.desk import Desk


@pytest.fixture(scope="module")
def site(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The sample company, served to a browser."""
    with django_db_blocker.unblock(), served(tmp_path_factory.mktemp("site"), sample=True) as found:
        yield found


@pytest.fixture(scope="module")
def sample_company(site: Any) -> Callable[[str], Any]:
    """The sample company on the served site; gives each of its people by the first part of their mail address."""
    from suki.base.models import User

    return lambda name: User.objects.get(email=f"{name}@habi.example")


@pytest.fixture
def desk(visit: Callable[..., Any], site: Any, sample_company: Any) -> Callable[..., Desk]:
    """Somebody at their desk, in their language."""
    return lambda name, language: Desk(visit, site, sample_company(name), language)
