"""The list of products with their price and cost of today."""

from __future__ import annotations

from typing import Any

from django.db.models import DecimalField, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from suki.apps.catalog.models import Price, Product, StandardCost
from suki.base.access import Can
from suki.base.dated import on_day
from suki.base.listing import Context, ListField, Listing, View
from suki.base.names import search_form
from suki.base.tables import Column

_AMOUNT = DecimalField(max_digits=24, decimal_places=6)


def _price(context: Context) -> Any:
    prices = Price.objects.filter(
        on_day(context.today), product=OuterRef("pk"), min_quantity=0, price_list__currency=context.currency
    )
    return Subquery(prices.order_by("price_list_id").values("amount")[:1], output_field=_AMOUNT)


def _cost(context: Context) -> Any:
    costs = StandardCost.objects.filter(
        on_day(context.today), product=OuterRef("pk"), currency=context.currency
    )
    return Subquery(costs.values("amount")[:1], output_field=_AMOUNT)


def _by_name(text: str) -> Q:
    return Q(search_form__contains=search_form(text))


PRODUCTS = Listing(
    name="products",
    title=_("Products"),
    kind="product",
    capability=Can.SEE_CATALOG,
    rows=lambda context: Product.objects.visible_to(context.actor).in_use().filter(is_group=False),
    sort="name",
    search=_by_name,
    row_href=lambda row: f"/products/{row['pk']}/",
    fields=(
        ListField(
            Column("name", _("Product"), "name", sort="name", is_fixed=True),
            order="sort_key",
            filter="text",
            where=lambda relation, written, context: _by_name(written),
        ),
        ListField(Column("code", _("Code"), sort="code", is_minor=True), filter="text"),
        ListField(
            Column("group", _("Group"), value="parent__name", sort="group", is_minor=True),
            path="parent__name",
            filter="text",
        ),
        ListField(Column("unit", _("Unit"), is_minor=True), filter="text"),
        ListField(Column("price", _("List price"), "amount", sort="price"), annotate=_price, filter="amount"),
        ListField(
            Column("cost", _("Standard cost"), "amount", sort="cost", is_minor=True),
            annotate=_cost,
            filter="amount",
            capability=Can.SEE_COST,
        ),
        ListField(
            Column(
                "is_active",
                _("For sale"),
                value=lambda row: _("yes") if row["is_active"] else _("no"),
                is_extra=True,
            ),
            filter="yes_no",
        ),
    ),
    views=(View("all", _("All"), ""),),
)
