"""The stage of the tests of running pay: Ana is paid by a plan, and lines of the ledger are what she sold."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest

Q1, Q2, Q3 = date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1)


@pytest.fixture
def stage(entity: Any, finn: Any, clara: Any, ana: Any, bayu: Any, sonne: Any, mond: Any) -> Any:
    """Two sellers, two customers, two quarters; nothing sold yet."""
    from suki.apps.compensation.running.tests.stage import Stage

    cast = SimpleNamespace(finn=finn, clara=clara, ana=ana, bayu=bayu, sonne=sonne, mond=mond)
    return Stage(entity, cast, count(1000), Q1, Q2, Q3)


@pytest.fixture
def ten_percent() -> dict[str, Any]:
    """Ten percent of everything invoiced."""
    return {
        "currency": "EUR",
        "period": "quarter",
        "components": [{"name": "commission", "tiers": [{"from": 0, "rate": Decimal("0.1")}]}],
    }
