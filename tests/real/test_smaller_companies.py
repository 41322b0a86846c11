"""Classic Models, Northwind and the CRM exercise, imported, come to what their files say by themselves."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from tests.real.imported import ImportedCompany

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("smaller companies")]
CENT = Decimal("0.01")
BY_SELLER = """
select e.key, sum(l.net), count(*) from ledger_ledgerline l
left join base_externalid e on e.kind = 'person' and e.row_id = l.seller_id
where l.kind = %s group by 1 order by 1
"""


def records(file: Path) -> list[dict[str, str]]:
    with file.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def by_seller(sellers: dict[str, str], nets: list[tuple[str, Decimal]]) -> list[tuple[str, Decimal, int]]:
    """Each document's lines are summed, rounded once, and counted for its seller."""
    documents: dict[str, list[Decimal]] = defaultdict(list)
    for document, net in nets:
        documents[document].append(net)
    totals: dict[str, tuple[Decimal, int]] = defaultdict(lambda: (Decimal(0), 0))
    for document, seller in sellers.items():
        net, lines = totals[seller]
        rounded = sum(documents[document], Decimal(0)).quantize(CENT, ROUND_HALF_UP)
        totals[seller] = (net + rounded, lines + len(documents[document]))
    return sorted((seller, net, lines) for seller, (net, lines) in totals.items())


@pytest.fixture(scope="module")
def classic_models(company_of: Callable[[str], ImportedCompany]) -> ImportedCompany:
    return company_of("classicmodels")


@pytest.fixture(scope="module")
def northwind(company_of: Callable[[str], ImportedCompany]) -> ImportedCompany:
    return company_of("northwind")


@pytest.fixture(scope="module")
def hardware_seller(company_of: Callable[[str], ImportedCompany]) -> ImportedCompany:
    return company_of("crm_sales_opportunities")


@pytest.mark.parametrize("kind", ["booked", "invoiced"])
def test_classic_models_sells_what_was_not_cancelled_and_invoices_what_has_left(
    classic_models: ImportedCompany, kind: str
) -> None:
    folder = classic_models.folder
    representative = {
        row["customerNumber"]: row["salesRepEmployeeNumber"].removesuffix(".0")
        for row in records(folder / "customers.csv")
    }
    sellers = {
        row["orderNumber"]: representative[row["customerNumber"]]
        for row in records(folder / "orders.csv")
        if row["status"] != "Cancelled" and (kind == "booked" or row["shippedDate"])
    }
    nets = [
        (row["orderNumber"], int(row["quantityOrdered"]) * Decimal(row["priceEach"]))
        for row in records(folder / "orderdetails.csv")
    ]
    assert classic_models.rows(BY_SELLER, kind) == by_seller(sellers, nets)


def test_classic_models_payments_come_in_without_an_invoice(classic_models: ImportedCompany) -> None:
    paid = sum(Decimal(row["amount"]) for row in records(classic_models.folder / "payments.csv"))
    found = classic_models.rows("select count(*), sum(amount), count(invoice_id) from billing_payment")
    assert found == [(273, paid, 0)]


def test_classic_models_customers_keep_their_credit_limits(classic_models: ImportedCompany) -> None:
    limits = sum(Decimal(row["creditLimit"]) for row in records(classic_models.folder / "customers.csv"))
    found = classic_models.rows(
        "select count(*), sum(credit_limit), count(nullif(country, '')) from accounts_account"
    )
    assert found == [(122, limits, 122)]


@pytest.mark.parametrize("kind", ["booked", "invoiced"])
def test_northwind_sells_net_of_the_discount(northwind: ImportedCompany, kind: str) -> None:
    orders = records(northwind.folder / "orders.csv")
    sellers = {
        row["orderID"]: row["employeeID"]
        for row in orders
        if kind == "booked" or row["shippedDate"] != "NULL"
    }
    nets = [
        (row["orderID"], Decimal(row["unitPrice"]) * int(row["quantity"]) * (1 - Decimal(row["discount"])))
        for row in records(northwind.folder / "order-details.csv")
    ]
    assert northwind.rows(BY_SELLER, kind) == by_seller(sellers, nets)


def test_northwind_addresses_survive_their_unquoted_commas(northwind: ImportedCompany) -> None:
    found = northwind.rows(
        "select a.name, a.street, a.city, a.country from accounts_account a "
        "join base_externalid e on e.kind = 'account' and e.row_id = a.id "
        "where e.key in ('HANAR', 'supplier:7', 'supplier:18') order by e.key collate \"C\""
    )
    assert found == [
        ("Hanari Carnes", "Rua do Paço, 67", "Rio de Janeiro", "BR"),
        ("Aux joyeux ecclésiastiques", "203, Rue des Francs-Bourgeois", "Paris", "FR"),
        ("Pavlova, Ltd.", "74 Rose St. Moonie Ponds", "Melbourne", "AU"),
    ]
    assert northwind.rows(
        "select count(*) from accounts_account where 'NULL' in (street, city, region, phone)"
    ) == [(0,)]


def test_the_hardware_seller_has_its_groups_and_its_teams(hardware_seller: ImportedCompany) -> None:
    folder = hardware_seller.folder
    subsidiaries = sorted(
        (row["account"], row["subsidiary_of"])
        for row in records(folder / "accounts.csv")
        if row["subsidiary_of"]
    )
    found = hardware_seller.rows(
        "select a.name, p.name from accounts_accountparent l join accounts_account a on a.id = l.account_id "
        "join accounts_account p on p.id = l.parent_id"
    )
    assert sorted(found) == subsidiaries
    agents = sorted((row["sales_agent"], row["manager"]) for row in records(folder / "sales_teams.csv"))
    members = hardware_seller.rows(
        "select p.name, t.name from people_teammember m join people_person p on p.id = m.person_id "
        "join people_team t on t.id = m.team_id where not m.is_lead"
    )
    assert sorted(members) == agents


@pytest.mark.parametrize("name", ["classic_models", "northwind", "hardware_seller"])
def test_a_second_import_changes_nothing(name: str, request: pytest.FixtureRequest) -> None:
    company: ImportedCompany = request.getfixturevalue(name)
    counts = "select (select count(*) from ledger_ledgerline), (select count(*) from base_externalid)"
    before = company.rows(counts)
    again = json.loads(company.bring_in("--json", "--progress", "none"))
    assert all(target["unchanged"] == target["rows"] for target in again["targets"].values())
    assert company.rows(counts) == before
