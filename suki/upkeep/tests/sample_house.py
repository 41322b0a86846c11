"""A small firm with a little of everything, made through the actions that people use."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from suki.apps.accounts.actions import assign_owner, open_account, share_revenue
from suki.apps.accounts.models import Account
from suki.apps.billing.actions import credit_invoice, invoice_order, record_payment
from suki.apps.catalog.actions import add_product, set_cost
from suki.apps.company.actions import close_period, settle_default_entity
from suki.apps.company.models import ExchangeRate
from suki.apps.orders.actions import enter_order
from suki.apps.orders.documents import Item
from suki.apps.people.actions import give_sign_in, hire
from suki.base.access import SYSTEM
from suki.base.custom_fields import add_custom_field
from suki.base.files import attach
from suki.base.models import ExternalId
from suki.base.tests import sample_jobs

LONG_AGO = date(2020, 1, 1)
ONE = Decimal(1)


def furnish() -> SimpleNamespace:
    """The house and what a test wants to find in it."""
    entity = settle_default_entity(
        actor=SYSTEM, name="Habi", currency="EUR", country="DE", timezone="Europe/Berlin"
    )
    ExchangeRate.objects.create(base="USD", quote="EUR", valid_on=LONG_AGO, rate=Decimal("0.9137"))
    ana, bayu = (
        hire(actor=SYSTEM, name=name, title="Account Manager", since=LONG_AGO, functions=["account_manager"])
        for name in ("Ana Reyes", "Bayu Pratama")
    )
    give_sign_in(actor=SYSTEM, person=ana, email="ana@habi.example", password_hash="!")
    account = open_account(
        actor=SYSTEM, name="Đất Việt — “Ánh Sáng”\tCo\\Ltd", since=LONG_AGO, lifecycle="customer", owner=ana
    )
    assign_owner(actor=SYSTEM, account=account, person=bayu, since=date(2026, 2, 1))
    share_revenue(
        actor=SYSTEM,
        account=account,
        shares={ana: Decimal("33.3333"), bayu: Decimal("66.6667")},
        since=LONG_AGO,
    )
    add_custom_field(actor=SYSTEM, kind="account", name="size", label="Size", type="number")
    Account.objects.filter(pk=account.pk).update(extra={"size": "12.5", "note": "a\nb\\c"}, city="Huế")
    ExternalId.objects.create(kind="account", source="crm", key="A-7", row_id=account.pk)
    attachment = attach(
        account, b"%PDF \x00\xff", name="Offer.pdf", actor=SYSTEM, content_type="application/pdf"
    )
    order, invoice = _trade(account, ana)
    close_period(actor=SYSTEM, entity=entity, through=date(2025, 12, 31))
    sample_jobs.greet.later(user_id=ana.user_id)
    return SimpleNamespace(
        entity=entity,
        ana=ana,
        bayu=bayu,
        account=account,
        attachment=attachment,
        order=order,
        invoice=invoice,
    )


def _trade(account, seller):
    """An order in another currency, invoiced, partly credited, and paid."""
    product = add_product(actor=SYSTEM, name="Brochure", code="B-1")
    set_cost(actor=SYSTEM, product=product, amount=Decimal("0.41"), currency="USD", since=LONG_AGO)
    items = [
        Item(quantity=Decimal(3), unit_price=Decimal("9.999"), product=product),
        Item(quantity=Decimal("0.5"), unit_price=Decimal("0.07"), discount=Decimal("0.1")),
    ]
    order = enter_order(
        actor=SYSTEM, account=account, day=date(2026, 1, 5), currency="USD", items=items, seller=seller,
        tax_percent=Decimal(19),
    )  # fmt: skip
    enter_order(
        actor=SYSTEM, account=account, day=date(2025, 12, 30), currency="EUR", items=items, seller=seller
    )
    invoice = invoice_order(actor=SYSTEM, order=order, day=date(2026, 1, 7))
    credit_invoice(
        actor=SYSTEM, invoice=invoice, day=date(2026, 1, 9), items=[Item(quantity=ONE, unit_price=Decimal(10))],
        reason="Damaged", tax_percent=Decimal(19),
    )  # fmt: skip
    record_payment(
        actor=SYSTEM,
        account=account,
        day=date(2026, 1, 20),
        amount=Decimal("23.80"),
        currency="USD",
        invoice=invoice,
    )
    return order, invoice
