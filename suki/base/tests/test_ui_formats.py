"""Numbers, amounts and days as each language writes them."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from suki.base import formats
from suki.kernel.money import Money

G = formats.GAP
D = Decimal


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", f"₱{G}41,286,430.50"),
        ("fil", f"₱{G}41,286,430.50"),
        ("de", f"41.286.430,50{G}₱"),
        ("vi", f"41.286.430,50{G}₱"),
        ("id", f"₱{G}41.286.430,50"),
    ],
)
def test_an_amount_follows_the_language(language, written):
    with translation.override(language):
        assert formats.amount_text(D("41286430.50"), "PHP") == written


def test_a_whole_unit_currency_has_no_decimals():
    assert formats.amount_text(Money(D("1184200000"), "VND")) == f"₫{G}1,184,200,000"


def test_rupiah_show_their_decimals_only_where_an_amount_has_some():
    assert formats.amount_text(D("1240000000"), "IDR") == f"Rp{G}1,240,000,000"
    assert formats.amount_text(D("1240000000.50"), "IDR") == f"Rp{G}1,240,000,000.50"


def test_the_minus_is_a_minus():
    assert formats.amount_text(D("-5.5"), "EUR") == f"−€{G}5.50"


def test_halves_round_away_from_zero():
    assert formats.number_text(D("2.665"), 2) == "2.67"
    assert formats.number_text(D("-2.665"), 2) == "−2.67"


def test_an_amount_is_never_cut_to_fewer_digits_than_it_is_kept_with():
    assert formats.amount_text(D("0.125"), "KWD") == f"KWD{G}0.125"


def test_decimals_and_signs_are_paler_on_screens():
    assert (
        formats.amount_marked(D("9418206.40"), "PHP")
        == f'<span class="cur">₱</span>{G}9,418,206<span class="dec">.40</span>'
    )


def test_columns_of_mixed_currencies_are_padded_so_that_units_stand_under_units():
    assert 'class="dec pad" aria-hidden="true">.00<' in formats.bare_marked(D(5), "VND", mixed=True)
    assert "pad" not in formats.bare_marked(D(5), "VND")


def test_what_is_missing_is_a_dash_and_never_a_zero():
    assert formats.amount_text(None, "EUR") == "–"
    assert formats.day_text(None) == "–"
    assert "0" not in formats.percent_marked(None)


@pytest.mark.parametrize(
    ("language", "written"), [("en", "27.4%"), ("de", f"27,4{G}%"), ("vi", f"27,4{G}%"), ("id", "27,4%")]
)
def test_a_percentage_keeps_a_gap_where_the_language_does(language, written):
    with translation.override(language):
        assert formats.percent_text(D("0.274")) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", f"₱{G}48.2{G}M"), ("de", f"48,2{G}Mio.{G}₱"), ("vi", f"48,2{G}tr{G}₱"), ("id", f"₱{G}48,2{G}jt")],
)
def test_short_amounts_speak_the_language_s_own_units(language, written):
    with translation.override(language):
        assert formats.short_text(D("48216430"), "PHP") == written


def test_a_short_amount_below_a_thousand_stays_itself():
    assert formats.short_text(D("950"), "EUR") == f"€{G}950"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "31 Mar 2027"),
        ("de", "31.03.2027"),
        ("vi", "31/03/2027"),
        ("id", "31 Mar 2027"),
        ("fil", "Mar 31, 2027"),
    ],
)
def test_a_day_follows_the_language(language, written):
    with translation.override(language):
        assert formats.day_text(date(2027, 3, 31)) == written


def test_a_heading_says_the_weekday_in_full():
    assert formats.day_text(date(2026, 11, 20), "heading") == "Friday, 20 November"


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (date(2026, 11, 18), "2 days late"),
        (date(2026, 11, 20), "today"),
        (date(2026, 11, 23), "in 3 days"),
        (date(2026, 11, 25), "Wednesday"),
        (date(2026, 12, 24), "24 Dec"),
        (date(2027, 1, 22), "22 Jan 2027"),
    ],
)
def test_days_are_said_as_people_say_them(due, said):
    assert formats.lateness_text(due, date(2026, 11, 20)) == said
