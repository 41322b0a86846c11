"""The stage of the rewards' tests: Ana has a quota and goes beyond it; there is a bag to be won."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest


@pytest.fixture
def quota(ana: Any, entity: Any) -> Any:
    from suki.apps.quotas.actions import set_quota
    from suki.apps.rewards.tests.stage import QUARTER
    from suki.base.access import SYSTEM

    return set_quota(
        actor=SYSTEM,
        subject=ana.person,
        first=QUARTER.start,
        end=QUARTER.end,
        amount=Decimal(1000),
        currency="EUR",
    )


@pytest.fixture
def beyond(ana: Any, sonne: Any, quota: Any) -> None:
    """Ana reaches 123.4% of the quarter."""
    from suki.apps.rewards.tests.stage import sell

    sell(sonne, ana, "1234", date(2026, 2, 3))


@pytest.fixture
def bag(entity: Any) -> Any:
    from suki.apps.rewards.actions import add_reward
    from suki.base.access import SYSTEM

    return add_reward(
        actor=SYSTEM, name="Tasche", value=Decimal(80), currency="EUR", points=100, stock=1,
        taxable_value=Decimal(60),
    )  # fmt: skip


@pytest.fixture
def rule(bag: Any) -> Any:
    from suki.apps.rewards.actions import set_rule
    from suki.base.access import SYSTEM

    return set_rule(
        actor=SYSTEM, name="Über 110 %", reached=Decimal("1.1"), since=date(2026, 1, 1), rewards=[bag]
    )


@pytest.fixture
def by_name(entity: Any) -> None:
    """The firm has agreed that people may be compared."""
    from suki.apps.company.models import Policy

    Policy.objects.create(key="individual_rankings", value="shown")
