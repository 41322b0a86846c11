"""A firm's own columns come from a package of its own."""

import importlib
import json
from datetime import date
from decimal import Decimal

import pytest

from suki.apps.ledger.actions import post_lines
from suki.apps.ledger.posting import NewLine
from suki.base.access import SYSTEM
from suki.reports import own_columns

MODULE = """
from suki.reports.own_columns import OwnColumn

def bonus():
    return OwnColumn("bonus", "Bonus", "amount", lambda row: row.figures.revenue / 10)
"""


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package as somebody would install it: a module, and metadata that name its entry point."""
    (tmp_path / "habi_columns.py").write_text(MODULE)
    told = tmp_path / "habi_columns-1.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: habi-columns\nVersion: 1.0\n")
    (told / "entry_points.txt").write_text("[suki.report_columns]\nbonus = habi_columns:bonus\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    importlib.invalidate_caches()
    own_columns.own_columns.cache_clear()
    yield
    own_columns.own_columns.cache_clear()


def test_a_column_of_the_firms_own_is_on_screen_and_in_json(package, client, clara, ana, entity, sonne):
    line = NewLine(
        entity_id=entity.pk, kind="invoiced", day=date(2026, 1, 5), sold_to_id=sonne.pk, bill_to_id=sonne.pk,
        currency="EUR", net=Decimal("120.00"), room="billing", document_id=1, seller_id=ana.person.pk,
    )  # fmt: skip
    post_lines(actor=SYSTEM, lines=[line])
    client.force_login(clara)
    page = client.get("/reports/quarterly/?period=2026-Q1").content.decode()
    assert "Bonus" in page
    answer = client.get("/reports/quarterly/json/?period=2026-Q1")
    assert json.loads(answer.getvalue())["rows"][0]["own"]["bonus"].startswith("12.")
