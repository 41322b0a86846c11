"""Adventure Works, imported from its raw files, comes to the cent to what the files say by themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.real.imported import ImportedCompany
from tests.real.raw_adventureworks import Key, RawAdventureWorks, Sum, half_up, quarter

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("adventureworks")]

QUARTERS = [quarter(year, number) for year in range(2011, 2015) for number in range(1, 5)]
KEYS = {
    "person": "seller.key",
    "territory": "territory.key",
    "account": "account.key",
    "category": "category.name",
    "owner": "owner.key",
}
REVENUE = """
select date_trunc('quarter', l.day)::date, {key}, sum(l.base_net), sum(l.base_cost), count(*)
from ledger_ledgerline l
join accounts_account a on a.id = l.sold_to_id
join base_externalid account on account.kind = 'account' and account.row_id = a.id
join catalog_product p on p.id = l.product_id
join catalog_product subcategory on subcategory.id = p.parent_id
join catalog_product category on category.id = subcategory.parent_id
left join base_externalid seller on seller.kind = 'person' and seller.row_id = l.seller_id
left join base_externalid territory on territory.kind = 'territory' and territory.row_id = a.territory_id
left join accounts_accountteammember m on m.account_id = a.id and m.role = 'owner' and m.valid @> l.day
left join base_externalid owner on owner.kind = 'person' and owner.row_id = m.person_id
where l.kind in ('invoiced', 'credited')
group by 1, 2
"""


@pytest.fixture(scope="module")
def raw(shared_data: Path) -> RawAdventureWorks:
    return RawAdventureWorks(shared_data / "adventureworks")


@pytest.fixture(scope="module")
def company(company_of: Callable[[str], ImportedCompany]) -> ImportedCompany:
    return company_of("adventureworks")


def in_the_ledger(company: ImportedCompany, group: str) -> dict[date, dict[Key, Sum]]:
    """What each quarter of the ledger says, by its first day."""
    quarters: dict[date, dict[Key, Sum]] = {start: {} for start, _ in QUARTERS}
    for start, key, net, cost, lines in company.rows(REVENUE.format(key=KEYS[group])):
        quarters[start][key] = Sum(int(net * 100), int(cost * 10_000), lines)
    return quarters


def test_every_row_of_the_files_is_there_once(company: ImportedCompany) -> None:
    counts = company.rows(
        "select (select count(*) from accounts_account where kind = 'company'),"
        " (select count(*) from accounts_account where kind = 'person'),"
        " (select count(*) from people_person), (select count(*) from accounts_contact),"
        " (select count(*) from orders_order), (select count(*) from orders_orderline),"
        " (select count(*) from billing_invoice), (select count(*) from billing_invoiceline),"
        " (select count(*) from quotas_quota)"
    )
    assert counts == [(701, 18_484, 290, 753, 31_465, 121_317, 31_465, 121_317, 163)]


def test_each_line_is_booked_once_and_invoiced_once(company: ImportedCompany) -> None:
    posted = company.rows("select kind, count(*), sum(net) from ledger_ledgerline group by 1 order by 1")
    net = Decimal("109846382.18")
    assert posted == [("booked", 121_317, net), ("invoiced", 121_317, net)]


def test_each_invoice_is_its_sub_total_rounded_once_and_its_tax(
    company: ImportedCompany, raw: RawAdventureWorks
) -> None:
    said = raw.db.execute(
        "select SalesOrderID, round(cast(SubTotal as decimal(18, 4)), 2), round(cast(TaxAmt as decimal(18, 4)), 2) "
        "from header"
    ).fetchall()
    ours = company.rows(
        "select e.key, sum(l.net), sum(l.tax) from ledger_ledgerline l "
        "join base_externalid e on e.kind = 'invoice' and e.row_id = l.document_id "
        "where l.kind = 'invoiced' group by 1"
    )
    assert sorted(ours) == sorted(said)


@pytest.mark.parametrize("group", ["person", "territory", "account", "category"])
def test_every_quarter_agrees_to_the_cent(
    company: ImportedCompany, raw: RawAdventureWorks, group: str
) -> None:
    assert in_the_ledger(company, group) == {span[0]: raw.by(group, span) for span in QUARTERS}


def test_the_owner_on_the_day_of_each_order_is_the_one_of_the_history(
    company: ImportedCompany, raw: RawAdventureWorks
) -> None:
    assert in_the_ledger(company, "owner") == {span[0]: raw.by_owner(span) for span in QUARTERS}


def test_today_the_owner_is_the_one_whom_the_store_names(
    company: ImportedCompany, raw: RawAdventureWorks
) -> None:
    today = company.rows(
        "select p.key, count(*) from accounts_accountteammember m "
        "join base_externalid p on p.kind = 'person' and p.row_id = m.person_id "
        "where m.role = 'owner' and m.valid @> %s group by 1 order by 1",
        date(2026, 11, 21),
    )
    assert (
        today == raw.db.execute("select SalesPersonID, count(*) from Store group by 1 order by 1").fetchall()
    )


def test_each_quota_runs_to_the_next_one(company: ImportedCompany, raw: RawAdventureWorks) -> None:
    ours = company.rows(
        "select p.key, lower(q.valid), upper(q.valid), q.amount from quotas_quota q "
        "join base_externalid p on p.kind = 'person' and p.row_id = q.person_id"
    )
    assert sorted(ours) == sorted((q.person, *q.span, Decimal(q.amount)) for q in raw.quotas)


def test_the_rate_of_another_currency_is_kept_and_never_applied(company: ImportedCompany) -> None:
    kept = company.rows(
        "select count(*) filter (where extra ? 'currency_rate_id'), min(currency), max(currency), max(rate) "
        "from orders_order"
    )
    assert kept == [(13_976, "USD", "USD", 1)]


def row_of(sums: dict[Key, Sum], key: Key) -> Sum:
    return sums.get(key, Sum(0, 0, 0))


def agrees(row: dict[str, Any], now: Sum, before: Sum, last_year: Sum) -> bool:
    figures = [Decimal(row[name]) for name in ("revenue", "previous", "last_year", "margin")]
    return (
        figures == [now.revenue, before.revenue, last_year.revenue, now.margin] and row["lines"] == now.lines
    )


@pytest.mark.parametrize("group", ["person", "territory", "team"])
def test_the_quarterly_report_agrees_to_the_cent(
    company: ImportedCompany, raw: RawAdventureWorks, group: str
) -> None:
    now, before, last_year = (raw.by(group, quarter(*when)) for when in ((2013, 3), (2013, 2), (2012, 3)))
    report = company.quarterly("--period", "2013-Q3", "--by", group)
    rows = {row["id"]: row for row in report["rows"]}
    assert now.keys() <= rows.keys()
    wrong = [
        row
        for key, row in rows.items()
        if not agrees(row, row_of(now, key), row_of(before, key), row_of(last_year, key))
    ]
    assert wrong == []
    assert Decimal(report["total"]["revenue"]) == raw.total(quarter(2013, 3)).revenue


def test_a_quarter_counts_the_days_of_the_quotas_it_covers(
    company: ImportedCompany, raw: RawAdventureWorks
) -> None:
    span = quarter(2013, 3)
    report = company.quarterly("--period", "2013-Q3", "--by", "person")
    ours = {row["id"]: Decimal(row["quota"]) for row in report["rows"] if row["quota"] is not None}
    people = {quota.person for quota in raw.quotas}
    assert ours == {
        person: half_up(quota) for person in people if (quota := raw.quota(person, span)) is not None
    }


def test_each_quota_period_has_its_own_attainment(company: ImportedCompany, raw: RawAdventureWorks) -> None:
    for span in sorted({quota.span for quota in raw.quotas})[-2:]:
        period = f"{span[0]}..{span[1] - timedelta(days=1)}"
        sold = raw.by("person", span)
        rows = {row["id"]: row for row in company.quarterly("--period", period, "--by", "person")["rows"]}
        for quota in (quota for quota in raw.quotas if quota.span == span):
            row = rows[quota.person]
            revenue = row_of(sold, quota.person).revenue
            assert (Decimal(row["revenue"]), Decimal(row["quota"])) == (revenue, quota.amount)
            assert Decimal(row["attainment"]) == pytest.approx(revenue / quota.amount, abs=Decimal("0.00006"))


def test_credit_by_team_follows_the_owner_on_the_day(
    company: ImportedCompany, raw: RawAdventureWorks
) -> None:
    report = company.quarterly("--period", "2013-Q3", "--by", "person", "--credit", "team")
    ours = {row["id"]: Decimal(row["revenue"]) for row in report["rows"] if Decimal(row["revenue"])}
    assert ours == {key: row.revenue for key, row in raw.by_owner(quarter(2013, 3)).items() if row.cents}


def test_the_largest_accounts_and_what_hangs_on_them(
    company: ImportedCompany, raw: RawAdventureWorks
) -> None:
    sold = raw.by("account", quarter(2013, 3))
    largest = sorted(sold.items(), key=lambda item: -item[1].cents)[:10]
    report = company.quarterly("--period", "2013-Q3")
    assert [(row["id"], Decimal(row["revenue"])) for row in report["top_accounts"]] == [
        (key, row.revenue) for key, row in largest
    ]
    share = half_up(
        Fraction(sum(row.cents for _, row in largest), sum(row.cents for row in sold.values())), 6
    )
    assert (report["concentration"]["customers"], Decimal(report["concentration"]["top_10_share"])) == (
        4_941,
        share,
    )


def test_who_is_new_and_who_is_lost(company: ImportedCompany, raw: RawAdventureWorks) -> None:
    span = quarter(2013, 3)
    report = company.quarterly("--period", "2013-Q3")
    lost = raw.customers(quarter(2012, 3)) - raw.customers(span)
    assert report["new_customers"]["count"] == len(raw.first_bought_in(span))
    assert report["lost_customers"]["count"] == len(lost)


def test_a_year_of_pay_is_what_the_files_promise_to_the_cent_and_replays_identically(
    company: ImportedCompany, raw: RawAdventureWorks, tmp_path: Path
) -> None:
    from tests.real.paying_adventureworks import pay_the_year, promised

    assert pay_the_year(company, raw, tmp_path) == promised(raw)
    assert "identical" in company.suki("pay", "replay", "2013")
