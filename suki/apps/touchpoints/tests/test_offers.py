"""What else a client may buy: counted by the database as the engine counts, each with its reason."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from suki.apps.accounts.actions import open_account
from suki.apps.catalog.actions import add_product
from suki.apps.orders.actions import enter_order
from suki.apps.orders.documents import Item
from suki.apps.touchpoints.offers.queries import offers_for
from suki.base.access import SYSTEM
from suki.engines.copurchase import CoPurchase

BASKETS = ["LC", "LC", "LCS", "LCS", "LS", "B", "BT", "L"]


@pytest.fixture
def market(entity, ana):
    """Eight customers and what each of them bought, one letter a product."""
    day = entity.today - timedelta(days=30)
    names = {"L": "Lid", "C": "Cup", "S": "Straw", "B": "Bag", "T": "Tape"}
    products = {letter: add_product(actor=SYSTEM, name=name, code=name) for letter, name in names.items()}
    accounts = []
    for number, basket in enumerate(BASKETS):
        account = open_account(
            actor=SYSTEM, name=f"Customer {number}", since=date(2020, 1, 1), owner=ana.person
        )
        items = [Item(product=products[each], quantity=Decimal(1), unit_price=Decimal(5)) for each in basket]
        enter_order(actor=SYSTEM, account=account, day=day, currency="EUR", items=items)
        accounts.append(account)
    return accounts


def test_the_database_counts_as_the_engine_does(market, entity):
    names = {"L": "Lid", "C": "Cup", "S": "Straw", "B": "Bag", "T": "Tape"}
    baskets = [frozenset(names[each] for each in basket) for basket in BASKETS]
    model = CoPurchase(baskets)
    found = offers_for([each.pk for each in market], entity.today)
    for account, basket in zip(market, baskets, strict=True):
        wanted = [(each.product, each.both, each.buyers) for each in model.suggestions(basket, own=basket)]
        got = [(each.product, each.both, each.buyers) for each in found.get(account.pk, [])]
        assert sorted(got) == sorted(wanted), account


def test_the_panel_gives_the_reason_and_is_for_those_who_see_the_ledger(client, ana, market, nobody):
    client.force_login(ana)
    page = client.get(reverse("account_offers", args=[market[7].pk])).content.decode()
    assert "4 of 5 other customers who buy Lid also buy it." in page
    client.force_login(nobody)
    assert client.get(reverse("account_offers", args=[market[7].pk])).status_code == 403
