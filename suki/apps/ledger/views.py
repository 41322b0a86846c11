"""Panels of the ledger: the lines of an account or a document, and whom a product is sold to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q, Sum
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from suki.apps.accounts.models import Account
from suki.apps.accounts.queries import of_account
from suki.apps.company.queries import default_entity
from suki.apps.ledger.models import REVENUE, Kind, LedgerLine, LedgerRollup
from suki.base.about.columns import money, said
from suki.base.about.leafing import leaf
from suki.base.about.naming import names_of
from suki.base.about.views import SHORT
from suki.base.access import Can, can, screen
from suki.base.lists import Pages, Tab
from suki.base.pages import kind_named, page_of, part_page
from suki.base.partials import is_partial, render_part
from suki.base.tables import Column, Table

FULL = 100
MOST = 20
DOCUMENTS = {"orders": "order", "billing": "invoice", "payments": "payment"}
"""Of which kind the documents are that a room posts."""


@screen(Can.SEE_LEDGER)
def account_ledger(request: HttpRequest, account_id: int) -> HttpResponse:
    """Every line of an account, newest first, perhaps of one kind only."""
    account = kind_named("account").row_for(request.user, account_id)
    kind = request.GET.get("kind", "")
    rows = LedgerLine.objects.filter(of_account(account, "sold_to"))
    if kind in Kind.values:
        rows = rows.filter(kind=kind)
    count = SHORT if is_partial(request) else FULL
    address = request.path
    found, pages = leaf(
        rows.select_related("product", "seller"),
        after=request.GET.get("after", ""),
        count=count,
        address=address,
    )
    if kind and pages.after:
        pages = Pages(before=pages.before, after=f"{pages.after}&kind={kind}")
    kinds = [Tab(_("All"), address, is_here=not kind)]
    kinds += [Tab(each.label, f"{address}?kind={each.value}", is_here=kind == each.value) for each in Kind]
    return _lines(request, account, "account", found, pages, kinds)


@screen(Can.SEE_LEDGER)
def order_ledger(request: HttpRequest, document_id: int) -> HttpResponse:
    """What an order has posted."""
    return _document(request, "order", document_id, Q(room="orders", document_id=document_id))


@screen(Can.SEE_LEDGER)
def invoice_ledger(request: HttpRequest, document_id: int) -> HttpResponse:
    """What an invoice has posted, and what settles it."""
    own = Q(room="billing", document_id=document_id)
    return _document(request, "invoice", document_id, own | Q(settles_room="billing", settles_id=document_id))


@screen(Can.SEE_LEDGER)
def product_sales(request: HttpRequest, product_id: int) -> HttpResponse:
    """The customers that bought most of a product in twelve months, as far as the reader may see them."""
    product = kind_named("product").row_for(request.user, product_id)
    entity = default_entity()
    since = (entity.today.replace(day=1) - timedelta(days=360)).replace(day=1)
    sold = LedgerRollup.objects.filter(
        entity=entity, product=product, kind__in=REVENUE, cell_start__gte=since,
        sold_to__in=Account.objects.visible_to(request.user).order_by().values("pk"),
    )  # fmt: skip
    rows = (
        sold.values("sold_to", "sold_to__name")
        .annotate(net=Sum("base_net"), quantity=Sum("quantity"))
        .order_by("-net")[:MOST]
    )
    page = {"table": _sales(list(rows), entity.currency), "row": product, "part": "ledger/_sales.html"}
    around = {} if is_partial(request) else part_page("product", request.user, product, "sales")
    return render_part(request, "about/page.html", "ledger/_sales.html", {**around, **page})


def _document(request: HttpRequest, kind: str, document_id: int, lines: Q) -> HttpResponse:
    row = kind_named(kind).row_for(request.user, document_id)
    found = LedgerLine.objects.filter(lines).select_related("product", "seller").order_by("day", "pk")
    return _lines(request, row, kind, list(found), Pages(), [])


def _lines(
    request: HttpRequest, row: Any, kind: str, found: list[LedgerLine], pages: Pages, kinds: list[Tab]
) -> HttpResponse:
    documents = {(DOCUMENTS[line.room], line.document_id) for line in found if line.room in DOCUMENTS}
    names = names_of(documents, request.user)
    left_out = {"seller", "tax"} if is_partial(request) else set()
    if not can(request.user, Can.SEE_COST):
        left_out.add("cost")
    table = _table(found, names, left_out)
    around = {} if is_partial(request) else part_page(kind, request.user, row, "ledger")
    page = {"row": row, "part": "ledger/_lines.html", "table": table, "pages": pages, "kinds": kinds}
    return render_part(request, "about/page.html", "ledger/_lines.html", {**around, **page})


def _table(lines: list[LedgerLine], names: dict[tuple[str, int], str], left_out: set[str]) -> Table:
    def document(line: LedgerLine) -> str:
        kind = DOCUMENTS.get(line.room, line.room)
        named = names.get((kind, line.document_id), "")
        taken_back = _("taken back") if line.reverses_id else ""
        return " · ".join(each for each in (named or str(Kind(line.kind).label), taken_back) if each)

    def href(line: LedgerLine) -> str:
        return page_of(DOCUMENTS.get(line.room, ""), line.document_id)

    columns = [
        Column("document", _("Document"), "name", document, href=href),
        Column("day", _("Day"), "day"),
        Column("kind", _("Kind"), value=lambda line: Kind(line.kind).label, is_minor=True),
        Column("product", _("Product"), value="product.name", is_minor=True),
        Column("seller", _("Seller"), value="seller.name", is_minor=True),
        Column(
            "quantity", _("Quantity"), "number", lambda line: line.quantity.normalize() or None, is_minor=True
        ),
        money("net", _("Net"), lines),
        money("tax", _("Tax"), lines, is_minor=True),
        money("cost", _("Cost"), lines, is_minor=True),
    ]
    columns = [column for column in columns if column.name not in left_out]
    shown = said(columns, lines, "document", "day", "net")
    return Table(name="ledger", columns=shown, rows=lines, caption=_("Ledger lines"), is_sticky=False)


def _sales(rows: list[dict[str, Any]], currency: str) -> Table:
    return Table(
        name="sales",
        columns=[
            Column(
                "sold_to__name",
                _("Account"),
                "name",
                href=lambda row: reverse("account", args=[row["sold_to"]]),
            ),
            Column(
                "quantity", _("Quantity"), "number", lambda row: row["quantity"].normalize(), is_minor=True
            ),
            Column("net", _("Net"), "amount", currency=currency),
        ],
        rows=rows,
        row_key=lambda row: row["sold_to"],
        caption=_("Sold to"),
        is_sticky=False,
    )
