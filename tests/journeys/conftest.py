"""The sample company, served: journeys through Suki begin where a new user's does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture(scope="module")
def sample_company(site: Any) -> Callable[[str], Any]:
    """The sample company on the served site; gives each of its people by the first part of their mail address."""
    from suki.base.models import User
    from suki.demo.load import load_demo

    load_demo()
    return lambda name: User.objects.get(email=f"{name}@habi.example")
