"""The stage of the tests of statements: the one of running pay, and a quarter that has been calculated."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from suki.apps.compensation.running.tests.conftest import stage as stage
from suki.apps.compensation.running.tests.conftest import ten_percent as ten_percent


@pytest.fixture
def by_quota() -> dict[str, Any]:
    """Two rates by attainment, a part of it held back for half a year."""
    return {
        "currency": "EUR",
        "period": "quarter",
        "components": [
            {
                "name": "Revenue",
                "input": "attainment",
                "method": "progressive",
                "tiers": [{"from": 0, "rate": Decimal("0.05")}, {"from": 1, "rate": Decimal("0.08")}],
                "hold": {"share": Decimal("0.2"), "months": 6},
            }
        ],
    }


@pytest.fixture
def period(stage: Any, by_quota: Any) -> Any:
    """Ana reached 125% of 2,000 with two invoices, Bayu sold nothing; in review."""
    from suki.apps.compensation.running import actions

    stage.plan(by_quota, stage.cast.ana, stage.cast.bayu)
    stage.quota(stage.cast.ana, "2000", stage.q1, stage.q2)
    stage.quota(stage.cast.bayu, "2000", stage.q1, stage.q2)
    stage.sell(stage.cast.ana, "1500", date(2026, 1, 10))
    stage.sell(stage.cast.ana, "1000", date(2026, 2, 10))
    made = stage.calculated()
    actions.send_to_review(actor=stage.cast.finn, period=made)
    return made


@pytest.fixture
def statement(stage: Any, period: Any) -> Any:
    """Ana's."""
    return stage.statement(period, stage.cast.ana)
