"""The page of an order, and the orders of an account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from suki.apps.accounts.queries import of_account
from suki.apps.orders.models import Order
from suki.apps.orders.showing import shown
from suki.base.about.columns import money, said
from suki.base.about.details import details_of
from suki.base.about.leafing import leaf
from suki.base.about.views import SHORT
from suki.base.access import Can, screen
from suki.base.pages import kind_named, panels_of, part_page, tabs_of
from suki.base.partials import is_partial, render_part
from suki.base.tables import Column, Table

FULL = 50


@screen(Can.SEE_LEDGER)
def order(request: HttpRequest, order_id: int) -> HttpResponse:
    """What a customer has ordered: lines, totals, and what became of it."""
    kind = kind_named("order")
    found = kind.row_for(request.user, order_id, with_rows=("account", "bill_to", "seller", "entity"))
    page = {
        "order": found,
        "it": shown(request.user, found),
        "details": details_of(request.user, found, without=("po_number", "promised", "shipped")),
        "crumbs": [*kind.crumbs(), (found.account.name, kind_named("account").address(found.account_id))],
        "tabs": tabs_of("order", request.user, found.pk),
        "panels": panels_of("order", request.user, found.pk, "main", "side"),
    }
    return render(request, "orders/order.html", page)


@screen(Can.SEE_LEDGER)
def account_orders(request: HttpRequest, account_id: int) -> HttpResponse:
    """The orders of an account, newest first."""
    account = kind_named("account").row_for(request.user, account_id)
    rows = Order.objects.in_use().filter(of_account(account)).select_related("seller")
    found, pages = leaf(
        rows,
        after=request.GET.get("after", ""),
        count=SHORT if is_partial(request) else FULL,
        address=request.path,
    )
    around = {} if is_partial(request) else part_page("account", request.user, account, "orders")
    values = {
        **around,
        "row": account,
        "part": "orders/_of_account.html",
        "table": _table(found),
        "pages": pages,
    }
    return render_part(request, "about/page.html", "orders/_of_account.html", values)


def _table(orders: list[Order]) -> Table:
    columns = [
        Column("number", _("Order"), "name"),
        Column("day", _("Day"), "day"),
        Column("po_number", _("Purchase order"), is_minor=True),
        Column("seller", _("Seller"), value="seller.name", is_minor=True),
        Column("shipped", _("Shipped on"), "day", is_minor=True),
        money("net", _("Net"), orders),
    ]
    return Table(
        name="orders",
        columns=said(columns, orders),
        rows=orders,
        caption=_("Orders"),
        row_href=lambda row: reverse("order", args=[row.pk]),
        is_sticky=False,
    )
