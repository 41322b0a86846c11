"""The lists of orders and of invoices."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from suki.apps.billing.models import Invoice
from suki.apps.orders.models import Order
from suki.base.access import Can
from suki.base.listing import Choice, Context, ListField, Listing, View
from suki.base.names import search_form
from suki.base.tables import Column


def _of(model: Any) -> Any:
    def rows(context: Context) -> QuerySet[Any]:
        found: QuerySet[Any] = model.objects.visible_to(context.actor).in_use()
        return found

    return rows


def _by_number_or_account(text: str) -> Q:
    return Q(number__icontains=text) | Q(account__search_form__contains=search_form(text))


def _currency(row: dict[str, Any]) -> str:
    return str(row["currency"])


_NUMBER = ListField(Column("number", _("Number"), "name", sort="number", is_fixed=True), filter="text")
_ACCOUNT = ListField(
    Column("account", _("Account"), value="account__name", sort="account"),
    path="account__name",
    order="account__sort_key",
    filter="text",
)
_DAY = ListField(Column("day", _("Day"), "day", sort="day"), filter="day")
_SELLER = ListField(
    Column("seller", _("Seller"), value="seller__name", is_minor=True), path="seller__name", filter="text"
)
_NET = ListField(
    Column("net", _("Net"), "amount", sort="net", currency_of=_currency), also=("currency",), filter="amount"
)
_TAX = ListField(
    Column("tax", _("Tax"), "amount", currency_of=_currency, is_extra=True),
    also=("currency",),
    filter="amount",
)
_CURRENCY = ListField(Column("currency", _("Currency"), is_extra=True), filter="text")

ORDERS = Listing(
    name="orders",
    title=_("Orders"),
    kind="order",
    capability=Can.SEE_LEDGER,
    rows=_of(Order),
    sort="-day",
    search=_by_number_or_account,
    row_href=lambda row: f"/orders/{row['pk']}/",
    fields=(
        _NUMBER,
        _DAY,
        _ACCOUNT,
        _SELLER,
        ListField(Column("po_number", _("Purchase order"), is_minor=True, is_extra=True), filter="text"),
        ListField(Column("promised", _("Promised for"), "day", sort="promised", is_extra=True), filter="day"),
        ListField(Column("shipped", _("Shipped on"), "day", sort="shipped", is_extra=True), filter="day"),
        _NET,
        _TAX,
        _CURRENCY,
    ),
    views=(View("all", _("All"), ""),),
)

INVOICES = Listing(
    name="invoices",
    title=_("Invoices"),
    kind="invoice",
    capability=Can.SEE_LEDGER,
    rows=_of(Invoice),
    sort="-day",
    search=_by_number_or_account,
    row_href=lambda row: f"/invoices/{row['pk']}/",
    fields=(
        _NUMBER,
        _DAY,
        _ACCOUNT,
        ListField(
            Column("kind", _("Kind"), value=lambda row: Invoice.Kind(row["kind"]).label, is_minor=True),
            filter="choice",
            choices=lambda context: [Choice(value, label) for value, label in Invoice.Kind.choices],
        ),
        ListField(Column("due", _("Due"), "day", sort="due", is_minor=True), filter="day"),
        _SELLER,
        _NET,
        _TAX,
        _CURRENCY,
    ),
    views=(View("all", _("All"), ""), View("notes", _("Credit notes"), "kind=credit_note")),
)
