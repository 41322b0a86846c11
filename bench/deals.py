"""How fast deals come in from a file: `--deals` of them (100,000) into an empty house, and again without a change."""

from __future__ import annotations

import csv
import importlib
import random
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench import generated

RECIPE = """
name: bench
source: bench
company: {name: Generated, currency: EUR}
targets:
  people: |
    select id, name, title, _at from people
  accounts: |
    select id, name, _at from accounts
  deals: |
    select id, name, account, owner, stage, 'EUR' as currency, value, created, closed, _at from deals
"""


def run(options: Any) -> dict[str, Any]:
    """Rows a second, and the seconds of the whole command."""
    number = int(getattr(options, "deals", None) or 100_000)
    measured = importlib.import_module("bench.import")._measured
    found: dict[str, Any] = {"deals": number}
    with generated.house() as data, tempfile.TemporaryDirectory(prefix="suki-bench-files-") as name:
        folder = Path(name)
        _write(folder, number)
        found["first"] = measured(data, folder, RECIPE, number)
        found["unchanged"] = measured(data, folder, RECIPE, number)
    return found


def _write(folder: Path, number: int) -> None:
    chance = random.Random(7)
    stages = ("Qualified", "Proposal", "Negotiation", "Won", "Lost")
    _table(folder, "people", ("id", "name", "title"), ((f"p{n}", f"Person {n}", "Seller") for n in range(60)))
    _table(folder, "accounts", ("id", "name"), ((f"a{n}", f"Account {n}") for n in range(5000)))

    def deal(n: int) -> tuple[Any, ...]:
        stage = stages[n % 5]
        began = date(2024, 1, 1) + timedelta(days=n % 600)
        closed = began + timedelta(days=chance.randint(1, 120)) if stage in ("Won", "Lost") else ""
        value = f"{chance.randint(100, 90_000)}.00"
        return (f"d{n}", f"Deal {n}", f"a{n % 5000}", f"p{n % 60}", stage, value, began, closed)

    header = ("id", "name", "account", "owner", "stage", "value", "created", "closed")
    _table(folder, "deals", header, (deal(n) for n in range(number)))


def _table(folder: Path, name: str, header: tuple[str, ...], rows: Any) -> None:
    with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
