"""What a plan may cost next year: drawn from the past, the same at every look."""

from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from suki.engines.commission.trial import Earner, Trial, bins, trial

HALF = [(Decimal(0), Decimal(0)), (Decimal(1000), Decimal(500))]


def earner(*amounts: int, person: str = "ana") -> Earner:
    return Earner(
        person, {f"2026-Q{place}": Decimal(amount) for place, amount in enumerate(amounts, 1)}, HALF
    )


def spread(found: Trial) -> Decimal:
    return sum((abs(cost - found.mean) for cost in found.costs), Decimal(0))


def test_where_every_period_was_the_same_there_is_nothing_to_guess() -> None:
    found = trial([earner(100, 100, 100, 100)], periods=4)
    assert found and (found.low, found.middle, found.high) == (Decimal(200), Decimal(200), Decimal(200))


def test_it_is_the_same_at_every_look_and_another_with_another_seed() -> None:
    given_ = [earner(100, 300, 50, 200), earner(10, 20, 90, 40, person="bo")]
    assert trial(given_, periods=4) == trial(given_, periods=4)
    assert trial(given_, periods=4, seed=2) != trial(given_, periods=4)


def test_two_periods_are_too_few() -> None:
    assert trial([earner(100, 200)], periods=4) is None
    assert trial([], periods=4) is None


def test_good_times_are_good_for_all() -> None:
    """People who rise and fall together leave the cost of a year more open than the same people apart."""
    together = trial([earner(50, 150, 50, 150), earner(50, 150, 50, 150, person="bo")], periods=4)
    apart = trial([earner(50, 150, 50, 150), earner(150, 50, 150, 50, person="bo")], periods=4)
    assert together and apart and spread(together) > spread(apart)


@settings(max_examples=40, deadline=None)
@given(amounts=st.lists(st.integers(0, 1000), min_size=4, max_size=8))
def test_the_middle_lies_inside_and_inside_what_is_possible(amounts: list[int]) -> None:
    found = trial([earner(*amounts)], periods=1, runs=200)
    assert found and found.costs[0] <= found.low <= found.middle <= found.high <= found.costs[-1]
    assert found.low >= 0


@settings(max_examples=80, deadline=None)
@given(amounts=st.lists(st.decimals(-5000, 90_000, places=2), min_size=1, max_size=40))
def test_every_amount_lies_in_one_bin(amounts: list[Decimal]) -> None:
    found = bins(amounts)
    assert sum(each.count for each in found) == len(amounts)
    assert all(one.end == next_.start for one, next_ in pairwise(found))
    assert len(found) <= 13
