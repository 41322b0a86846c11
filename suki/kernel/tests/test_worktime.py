from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suki.kernel.errors import RuleBroken
from suki.kernel.worktime import WEEKDAYS, Holidays, WorkCalendar

OFFICE_WEEK = {day: ["09:00-12:00", "13:00-18:00"] for day in WEEKDAYS[:5]}
AROUND_THE_CLOCK = {day: ["00:00-24:00"] for day in WEEKDAYS}
HANOI = WorkCalendar("Asia/Ho_Chi_Minh", OFFICE_WEEK)
NIGHTS = WorkCalendar("America/New_York", {"sat": ["22:00-06:00"]})
ODD = WorkCalendar(
    "Europe/Berlin",
    {"mon": ["08:30-12:15", "11:00-17:45"], "wed": ["22:00-06:00"], "thu": ["05:00-05:30", "20:00-24:00"]},
    Holidays("DE", "BY", frozenset({date(2026, 3, 5)})),
)

moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))
calendars = st.sampled_from([HANOI, NIGHTS, ODD, WorkCalendar("Australia/Lord_Howe", AROUND_THE_CLOCK)])


def at(calendar, written):
    return calendar.local(datetime.fromisoformat(written))


@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        ("2026-11-18T10:00", 60, "2026-11-18T11:00"),
        ("2026-11-18T11:30", 60, "2026-11-18T13:30"),
        ("2026-11-18T11:00", 60, "2026-11-18T12:00"),
        ("2026-11-18T12:00", 60, "2026-11-18T14:00"),
        ("2026-11-20T18:00", 240, "2026-11-23T14:00"),
        ("2026-11-20T17:00", 60, "2026-11-20T18:00"),
        ("2026-11-21T03:00", 480, "2026-11-23T18:00"),
        ("2026-11-21T03:00", 0, "2026-11-23T09:00"),
        ("2026-11-20T07:59:30", 1, "2026-11-20T09:01"),
    ],
)
def test_working_time_passes_only_within_hours(start, minutes, due):
    assert HANOI.add_minutes(at(HANOI, start), minutes) == at(HANOI, due)


def test_due_moments_are_in_utc():
    due = HANOI.add_minutes(at(HANOI, "2026-11-18T10:00"), 60)
    assert (due.tzinfo, due.isoformat()) == (UTC, "2026-11-18T04:00:00+00:00")


def test_a_moment_may_come_from_any_zone():
    assert HANOI.add_minutes(datetime(2026, 11, 18, 3, tzinfo=UTC), 60) == at(HANOI, "2026-11-18T11:00")


def test_a_moment_without_a_zone_is_a_mistake_in_the_code():
    with pytest.raises(TypeError):
        HANOI.add_minutes(datetime(2026, 11, 18), 60)


def test_a_night_shift_is_an_hour_shorter_when_the_clocks_go_forward_and_longer_when_back():
    spring = NIGHTS.minutes_between(at(NIGHTS, "2026-03-07T12:00"), at(NIGHTS, "2026-03-08T12:00"))
    autumn = NIGHTS.minutes_between(at(NIGHTS, "2026-10-31T12:00"), at(NIGHTS, "2026-11-01T12:00"))
    assert (spring, autumn) == (7 * 60, 9 * 60)


def test_opening_hours_follow_the_local_clock_across_the_change():
    berlin = WorkCalendar("Europe/Berlin", OFFICE_WEEK)
    due = berlin.add_minutes(at(berlin, "2026-03-27T17:00"), 120)
    assert due == datetime(2026, 3, 30, 8, 0, tzinfo=UTC)


def test_a_night_shift_belongs_to_the_day_it_starts_on():
    friday_off = WorkCalendar(
        "UTC", {"thu": ["22:00-06:00"]}, Holidays(extra=frozenset({date(2026, 11, 20)}))
    )
    thursday_off = WorkCalendar(
        "UTC", {"thu": ["22:00-06:00"]}, Holidays(extra=frozenset({date(2026, 11, 19)}))
    )
    night = datetime(2026, 11, 19, 12, tzinfo=UTC), datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert (friday_off.minutes_between(*night), thursday_off.minutes_between(*night)) == (480, 0)


def test_windows_that_overlap_count_once():
    monday = at(ODD, "2026-11-23T00:00"), at(ODD, "2026-11-24T00:00")
    assert ODD.minutes_between(*monday) == 555


def test_public_holidays_of_the_country_and_extra_days_are_closed():
    bridged = Holidays("VN", extra=frozenset({date(2026, 5, 4)}))
    closed = WorkCalendar("Asia/Ho_Chi_Minh", OFFICE_WEEK, bridged)
    assert closed.next_opening(at(closed, "2026-04-29T19:00")) == at(closed, "2026-05-05T09:00")
    assert not closed.is_working_day(date(2026, 5, 1))
    assert not closed.is_working_day(date(2026, 5, 4))
    assert HANOI.is_working_day(date(2026, 5, 4))


def test_some_holidays_are_only_in_a_part_of_the_country():
    assert date(2026, 1, 6) in Holidays("DE", "BY")
    assert date(2026, 1, 6) not in Holidays("DE", "HH")


def test_the_next_opening_is_now_while_it_is_open():
    assert HANOI.next_opening(at(HANOI, "2026-11-18T10:20")) == at(HANOI, "2026-11-18T10:20")
    assert HANOI.is_open(at(HANOI, "2026-11-18T10:20"))
    assert not HANOI.is_open(at(HANOI, "2026-11-18T18:00"))


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
        (date(2026, 11, 21), 0, date(2026, 11, 23)),
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 23), -1, date(2026, 11, 20)),
        (date(2026, 11, 20), 10, date(2026, 12, 4)),
    ],
)
def test_working_days_are_counted_past_weekends(day, count, expected):
    assert HANOI.add_working_days(day, count) == expected


def test_time_backwards_is_negative():
    earlier, later = at(HANOI, "2026-11-18T10:00"), at(HANOI, "2026-11-18T11:00")
    assert HANOI.minutes_between(later, earlier) == -60


@pytest.mark.parametrize(
    ("zone", "week", "sentence"),
    [
        ("Mars/Base", OFFICE_WEEK, "is not a time zone: use an IANA name"),
        ("", OFFICE_WEEK, "is not a time zone"),
        ("Europe", OFFICE_WEEK, "is not a time zone"),
        ("../../etc/passwd", OFFICE_WEEK, "is not a time zone"),
        ("UTC", {"monday": ["09:00-17:00"]}, "is not a day of the week"),
        ("UTC", {}, "no working hours on any day"),
        ("UTC", {"mon": ["9-17"]}, "is not a window of hours"),
        ("UTC", {"mon": ["09:00-24:01"]}, "is not a window of hours"),
        ("UTC", {"mon": ["24:00-01:00"]}, "is not a window of hours"),
        ("UTC", {"mon": ["09:60-10:00"]}, "is not a window of hours"),
        ("UTC", {"mon": ["09:00-09:00"]}, "is not a window of hours"),
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused(zone, week, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        WorkCalendar(zone, week)


@pytest.mark.parametrize(
    ("country", "part", "sentence"),
    [
        ("ZZ", "", 'known for country "ZZ"'),
        ("utils", "", "known for country"),
        ("Germany", "", "known for country"),
        ("DE", "XY", "use one of BB, BE"),
        ("VN", "HN", "same public holidays everywhere"),
        ("", "BY", "need a country as well"),
    ],
)
def test_holidays_of_nowhere_are_refused(country, part, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        Holidays(country, part)


def test_a_calendar_that_never_opens_says_so():
    closed = Holidays(extra=frozenset(date(2026, 1, 1) + timedelta(days=index) for index in range(4000)))
    never = WorkCalendar("UTC", {"mon": ["09:00-10:00"]}, closed)
    with pytest.raises(RuleBroken, match="does not open for years"):
        never.next_opening(datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(RuleBroken, match="does not open for years"):
        never.add_working_days(date(2026, 1, 1), 1)


@pytest.mark.parametrize("minutes", [-1, 366 * 24 * 60 + 1])
def test_a_promise_beyond_reason_is_refused(minutes):
    with pytest.raises(RuleBroken, match="runs from 0 to 527040 minutes"):
        HANOI.add_minutes(datetime(2026, 1, 1, tzinfo=UTC), minutes)


@given(calendars, moments, st.integers(0, 20_000))
def test_adding_working_time_and_counting_it_are_inverse(calendar, start, minutes):
    due = calendar.add_minutes(start, minutes)
    assert calendar.minutes_between(start, due) == minutes
    assert due >= start


@given(calendars, moments, st.integers(0, 5_000), st.integers(0, 5_000))
def test_working_time_may_be_added_in_two_parts(calendar, start, first, second):
    at_once = calendar.add_minutes(start, first + second)
    in_parts = calendar.add_minutes(calendar.add_minutes(start, first), second)
    assert calendar.time_between(at_once, in_parts) == timedelta()


@given(calendars, st.lists(moments, min_size=3, max_size=3))
def test_working_time_adds_up_over_neighbouring_stretches(calendar, three):
    first, middle, last = sorted(three)
    whole = calendar.time_between(first, last)
    assert calendar.time_between(first, middle) + calendar.time_between(middle, last) == whole


@given(moments, moments)
def test_around_the_clock_working_time_is_time(one, other):
    start, end = sorted([one, other])
    always = WorkCalendar("Australia/Lord_Howe", AROUND_THE_CLOCK)
    assert always.time_between(start, end) == end - start


@given(st.dates(date(2025, 1, 1), date(2027, 1, 1)), st.integers(-60, 60).filter(bool))
def test_working_days_forward_and_back_end_on_a_working_day(day, count):
    there = HANOI.add_working_days(day, count)
    assert HANOI.is_working_day(there)
    assert (there > day) == (count > 0)
