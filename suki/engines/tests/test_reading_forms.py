from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suki.engines.reading.forms import LOCALES, PLAIN, form_of, moment, shortened
from suki.kernel.errors import RuleBroken


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1234.56", "1234.56"),
        ("-5", "-5"),
        ("+5", "5"),
        (".5", "0.5"),
        ("007", "7"),
        (" 1 ", "1"),
        ("−2.50", "-2.50"),
    ],
)
def test_plain_numbers_are_read_exactly(written, number):
    assert str(PLAIN.number(written)) == number


@pytest.mark.parametrize(
    "written",
    [
        "",
        "-",
        "5.",
        "1,234",
        "1 234",
        "1_000",
        "1e5",
        "1E5",
        "NaN",
        "inf",
        "Infinity",
        "0x1F",
        "--1",
        "١٢",
        "1.2.3",
        "$5",
    ],
)
def test_what_is_no_plain_number_is_refused_with_an_example(written):
    with pytest.raises(RuleBroken, match=r"is not a number; expected a number such as 1234\.56"):
        PLAIN.number(written)


def test_a_number_beyond_reason_is_refused():
    with pytest.raises(RuleBroken, match="too many digits; expected at most 20"):
        PLAIN.number("9" * 21)


@pytest.mark.parametrize(
    ("locale", "written"),
    [
        ("de", "1.234.567,50"),
        ("vi", "1.234.567,50"),
        ("id", "1.234.567,50"),
        ("fil", "1,234,567.50"),
        ("en", "1,234,567.50"),
        ("de", "1234567,50"),
        ("en", "1234567.50"),
    ],
)
def test_numbers_are_read_as_the_language_writes_them(locale, written):
    assert form_of(locale).number(written) == Decimal("1234567.50")


@pytest.mark.parametrize(
    ("locale", "written"),
    [("de", "1234.56"), ("de", "1.23"), ("de", "1.2345,0"), ("en", "1,23"), ("vi", "12,34,567")],
)
def test_grouping_in_the_wrong_place_is_refused_rather_than_guessed(locale, written):
    with pytest.raises(RuleBroken, match="is not a number"):
        form_of(locale).number(written)


@pytest.mark.parametrize(
    ("locale", "written"),
    [("de", "21.11.2026"), ("vi", "21/11/2026"), ("id", "21/11/2026"), ("en", "11/21/2026")],
)
def test_days_are_read_as_the_language_writes_them_and_by_iso_8601(locale, written):
    assert form_of(locale).day(written) == form_of(locale).day("2026-11-21") == date(2026, 11, 21)


@pytest.mark.parametrize(
    "written", ["21.11.26", "31.11.2026", "11/21/2026", "2026-02-29", "0001-01-01", "", "heute"]
)
def test_what_is_no_day_is_refused(written):
    with pytest.raises(RuleBroken, match=r"is not a date; expected a date such as 21\.11\.2026"):
        form_of("de").day(written)


def test_an_unknown_language_is_refused():
    with pytest.raises(RuleBroken, match="expected one of en, de, vi, id, fil"):
        form_of("xx")


@given(
    st.sampled_from(LOCALES),
    st.decimals(-(10**9), 10**9, places=3),
    st.dates(date(1900, 1, 1), date(2199, 12, 31)),
)
def test_what_is_written_in_a_language_reads_back(locale, number, day):
    form = form_of(locale)
    assert form.number(form.write_number(number)) == number
    assert form.day(form.write_day(day)) == day


def test_a_moment_may_name_its_offset_or_not():
    assert moment("2026-11-20T16:00") == datetime(2026, 11, 20, 16)
    assert moment("2026-11-20 16:00:30+07:00") == datetime(
        2026, 11, 20, 16, 0, 30, tzinfo=timezone(timedelta(hours=7))
    )


@pytest.mark.parametrize(
    "written", ["", "2026-11-20", "2026-11-20T25:00", "20261120T1600", "0001-01-01T00:00", "now"]
)
def test_what_is_no_moment_is_refused(written):
    with pytest.raises(
        RuleBroken, match="is not a moment; expected a date and a time such as 2026-11-20T16:00"
    ):
        moment(written)


def test_what_was_written_is_shown_in_one_short_line():
    assert shortened("a\n  b\tc") == "a b c"
    assert len(shortened("x" * 500)) == 63
