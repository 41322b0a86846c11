import pytest

from suki.cli.tests.calculating import calculate


@pytest.mark.parametrize(
    ("arguments", "shares"),
    [
        (["100", "EUR", 1, 1, 1], ["33.34", "33.33", "33.33"]),
        (["-100", "EUR", 1, 1, 1], ["-33.34", "-33.33", "-33.33"]),
        (["1000000", "VND", 1, 1, 1], ["333334", "333333", "333333"]),
        (["1000000", "IDR", 1, 1, 1], ["333333.34", "333333.33", "333333.33"]),
        (["1", "KWD", "0.5", "0.25", "0.25"], ["0.500", "0.250", "0.250"]),
        (["0", "EUR", 7, 3], ["0.00", "0.00"]),
        (["100.000", "EUR", 1, 0], ["100.00", "0.00"]),
        (["10000000000000000", "EUR", 1], ["10000000000000000.00"]),
    ],
)
def test_shares_add_up_and_are_printed_plainly(arguments, shares):
    assert calculate("split", *arguments).answer == {"currency": arguments[1], "shares": shares}


def test_an_amount_may_be_written_in_a_language():
    assert calculate("split", "-1.234,50", "EUR", "0,3", "0,7", "--locale", "de").answer["shares"] == [
        "-370.35",
        "-864.15",
    ]


def test_the_shares_can_be_read_as_a_table():
    outcome = calculate("split", "1.234.567", "VND", 1, 1, "--table", "--locale", "vi")
    assert outcome.out.splitlines() == ["currency  VND", "shares    617.284, 617.283"]
    assert outcome.status == 0


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["x", "EUR", 1], 'AMOUNT: "x" is not a number; expected a number such as 1234.56'),
        (["1e2", "EUR", 1], 'AMOUNT: "1e2" is not a number; expected a number such as 1234.56'),
        (["NaN", "EUR", 1], 'AMOUNT: "NaN" is not a number; expected a number such as 1234.56'),
        (
            ["1", "EURO", 1],
            'CURRENCY: "EURO" is not a currency; expected an ISO 4217 code such as EUR, VND or IDR',
        ),
        (
            ["1", "XAU", 1],
            'CURRENCY: "XAU" is not a currency; expected an ISO 4217 code such as EUR, VND or IDR',
        ),
        (["1", "EUR", 1, "two"], 'WEIGHT 2: "two" is not a number; expected a number such as 1234.56'),
        (["1", "EUR", 0, 0], "All weights are zero: at least one must be more than zero."),
        (["1", "EUR", 2, -1], "A weight cannot be negative: use zero for whoever gets nothing."),
        (["1.005", "EUR", 1], "1.005 cannot be split exactly: round it to 2 decimals first."),
        (["0.5", "VND", 1], "0.5 cannot be split exactly: round it to 0 decimals first."),
        (
            ["1", "EUR"],
            "suki calc split: the following arguments are required: WEIGHT; see 'suki calc split --help'",
        ),
    ],
)
def test_what_cannot_be_split_is_refused_in_one_line(arguments, problem):
    assert calculate("split", *arguments).problems == [problem]


def test_every_wrong_argument_is_named_at_once():
    assert len(calculate("split", "x", "y", "z").problems) == 3
