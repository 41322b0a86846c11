"""The fit of somebody's skills to what is required: arithmetic with reasons."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from suki.apps.people.fit import Need, fit

RETAIL, GERMAN, TENDERS = Need(1, "Retail", 2), Need(2, "German", 4), Need(3, "Tenders", 2)


def test_each_requirement_weighs_as_much_as_its_level():
    found = fit([RETAIL, GERMAN, TENDERS], {1: 3, 2: 1})
    assert found.score == Decimal(3) / Decimal(8)
    assert [part.name for part in found.matched] == ["Retail"]
    assert [part.name for part in found.short] == ["German"]
    assert [part.name for part in found.missing] == ["Tenders"]


def test_without_requirements_there_is_no_score():
    assert fit([], {1: 4}).score is None


@given(
    st.lists(st.integers(1, 4), min_size=1, max_size=6), st.dictionaries(st.integers(0, 5), st.integers(1, 4))
)
def test_the_score_is_a_share_and_more_skill_never_lowers_it(levels, held):
    needs = [Need(place, str(place), level) for place, level in enumerate(levels)]
    score = fit(needs, held).score
    assert 0 <= score <= 1
    assert fit(needs, dict.fromkeys(range(6), 4)).score == 1
    assert fit(needs, held | {0: 4}).score >= score
