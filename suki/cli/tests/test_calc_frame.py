import subprocess
import sys
from decimal import Decimal

import pytest

from suki.cli.calculation import calculators
from suki.cli.printing import as_table, plainly
from suki.cli.tests.calculating import calculate
from suki.engines.reading.forms import PLAIN

WAITED_FOR = ("django", "psycopg", "yaml", "holidays", "babel.numbers", "babel.dates", "duckdb")


def test_calculators_are_found_by_their_files_and_say_what_they_work_out():
    assert {"split", "fiscal", "sla", "concentration", "retention"} <= set(calculators())
    assert all(calculators().values())


def test_the_overview_lists_every_calculator():
    outcome = calculate("--help")
    assert outcome.status == 0
    assert all(f"  {name} " in outcome.out for name in calculators())


@pytest.mark.parametrize("name", sorted(calculators()))
def test_every_calculator_explains_itself(name):
    outcome = calculate(name, "--help")
    assert (outcome.status, outcome.err) == (0, "")
    assert f"usage: suki calc {name}" in outcome.out


def test_without_a_name_the_calculators_are_listed_and_nothing_succeeds():
    outcome = calculate()
    assert (outcome.status, "concentration" in outcome.out) == (2, True)


def test_an_unknown_calculator_is_refused_with_the_likely_one():
    assert calculate("spilt").problems == ["There is no calculator 'spilt'; did you mean 'split'?"]
    assert calculate("xyz").problems == ["There is no calculator 'xyz'; 'suki calc --help' lists them."]


def test_an_unknown_option_or_language_is_refused_in_one_line():
    assert len(calculate("split", "1", "EUR", "1", "--shout").problems) == 1
    assert "invalid choice: 'fr'" in calculate("split", "1", "EUR", "1", "--locale", "fr").problems[0]


def test_a_calculator_starts_without_waiting_for_what_it_does_not_need():
    program = (
        "import sys; from suki.cli.main import main; main(); print(sorted(sys.modules), file=sys.stderr)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, "calc", "split", "1", "EUR", "1"],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode == 0
    assert [name for name in WAITED_FOR if f"'{name}'" in run.stderr] == []


def test_what_is_no_plain_value_is_never_printed():
    with pytest.raises(TypeError, match="not float"):
        plainly(0.1)


def test_numbers_are_printed_without_exponent():
    assert plainly(Decimal("1E+3")) == "1000"
    assert plainly(Decimal("0.00000001")) == "0.00000001"


def test_rows_within_rows_are_written_one_after_the_other():
    statements = [{"person": "Ana", "lines": [{"document": "I-1", "pays": Decimal("10.50")}]}]
    lines = as_table(
        {"total": {"earned": Decimal("10.50"), "paid": None}, "statements": statements}, PLAIN
    ).splitlines()
    assert lines == [
        "total earned  10.50",
        "total paid    -",
        "",
        "statements",
        "person  Ana",
        "",
        "lines",
        "document   pays",
        "--------  -----",
        "I-1       10.50",
    ]


def test_wide_letters_keep_the_columns_straight():
    rows = [{"customer": "東京", "n": 1}, {"customer": "a\u0301bcd", "n": 22}]
    assert as_table({"rows": rows}, PLAIN).splitlines()[-2:] == ["東京       1", "a\u0301bcd      22"]
