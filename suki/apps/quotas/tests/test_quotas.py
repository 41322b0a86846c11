"""Quotas: one subject, one amount a day, never negative."""

from datetime import date
from decimal import Decimal

import pytest

from suki.apps.quotas.actions import set_quota
from suki.apps.quotas.models import Quota
from suki.kernel.errors import NotAllowed, RuleBroken

QUARTER = {"first": date(2026, 1, 1), "end": date(2026, 4, 1), "currency": "EUR"}


def test_a_sales_manager_sets_a_quota(clara, ana):
    quota = set_quota(actor=clara, subject=ana.person, amount=Decimal(1000), **QUARTER)
    assert (quota.person, quota.valid.lower, quota.valid.upper) == (
        ana.person,
        date(2026, 1, 1),
        date(2026, 4, 1),
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"amount": Decimal(-1)}, "negative"),
        ({"amount": Decimal(1), "end": date(2026, 1, 1)}, "at least a day"),
        ({"amount": Decimal(1), "first": date(2026, 3, 31), "end": date(2026, 7, 1)}, "already has a quota"),
    ],
)
def test_a_quota_that_makes_no_sense_is_refused(clara, ana, change, sentence):
    set_quota(actor=clara, subject=ana.person, amount=Decimal(1000), **QUARTER)
    with pytest.raises(RuleBroken, match=sentence):
        set_quota(actor=clara, subject=ana.person, **{**QUARTER, **change})
    assert Quota.objects.get().amount == 1000


def test_nobody_sets_their_own_quota(ana):
    with pytest.raises(NotAllowed):
        set_quota(actor=ana, subject=ana.person, amount=Decimal(1), **QUARTER)
    assert not Quota.objects.exists()
