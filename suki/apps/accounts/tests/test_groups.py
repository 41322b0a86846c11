"""Groups of companies, with dates."""

from datetime import date

import pytest

from suki.apps.accounts.actions import open_account, place_under
from suki.apps.accounts.models import AccountParent
from suki.base.access import SYSTEM
from suki.kernel.errors import RuleBroken


@pytest.fixture
def holding(entity):
    return open_account(actor=SYSTEM, name="Himmel Holding", since=date(2020, 1, 1))


def test_an_account_belongs_to_one_group_a_day(holding, sonne, mond):
    place_under(actor=SYSTEM, account=sonne, parent=holding, since=date(2024, 1, 1))
    place_under(actor=SYSTEM, account=sonne, parent=mond, since=date(2025, 1, 1))
    rows = AccountParent.objects.filter(account=sonne).order_by("valid")
    assert [(row.parent, row.valid.lower, row.valid.upper) for row in rows] == [
        (holding, date(2024, 1, 1), date(2025, 1, 1)),
        (mond, date(2025, 1, 1), None),
    ]


def test_a_group_cannot_end_up_below_itself(holding, sonne, mond):
    place_under(actor=SYSTEM, account=sonne, parent=holding, since=date(2024, 1, 1))
    place_under(actor=SYSTEM, account=mond, parent=sonne, since=date(2024, 1, 1))
    with pytest.raises(RuleBroken, match="already belongs"):
        place_under(actor=SYSTEM, account=holding, parent=mond, since=date(2024, 6, 1))
    assert not AccountParent.objects.filter(account=holding).exists()
