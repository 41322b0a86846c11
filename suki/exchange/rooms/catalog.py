"""Products, standard costs and prices."""

from __future__ import annotations

from suki.apps.catalog.models import Price, PriceList, Product, StandardCost
from suki.exchange.rooms.applying import Applying
from suki.exchange.rooms.dated import VALID, bring_dated
from suki.exchange.staging import run
from suki.exchange.upsert import Value, create

STANDARD_LIST = "Standard"


def bring_products(applying: Applying) -> None:
    """Products and groups with the group above."""
    values = [
        Value("name", "s.name", ("name",)),
        Value("code", "s.code", ("code",)),
        Value("parent_id", "r_parent.row_id", ("parent",)),
        Value("unit", "s.unit", ("unit",)),
        Value("is_group", "coalesce(s.is_group, false)", ("is_group",)),
        Value("is_active", "coalesce(s.active, true)", ("active",)),
    ]
    applying.count(
        "products", applying.bring("products", Product, values, derived=("sort_key", "search_form"))
    )


def bring_costs(applying: Applying) -> None:
    """Standard costs, found again by product, currency and first day."""
    values = [
        Value("product_id", "r_product.row_id"),
        Value("currency", "s.currency"),
        Value("amount", "s.amount", ("amount",)),
        VALID,
    ]
    key = ("product_id", "currency")
    applying.count("costs", bring_dated(applying, "costs", StandardCost, values, key=key, group=key))


def bring_prices(applying: Applying) -> None:
    """Prices, found again by list, product, quantity and first day. Lists that are named and missing are made."""
    stage = applying.stages["prices"]
    name = f"coalesce(s.price_list, '{STANDARD_LIST}')"
    run(
        "CREATE TEMP TABLE up_price_lists ON COMMIT DROP AS"
        f" SELECT DISTINCT NULL::bigint AS row_id, true AS is_new, {applying.entity.pk}::bigint AS entity_id,"
        f" {name} AS name, s.currency FROM {stage.table} s WHERE NOT s.bad AND NOT EXISTS ("
        f"  SELECT 1 FROM catalog_pricelist l WHERE l.entity_id = {applying.entity.pk}"
        f"  AND l.name = {name} AND l.currency = s.currency)"
    )
    _count, ranges = create("up_price_lists", PriceList, ["entity_id", "name", "currency"])
    applying.note_created(PriceList, ranges)
    values = [
        Value("price_list_id", "l.id"),
        Value("product_id", "r_product.row_id"),
        Value("min_quantity", "coalesce(s.min_quantity, 0)"),
        Value("amount", "s.amount", ("amount",)),
        VALID,
    ]
    key = ("price_list_id", "product_id", "min_quantity")
    source = (
        f"FROM {stage.table} s JOIN catalog_pricelist l ON l.entity_id = {applying.entity.pk}"
        f" AND l.name = {name} AND l.currency = s.currency"
        " LEFT JOIN key_products r_product ON r_product.key = s.product WHERE NOT s.bad"
    )
    changes = bring_dated(applying, "prices", Price, values, key=key, group=key, source=source)
    applying.count("prices", changes)
