from datetime import date
from decimal import Decimal

from suki.apps.orders.documents import Item, priced


def test_a_returned_line_takes_back_its_own_tax():
    items = [
        Item(product=None, description="sold", quantity=Decimal(1), unit_price=Decimal(100)),
        Item(product=None, description="returned", quantity=Decimal(-1), unit_price=Decimal(20)),
    ]
    totals = priced(items, currency="EUR", day=date(2026, 5, 4), tax_percent=Decimal(10))
    assert [line.net for line in totals.lines] == [100, -20]
    assert [line.tax for line in totals.lines] == [10, -2]
    assert totals.tax == 8
