from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suki.engines.sla import Pause, ServiceClock
from suki.kernel.errors import RuleBroken
from suki.kernel.worktime import WEEKDAYS, WorkCalendar

OFFICE = WorkCalendar("Asia/Manila", {day: ["09:00-18:00"] for day in WEEKDAYS[:5]})

moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 3, 1), timezones=st.just(UTC))
pauses = st.lists(
    st.builds(
        lambda start, minutes: Pause(start, start + timedelta(minutes=minutes)), moments, st.integers(0, 9000)
    ),
    max_size=4,
)


def at(written):
    return OFFICE.local(datetime.fromisoformat(written))


def clock(created, minutes, *stretches):
    return ServiceClock(
        OFFICE, at(created), minutes, [Pause(at(start), end and at(end)) for start, end in stretches]
    )


def test_a_promise_runs_in_working_time():
    assert clock("2026-11-20T17:00", 120).due() == at("2026-11-23T10:00")


def test_a_question_at_closing_time_starts_the_clock_at_the_next_opening():
    assert clock("2026-11-20T18:00", 30).due() == at("2026-11-23T09:30")


def test_waiting_for_the_client_moves_the_due_moment_by_working_time():
    waiting = clock("2026-11-20T16:00", 240, ("2026-11-20T17:00", "2026-11-23T11:00"))
    assert waiting.due() == at("2026-11-23T14:00")


def test_a_pause_outside_hours_moves_nothing():
    assert clock("2026-11-20T16:00", 240, ("2026-11-21T00:00", "2026-11-22T20:00")).due() == at(
        "2026-11-23T11:00"
    )


def test_overlapping_pauses_count_once_in_whatever_order():
    stretches = [("2026-11-20T12:00", "2026-11-20T13:00"), ("2026-11-20T11:00", "2026-11-20T12:30")]
    assert clock("2026-11-20T10:00", 120, *stretches).due() == at("2026-11-20T14:00")


def test_a_pause_from_before_creation_counts_from_creation():
    assert clock("2026-11-20T10:00", 60, ("2026-11-19T10:00", "2026-11-20T10:30")).due() == at(
        "2026-11-20T11:30"
    )


def test_a_pause_that_begins_when_the_time_is_up_comes_too_late():
    assert clock("2026-11-20T10:00", 60, ("2026-11-20T11:00", "2026-11-20T15:00")).due() == at(
        "2026-11-20T11:00"
    )


def test_a_pause_that_still_lasts_leaves_the_due_moment_open_and_the_rest_standing():
    paused = clock("2026-11-20T10:00", 120, ("2026-11-20T10:30", None))
    assert paused.due() is None
    assert [paused.minutes_left(at(moment)) for moment in ("2026-11-20T10:29", "2026-12-24T10:00")] == [
        91,
        90,
    ]


@pytest.mark.parametrize(
    ("now", "left"),
    [
        ("2026-11-19T10:00", 120),
        ("2026-11-20T17:00", 120),
        ("2026-11-20T17:30", 90),
        ("2026-11-21T12:00", 60),
        ("2026-11-23T10:00", 0),
        ("2026-11-23T10:00:01", -1),
        ("2026-11-23T11:00", -60),
    ],
)
def test_the_minutes_left_run_down_in_working_time_and_below_zero(now, left):
    assert clock("2026-11-20T17:00", 120).minutes_left(at(now)) == left


def test_a_pause_that_ends_before_it_starts_is_refused():
    with pytest.raises(RuleBroken, match="A pause ends after it starts"):
        Pause(at("2026-11-20T11:00"), at("2026-11-20T10:00"))


@given(moments, st.integers(0, 3000), pauses)
def test_at_the_due_moment_exactly_nothing_is_left(created, minutes, stretches):
    running = ServiceClock(OFFICE, created, minutes, stretches)
    assert running.minutes_left(running.due()) == 0


@given(moments, st.integers(0, 3000), pauses)
def test_pauses_never_bring_the_due_moment_forward(created, minutes, stretches):
    assert (
        ServiceClock(OFFICE, created, minutes, stretches).due()
        >= ServiceClock(OFFICE, created, minutes).due()
    )
