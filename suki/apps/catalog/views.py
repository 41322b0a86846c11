"""The page of a product: what it is, what it sells for and costs over time, what is in a group."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from suki.apps.catalog.actions import set_cost, set_price
from suki.apps.catalog.forms import CostForm, PriceForm
from suki.apps.catalog.models import Price, Product, StandardCost
from suki.base.about.details import details_of
from suki.base.access import Can, can, screen
from suki.base.answers import form_answer
from suki.base.marks import state
from suki.base.pages import acts_of, kind_named, panels_of, part_page, tabs_of
from suki.base.partials import is_partial, render_part
from suki.base.tables import Column, Table


@screen(Can.SEE_CATALOG)
def product(request: HttpRequest, product_id: int) -> HttpResponse:
    """A product, or a group of them."""
    kind = kind_named("product")
    found = kind.row_for(request.user, product_id, with_rows=("parent",))
    page = {
        "product": found,
        "crumbs": [*kind.crumbs(), *_groups_above(found)],
        "details": details_of(request.user, found, without=("name",)),
        "acts": acts_of("product", request.user, found.pk),
        "tabs": tabs_of("product", request.user, found.pk),
        "panels": panels_of("product", request.user, found.pk, "main", "side"),
    }
    return render(request, "catalog/product.html", page)


@screen(Can.SEE_CATALOG)
def prices(request: HttpRequest, product_id: int) -> HttpResponse:
    """What a product sells for and costs over time; of a group, what is in it."""
    found = kind_named("product").row_for(request.user, product_id)
    page: dict[str, Any] = {"row": found, "part": "catalog/_prices.html"}
    if found.is_group:
        page["members"] = Product.objects.in_use().filter(parent=found).order_by("sort_key", "pk")
    else:
        page["prices"] = _prices(found)
        page["costs"] = _costs(found) if can(request.user, Can.SEE_COST) else None
    around = {} if is_partial(request) else part_page("product", request.user, found, "prices")
    return render_part(request, "about/page.html", "catalog/_prices.html", {**around, **page})


@screen(Can.MANAGE_CATALOG)
def price(request: HttpRequest, product_id: int) -> HttpResponse:
    """What a unit of the product costs our customers from a day on."""
    found = kind_named("product").row_for(request.user, product_id)
    act = partial(set_price, actor=request.user, product=found)
    words = {"title": _("Set a price"), "word": _("Set the price"), "said": _("The price is set.")}
    return _set(request, found, PriceForm(request.POST or None), act, words)


@screen(Can.MANAGE_CATALOG)
def cost(request: HttpRequest, product_id: int) -> HttpResponse:
    """What a unit of the product costs us from a day on."""
    found = kind_named("product").row_for(request.user, product_id)
    act = partial(set_cost, actor=request.user, product=found)
    words = {"title": _("Set a standard cost"), "word": _("Set the cost"), "said": _("The cost is set.")}
    return _set(request, found, CostForm(request.POST or None), act, words)


def _set(request: HttpRequest, found: Product, form: Any, act: Any, words: dict[str, Any]) -> HttpResponse:
    kind = kind_named("product")
    return form_answer(
        request, form, act, on=kind.address(found.pk), sub=found.name, crumbs=kind.crumbs(found), **words
    )


def _groups_above(found: Product) -> list[tuple[str, str]]:
    return [(found.parent.name, kind_named("product").address(found.parent_id))] if found.parent else []


def _prices(found: Product) -> Table:
    rows = Price.objects.filter(product=found).select_related("price_list")
    rows = list(rows.order_by("price_list__name", "price_list__currency", "min_quantity", "-valid"))
    columns = [Column("list", _("Price list"), "name", value="price_list.name")]
    if any(row.min_quantity for row in rows):
        columns.append(Column("from", _("From quantity"), "number", lambda row: row.min_quantity.normalize()))
    codes = {row.price_list.currency for row in rows}
    if len(codes) > 1:
        columns.append(Column("currency", _("Currency"), value="price_list.currency"))
    return _dated("prices", _("Prices"), columns, rows, codes)


def _costs(found: Product) -> Table:
    rows = list(StandardCost.objects.filter(product=found).order_by("currency", "-valid"))
    return _dated("costs", _("Standard costs"), [Column("currency", _("Currency"), "name")], rows, set())


def _dated(name: str, caption: str, columns: list[Column], rows: list[Any], codes: set[str]) -> Table:
    """Amounts with the days they hold; today's is marked. One currency stands in the head."""
    today = timezone.localdate()

    def standing(row: Any) -> Any:
        if row.valid.lower and row.valid.lower > today:
            return state("info", _("to come"))
        if row.valid.upper and row.valid.upper <= today:
            return ""
        return state("good", _("today"))

    label = f"{_('Per unit')}, {next(iter(codes))}" if len(codes) == 1 else _("Per unit")
    columns += [
        Column("since", _("From"), "day", value=lambda row: row.valid.lower),
        Column("until", _("Until"), "day", value=_last_day, is_minor=True),
        Column("state", _("State"), "markup", value=standing, is_minor=True),
        Column("amount", label, "number", value=_digits),
    ]
    return Table(name=name, columns=columns, rows=rows, caption=caption, is_sticky=False)


def _digits(row: Any) -> Any:
    """A price with all the digits it was set with, two at least."""
    amount = row.amount.normalize()
    return amount if amount.as_tuple().exponent < -2 else row.amount.quantize(type(row.amount)("0.01"))


def _last_day(row: Any) -> Any:
    return row.valid.upper.fromordinal(row.valid.upper.toordinal() - 1) if row.valid.upper else None
