from datetime import date
from decimal import Decimal

import pytest

from suki.engines.reading import source
from suki.engines.reading.forms import PLAIN, form_of
from suki.engines.reading.problems import Problems
from suki.engines.reading.stated import stated_in
from suki.engines.reading.table import read_table
from suki.kernel.errors import BadInput


@pytest.fixture
def table(tmp_path, monkeypatch):
    """Reads a table of customers and amounts from what a file holds; with the problems that were found."""
    monkeypatch.chdir(tmp_path)

    def read(content, form=PLAIN, optional=("currency", "on")):
        (tmp_path / "t.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
        problems = Problems()
        found = read_table(
            "t.csv", required=("customer", "amount"), optional=optional, problems=problems, form=form
        )
        return found, problems

    return read


def cells(found):
    return [(row.text("customer"), row.amount("amount")) for row in found]


def problems_of(problems):
    with pytest.raises(BadInput) as refused:
        problems.raise_if_any()
    return str(refused.value).splitlines()


@pytest.mark.parametrize(
    "content",
    [
        "customer,amount\nA,1.50\nB,2\n",
        "\ufeffcustomer,amount\nA,1.50\nB,2",
        "Customer ; AMOUNT\r\nA;1.50\r\nB;2\r\n",
        "amount\tignored\tcustomer\n1.50\tx\tA\n2\ty\tB\n",
        'customer,"amount"\n"A","1.50"\n\n , \nB,2\n',
        "customer,amount\nA,1.50,\nB,2,,,\n",
        "\n\ncustomer,amount\nA,1.50\nB,2\n",
    ],
)
def test_one_table_is_read_however_it_was_saved(table, content):
    found, problems = table(content)
    assert cells(found) == [("A", Decimal("1.50")), ("B", Decimal(2))]
    assert not len(problems)


def test_a_delimiter_inside_quotes_does_not_mislead(table):
    found, _problems = table('customer;amount;"a,b,c,d"\nA;1;x\n')
    assert cells(found) == [("A", Decimal(1))]


def test_the_same_name_is_the_same_customer_however_its_accents_are_stored(table):
    found, _problems = table("customer,amount\nHa\u0300 No\u0323\u0302i,1\nHà Nội,2\n")
    assert len({row.text("customer") for row in found}) == 1


def test_rows_are_numbered_as_a_spreadsheet_does(table):
    found, problems = table('customer,amount\n"two\nlines",1\n\nB,x\n')
    cells(found)
    assert problems_of(problems) == ['t.csv:4:amount: "x" is not a number; expected a number such as 1234.56']


def test_every_problem_is_named_with_its_row_and_column(table):
    found, problems = table("customer,amount\n,1\nA,\nB,1e3\nC,NaN\nD\nE,1,surplus\n")
    cells(found)
    places = [line.split(": ")[0] for line in problems_of(problems)]
    assert sorted(places) == [
        "t.csv:2:customer", "t.csv:3:amount", "t.csv:4:amount", "t.csv:5:amount", "t.csv:6:2", "t.csv:7:3",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "t.csv:1:1: the file is empty; expected a header row with the columns customer, amount"),
        ("\n \n", "t.csv:1:1: the file is empty; expected a header row with the columns customer, amount"),
        ("name,amount\nA,1\n", "t.csv:1:customer: the column is missing; the header has name, amount"),
        (
            "customer,amount,amount\nA,1,2\n",
            "t.csv:1:amount: the column stands twice in the header; expected it once",
        ),
        (
            'customer,amount\n"A,1\n',
            "t.csv:2:1: the row cannot be read (unexpected end of data); expected quotes in pairs",
        ),
    ],
)
def test_a_table_without_its_shape_is_refused(table, content, problem):
    found, problems = table(content)
    cells(found)
    assert problems_of(problems) == [problem]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("customer,amount\nMüller,1\n".encode("latin-1"), "t.csv:2:2: byte 0xFC is not UTF-8"),
        ("customer,amount\nA,1\n".encode("utf-16"), "t.csv:1:1: the text is encoded as UTF-16"),
        (b"PK\x03\x04rest of a workbook", "t.csv:1:1: this is a workbook or a zip archive"),
        (b"customer,amount\nA\x00,1\n", "t.csv:2:2: a null byte"),
    ],
)
def test_what_is_not_utf_8_text_is_refused_where_it_begins(table, content, problem):
    with pytest.raises(BadInput) as refused:
        table(content)
    assert str(refused.value).startswith(problem)


def test_a_directory_is_refused(table, tmp_path):
    with pytest.raises(BadInput, match="this is a directory; expected a CSV file"):
        read_table(str(tmp_path), required=("customer",), problems=Problems())


@pytest.mark.parametrize("name", ["nowhere.csv", "nowhere/at/all.csv"])
def test_a_missing_file_is_refused(table, name):
    with pytest.raises(
        BadInput, match="there is no such file; expected a CSV file with the columns customer"
    ):
        read_table(name, required=("customer",), problems=Problems())


def test_a_name_that_no_file_can_have_is_refused(table):
    with pytest.raises(BadInput, match="cannot be read"):
        read_table("a\x00b", required=("customer",), problems=Problems())


def test_a_file_without_end_is_refused():
    with pytest.raises(BadInput, match="this is too large; expected a list of at most 1,000 bytes"):
        source.text_of("/dev/zero", expected="a list", most_bytes=1000)


def test_a_huge_cell_is_refused(table):
    found, problems = table(f"customer,amount\n{'x' * 200_000},1\n")
    cells(found)
    assert "field larger than field limit" in problems_of(problems)[0]


def test_numbers_and_days_are_read_in_the_language_of_the_table(table):
    found, problems = table("customer;amount;on\nA;1.234,50;21.11.2026\n", form_of("de"))
    assert [(row.amount("amount"), row.day("on")) for row in found] == [
        (Decimal("1234.50"), date(2026, 11, 21))
    ]
    assert not len(problems)


def test_a_hundred_problems_are_listed_and_the_rest_counted(table):
    found, problems = table("customer,amount\n" + "A,x\n" * 250)
    cells(found)
    lines = problems_of(problems)
    assert (len(lines), lines[-1]) == (101, "and 150 more problems, not listed")


def test_a_header_alone_is_a_problem_only_where_rows_are_needed(table):
    found, problems = table("customer,amount\n")
    assert (len(found), len(problems)) == (0, 0)
    found.needs_rows("customer")
    assert problems_of(problems) == [
        "t.csv:2:1: there are no rows under the header; expected at least one customer"
    ]


def test_a_currency_column_says_how_totals_are_rounded(table):
    found, problems = table("customer,amount,currency\nA,1,VND\nB,2,VND\n")
    assert (stated_in([found], []).currency, stated_in([found], []).decimals, len(problems)) == ("VND", 0, 0)


def test_without_a_currency_sums_keep_the_decimals_of_their_parts(table):
    found, _problems = table("customer,amount\nA,1.5\nB,0.125\nC,2\n")
    stated = stated_in([found], [amount for _customer, amount in cells(found)])
    assert (stated.currency, str(stated.amount(Decimal("3.625")))) == ("", "3.625")


def test_two_currencies_do_not_add_up(table):
    found, problems = table("customer,amount,currency\nA,1,EUR\nB,2,USD\nC,3,XYZ\n")
    stated_in([found], [])
    assert [line.split(";")[0] for line in problems_of(problems)] == [
        "t.csv:3:currency: USD after EUR",
        't.csv:4:currency: "XYZ" is not a currency',
    ]
