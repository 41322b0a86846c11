from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suki.kernel.errors import RuleBroken
from suki.kernel.fiscal import NAMES, PATTERNS, RULES, WEEKDAYS, FiscalCalendar

RETAIL = FiscalCalendar("454", 2, "saturday", "nearest", "start")
JULY = FiscalCalendar(start_month=7)

calendars = st.builds(
    FiscalCalendar,
    st.sampled_from(PATTERNS),
    st.integers(1, 12),
    st.sampled_from(WEEKDAYS),
    st.sampled_from(RULES),
    st.sampled_from(NAMES),
)
by_weeks = calendars.filter(lambda fiscal: fiscal.runs_by_weeks)
years = st.integers(1950, 2150)
days = st.dates(date(1950, 1, 1), date(2150, 12, 31))


def test_a_year_by_months_starts_on_the_first_and_is_named_by_its_end():
    year = JULY.year(2026)
    assert (year.name, year.start, year.end) == ("FY2026", date(2025, 7, 1), date(2026, 7, 1))
    assert [period.start.month for period in year.periods] == [7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6]
    assert year.weeks is None


def test_a_year_may_be_named_by_its_start():
    assert FiscalCalendar(start_month=7, name_by="start").year(2025).start == date(2025, 7, 1)


@pytest.mark.parametrize("name_by", NAMES)
def test_a_year_from_january_has_one_name_either_way(name_by):
    assert FiscalCalendar(name_by=name_by).year(2026).start == date(2026, 1, 1)


def test_retailers_have_53_weeks_every_five_or_six_years():
    assert [year for year in range(2010, 2027) if RETAIL.year(year).weeks == 53] == [2012, 2017, 2023]


def test_the_53rd_week_lengthens_the_last_month():
    assert [period.weeks for period in RETAIL.year(2023).periods] == [4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 5]
    assert [period.weeks for period in RETAIL.year(2024).periods] == [4, 5, 4] * 4
    assert [quarter.weeks for quarter in RETAIL.year(2023).quarters] == [13, 13, 13, 14]


@pytest.mark.parametrize(("pattern", "weeks"), [("445", [4, 4, 5]), ("454", [4, 5, 4]), ("544", [5, 4, 4])])
def test_the_pattern_says_how_long_the_months_of_a_quarter_are(pattern, weeks):
    year = FiscalCalendar(pattern, 10, "friday").year(2026)
    assert [period.weeks for period in year.periods[:9]] == weeks * 3


def test_the_last_weekday_never_leaves_the_month_and_the_nearest_may():
    last = FiscalCalendar("445", 1, "sunday", "last").year(2025)
    nearest = FiscalCalendar("445", 1, "sunday", "nearest").year(2026)
    assert last.end - timedelta(days=1) == date(2025, 12, 28)
    assert nearest.end - timedelta(days=1) == date(2027, 1, 3)


def test_a_year_whose_weeks_reach_into_the_next_keeps_its_name():
    fiscal = FiscalCalendar("445", 1, "sunday", "nearest")
    assert fiscal.year_of(date(2027, 1, 3)) == 2026
    assert fiscal.year_of(date(2027, 1, 4)) == 2027


def test_quarters_and_periods_are_found_by_number_and_by_day():
    assert JULY.quarter(2026, 3)[:3] == ("FY2026-Q3", date(2026, 1, 1), date(2026, 4, 1))
    assert JULY.period(2026, 5)[:3] == ("FY2026-P05", date(2025, 11, 1), date(2025, 12, 1))
    assert (JULY.year_of(date(2025, 6, 30)), JULY.year_of(date(2025, 7, 1))) == (2025, 2026)
    assert (JULY.quarter_of(date(2026, 3, 31)), JULY.period_of(date(2026, 3, 31))) == ((2026, 3), (2026, 9))


def test_the_periods_between_two_days_are_whole_and_in_order():
    found = RETAIL.periods_between(date(2024, 1, 31), date(2024, 2, 5))
    assert [period.name for period in found] == ["FY2023-P12", "FY2024-P01"]
    assert RETAIL.periods_between(date(2024, 2, 5), date(2024, 2, 5)) == []


def test_a_calendar_by_months_cuts_no_month():
    assert JULY.cuts_between(date(2000, 1, 1), date(2030, 1, 1)) == []


def test_weeks_cut_months_where_a_period_starts_inside_one():
    assert RETAIL.cuts_between(date(2023, 12, 31), date(2024, 3, 3)) == [date(2023, 12, 31), date(2024, 2, 4)]
    assert RETAIL.cuts_between(date(2024, 1, 1), date(2024, 2, 4)) == []


def test_a_period_that_starts_on_the_first_of_a_month_is_no_cut():
    starts = [period.start for period in RETAIL.periods_between(date(2000, 1, 1), date(2030, 1, 1))]
    firsts = {start for start in starts if start.day == 1}
    assert firsts
    assert not firsts & set(RETAIL.cuts_between(date(2000, 1, 1), date(2030, 1, 1)))


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"pattern": "4-4-5"}, "is not a fiscal pattern: use one of months, 445, 454, 544"),
        ({"start_month": 0}, "a month from 1 to 12, not 0"),
        ({"start_month": 13}, "a month from 1 to 12, not 13"),
        ({"week_end": "Sat"}, "is not a weekday"),
        ({"rule": "closest"}, "is not a rule for the end of the year"),
        ({"name_by": "middle"}, "does not say what names a year"),
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused(settings, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        FiscalCalendar(**settings)


def test_years_quarters_and_periods_beyond_the_calendar_are_refused():
    with pytest.raises(RuleBroken, match="from 1900 to 2199, not 2200"):
        JULY.year(2200)
    with pytest.raises(RuleBroken, match="quarters 1 to 4, not 5"):
        JULY.quarter(2026, 5)
    with pytest.raises(RuleBroken, match="periods 1 to 12, not 0"):
        JULY.period(2026, 0)


@given(calendars, years)
def test_periods_partition_the_year_and_years_follow_each_other(fiscal, number):
    year = fiscal.year(number)
    ends = [period.end for period in year.periods]
    assert [year.start, *ends[:-1]] == [period.start for period in year.periods]
    assert ends[-1] == year.end == fiscal.year(number + 1).start
    assert all(period.start < period.end for period in year.periods)


@given(by_weeks, years)
def test_years_by_weeks_have_52_or_53_and_end_on_their_weekday(fiscal, number):
    year = fiscal.year(number)
    assert year.weeks in (52, 53)
    assert WEEKDAYS[(year.end - timedelta(days=1)).weekday()] == fiscal.week_end
    assert all((period.end - period.start).days == 7 * period.weeks for period in year.periods)


@given(by_weeks, years)
def test_years_by_weeks_end_within_a_week_of_the_month(fiscal, number):
    year = fiscal.year(number)
    carried = number + (fiscal.name_by == "start" and fiscal.start_month > 1)
    month_end = date(carried + (fiscal.start_month == 1), fiscal.start_month, 1) - timedelta(days=1)
    late = ((year.end - timedelta(days=1)) - month_end).days
    assert late in {"last": range(-6, 1), "nearest": range(-3, 4)}[fiscal.rule]


@given(calendars, days)
def test_every_day_is_in_exactly_one_fiscal_period(fiscal, day):
    year, number = fiscal.period_of(day)
    around = [period for each in (year - 1, year, year + 1) for period in fiscal.year(each).periods]
    assert [period for period in around if period.start <= day < period.end] == [fiscal.period(year, number)]
    assert fiscal.quarter_of(day) == (year, (number + 2) // 3)


@given(calendars, days, st.integers(1, 800))
def test_cuts_are_the_period_starts_that_are_no_month_starts(fiscal, start, length):
    end = start + timedelta(days=length)
    cuts = fiscal.cuts_between(start, end)
    stretch = [start + timedelta(days=index) for index in range(length)]
    starts = [day for day in stretch if fiscal.period(*fiscal.period_of(day)).start == day]
    assert cuts == [day for day in starts if day.day != 1]
