"""The stage of the plans' tests: a plan with a published version that Ana is paid by, and a draft."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

RULES: dict[str, Any] = {
    "currency": "EUR",
    "period": "quarter",
    "components": [
        {
            "name": "Commission", "counts": "invoiced", "credit": ["own"], "measure": "amount", "input": "attainment",
            "method": "progressive", "per": "period", "output": "rate",
            "tiers": [{"from": "0", "rate": "0.05"}, {"from": "0.8", "rate": "0.08"}, {"from": "1", "rate": "0.12"}],
        },
    ],
}  # fmt: skip
FIRST = date(2026, 1, 1)


@pytest.fixture
def rules() -> dict[str, Any]:
    return deepcopy(RULES)


@pytest.fixture
def draft(finn: Any, rules: dict[str, Any]) -> Any:
    """A plan that is only a draft."""
    from suki.apps.compensation.plans.actions import open_plan

    return open_plan(actor=finn, name="Farmers", rules=rules, first=FIRST)


@pytest.fixture
def published(finn: Any, draft: Any) -> Any:
    """The same, published."""
    from suki.apps.compensation.plans.actions import publish_version

    return publish_version(actor=finn, version=draft)


@pytest.fixture
def membership(finn: Any, ana: Any, published: Any) -> Any:
    """Ana is paid by it."""
    from suki.apps.compensation.plans.membership import add_member

    return add_member(
        actor=finn,
        plan=published.plan,
        person=ana.person,
        since=FIRST,
        target_pay=Decimal(12_000),
        paid_in="EUR",
    )


@pytest.fixture
def calculated(entity: Any) -> Any:
    """The first quarter of 2026, already calculated."""
    from suki.apps.compensation.models import PayPeriod, PayStep
    from suki.base.dated import from_to

    period = PayPeriod.objects.create(entity=entity, name="2026-Q1", valid=from_to(FIRST, date(2026, 3, 31)))
    PayStep.objects.create(period=period, step="open")
    PayStep.objects.create(period=period, step="calculated")
    return period
