from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suki.engines.retention import retention
from suki.kernel.errors import RuleBroken

books = st.dictionaries(st.sampled_from("ABCDEFGH"), st.decimals(0, 10**8, places=2))


def amounts(**book):
    return {customer: Decimal(amount) for customer, amount in book.items()}


def test_one_grew_one_shrank_one_left_and_one_came():
    found = retention(
        amounts(Up=100, Down=200, Gone=50, Same=150), amounts(Up=160, Down=180, Same=150, New=999)
    )
    assert (found.start, found.end_same_customers) == (500, 490)
    assert (found.expansion, found.contraction, found.churn) == (60, 20, 50)
    assert (found.grr, found.nrr, found.logo_churn) == (Decimal("0.86"), Decimal("0.98"), Decimal("0.25"))


def test_growth_can_outweigh_what_was_lost():
    found = retention(amounts(A=100, B=100), amounts(A=250))
    assert (found.grr, found.nrr) == (Decimal("0.5"), Decimal("1.25"))


def test_a_customer_with_nothing_left_is_lost():
    found = retention(amounts(A=10, B=10), amounts(A=10, B=0))
    assert (found.churn, found.contraction, found.customers_lost) == (10, 0, 1)


def test_a_customer_with_nothing_at_the_start_was_none_then():
    found = retention(amounts(A=10, Trial=0), amounts(A=10, Trial=500))
    assert (found.customers, found.expansion, found.nrr) == (1, 0, 1)


@pytest.mark.parametrize("start", [{}, amounts(A=0)])
def test_of_nothing_there_is_no_retention(start):
    found = retention(start, amounts(A=10))
    assert (found.start, found.grr, found.nrr, found.logo_churn) == (0, None, None, None)


def test_revenue_below_zero_is_refused():
    with pytest.raises(RuleBroken, match="never negative"):
        retention(amounts(A=10), amounts(A=-1))


@given(books, books)
def test_movements_lead_from_the_start_to_the_end(start, end):
    found = retention(start, end)
    kept = [end.get(customer, Decimal(0)) for customer, amount in start.items() if amount]
    assert found.end_same_customers == sum(kept)
    assert min(found.expansion, found.contraction, found.churn) >= 0


@given(books, books)
def test_gross_retention_is_at_most_one_and_at_most_the_net(start, end):
    found = retention({**start, "Z": Decimal(1)}, end)
    assert 0 <= found.grr <= 1
    assert found.grr <= found.nrr
    assert 0 <= found.logo_churn <= 1
