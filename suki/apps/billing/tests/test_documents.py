"""Orders, invoices, credit notes and payments: rounded once, booked at once, numbered without gaps."""

from datetime import date
from decimal import Decimal

import pytest
from django.db.models import Sum
from hypothesis import given, settings
from hypothesis import strategies as st

from suki.apps.billing.actions import credit_invoice, invoice_order, record_payment
from suki.apps.billing.models import Invoice, Payment
from suki.apps.company.models import ExchangeRate
from suki.apps.ledger.models import LedgerLine
from suki.apps.orders.actions import enter_order
from suki.apps.orders.documents import Item, priced
from suki.apps.orders.models import Order
from suki.base.access import SYSTEM
from suki.base.models import Event
from suki.kernel.errors import NotAllowed, RuleBroken

DAY = date(2026, 1, 5)


def item(quantity, price, **more):
    return Item(quantity=Decimal(quantity), unit_price=Decimal(price), **more)


@pytest.fixture
def order(dung, ana, sonne):
    return enter_order(
        actor=dung,
        account=sonne,
        day=DAY,
        currency="EUR",
        seller=ana.person,
        tax_percent=Decimal(19),
        items=[item(3, "33.335"), item(1, "0.005", cost=Decimal("0.01"))],
    )


def test_the_net_is_rounded_once_and_the_lines_sum_to_it(order):
    assert order.net == Decimal("100.01")
    assert list(order.lines.order_by("position").values_list("net", flat=True)) == [
        Decimal("100.01"),
        Decimal("0.00"),
    ]
    assert order.tax == Decimal("19.00")
    assert order.lines.aggregate(Sum("tax"))["tax__sum"] == order.tax


def test_a_number_that_an_import_brought_is_passed_over(dung, sonne, order):
    invoice_order(actor=dung, order=order, day=DAY)
    Order.objects.filter(number="SO-000001").update(number="SO-000002")
    another = enter_order(actor=dung, account=sonne, day=DAY, currency="EUR", items=[item(1, "10")])
    Invoice.objects.filter(number="IN-000001").update(number="IN-000002")
    invoice = invoice_order(actor=dung, order=another, day=DAY)

    assert (another.number, invoice.number) == ("SO-000003", "IN-000003")


@settings(max_examples=60, deadline=None)
@given(
    lines=st.lists(
        st.tuples(st.decimals(1, 99, places=3), st.decimals(0, 999, places=4), st.decimals(0, 1, places=2)),
        min_size=1,
        max_size=12,
    ),
    currency=st.sampled_from(["EUR", "VND", "KWD", "IDR"]),
)
def test_any_documents_lines_sum_to_its_net_and_tax(lines, currency):
    items = [item(quantity, price, discount=discount) for quantity, price, discount in lines]
    totals = priced(items, currency=currency, day=DAY, tax_percent=Decimal("7.5"))
    assert sum(line.net for line in totals.lines) == totals.net
    assert sum(line.tax for line in totals.lines) == totals.tax


def test_an_order_books_its_lines_in_the_same_step(order, ana, sonne):
    booked = LedgerLine.objects.filter(kind="booked")
    assert booked.aggregate(Sum("net"), Sum("tax")) == {"net__sum": order.net, "tax__sum": order.tax}
    assert {(line.sold_to, line.seller, line.day) for line in booked} == {(sonne, ana.person, DAY)}
    assert Event.objects.get(name="order entered").about_id == order.pk


def test_an_order_without_lines_is_refused_and_takes_no_number(dung, sonne):
    with pytest.raises(RuleBroken, match="line"):
        enter_order(actor=dung, account=sonne, day=DAY, currency="EUR", items=[])
    enter_order(actor=dung, account=sonne, day=DAY, currency="EUR", items=[item(1, 1)])
    assert Order.objects.get().number == "SO-000001"


def test_a_currency_without_a_rate_is_refused_and_leaves_nothing(dung, sonne):
    with pytest.raises(RuleBroken, match="USD"):
        enter_order(actor=dung, account=sonne, day=DAY, currency="USD", items=[item(1, 1)])
    assert not Order.objects.exists()
    assert not LedgerLine.objects.exists()


def test_the_rate_of_the_day_is_the_newest_up_to_it(dung, sonne):
    for day, rate in ((date(2026, 1, 1), "0.90"), (date(2026, 1, 6), "0.95")):
        ExchangeRate.objects.create(base="USD", quote="EUR", valid_on=day, rate=Decimal(rate))
    order = enter_order(actor=dung, account=sonne, day=DAY, currency="USD", items=[item(1, "100")])
    assert order.rate == Decimal("0.90")
    assert LedgerLine.objects.get().base_net == Decimal("90.00")


def test_an_account_manager_may_not_issue_invoices(ana, order):
    with pytest.raises(NotAllowed):
        invoice_order(actor=ana, order=order, day=DAY)
    assert not Invoice.objects.exists()


def test_an_order_is_invoiced_once_with_its_own_lines(finn, order):
    invoice = invoice_order(actor=finn, order=order, day=date(2026, 1, 9))
    assert (invoice.net, invoice.tax, invoice.due) == (order.net, order.tax, date(2026, 2, 8))
    assert LedgerLine.objects.filter(kind="invoiced").aggregate(Sum("net"))["net__sum"] == order.net
    with pytest.raises(RuleBroken, match="already"):
        invoice_order(actor=finn, order=order, day=date(2026, 1, 10))
    assert Invoice.objects.count() == 1


def test_a_credit_note_is_negative_and_never_more_than_the_invoice(finn, order):
    invoice = invoice_order(actor=finn, order=order, day=DAY)
    note = credit_invoice(actor=finn, invoice=invoice, day=DAY, items=[item(1, "60")], reason="damaged")
    assert note.net == Decimal("-60.00")
    assert LedgerLine.objects.get(kind="credited").net == Decimal("-60.00")
    with pytest.raises(RuleBroken, match="more than"):
        credit_invoice(actor=finn, invoice=invoice, day=DAY, items=[item(1, "41")], reason="again")
    assert Invoice.objects.filter(kind="credit_note").count() == 1


def test_a_payment_is_collected_on_its_day_and_names_what_it_settles(finn, order):
    invoice = invoice_order(actor=finn, order=order, day=DAY)
    record_payment(
        actor=finn,
        account=invoice.account,
        day=date(2026, 2, 1),
        amount=Decimal("50"),
        currency="EUR",
        invoice=invoice,
    )
    line = LedgerLine.objects.get(kind="collected")
    assert (line.net, line.day, line.settles_room, line.settles_id) == (
        Decimal(50),
        date(2026, 2, 1),
        "billing",
        invoice.pk,
    )
    assert Payment.objects.get().invoice == invoice


def test_a_payment_by_another_company_of_the_group_settles_the_account_that_was_invoiced(finn, order, mond):
    invoice = invoice_order(actor=finn, order=order, day=DAY)
    record_payment(actor=finn, account=mond, day=DAY, amount=invoice.net, currency="EUR", invoice=invoice)
    line = LedgerLine.objects.get(kind="collected")
    assert (line.sold_to, line.bill_to) == (invoice.account, mond)


def test_the_command_lines_actor_may_do_all_of_it(sonne):
    order = enter_order(actor=SYSTEM, account=sonne, day=DAY, currency="EUR", items=[item(1, 1)])
    assert invoice_order(actor=SYSTEM, order=order, day=DAY).net == 1


def test_an_order_line_names_only_products_that_exist(order):
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError, match="no row 987654321"), transaction.atomic():
        order.lines.update(product_id=987654321)
    assert not order.lines.filter(product_id=987654321).exists()
