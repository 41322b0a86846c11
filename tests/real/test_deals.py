"""The 8,800 deals of the CRM exercise: what the report says of them, and what their file says by itself."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import Any

import pytest

from tests.real.imported import ImportedCompany

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("smaller companies")]


@pytest.fixture(scope="module")
def company(company_of: Callable[[str], ImportedCompany]) -> ImportedCompany:
    return company_of("crm_sales_opportunities")


@pytest.fixture(scope="module")
def told(company: ImportedCompany) -> list[dict[str, str]]:
    with (company.folder / "sales_pipeline.csv").open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def report(company: ImportedCompany) -> dict[str, Any]:
    return dict(json.loads(company.suki("report", "pipeline", "--period", "2017", "--format", "json")))


def rounded(number: Decimal, digits: str) -> str:
    return str(number.quantize(Decimal(digits), ROUND_HALF_UP))


def figures(deals: list[dict[str, str]]) -> dict[str, Any]:
    """Win rate, won value and cycle days of some deals, from nothing but their lines in the file."""
    won = [deal for deal in deals if deal["deal_stage"] == "Won"]
    closed = [deal for deal in deals if deal["close_date"]]
    days = [
        (date.fromisoformat(deal["close_date"]) - date.fromisoformat(deal["engage_date"])).days
        for deal in won
    ]
    return {
        "won": len(won),
        "lost": len(closed) - len(won),
        "win_rate": rounded(Decimal(len(won)) / len(closed), "0.000001"),
        "won_value": rounded(sum((Decimal(deal["close_value"]) for deal in won), Decimal(0)), "0.01"),
        "cycle_days": {
            "mean": rounded(Decimal(sum(days)) / len(days), "0.01"),
            "median": rounded(Decimal(median(days)), "0.01"),
        },
    }


def grouped(told: list[dict[str, str]], key: Callable[[dict[str, str]], str]) -> dict[str, Any]:
    groups = defaultdict(list)
    for deal in told:
        if deal["close_date"]:
            groups[key(deal)].append(deal)
    return {name: figures(deals) for name, deals in groups.items()}


def shown(rows: list[dict[str, Any]]) -> dict[str, Any]:
    kept = ("won", "lost", "win_rate", "won_value", "cycle_days")
    return {row["name"]: {name: row[name] for name in kept} for row in rows}


def test_the_totals_are_those_of_the_file(report: dict[str, Any], told: list[dict[str, str]]) -> None:
    kept = ("won", "lost", "win_rate", "won_value", "cycle_days")
    assert {name: report["total"][name] for name in kept} == figures(told)


def test_the_quarters_sellers_and_managers_are_those_of_the_file(
    company: ImportedCompany, report: dict[str, Any], told: list[dict[str, str]]
) -> None:
    quarters = grouped(told, lambda deal: f"2017-Q{(int(deal['close_date'][5:7]) + 2) // 3}")
    assert shown(report["quarters"]) == quarters
    assert shown(report["sellers"]) == grouped(told, lambda deal: deal["sales_agent"])
    with (company.folder / "sales_teams.csv").open(newline="", encoding="utf-8") as lines:
        manager = {row["sales_agent"]: row["manager"] for row in csv.DictReader(lines)}
    assert shown(report["managers"]) == grouped(told, lambda deal: manager[deal["sales_agent"]])


def test_open_deals_stand_apart_and_may_lack_their_account(
    report: dict[str, Any], told: list[dict[str, str]]
) -> None:
    open_ones = [deal for deal in told if not deal["close_date"]]
    assert report["open"]["count"] == len(open_ones)
    assert report["open"]["without_account"] == sum(not deal["account"] for deal in open_ones)
    stages = {row["stage"]: row["open"]["count"] for row in report["stages"] if not row["ends"]}
    assert stages == {
        name: sum(deal["deal_stage"] == name for deal in open_ones) for name in ("Prospecting", "Engaging")
    }


def test_spellings_are_mended_by_the_list_and_what_was_written_is_kept(
    company: ImportedCompany, told: list[dict[str, str]]
) -> None:
    found = company.rows(
        "select extra->>'product_as_written', extra->>'product', count(*) from deals_deal"
        " where extra ? 'product_as_written' group by 1, 2"
    )
    assert found == [("GTXPro", "GTX Pro", sum(deal["product"] == "GTXPro" for deal in told))]
    sold = company.rows(
        "select p.name, count(*) from deals_dealline l join catalog_product p on p.id = l.product_id group by 1"
    )
    wanted: dict[str, int] = defaultdict(int)
    for deal in told:
        wanted[deal["product"].replace("GTXPro", "GTX Pro")] += deal["deal_stage"] == "Won"
    assert dict(sold) == wanted


def test_a_second_import_changes_nothing_and_the_first_can_be_taken_back(company: ImportedCompany) -> None:
    again = json.loads(company.bring_in("--json", "--progress", "none"))
    assert all(target["unchanged"] == target["rows"] for target in again["targets"].values())
    company.suki("import", "undo", "1")
    assert company.rows("select count(*) from deals_deal where archived_at is null") == [(0,)]
