from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suki.kernel.errors import RuleBroken
from suki.kernel.fiscal import FiscalCalendar
from suki.kernel.periods import Period

JULY = FiscalCalendar(start_month=7)
RETAIL = FiscalCalendar("454", 2, "saturday", "nearest", "start")

days = st.dates(date(1950, 1, 1), date(2150, 1, 1))
names = st.one_of(
    st.integers(1950, 2150).map(str),
    st.builds("{}-{:02}".format, st.integers(1950, 2150), st.integers(1, 12)),
    st.builds("{}-Q{}".format, st.integers(1950, 2150), st.integers(1, 4)),
    st.builds("FY{}".format, st.integers(1950, 2150)),
    st.builds("FY{}-Q{}".format, st.integers(1950, 2150), st.integers(1, 4)),
    st.builds("FY{}-P{:02}".format, st.integers(1950, 2150), st.integers(1, 12)),
)


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2014", date(2014, 1, 1), date(2015, 1, 1)),
        ("2014-05", date(2014, 5, 1), date(2014, 6, 1)),
        ("2014-12", date(2014, 12, 1), date(2015, 1, 1)),
        ("2014-Q3", date(2014, 7, 1), date(2014, 10, 1)),
        (" 2014-q4 ", date(2014, 10, 1), date(2015, 1, 1)),
        ("2014-05-29", date(2014, 5, 29), date(2014, 5, 30)),
        ("FY2014", date(2013, 7, 1), date(2014, 7, 1)),
        ("fy2014-q3", date(2014, 1, 1), date(2014, 4, 1)),
        ("FY2014-P5", date(2013, 11, 1), date(2013, 12, 1)),
        ("2013-05-30..2014-05-29", date(2013, 5, 30), date(2014, 5, 30)),
        ("2024-02-29 .. 2024-02-29", date(2024, 2, 29), date(2024, 3, 1)),
    ],
)
def test_a_period_is_read_as_people_write_it(written, start, end):
    assert Period.parse(written, JULY) == Period(start, end)


def test_plain_names_are_calendar_periods_whatever_the_fiscal_year():
    assert Period.parse("2014-Q1", JULY) == Period.quarter(2014, 1)


def test_a_fiscal_name_without_a_calendar_means_the_calendar_year():
    assert Period.parse("FY2014-Q1") == Period.quarter(2014, 1)


def test_a_fiscal_year_may_be_named_by_its_start():
    assert Period.parse("FY2023", RETAIL) == Period(date(2023, 1, 29), date(2024, 2, 4))


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("", "is not a period: write 2014, 2014-05, 2014-Q3"),
        ("last quarter", "is not a period"),
        ("14-Q3", "is not a period"),
        ("2014Q3", "is not a period"),
        ("2014-Q", "is not a period"),
        ("2014..2015", "is not a period"),
        ("2014-05-01..", "is not a period"),
        ("FY14", "is not a period"),
        ("٢٠١٤", "is not a period"),
        ("2014-Q5", "quarters 1 to 4, not 5"),
        ("FY2014-Q0", "quarters 1 to 4, not 0"),
        ("2014-13", "months 01 to 12, not 13"),
        ("2014-00", "months 01 to 12, not 00"),
        ("FY2014-P13", "periods 1 to 12, not 13"),
        ("2014-02-30", "there is no such day"),
        ("2014-02-01..2014-02-30", "2014-02-30, and there is no such day"),
        ("2014-03-01..2014-02-01", "ends before it starts"),
        ("0001", "from 1900 to 2199, not 1"),
        ("9999-12-31..9999-12-31", "from 1900 to 2199, not 9999"),
        ("FY9999", "from 1900 to 2199, not 9999"),
    ],
)
def test_nonsense_is_refused_with_what_would_be_understood(written, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        Period.parse(written, JULY)


def test_the_end_day_is_out():
    quarter = Period.quarter(2026, 1)
    assert date(2026, 3, 31) in quarter
    assert date(2026, 4, 1) not in quarter
    assert (quarter.last, quarter.days, len(list(quarter))) == (date(2026, 3, 31), 90, 90)


@pytest.mark.parametrize(
    ("written", "before", "year_ago"),
    [
        ("2014", "2013", "2013"),
        ("2014-Q1", "2013-Q4", "2013-Q1"),
        ("2014-01", "2013-12", "2013-01"),
        ("2014-03-01", "2014-02-28", "2013-03-01"),
        ("FY2014", "FY2013", "FY2013"),
        ("FY2014-Q1", "FY2013-Q4", "FY2013-Q1"),
        ("FY2014-P01", "FY2013-P12", "FY2013-P01"),
        ("2013-05-30..2014-05-29", "2012-05-30..2013-05-29", "2012-05-30..2013-05-29"),
        ("2014-03-01..2014-03-10", "2014-02-19..2014-02-28", "2013-03-01..2013-03-10"),
        ("2024-02-01..2024-02-29", "2024-01-03..2024-01-31", "2023-02-01..2023-02-28"),
        ("2024-02-29..2024-03-02", "2024-02-26..2024-02-28", "2023-02-28..2023-03-02"),
        ("2025-02-01..2025-02-28", "2025-01-04..2025-01-31", "2024-02-01..2024-02-28"),
    ],
)
def test_the_period_before_and_the_one_a_year_ago_are_of_the_same_kind(written, before, year_ago):
    period = Period.parse(written, JULY)
    assert (period.previous().name, period.last_year().name) == (before, year_ago)


def test_a_quarter_after_one_of_53_weeks_compares_with_all_of_it():
    year_ago = Period.parse("FY2024-Q4", RETAIL).last_year()
    assert (year_ago.name, year_ago.days) == ("FY2023-Q4", 14 * 7)


def test_overlaps_are_counted_in_days():
    january, quarter = Period.month(2026, 1), Period.parse("2026-01-25..2026-02-03")
    assert january.overlap_days(quarter) == 7
    assert january.overlap(quarter) == Period.between(date(2026, 1, 25), date(2026, 1, 31))
    assert january.overlap(Period.month(2026, 2)) is None
    assert january.overlap_days(Period.month(2026, 2)) == 0


def test_periods_of_the_same_days_are_equal_however_they_were_named():
    same = {Period.quarter(2026, 1), Period(date(2026, 1, 1), date(2026, 4, 1)), Period.parse("FY2026-Q1")}
    assert len(same) == 1


def test_a_period_without_a_day_is_refused():
    with pytest.raises(RuleBroken, match="A period needs at least one day"):
        Period(date(2026, 1, 1), date(2026, 1, 1))


def test_a_period_is_made_of_days_not_moments():
    with pytest.raises(TypeError):
        Period(datetime(2026, 1, 1), datetime(2026, 1, 2))


def test_a_step_beyond_the_calendar_is_refused():
    with pytest.raises(RuleBroken, match="from 1900 to 2199"):
        Period.year(1900).previous()


@given(names, st.sampled_from([JULY, RETAIL, FiscalCalendar()]))
def test_a_name_reads_back_as_the_same_period(name, fiscal):
    period = Period.parse(name, fiscal)
    assert period.name == name
    assert period.previous().end == period.start


@given(days, st.integers(0, 2000))
def test_the_days_before_a_range_are_as_many_and_directly_before(first, length):
    period = Period.between(first, first + timedelta(days=length))
    assert period.previous().days == period.days
    assert period.previous().end == period.start
    assert Period.parse(period.name) == period


@given(days, st.integers(0, 2000))
def test_the_same_dates_a_year_ago_exist(first, length):
    period = Period.between(first, first + timedelta(days=length))
    year_ago = period.last_year()
    assert (year_ago.start.year, year_ago.last.year) == (period.start.year - 1, period.last.year - 1)
    assert abs(year_ago.days - period.days) <= 1


@given(st.integers(1950, 2150))
def test_quarters_and_months_partition_the_year(year):
    whole = Period.year(year)
    months = [Period.month(year, month) for month in range(1, 13)]
    quarters = [Period.quarter(year, quarter) for quarter in range(1, 5)]
    assert [day for month in months for day in month] == list(whole)
    assert [day for quarter in quarters for day in quarter] == list(whole)
