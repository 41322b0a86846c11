"""The stage of the tests of standing: Ana missed two quarters; Clara leads her, Sofia is senior management."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

TODAY = date(2026, 11, 20)


@pytest.fixture
def by_name(entity: Any) -> None:
    """The works council has agreed that people are measured one by one."""
    from suki.apps.company.models import Policy

    Policy.objects.create(key="individual_rankings", value="shown")


@pytest.fixture
def sofia(entity: Any) -> Any:
    from tests.cast import _somebody

    return _somebody("Sofia Ende", "Geschäftsführerin", "senior_management")


@pytest.fixture
def ada(entity: Any) -> Any:
    from tests.cast import _somebody

    return _somebody("Ada Admin", "Administratorin", "administrator")


@pytest.fixture
def second(entity: Any) -> Any:
    """Another sales manager, who leads nobody here."""
    from tests.cast import _somebody

    return _somebody("Zora Zweit", "Vertriebsleiterin", "sales_manager")


@pytest.fixture
def missed(ana: Any, sonne: Any, entity: Any) -> None:
    """400 and 500 of 1,000 in the second and third quarter, 900 in the first; all quotas made known and acknowledged."""
    from suki.apps.quotas.actions import set_quota
    from suki.apps.quotas.models import QuotaStep
    from suki.apps.standing.tests.stage import sell
    from suki.base.access import SYSTEM
    from suki.kernel.periods import Period

    for number, net in ((1, "900"), (2, "400"), (3, "500")):
        quarter = Period.quarter(2026, number)
        quota = set_quota(
            actor=SYSTEM,
            subject=ana.person,
            first=quarter.start,
            end=quarter.end,
            amount=Decimal(1000),
            currency="EUR",
        )
        told = {"amount": quota.amount, "currency": "EUR", "valid": (quarter.start, quarter.end)}
        for step in ("communicated", "acknowledged"):
            QuotaStep.objects.create(quota=quota, step=step, at=f"{quarter.start}T09:00Z", by=ana, **told)
        sell(sonne, ana, net, quarter.start)


@pytest.fixture
def rule(entity: Any) -> Any:
    from suki.apps.standing.actions import set_miss_rule
    from suki.base.access import SYSTEM

    return set_miss_rule(
        actor=SYSTEM, name="Zwei von drei", misses=2, of_last=3, below=Decimal("0.7"), since=date(2026, 1, 1)
    )


@pytest.fixture
def review(by_name: None, missed: None, rule: Any) -> Any:
    """The review that the rule opens."""
    from suki.apps.standing.actions import open_reviews
    from suki.base.access import SYSTEM

    (opened,) = open_reviews(actor=SYSTEM, today=TODAY)
    return opened


@pytest.fixture
def answered(review: Any, ana: Any) -> Any:
    from suki.apps.standing.actions import reply

    reply(actor=ana, review=review, text="Mein größter Kunde ist im April weggefallen.")
    return review
