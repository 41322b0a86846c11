import pytest

from suki.cli.tests.calculating import calculate


@pytest.fixture
def retention(tmp_path, monkeypatch):
    """Compares revenue at the start with revenue at the end, each as a file holds it."""
    monkeypatch.chdir(tmp_path)

    def compare(start, end):
        (tmp_path / "start.csv").write_text(start, encoding="utf-8")
        (tmp_path / "end.csv").write_text(end, encoding="utf-8")
        return calculate("retention", "start.csv", "end.csv")

    return compare


def test_what_was_kept_lost_and_grown(retention):
    start = "customer,amount,currency\nUp,100,EUR\nDown,150,EUR\nGone,50,EUR\n"
    end = "amount,customer,currency\n130,Up,EUR\n120,Down,EUR\n500,New,EUR\n"
    assert retention(start, end).answer == {
        "currency": "EUR",
        "start": "300.00",
        "end_same_customers": "250.00",
        "expansion": "30.00",
        "contraction": "30.00",
        "churn": "50.00",
        "grr": "0.73333333",
        "nrr": "0.83333333",
        "logo_churn": "0.33333333",
        "customers": 3,
        "customers_lost": 1,
    }


def test_a_customer_in_several_rows_is_one(retention):
    answer = retention("customer,amount\nA,1.5\nA,2.5\n", "customer,amount\nA,3\nA,1\n").answer
    assert (answer["start"], answer["nrr"], answer["customers"]) == ("4.0", "1.00000000", 1)


def test_everybody_may_have_left(retention):
    answer = retention("customer,amount\nA,10\n", "customer,amount\n").answer
    assert (answer["grr"], answer["logo_churn"]) == ("0.00000000", "1.00000000")


def test_of_nobody_there_is_no_retention(retention):
    answer = retention("customer,amount\n", "customer,amount\nA,10\n").answer
    assert (answer["start"], answer["grr"], answer["nrr"], answer["logo_churn"]) == ("0", None, None, None)


def test_problems_of_both_files_are_named_at_once(retention):
    problems = retention("customer,amount\nA,-5\n", "customer,amount\n,1\n").problems
    assert problems == [
        "start.csv:2:amount: -5 is too small; expected 0 or more",
        "end.csv:2:customer: the cell is empty; expected a customer",
    ]


def test_two_currencies_cannot_be_compared(retention):
    problems = retention(
        "customer,amount,currency\nA,5,EUR\n", "customer,amount,currency\nA,1,VND\n"
    ).problems
    assert problems == [
        "end.csv:2:currency: VND after EUR; expected one currency, amounts of two do not add up"
    ]


def test_missing_files_are_both_named(tmp_path):
    problems = calculate("retention", tmp_path / "a.csv", tmp_path / "b.csv").problems
    assert [
        problem.endswith("there is no such file; expected a CSV file with the columns customer, amount")
        for problem in problems
    ] == [True, True]


def test_standard_input_cannot_be_both(monkeypatch, tmp_path):
    file = tmp_path / "s.csv"
    file.write_text("customer,amount\nA,1\n")
    with file.open() as standard_input:
        monkeypatch.setattr("sys.stdin", standard_input)
        problems = calculate("retention", "-", "-").problems
    assert problems == ["-: standard input is read once; expected a file for the other one"]
