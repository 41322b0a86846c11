from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from suki.kernel.errors import RuleBroken
from suki.kernel.money import Money, apportion, apportion_amount, split_amount

amounts = st.integers(-(10**12), 10**12).map(lambda cents: Decimal(cents).scaleb(-2))
weights = st.lists(st.decimals(0, 10**6, places=3), min_size=1, max_size=20)
lines = st.lists(st.decimals(-(10**6), 10**6, places=4), min_size=1, max_size=20)


def texts(shares):
    return [str(share) for share in shares]


@pytest.mark.parametrize(
    ("amount", "by", "to", "shares"),
    [
        ("100.00", [1, 1, 1], 2, ["33.34", "33.33", "33.33"]),
        ("-100.00", [1, 1, 1], 2, ["-33.34", "-33.33", "-33.33"]),
        ("0.07", [3, 4, 3], 2, ["0.02", "0.03", "0.02"]),
        ("1", [1, 1], 0, ["1", "0"]),
        ("0", [2, 1], 2, ["0.00", "0.00"]),
        ("10", [0, 1, 0], 2, ["0.00", "10.00", "0.00"]),
        ("1.000", [Decimal("0.2"), Decimal("0.3"), Decimal("0.5")], 3, ["0.200", "0.300", "0.500"]),
        ("250000", [7, 7, 6, 1], 0, ["83333", "83333", "71429", "11905"]),
    ],
)
def test_what_is_left_over_goes_to_the_largest_remainders_in_order(amount, by, to, shares):
    assert texts(split_amount(Decimal(amount), by, to)) == shares


def test_money_splits_into_money_of_its_currency():
    assert Money(Decimal(1000), "VND").split([1, 2]) == [
        Money(Decimal(333), "VND"),
        Money(Decimal(667), "VND"),
    ]


@given(amounts, weights)
def test_shares_always_add_up_to_the_whole(amount, by):
    assume(any(by))
    assert sum(split_amount(amount, by, 2)) == amount


@given(amounts, weights)
def test_every_share_is_within_a_cent_of_its_proportion(amount, by):
    assume(any(by))
    whole = sum(by)
    shares = split_amount(amount, by, 2)
    assert all(
        abs(share * whole - amount * weight) < whole / 100 for share, weight in zip(shares, by, strict=True)
    )


@given(amounts, weights)
def test_a_refund_splits_as_the_mirror_of_the_charge(amount, by):
    assume(any(by))
    assert split_amount(-amount, by, 2) == [-share for share in split_amount(amount, by, 2)]


@given(amounts, weights, st.integers(1, 1000))
def test_only_the_proportion_of_the_weights_matters(amount, by, factor):
    assume(any(by))
    assert split_amount(amount, by, 2) == split_amount(amount, [weight * factor for weight in by], 2)


@pytest.mark.parametrize(
    ("by", "sentence"),
    [
        ([], "nobody to split between"),
        ([0, 0], "All weights are zero"),
        ([3, -1], "A weight cannot be negative"),
        ([Decimal("NaN")], "is not an amount"),
        ([Decimal("1E+99")], "more digits"),
    ],
)
def test_weights_that_mean_nothing_are_refused_in_one_sentence(by, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        split_amount(Decimal(100), by, 2)


def test_an_amount_finer_than_its_currency_is_refused_rather_than_changed():
    with pytest.raises(RuleBroken, match="round it to 2 decimals first"):
        split_amount(Decimal("100.005"), [1, 1], 2)


def test_a_document_rounded_once_is_given_to_its_lines():
    parts = [Decimal("3.335")] * 3
    assert texts(apportion_amount(Decimal("10.01"), parts, 2)) == ["3.34", "3.34", "3.33"]


def test_a_discount_on_the_whole_document_is_shared_by_size():
    assert texts(apportion_amount(Decimal("90"), [Decimal(60), Decimal(40)], 2)) == ["54.00", "36.00"]


def test_a_returned_line_keeps_its_sign_and_takes_its_part():
    parts = [Decimal("100.004"), Decimal("-99.994")]
    assert texts(apportion_amount(Decimal("0.01"), parts, 2)) == ["100.00", "-99.99"]


def test_lines_that_cancel_out_do_not_blow_up():
    parts = [Decimal(50), Decimal(-50)]
    assert texts(apportion_amount(Decimal("1.00"), parts, 2)) == ["50.50", "-49.50"]


def test_a_free_document_has_free_lines():
    assert texts(apportion_amount(Decimal(0), [Decimal(0), Decimal(0)], 2)) == ["0.00", "0.00"]
    assert apportion_amount(Decimal(0), [], 2) == []


def test_a_total_without_lines_to_bear_it_is_refused():
    with pytest.raises(RuleBroken, match="The lines add up to nothing"):
        apportion_amount(Decimal(5), [Decimal(0)], 2)


def test_money_is_apportioned_in_its_currency():
    shares = apportion(Money(Decimal(1000), "VND"), [Decimal("333.4"), Decimal("666.5")])
    assert texts(shares) == ["333 VND", "667 VND"]


@given(amounts, lines)
def test_apportioned_lines_always_add_up_to_the_document(total, parts):
    assume(any(parts))
    assert sum(apportion_amount(total, parts, 2)) == total


@given(amounts, lines)
def test_a_credit_note_is_the_mirror_of_its_invoice(total, parts):
    assume(any(parts))
    mirrored = apportion_amount(-total, [-part for part in parts], 2)
    assert mirrored == [-share for share in apportion_amount(total, parts, 2)]


@given(lines)
def test_a_line_moves_by_less_than_a_cent_and_a_half_when_only_rounding_is_shared(parts):
    assume(any(parts))
    total = Money(sum(parts), "EUR").rounded().amount
    shares = apportion_amount(total, parts, 2)
    assert all(abs(share - part) < Decimal("0.015") for share, part in zip(shares, parts, strict=True))


@given(amounts, st.lists(st.decimals("0.0001", 10**6, places=4), min_size=1, max_size=20))
def test_lines_of_one_sign_share_in_plain_proportion(total, parts):
    assert apportion_amount(total, parts, 2) == split_amount(total, parts, 2)
