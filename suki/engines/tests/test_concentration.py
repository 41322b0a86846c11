from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suki.engines.concentration import Revenue, concentration
from suki.kernel.errors import RuleBroken

revenues = st.lists(
    st.builds(Revenue, st.sampled_from("ABCDEFG"), st.decimals(-(10**6), 10**9, places=2)),
    min_size=1,
    max_size=30,
)


def of(**amounts):
    return concentration(Revenue(customer, Decimal(amount)) for customer, amount in amounts.items())


def test_four_customers_of_unequal_size():
    found = of(North=40, East=30, South=20, West=10)
    assert found.hhi == 1600 + 900 + 400 + 100
    assert [share.customer for share in found.customers] == ["North", "East", "South", "West"]
    assert [share.cumulative for share in found.customers] == [
        Decimal(part) for part in ("0.4", "0.7", "0.9", "1")
    ]


def test_a_single_customer_is_the_highest_concentration():
    assert of(Only=7).hhi == 10_000


def test_equal_customers_stand_in_order_of_their_names():
    assert [share.customer for share in of(c=1, a=1, b=1).customers] == ["a", "b", "c"]


def test_rows_of_one_customer_add_up():
    found = concentration([Revenue("A", Decimal(3)), Revenue("B", Decimal(5)), Revenue("A", Decimal(4))])
    assert [(share.customer, share.amount) for share in found.customers] == [("A", 7), ("B", 5)]


def test_exactly_ten_percent_is_disclosed_and_just_below_is_not():
    found = of(Large="80.01", Ten="10.00", Below="9.99")
    assert [share.customer for share in found.ten_percent] == ["Large", "Ten"]


def test_customers_under_common_control_are_one_customer():
    rows = [("Sub 1", 6, "Holding"), ("Sub 2", 5, "Holding"), ("Alone", 80, ""), ("Small", 9, "")]
    found = concentration(Revenue(customer, Decimal(amount), group) for customer, amount, group in rows)
    assert [(share.customer, share.amount) for share in found.ten_percent] == [("Alone", 80), ("Holding", 11)]
    assert (found.hhi, found.group_hhi) == (36 + 25 + 6400 + 81, 121 + 6400 + 81)


def test_a_parent_that_buys_itself_belongs_to_its_own_group():
    rows = [
        Revenue("Holding", Decimal(6)),
        Revenue("Sub", Decimal(5), "Holding"),
        Revenue("Rest", Decimal(89)),
    ]
    assert [share.customer for share in concentration(rows).ten_percent] == ["Rest", "Holding"]


def test_a_customer_in_two_groups_is_refused():
    with pytest.raises(RuleBroken, match='"Sub" stands in two groups, One and Two'):
        concentration([Revenue("Sub", Decimal(1), "One"), Revenue("Sub", Decimal(1), "Two")])


def test_a_customer_with_more_credits_than_invoices_has_no_share_but_lowers_the_total():
    found = of(A=60, B=40, Returned=-20)
    assert (found.total, found.hhi) == (80, 5200)
    assert [share.share for share in found.customers] == [Decimal("0.6"), Decimal("0.4"), 0]


def test_the_ten_percent_test_counts_against_the_revenue_that_is_reported():
    found = of(Large=95, Small=9, Returned=-20)
    assert [share.customer for share in found.ten_percent] == ["Large", "Small"]


@pytest.mark.parametrize("amounts", [{}, {"A": 0}, {"A": -5}, {"A": 0, "B": 0}])
def test_without_revenue_there_are_no_shares(amounts):
    found = of(**amounts)
    assert (found.hhi, found.top_20_percent_share, found.ten_percent) == (None, None, [])


def test_nobody_is_ten_percent_of_a_total_below_zero():
    assert of(A=5, B=-50).ten_percent == []


@pytest.mark.parametrize(("customers", "largest"), [(1, 1), (4, 1), (5, 1), (6, 2), (10, 2), (11, 3)])
def test_the_top_fifth_is_rounded_up_to_whole_customers(customers, largest):
    found = concentration(Revenue(f"{number:02}", Decimal(1)) for number in range(customers))
    assert found.top_20_percent_share == found.top(largest)


@given(revenues)
def test_shares_add_up_to_one_and_the_index_stays_in_bounds(rows):
    found = concentration([*rows, Revenue("Z", Decimal(1))])
    assert abs(sum(share.share for share in found.customers) - 1) < Decimal("1e-26")
    assert found.customers[-1].cumulative == 1
    assert 0 < found.hhi <= found.group_hhi <= 10_000
    assert sum(share.amount for share in found.customers) == found.total
