"""The second opinion itself: what it says about the files, so that a change of either is noticed."""

from decimal import Decimal

import pytest

from tests.real.raw_adventureworks import RawAdventureWorks, both_in, quarter

YEAR_TO_DATE = both_in("2013-05-30", "2014-05-29")


def test_all_orders_come_to_their_rounded_sub_totals(raw: RawAdventureWorks) -> None:
    whole = raw.total(raw.whole)
    assert (whole.revenue, whole.lines) == (Decimal("109846382.18"), 121_317)
    assert raw.db.execute("select sum(cents) from document").fetchall() == [(10_984_638_218,)]


def test_the_shares_of_the_lines_add_up_to_each_order(raw: RawAdventureWorks) -> None:
    wrong = raw.db.execute(
        "select id from document join (select id, sum(cents) as parts from line group by 1) using (id) "
        "where parts <> cents"
    ).fetchall()
    assert wrong == []


def test_each_sellers_year_to_date_is_what_the_source_says_but_for_rounding(raw: RawAdventureWorks) -> None:
    ours = raw.by("person", YEAR_TO_DATE)
    documents = dict(
        raw.db.execute(
            "select seller, count(*) from document where day >= ? and day < ? group by 1", YEAR_TO_DATE
        ).fetchall()
    )
    for person, said in raw.db.execute("select BusinessEntityID, SalesYTD from SalesPerson").fetchall():
        assert abs(ours[person].revenue - Decimal(said)) <= documents[person] * Decimal("0.005"), person


def test_sixty_four_lines_sell_what_had_no_cost_any_more(raw: RawAdventureWorks) -> None:
    assert raw.db.execute("select count(*) from line where is_late").fetchall() == [(64,)]


def test_the_third_quarter_of_2013(raw: RawAdventureWorks) -> None:
    total = raw.total(quarter(2013, 3))
    assert (total.revenue, total.margin, total.lines) == (
        Decimal("12763226.39"),
        Decimal("967435.61"),
        20_351,
    )


def test_no_store_has_two_owners_on_the_day_of_an_order(raw: RawAdventureWorks) -> None:
    by_owner = raw.by_owner(raw.whole)
    assert sum(row.cents for row in by_owner.values()) == 10_984_638_218
    assert by_owner[None].lines == 60_398


@pytest.fixture(scope="module")
def raw(shared_data) -> RawAdventureWorks:
    return RawAdventureWorks(shared_data / "adventureworks")
