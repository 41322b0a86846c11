"""Places and prizes in a contest."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suki.engines.contest import TIES, Entrant, places, prizes_won

MAY = date(2026, 5, 1)


def entrants(*figures: int) -> list[Entrant]:
    return [Entrant(key, Decimal(figure), MAY) for key, figure in enumerate(figures)]


def test_equals_share_a_rank_and_the_next_stays_empty() -> None:
    assert [(each.key, each.rank) for each in places(entrants(5, 9, 9, 1), "both")] == [
        (1, 1),
        (2, 1),
        (0, 3),
        (3, 4),
    ]


def test_who_reached_nothing_has_no_place() -> None:
    assert [each.key for each in places(entrants(0, -3, 2), "both")] == [2]


def test_on_the_same_day_they_share_even_so() -> None:
    assert [each.rank for each in places(entrants(7, 7), "earliest")] == [1, 1]


@pytest.mark.parametrize("tie", TIES)
@given(
    st.lists(st.integers(0, 4), min_size=1, max_size=8),
    st.lists(st.integers(1, 1000), min_size=1, max_size=4),
)
def test_never_more_than_one_prize_a_person_and_divided_prizes_add_up(tie, figures, amounts) -> None:
    order = places(entrants(*figures), tie)
    prizes = {rank: Decimal(amount) / 100 for rank, amount in enumerate(amounts, start=1)}
    won = prizes_won(order, prizes, tie, 2)
    assert set(won) <= {each.key for each in order}
    if tie == "split":
        filled = sum((prizes.get(place, Decimal(0)) for place in range(1, len(order) + 1)), Decimal(0))
        assert sum(won.values(), Decimal(0)) == filled
