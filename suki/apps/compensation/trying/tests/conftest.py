"""The stage of the tests of trying: Ana and Bayu are paid by a plan and have sold; a draft of it lies there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from suki.apps.compensation.running.tests.conftest import stage, ten_percent

__all__ = ["stage", "ten_percent"]
FIRST, END = date(2026, 1, 1), date(2027, 1, 1)


@pytest.fixture
def sold(stage: Any, ten_percent: dict[str, Any]) -> Any:
    """A published version that pays ten percent, and four quarters of sales."""
    version = stage.plan(ten_percent, stage.cast.ana, stage.cast.bayu)
    for quarter, (anas, bayus) in enumerate(
        [("1000", "300"), ("2000", "300"), ("500", "300"), ("1500", "300")]
    ):
        day = date(2026, 3 * quarter + 2, 10)
        stage.sell(stage.cast.ana, anas, day)
        stage.sell(stage.cast.bayu, bayus, day)
    return version


@pytest.fixture
def days(stage: Any) -> Any:
    """The year."""
    from suki.apps.compensation.trying.facts import Days

    return Days(stage.entity, FIRST, END, "2026")


@pytest.fixture
def draft(sold: Any) -> Any:
    """The next version: less up to 1,000 a quarter, much more above it, and a bonus."""
    from psycopg.types.range import DateRange

    from suki.apps.compensation.models import PlanVersion
    from suki.apps.compensation.running.tests.stage import as_json

    rules = {
        "currency": "EUR",
        "period": "quarter",
        "components": [
            {
                "name": "commission",
                "tiers": [{"from": 0, "rate": Decimal("0.05")}, {"from": 1000, "rate": Decimal("0.5")}],
            },
            {
                "name": "bonus", "output": "fixed", "method": "slab", "quota": False,
                "tiers": [{"from": 0, "amount": 0}, {"from": 1200, "amount": 70}, {"from": 5000, "amount": 70}],
            },
        ],
    }  # fmt: skip
    return PlanVersion.objects.create(
        plan=sold.plan, number=2, valid=DateRange(date(2027, 1, 1), None), rules=as_json(rules)
    )
