from decimal import Decimal

import pytest

from suki.kernel.errors import RuleBroken
from suki.kernel.money import Money, currencies, digits, display_digits, is_currency, round_half_up

# ISO 4217 of January 2026: every code whose minor unit is not two decimals.
WITHOUT_DECIMALS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
WITH_THREE = "BHD IQD JOD KWD LYD OMR TND"
WITH_FOUR = "CLF UYW"
# Codes that CLDR shows without decimals although ISO 4217 gives them two.
WITH_TWO = "IDR AFN ALL IRR KPW LAK LBP MGA MMK RSD SOS SYP YER EUR USD PHP HUF CZK TWD COP PKR XCG ZWG VED"


@pytest.mark.parametrize(
    ("codes", "expected"), [(WITHOUT_DECIMALS, 0), (WITH_TWO, 2), (WITH_THREE, 3), (WITH_FOUR, 4)]
)
def test_amounts_are_stored_with_the_digits_of_iso_4217(codes, expected):
    assert {code: digits(code) for code in codes.split()} == dict.fromkeys(codes.split(), expected)


def test_rupiah_are_stored_with_sen_and_shown_without():
    assert (digits("IDR"), display_digits("IDR")) == (2, 0)


@pytest.mark.parametrize(("code", "shown"), [("VND", 0), ("EUR", 2), ("KWD", 3), ("LBP", 0), ("IQD", 0)])
def test_amounts_are_shown_with_the_digits_people_know(code, shown):
    assert display_digits(code) == shown


def test_nothing_is_shown_with_more_digits_than_it_is_stored_with():
    assert all(display_digits(code) <= digits(code) for code in currencies())


@pytest.mark.parametrize("code", ["", "EURO", "eur", "XXX", "XAU", "XTS", "E U", "€"])
def test_an_unknown_currency_is_refused_in_one_sentence(code):
    assert not is_currency(code)
    with pytest.raises(RuleBroken, match="is not a currency: use a three-letter ISO 4217 code"):
        Money(Decimal(1), code)


@pytest.mark.parametrize(
    ("amount", "to", "rounded"),
    [
        ("2.345", 2, "2.35"),
        ("-2.345", 2, "-2.35"),
        ("2.344999", 2, "2.34"),
        ("0.5", 0, "1"),
        ("-0.5", 0, "-1"),
        ("-0.004", 2, "0.00"),
        ("1234567.5", 0, "1234568"),
        ("7", 3, "7.000"),
        ("99999999999999999999999999999999.995", 2, "100000000000000000000000000000000.00"),
    ],
)
def test_halves_round_away_from_zero(amount, to, rounded):
    assert str(round_half_up(Decimal(amount), to)) == rounded


def test_money_rounds_to_its_currency():
    assert str(Money(Decimal("1234.5"), "VND").rounded()) == "1235 VND"
    assert str(Money(Decimal("1.2345"), "KWD").rounded()) == "1.235 KWD"


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-Infinity", "1E+50", "1E-90"])
def test_what_is_no_amount_is_refused(amount):
    with pytest.raises(RuleBroken):
        Money(Decimal(amount), "EUR")


@pytest.mark.parametrize("amount", [1.5, "1.50", None, True])
def test_an_amount_that_is_not_exact_is_a_mistake_in_the_code(amount):
    with pytest.raises(TypeError):
        Money(amount, "EUR")


def test_amounts_of_one_currency_add_up_exactly():
    parts = [Money(Decimal("0.1"), "EUR")] * 3
    assert Money.total(parts, "EUR") == Money(Decimal("0.3"), "EUR")
    assert Money.total([], "VND") == Money.zero("VND")


def test_large_amounts_add_up_to_the_last_cent():
    large, cent = Money(Decimal("9" * 30), "EUR"), Money(Decimal("0.01"), "EUR")
    assert (large + cent) - large == cent


def test_a_factor_scales_an_amount_and_nothing_else_does():
    assert 3 * Money(Decimal("1.10"), "EUR") == Money(Decimal("1.10"), "EUR") * Decimal(3)
    with pytest.raises(TypeError):
        Money(Decimal(1), "EUR") * 1.5


def test_two_currencies_need_a_rate():
    with pytest.raises(RuleBroken, match="EUR and VND cannot be added or compared without an exchange rate"):
        Money(Decimal(1), "EUR") + Money(Decimal(1), "VND")
    with pytest.raises(RuleBroken):
        assert Money(Decimal(1), "EUR") < Money(Decimal(1), "VND")


def test_amounts_compare_and_negate():
    owed = Money(Decimal(5), "EUR")
    assert -owed < Money.zero("EUR") < owed
    assert (abs(-owed), (-owed).is_negative, bool(Money.zero("EUR"))) == (owed, True, False)
    assert str(-Money.zero("EUR")) == "0 EUR"
    assert owed >= owed and owed <= owed and owed > -owed


def test_equal_amounts_are_equal_however_they_are_written():
    assert len({Money(Decimal("1.0"), "EUR"), Money(Decimal("1.00"), "EUR")}) == 1
