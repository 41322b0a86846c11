"""The arithmetic of quotas: nothing is lost in cutting, and the published examples come out."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suki.engines.quota import (
    RAMP,
    Carried,
    Stretch,
    attainment,
    by_days,
    by_quarters,
    days_within,
    fairness,
    median,
    over_assigned,
    ramp_share,
    seasonal,
    spread,
    weighted,
)
from suki.kernel.errors import RuleBroken

JANUARY = date(2026, 1, 1)
AMOUNTS = st.decimals(0, 10**9, places=2)
WEIGHTS = st.lists(st.decimals(0, 1000, places=3), min_size=1, max_size=20).filter(any)
DAYS = st.dates(JANUARY, date(2026, 12, 31))


def test_a_year_joined_in_march_counts_by_weighted_quarters_and_whole_months():
    weights = [Decimal("0.2"), Decimal("0.2"), Decimal("0.2"), Decimal("0.4")]
    quarters = by_quarters(Decimal(100_000), weights, date(2019, 1, 1), date(2019, 3, 1), 2)
    assert quarters == [Decimal("6666.67"), 20_000, 20_000, 40_000]
    assert sum(quarters) == Decimal("86666.67")


@pytest.mark.parametrize("weights", [[1, 1, 1], [0, 0, 0, 0]])
def test_a_year_has_four_quarters_with_some_weight(weights):
    with pytest.raises(RuleBroken, match="four"):
        by_quarters(Decimal(1), [Decimal(each) for each in weights], JANUARY, JANUARY, 2)


def test_newcomers_carry_half_then_three_quarters_then_all():
    shares = [ramp_share(date(2026, 2, 16), date(2026, month, 1)) for month in range(1, 9)]
    assert shares == [0, *RAMP, 1, 1]


def test_a_quarter_in_the_ramp_is_the_sum_of_its_months_by_days():
    quarter = {"figure": Decimal(9_000), "first": JANUARY, "end": date(2026, 4, 1), "digits": 2}
    january = by_days(**quarter, ramp_from=date(2026, 1, 1))
    assert january == Decimal(100) * (Decimal(31 + 28) / 2 + Decimal(31) * Decimal("0.75"))
    assert by_days(**quarter, ramp_from=date(2020, 1, 5)) == 9_000
    joined = date(2026, 2, 15)
    assert by_days(**quarter, since=joined, ramp_from=joined) == Decimal(100) * (14 + 31) / 2


@given(AMOUNTS, WEIGHTS, st.decimals(0, 100, places=2))
def test_what_people_are_given_adds_up_to_the_figure_and_what_is_over_it(figure, weights, percent):
    given_out = spread(figure, weights, 2, over_percent=percent)
    assert sum(given_out) == over_assigned(figure, percent, 2)
    assert all(share == 0 for share, weight in zip(given_out, weights) if not weight)


@given(AMOUNTS, st.lists(st.decimals(0, 100, places=1), min_size=12, max_size=12).filter(any))
def test_the_months_add_up_to_the_year(figure, weights):
    assert sum(seasonal(figure, weights, 2)) == figure


def test_less_than_nothing_is_not_given_out():
    with pytest.raises(RuleBroken):
        over_assigned(Decimal(1), Decimal(-101), 2)


@given(AMOUNTS, AMOUNTS, DAYS)
def test_a_quota_changed_inside_its_period_is_weighted_by_days(before, after, changed):
    end = date(2027, 1, 1)
    parts = weighted((JANUARY, end), [Stretch(before, JANUARY, changed), Stretch(after, changed, end)], 2)
    old, new = (changed - JANUARY).days, (end - changed).days
    exact = (before * old + after * new) / 365
    assert abs(sum(parts) - exact) <= Decimal("0.005")
    assert min(parts) >= 0
    assert new != 365 or parts[0] == 0


@given(AMOUNTS, DAYS, DAYS)
def test_parts_by_days_never_exceed_the_whole(figure, one, other):
    first, last = sorted((one, other))
    away = [(first, last), (first + timedelta(days=1), last + timedelta(days=9))]
    part = by_days(figure, JANUARY, date(2027, 1, 1), since=first, away=away, digits=2)
    assert 0 <= part <= figure
    assert by_days(figure, JANUARY, date(2027, 1, 1), digits=2) == figure


def test_days_away_count_once_and_only_inside():
    away = [(date(2025, 12, 1), date(2026, 1, 3)), (date(2026, 1, 2), date(2026, 1, 5))]
    assert days_within((JANUARY, date(2026, 2, 1)), away) == 4
    assert by_days(Decimal(310), JANUARY, date(2026, 2, 1), away=away, digits=2) == 270
    assert by_days(Decimal(310), JANUARY, date(2026, 2, 1), until=JANUARY, digits=2) == 0


@pytest.mark.parametrize("quota", [None, Decimal(0)])
def test_of_no_quota_nothing_is_attained(quota):
    assert attainment(Decimal(5), quota) is None


def test_attainment_is_credit_over_quota():
    assert attainment(Decimal(45), Decimal(60)) == Decimal("0.75")


def test_a_quota_far_from_those_of_peers_is_called_out():
    people = [
        Carried(1, Decimal(100), Decimal(100), Decimal(90), peers=7),
        Carried(2, Decimal(105), Decimal(100), Decimal(90), peers=7),
        Carried(3, Decimal(150), Decimal(100), Decimal(0), peers=7),
        Carried(4, Decimal(70), Decimal(100), Decimal(60), peers=8),
        Carried(5, Decimal(70), Decimal(0), Decimal(60), peers=8),
    ]
    found = fairness(people)
    assert [found[key].is_hard for key in (1, 2, 3)] == [False, False, True]
    assert found[4].is_easy
    assert (found[3].growth, found[5].stretch, found[5].is_easy) == (None, None, False)


def test_two_people_measure_nothing():
    found = fairness(
        [Carried(1, Decimal(9), Decimal(1), Decimal(1)), Carried(2, Decimal(1), Decimal(1), Decimal(1))]
    )
    assert not any(each.is_hard or each.is_easy for each in found.values())
    assert found[1].typical is None


@given(st.lists(AMOUNTS, min_size=1, max_size=30))
def test_as_many_lie_below_the_median_as_above(values):
    middle = median(values)
    assert sum(value < middle for value in values) <= len(values) // 2
    assert sum(value > middle for value in values) <= len(values) // 2
