"""What people type into fields, read strictly, and what is refused with which sentence."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.utils import translation

from suki.base import typed
from suki.base.fields import DayField, LookupField, MoneyField, PeriodField
from suki.kernel.errors import RuleBroken
from suki.kernel.money import Money
from suki.kernel.periods import Period

TODAY = date(2026, 11, 20)
D = Decimal


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("en", "1,234.50", "1234.50"),
        ("en", "1234.5", "1234.5"),
        ("de", "1.234,50", "1234.50"),
        ("vi", "250.000.000", "250000000"),
        ("de", "−1.000", "-1000"),
        ("en", " 12 000 ", "12000"),
        ("en", ".5", "0.5"),
    ],
)
def test_numbers_are_read_in_the_reader_s_notation(language, text, number):
    with translation.override(language):
        assert typed.read_number(text) == D(number)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "12.000.00"),
        ("en", "1,23"),
        ("de", "1.23"),
        ("en", "12a"),
        ("en", ""),
        ("en", "1."),
        ("en", "١٢"),
    ],
)
def test_what_could_mean_two_numbers_is_refused(language, text):
    with translation.override(language), pytest.raises(RuleBroken):
        typed.read_number(text)


def test_an_amount_with_more_decimals_than_its_currency_is_refused():
    with translation.override("en"), pytest.raises(RuleBroken, match="EUR has 2 decimals"):
        typed.read_amount("12.345", "EUR")


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "2027-03-31", date(2027, 3, 31)),
        ("de", "31.03.2027", date(2027, 3, 31)),
        ("de", "31.3.27", date(2027, 3, 31)),
        ("vi", "4/3/2027", date(2027, 3, 4)),
        ("en", "31/3/2027", date(2027, 3, 31)),
        ("en", "31 Mar 2027", date(2027, 3, 31)),
        ("en", "March 31", date(2026, 3, 31)),
        ("de", "31. März 2027", date(2027, 3, 31)),
        ("en", "today", TODAY),
        ("en", "Tomorrow", date(2026, 11, 21)),
        ("en", "+14", date(2026, 12, 4)),
        ("en", "+2w", date(2026, 12, 4)),
        ("en", "+3m", date(2027, 2, 20)),
        ("en", "+1y", date(2027, 11, 20)),
    ],
)
def test_days_are_read_as_people_type_them(language, text, day):
    with translation.override(language):
        assert typed.read_day(text, TODAY) == day


def test_a_month_on_from_the_end_of_january_is_the_end_of_february():
    assert typed.read_day("+1m", date(2027, 1, 31)) == date(2027, 2, 28)


def test_a_day_that_could_be_two_is_refused_and_both_are_shown():
    with translation.override("en"), pytest.raises(RuleBroken, match="2027-04-03 or 2027-03-04"):
        typed.read_day("3/4/2027", TODAY)


@pytest.mark.parametrize("text", ["31.02.2027", "someday", "2027-13-01", "99"])
def test_a_day_that_does_not_exist_is_refused(text):
    with translation.override("de"), pytest.raises(RuleBroken):
        typed.read_day(text, TODAY)


@pytest.mark.parametrize("language", ["en", "de", "vi", "id", "fil"])
def test_a_field_reads_back_what_it_shows(language):
    with translation.override(language):
        assert typed.read_day(typed.day_for_input(date(2027, 3, 4)), TODAY) == date(2027, 3, 4)


class Sample(forms.Form):
    limit = MoneyField(currency="PHP", required=False, may_be_negative=False)
    budget = MoneyField(currencies=("PHP", "VND"), required=False)
    until = DayField(required=False)
    period = PeriodField(required=False)
    account = LookupField(
        url="/x/",
        resolve=lambda value, text: (
            {"7": "Sonnenhof"}.get(value) or ("Sonnenhof" if text == "Sonnenhof" else None)
        ),
        required=False,
    )


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_field_refuses_days_outside_all_calendars(day):
    form = Sample({"until": day})
    assert "Years run from 1900 to 2199" in str(form.errors["until"])


def test_the_fields_of_a_form_give_what_the_business_speaks_of():
    form = Sample(
        {
            "limit": "12,000,000.00", "budget": "250,000,000", "budget_currency": "VND", "until": "2027-03-31",
            "period": "2026-Q3", "account": "7", "account_text": "Sonn",
        }
    )  # fmt: skip
    with translation.override("en"):
        assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "limit": Money(D("12000000.00"), "PHP"),
        "budget": Money(D("250000000"), "VND"),
        "until": date(2027, 3, 31),
        "period": Period.quarter(2026, 3),
        "account": "Sonnenhof",
    }


def test_a_row_is_found_by_its_name_where_scripts_do_not_run():
    form = Sample({"account_text": "Sonnenhof"})
    assert form.is_valid()
    assert form.cleaned_data["account"] == "Sonnenhof"


def test_each_field_says_in_one_sentence_what_is_wrong():
    form = Sample(
        {
            "limit": "-5",
            "budget": "12.5",
            "budget_currency": "VND",
            "until": "soon",
            "period": "Q9",
            "account_text": "Nobody",
        }
    )
    with translation.override("en"):
        errors = {name: messages[0] for name, messages in form.errors.items()}
    assert errors["limit"] == "This cannot be less than nothing."
    assert errors["budget"] == "VND has 0 decimals, “12.5” has more."
    assert errors["until"] == "“soon” is not a day; write it like " + errors["until"].split("like ")[1]
    assert "Nobody" in errors["account"]
    assert "Q9" in errors["period"]


def test_a_currency_that_was_not_offered_is_refused():
    form = Sample({"budget": "12", "budget_currency": "USD"})
    assert "PHP, VND" in form.errors["budget"][0]


def test_a_wrong_value_is_shown_again_as_it_was_typed():
    form = Sample({"limit": "12.000.00", "until": "31.02.2027"})
    assert 'value="12.000.00"' in str(form["limit"])
    assert 'value="31.02.2027"' in str(form["until"])
