"""How well products are proposed: one product of each customer is hidden, and is it among the first ten proposed?

Both companies are the real ones; what most customers buy is measured beside it. `--customers` says how many are asked.
"""

from __future__ import annotations

import csv
import gzip
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from suki.engines.copurchase import CoPurchase

FIRST = 10
SEED = 20261122


def run(options: Any) -> dict[str, Any]:
    """The hit rate of both ways, for each company whose data is here."""
    checkout = Path(__file__).resolve().parents[1]
    shared = Path(os.environ.get("SUKI_SHARED_DATA") or checkout.parent / "shared" / "data")
    most = int(getattr(options, "customers", None) or 1_000)
    told = {}
    for name, lines in (("online_retail", _online_retail), ("adventureworks", _adventureworks)):
        if (shared / name).is_dir():
            told[name] = _measured(_baskets(lines(shared / name)), most)
    return {
        "first": FIRST,
        "rule": "leave one out: one product of a customer hidden, chosen at random, seeded",
        **told,
    }


def _measured(baskets: list[frozenset[str]], most: int) -> dict[str, Any]:
    """Hide a product of each customer; its own basket is taken out of what the model has counted."""
    chance = random.Random(SEED)
    start = time.perf_counter()
    model = CoPurchase(baskets)
    counted = time.perf_counter() - start
    asked = [basket for basket in baskets if len(basket) >= 2]
    chosen = chance.sample(asked, min(most, len(asked)))
    hits = popular = 0
    start = time.perf_counter()
    for basket in chosen:
        hidden = chance.choice(sorted(basket))
        rest = basket - {hidden}
        hits += hidden in {each.product for each in model.suggestions(rest, count=FIRST, own=basket)}
        popular += hidden in model.popular(rest, count=FIRST)
    return {
        "customers": len(baskets),
        "products": len(model.buyers),
        "asked": len(chosen),
        "hit_rate_at_10": round(hits / len(chosen), 4),
        "most_popular_at_10": round(popular / len(chosen), 4),
        "times_better": round(hits / popular, 2) if popular else None,
        "seconds_to_count": round(counted, 2),
        "milliseconds_a_customer": round((time.perf_counter() - start) / len(chosen) * 1000, 2),
    }


def _baskets(lines: Iterator[tuple[str, str]]) -> list[frozenset[str]]:
    held: dict[str, set[str]] = {}
    for customer, product in lines:
        held.setdefault(customer, set()).add(product)
    return [frozenset(held[customer]) for customer in sorted(held)]


def _online_retail(folder: Path) -> Iterator[tuple[str, str]]:
    """Lines that were sold to somebody: no cancellations, no postage and the like (their codes have no digits)."""
    with gzip.open(
        folder / "online_retail.csv.gz", "rt", encoding="utf-8", errors="replace", newline=""
    ) as file:
        for row in csv.DictReader(file):
            is_sold = (
                row["CustomerID"] and not row["InvoiceNo"].startswith("C") and float(row["Quantity"]) > 0
            )
            if is_sold and row["StockCode"][:1].isdigit():
                yield row["CustomerID"], row["StockCode"]


def _adventureworks(folder: Path) -> Iterator[tuple[str, str]]:
    with gzip.open(folder / "SalesOrderHeader.csv.gz", "rt", encoding="utf-8", newline="") as file:
        customers = {row["SalesOrderID"]: row["CustomerID"] for row in csv.DictReader(file)}
    with gzip.open(folder / "SalesOrderDetail.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield customers[row["SalesOrderID"]], row["ProductID"]
