"""Whatever is learned late: in the end everybody has been paid what the facts as they are known at last come to."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from suki.apps.compensation.models import PayLine
from suki.apps.compensation.running import actions
from suki.apps.compensation.running.carried import lines_that_stand
from suki.apps.ledger.models import LedgerLine
from suki.apps.ledger.posting import take_back
from suki.engines.commission.statements import Credit, statements
from suki.engines.commission.written import plan_of

YEAR = date(2026, 1, 1)
RULES = {
    "currency": "EUR",
    "period": "quarter",
    "components": [
        {"name": "commission", "tiers": [
            {"from": "0", "rate": "0.05"}, {"from": "1500", "rate": "0.11"}, {"from": "4000", "rate": "0.07"}]},
        {"name": "volume", "method": "slab", "tiers": [{"from": "0", "rate": "0.01"}, {"from": "3000", "rate": "0.02"}]},
    ],
}  # fmt: skip


@pytest.mark.parametrize("seed", range(2))
def test_after_all_corrections_the_sum_is_what_it_should_have_been(stage, seed):
    chance = random.Random(seed)
    stage.plan(RULES, stage.cast.ana, stage.cast.bayu)
    ends = [YEAR, date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1), date(2027, 1, 1)]
    for number in range(4):
        for _line in range(5):
            day = YEAR + timedelta(days=chance.randrange((ends[number + 1] - YEAR).days))
            net = Decimal(chance.randint(1, 150_000)).scaleb(-2)
            stage.sell(chance.choice([stage.cast.ana, stage.cast.bayu]), f"{net}", day)
        standing = LedgerLine.objects.filter(reverses__isnull=True, reversal__isnull=True)
        if number and chance.random() < 0.7:
            take_back("billing", [chance.choice(list(standing.values_list("document_id", flat=True)))])
        period = stage.closed(f"P{number}", ends[number], ends[number + 1])
        assert actions.replay(period) == []
    paid = {user: _paid(user) for user in (stage.cast.ana, stage.cast.bayu)}
    assert paid == {user: _due(user) for user in paid}


def _paid(user):
    kinds = (PayLine.Kind.EARNED, PayLine.Kind.ADJUSTMENT, PayLine.Kind.CLAWBACK)
    return sum(
        lines_that_stand()
        .filter(statement__person=user.person, kind__in=kinds)
        .values_list("amount", flat=True)
    )


def _due(user):
    """All at once, from the ledger as it is now: what stands, and nothing that was taken back."""
    standing = LedgerLine.objects.filter(seller=user.person, reverses__isnull=True, reversal__isnull=True)
    credits = [
        Credit("x", line.day, str(line.pk), {"amount": line.base_net})
        for line in standing.order_by("day", "id")
    ]
    return sum((each.earned for each in statements(plan_of(RULES), credits)), Decimal(0))
