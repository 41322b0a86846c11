"""The customs of countries against the worked examples, and the ladder of warnings."""

from datetime import date
from typing import Any

import pytest

from suki.engines.standing import (
    STANDARD_KNOWN,
    CustomStep,
    Profile,
    Taken,
    Warned,
    is_solely_automated,
    months_later,
    next_warning,
    open_points,
    profile_of,
    refuse_out_of_order,
    warning_in_force,
)
from suki.kernel.errors import BadInput, RuleBroken

LADDER = Profile(
    "ID", date(2021, 2, 2), ("PP 35/2021",),
    steps=tuple(CustomStep(f"warning_{level}", level, 6) for level in (1, 2, 3)),
)  # fmt: skip


def warned(level: int, on: date) -> Warned:
    return Warned(level, on, months_later(on, 6))


SP1, SP2, SP3 = warned(1, date(2026, 1, 10)), warned(2, date(2026, 3, 1)), warned(3, date(2026, 5, 1))


def test_three_warnings_in_sequence_lead_to_the_last_one_while_it_is_in_force() -> None:
    assert warning_in_force([SP1, SP2, SP3], date(2026, 10, 31)) == 3
    assert warning_in_force([SP1, SP2, SP3], date(2026, 11, 2)) == 0


def test_a_warning_that_has_lapsed_starts_again() -> None:
    late = warned(1, date(2026, 8, 1))
    assert warning_in_force([SP1], date(2026, 7, 11)) == 0
    following = next_warning(LADDER, [SP1], date(2026, 8, 1))
    assert following is not None and following.level == 1
    assert warning_in_force([SP1, late], date(2026, 8, 2)) == 1


def test_a_level_that_was_left_out_does_not_count() -> None:
    assert warning_in_force([SP1, SP3], date(2026, 5, 2)) == 1
    with pytest.raises(RuleBroken, match="builds on warning 2"):
        refuse_out_of_order(LADDER, "warning_3", [SP1], date(2026, 5, 1))


def test_parting_is_open_while_the_last_warning_is_not_in_force() -> None:
    steps = {"warning_1", "warning_2", "warning_3"}
    in_force = Taken(steps, [SP1, SP2, SP3], True, date(2026, 6, 1))
    lapsed = Taken(steps, [SP1, SP2, SP3], True, date(2027, 1, 1))
    assert (open_points(LADDER, in_force), open_points(LADDER, lapsed)) == ([], ["warning_3"])


def test_a_standard_that_was_not_known_is_an_open_point() -> None:
    profile = Profile("PH", date(2020, 1, 1), ("x",), known_standard=True)
    assert open_points(profile, Taken()) == [STANDARD_KNOWN]
    assert open_points(profile, Taken(standard_known=True)) == []
    assert open_points(profile, Taken(steps=[STANDARD_KNOWN])) == []


@pytest.mark.parametrize(
    ("person", "read", "automated"), [(True, True, False), (True, False, True), (False, True, True)]
)
def test_a_signature_under_what_was_not_read_counts_as_the_machine(
    person: bool, read: bool, automated: bool
) -> None:
    assert is_solely_automated(by_a_person=person, read_the_record=read) is automated


def test_the_newest_version_of_the_day_holds() -> None:
    older: dict[str, Any] = {"valid_from": date(2020, 1, 1), "sources": ["a"], "retention_months": 12}
    newer = older | {"valid_from": date(2026, 7, 1), "retention_months": 36}
    written = {"country": "XX", "versions": [newer, older]}
    assert profile_of(written, date(2026, 6, 30)).retention_months == 12
    assert profile_of(written, date(2026, 7, 1)).retention_months == 36


def test_a_file_without_source_or_day_is_refused_with_every_problem() -> None:
    with pytest.raises(BadInput) as refused:
        profile_of({"versions": [{}]}, date(2026, 1, 1))
    assert [problem.where for problem in refused.value.problems] == [
        "country", "versions[0].valid_from", "versions[0].sources", "versions[0].retention_months",
    ]  # fmt: skip


def test_months_end_where_the_month_ends() -> None:
    assert months_later(date(2026, 8, 31), 6) == date(2027, 2, 28)
