"""The page of an invoice, the invoices of an account and of an order, and what an account still has to pay."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from suki.apps.accounts.queries import of_account
from suki.apps.billing.drawing import explained, invoice_table, open_lines
from suki.apps.billing.models import Invoice
from suki.apps.billing.receivables import open_items, with_left
from suki.apps.company.queries import default_entity
from suki.apps.orders.showing import shown
from suki.base.about.details import details_of
from suki.base.about.leafing import leaf
from suki.base.about.views import SHORT
from suki.base.access import Can, screen
from suki.base.lists import Pages
from suki.base.pages import kind_named, panels_of, part_page, tabs_of
from suki.base.partials import is_partial, render_part

FULL = 50


@screen(Can.SEE_LEDGER)
def invoice(request: HttpRequest, invoice_id: int) -> HttpResponse:
    """What a customer was billed: lines, totals, what was paid on it and what is left."""
    kind = kind_named("invoice")
    rows = with_left(kind.rows(request.user)).select_related(
        "account", "bill_to", "seller", "entity", "order"
    )
    found = get_object_or_404(rows, pk=invoice_id)
    page = {
        "invoice": found,
        "it": shown(request.user, found),
        "today": found.entity.today,
        "details": details_of(request.user, found, without=("due",)),
        "crumbs": [*kind.crumbs(), (found.account.name, kind_named("account").address(found.account_id))],
        "tabs": tabs_of("invoice", request.user, found.pk),
        "panels": panels_of("invoice", request.user, found.pk, "main", "side"),
    }
    return render(request, "billing/invoice.html", page)


@screen(Can.SEE_LEDGER)
def account_invoices(request: HttpRequest, account_id: int) -> HttpResponse:
    """The invoices and credit notes of an account, newest first, with what is left to pay."""
    account = kind_named("account").row_for(request.user, account_id)
    rows = with_left(Invoice.objects.in_use().filter(of_account(account)))
    count = SHORT if is_partial(request) else FULL
    found, pages = leaf(rows, after=request.GET.get("after", ""), count=count, address=request.path)
    return _list(request, account, "account", "invoices", found, pages)


@screen(Can.SEE_LEDGER)
def order_invoices(request: HttpRequest, order_id: int) -> HttpResponse:
    """What has been billed of an order."""
    order = kind_named("order").row_for(request.user, order_id)
    found = list(with_left(Invoice.objects.in_use().filter(order=order)).order_by("day", "pk"))
    return _list(request, order, "order", "invoices", found, Pages())


@screen(Can.SEE_LEDGER)
def payments(request: HttpRequest, invoice_id: int) -> HttpResponse:
    """What came in on an invoice, and the credit notes on it."""
    found = kind_named("invoice").row_for(request.user, invoice_id)
    notes = Invoice.objects.in_use().filter(
        account_id=found.account_id, kind=Invoice.Kind.CREDIT_NOTE, extra__credits=found.number
    )
    page: dict[str, Any] = {
        "row": found,
        "payments": found.payments.filter(archived_at=None).order_by("day", "pk"),
        "notes": notes.annotate(gross=F("net") + F("tax")).order_by("day", "pk"),
        "part": "billing/_payments.html",
    }
    around = {} if is_partial(request) else part_page("invoice", request.user, found, "payments")
    return render_part(request, "about/page.html", "billing/_payments.html", {**around, **page})


@screen(Can.SEE_LEDGER)
def account_receivables(request: HttpRequest, account_id: int) -> HttpResponse:
    """Everything that an account still has to pay, item by item."""
    account = kind_named("account").row_for(request.user, account_id)
    entity = default_entity()
    found = open_items(account, entity, entity.today)
    around = {} if is_partial(request) else part_page("account", request.user, account, "receivables")
    most = SHORT if is_partial(request) else None
    page = {
        **around,
        **open_lines(found, entity.today, most=most),
        "row": account,
        "part": "billing/_open.html",
    }
    return render_part(request, "about/page.html", "billing/_open.html", page)


@screen(Can.SEE_LEDGER)
def receivables_explained(request: HttpRequest, account_id: int) -> HttpResponse:
    """What the figure of open receivables is made of, beside the page."""
    account = kind_named("account").row_for(request.user, account_id)
    entity = default_entity()
    it = explained(account, open_items(account, entity, entity.today), entity)
    page = {"it": it, "row": account, "crumbs": kind_named("account").crumbs(account)}
    return render_part(request, "billing/explained.html", "billing/_explained.html", page)


def _list(
    request: HttpRequest, row: Any, kind: str, name: str, found: list[Any], pages: Pages
) -> HttpResponse:
    around = {} if is_partial(request) else part_page(kind, request.user, row, name)
    values = {"row": row, "part": "billing/_list.html", "table": invoice_table(found), "pages": pages}
    return render_part(request, "about/page.html", "billing/_list.html", {**around, **values})
