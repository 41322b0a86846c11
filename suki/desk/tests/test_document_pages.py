"""The pages of orders, invoices and products: lines and totals to the cent, what is paid, what is left."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from suki.apps.billing.actions import credit_invoice, invoice_order, record_payment
from suki.apps.billing.receivables import open_items
from suki.apps.catalog.actions import add_product, set_cost, set_price
from suki.apps.catalog.models import Price, PriceList, StandardCost
from suki.apps.ledger.queries import receivables
from suki.apps.orders.actions import enter_order
from suki.apps.orders.documents import Item
from suki.apps.orders.models import Order
from suki.base.access import SYSTEM
from suki.kernel.errors import NotAllowed

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
WEEK = timedelta(days=7)


@pytest.fixture
def carton(entity):
    product = add_product(actor=SYSTEM, name="Folding carton", code="CT-05", unit="pc")
    set_cost(actor=SYSTEM, product=product, amount=Decimal("0.6"), currency="EUR", since=date(2020, 1, 1))
    return product


@pytest.fixture
def order(sonne, carton, ana):
    items = [
        Item(quantity=Decimal(3), unit_price=Decimal("1.115"), product=carton),
        Item(
            quantity=Decimal(1), unit_price=Decimal("0.33"), description="Setting up", discount=Decimal("0.1")
        ),
    ]
    return enter_order(
        actor=SYSTEM, account=sonne, day=TODAY - 6 * WEEK, currency="EUR", items=items, seller=ana.person,
        tax_percent=Decimal(19),
    )  # fmt: skip


@pytest.fixture
def invoice(order):
    return invoice_order(actor=SYSTEM, order=order, day=TODAY - 5 * WEEK, due=TODAY - WEEK)


def text_of(client, user, address, **headers):
    client.force_login(user)
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", answer.content.decode()))).replace("\xa0", " ")


def test_an_order_shows_its_lines_and_totals_to_the_cent(client, ana, order):
    text = text_of(client, ana, reverse("order", args=[order.pk]))
    assert order.number in text
    for said in ("Folding carton", "Setting up", "10.0%", "3 pc"):
        assert said in text
    assert (order.net, order.tax) == (Decimal("3.64"), Decimal("0.69"))
    assert "€4.33" in text.replace("€ ", "€")


def test_an_invoice_shows_what_was_paid_and_what_is_left(client, ana, sonne, invoice):
    record_payment(
        actor=SYSTEM,
        account=sonne,
        day=TODAY,
        amount=Decimal("1.00"),
        currency="EUR",
        invoice=invoice,
        reference="A-7",
    )
    text = text_of(client, ana, reverse("invoice", args=[invoice.pk]))
    assert "€3.33" in text.replace("€ ", "€")
    assert "A-7" in text_of(client, ana, reverse("invoice_payments", args=[invoice.pk]))
    listed = text_of(client, ana, reverse("account_invoices", args=[sonne.pk]))
    assert "7 days late" in listed
    assert "3.33" in listed


def test_a_paid_invoice_is_said_to_be_paid(client, ana, sonne, invoice):
    record_payment(
        actor=SYSTEM, account=sonne, day=TODAY, amount=Decimal("4.33"), currency="EUR", invoice=invoice
    )
    assert "paid" in text_of(client, ana, reverse("invoice", args=[invoice.pk]))


def test_the_lines_of_a_document_in_the_ledger_lead_back_to_it(client, ana, order, invoice):
    shown = text_of(client, ana, reverse("invoice_ledger", args=[invoice.pk]))
    assert shown.count(invoice.number) >= 2
    client.force_login(ana)
    page = client.get(reverse("order_ledger", args=[order.pk])).content.decode()
    assert reverse("order", args=[order.pk]) in page


def test_what_is_open_is_the_receivable_of_the_ledger_to_the_cent(client, ana, entity, sonne, order, invoice):
    credit_invoice(
        actor=SYSTEM, invoice=invoice, day=TODAY, reason="misprint", tax_percent=Decimal(19),
        items=[Item(quantity=Decimal(1), unit_price=Decimal("1.00"))],
    )  # fmt: skip
    record_payment(actor=SYSTEM, account=sonne, day=TODAY, amount=Decimal("0.50"), currency="EUR")
    found = open_items(sonne, entity, TODAY)
    assert [(item.kind, item.left) for item in found.items] == [
        ("invoice", Decimal("3.14")), ("payment", Decimal("-0.50")),
    ]  # fmt: skip
    assert found.agrees
    assert found.by_currency == {"EUR": Decimal("2.64")}
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT sum(gross) FROM ({receivables(entity, TODAY, [sonne.pk])}) r")
        assert cursor.fetchone()[0] == Decimal("2.64")
    said = text_of(client, ana, reverse("receivables_explained", args=[sonne.pk]))
    assert "Agrees with the ledger to the cent." in said
    assert "2.64" in said


def test_the_explanation_says_so_where_the_ledger_differs(client, ana, sonne, invoice):
    from suki.reports.tests.building import sale

    sale(sonne, TODAY.isoformat(), "5.00")
    assert "The ledger says otherwise" in text_of(
        client, ana, reverse("receivables_explained", args=[sonne.pk])
    )


def test_cost_is_for_those_who_may_see_it(client, ana, dung, order):
    address = reverse("order", args=[order.pk])
    assert "Margin" in text_of(client, ana, address)
    assert "Margin" not in text_of(client, dung, address)
    assert "Cost" not in text_of(client, dung, reverse("order_ledger", args=[order.pk]))


def test_documents_of_accounts_one_may_not_see_do_not_exist(client, bayu, order, invoice):
    client.force_login(bayu)
    for name, row in (
        ("order", order), ("order_invoices", order), ("order_ledger", order),
        ("invoice", invoice), ("invoice_payments", invoice), ("invoice_ledger", invoice),
    ):  # fmt: skip
        assert client.get(reverse(name, args=[row.pk])).status_code == 404, name
    assert client.get(reverse("edit_field", args=["order", order.pk, "po_number"])).status_code == 404


def test_dates_of_an_order_are_edited_in_place_and_its_amounts_are_not(client, ana, finn, order):
    client.force_login(ana)
    address = reverse("edit_field", args=["order", order.pk, "promised"])
    answer = client.post(address, {"value": "2026-12-01", "revision": order.revision})
    assert answer.headers["Location"] == reverse("order", args=[order.pk])
    for field in ("net", "number", "day", "account"):
        assert client.get(reverse("edit_field", args=["order", order.pk, field])).status_code == 404
    client.force_login(finn)
    assert client.post(address, {"value": "2027-01-01", "revision": 2}).status_code == 403
    order.refresh_from_db()
    assert order.promised == date(2026, 12, 1)


def test_pages_of_documents_ask_six_questions_at_most(
    client, ana, order, invoice, carton, django_assert_max_num_queries
):
    client.force_login(ana)
    client.get(reverse("order", args=[order.pk]))
    for name, row in (
        ("order", order), ("order_invoices", order), ("order_ledger", order), ("invoice", invoice),
        ("invoice_payments", invoice), ("invoice_ledger", invoice), ("product", carton),
        ("product_prices", carton), ("product_sales", carton),
    ):  # fmt: skip
        with django_assert_max_num_queries(6):
            assert client.get(reverse(name, args=[row.pk])).status_code == 200


def test_a_product_shows_prices_and_costs_over_time(client, clara, dung, entity, carton):
    prices = PriceList.objects.create(entity=entity, name="List", currency="EUR")
    set_price(
        actor=SYSTEM, price_list=prices, product=carton, amount=Decimal("1.115"), since=date(2020, 1, 1)
    )
    set_price(actor=SYSTEM, price_list=prices, product=carton, amount=Decimal("1.2"), since=TODAY + WEEK)
    address = reverse("product_prices", args=[carton.pk])
    text = text_of(client, clara, address)
    for said in ("1.115", "1.20", "to come", "0.60", "Standard costs"):
        assert said in text
    assert "Standard costs" not in text_of(client, dung, address)


def test_the_timeline_of_a_product_tells_costs_to_those_who_may_see_them(client, clara, dung, carton):
    address = reverse("timeline", args=["product", carton.pk])
    assert "Cost 0.6 EUR" in text_of(client, clara, address)
    assert "Cost 0.6" not in text_of(client, dung, address)


def test_who_looks_after_the_catalogue_sets_prices_and_costs_from_a_day_on(client, clara, entity, carton):
    from tests.cast import _somebody

    prices = PriceList.objects.create(entity=entity, name="List", currency="EUR")
    ada = _somebody("Ada Admin", "", "administrator")
    client.force_login(ada)
    given = {"price_list": prices.pk, "amount": "1,234.5", "since": "2026-05-01"}
    assert client.post(reverse("product_price", args=[carton.pk]), given).status_code == 302
    assert Price.objects.get(product=carton).amount == Decimal("1234.5")
    given = {"amount": "0.7", "currency": "eur", "since": "2026-05-01"}
    assert client.post(reverse("product_cost", args=[carton.pk]), given).status_code == 302
    assert StandardCost.objects.filter(product=carton).count() == 2
    assert (
        client.post(reverse("product_cost", args=[carton.pk]), {**given, "amount": "-1"}).status_code == 422
    )
    client.force_login(clara)
    assert client.post(reverse("product_price", args=[carton.pk]), given).status_code == 403
    assert Price.objects.filter(product=carton).count() == 1


def test_customers_of_a_product_are_those_one_may_see(client, ana, bayu, order, invoice, carton):
    address = reverse("product_sales", args=[carton.pk])
    assert "Sonnenhof" in text_of(client, ana, address)
    assert "Sonnenhof" not in text_of(client, bayu, address)


def test_documents_stand_in_the_timeline_of_their_account(client, ana, sonne, order, invoice):
    text = text_of(client, ana, reverse("timeline", args=["account", sonne.pk]))
    assert f"Order {order.number}" in text
    assert f"Invoice {invoice.number}" in text


def test_the_timeline_leafs_through_everything_once(ana, sonne, order, invoice):
    from suki.base.about.timeline import timeline_of

    for number in range(4):
        record_payment(actor=SYSTEM, account=sonne, day=TODAY, amount=Decimal(number + 1), currency="EUR")
    whole = [str(each.what) + str(each.tail) for each in timeline_of(ana, sonne, count=50).moments]
    leafed, after = [], ""
    while True:
        found = timeline_of(ana, sonne, after=after, count=2)
        leafed += [str(each.what) + str(each.tail) for each in found.moments]
        after = found.next
        if not after:
            break
    assert leafed == whole
    assert len(whole) >= 7
    assert timeline_of(ana, sonne, after="nonsense~~", count=50).moments


def test_long_lists_of_orders_are_leafed_by_day_and_id(client, ana, sonne, carton):
    for number in range(7):
        enter_order(
            actor=SYSTEM, account=sonne, day=TODAY - timedelta(days=number // 2), currency="EUR",
            items=[Item(quantity=Decimal(1), unit_price=Decimal(1), product=carton)],
        )  # fmt: skip
    from suki.base.about.leafing import leaf

    seen, after = [], ""
    for _page in range(4):
        rows, pages = leaf(Order.objects.filter(account=sonne), after=after, count=2, address="/x/")
        seen += [row.pk for row in rows]
        after = pages.after.partition("after=")[2]
    assert seen == list(
        Order.objects.filter(account=sonne).order_by("-day", "-pk").values_list("pk", flat=True)
    )
    assert after == ""


def test_entering_a_price_needs_the_right(clara, carton, entity):
    prices = PriceList.objects.create(entity=entity, name="List", currency="EUR")
    with pytest.raises(NotAllowed):
        set_price(actor=clara, price_list=prices, product=carton, amount=Decimal(1), since=TODAY)
    assert not Price.objects.exists()
