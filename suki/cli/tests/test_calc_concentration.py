import pytest

from suki.cli.tests.calculating import calculate


@pytest.fixture
def concentration(tmp_path, monkeypatch):
    """Shows how concentrated the revenue in a file is."""
    monkeypatch.chdir(tmp_path)

    def show(content, *more):
        (tmp_path / "r.csv").write_text(content, encoding="utf-8")
        return calculate("concentration", "r.csv", *more)

    return show


def test_shares_are_listed_from_the_largest_and_add_up(concentration):
    answer = concentration("customer,amount\nBravo,250.00\nAlfa,600.00\nCharlie,150.00\n").answer
    assert answer["total"] == "1000.00"
    assert answer["hhi"] == "4450.00000000"
    assert answer["ten_percent"] == ["Alfa", "Bravo", "Charlie"]
    assert answer["top_20_percent_share"] == "0.60000000"
    assert answer["shares"][1] == {
        "customer": "Bravo", "amount": "250.00", "share": "0.25000000", "cumulative": "0.85000000",
    }  # fmt: skip


def test_rows_of_one_customer_add_up_and_amounts_take_the_currencys_digits(concentration):
    answer = concentration("customer,amount,currency\nA,0.1,KWD\nB,0.05,KWD\nA,0.2,KWD\n").answer
    assert (answer["currency"], answer["total"], answer["shares"][0]["amount"]) == ("KWD", "0.350", "0.300")


def test_customers_under_common_control_are_tested_as_one(concentration):
    rows = "customer,amount,group\nX1,40,X\nX2,60,X\nY,99,\nZ,801,\n"
    answer = concentration(rows).answer
    assert answer["ten_percent"] == ["Z", "X"]
    assert [group["customer"] for group in answer["groups"]] == ["Z", "X", "Y"]
    assert answer["group_hhi"] == "6614.02000000"


def test_a_file_as_a_german_spreadsheet_saves_it(concentration):
    answer = concentration(
        "\ufeffCustomer;Amount;Note\r\nMüller;1.234,50;x\r\nĐông Á;765,50;\r\n", "--locale", "de"
    ).answer
    assert (answer["total"], answer["shares"][1]["customer"]) == ("2000.00", "Đông Á")


def test_without_revenue_nothing_is_concentrated(concentration):
    answer = concentration("customer,amount\nA,5\nB,-5\nC,0\n").answer
    assert (answer["total"], answer["ten_percent"]) == ("0", [])
    assert concentration("customer,amount\nA,0\n").answer["hhi"] is None


def test_the_shares_can_be_read_as_a_table_in_a_language(concentration):
    lines = concentration(
        "customer;amount\nĐông Á;1.200,50\nB;100,00\n", "--table", "--locale", "vi"
    ).out.splitlines()
    assert lines[0].split() == ["total", "1.300,50"]
    assert lines[-2:] == [
        "Đông Á    1.200,50  0,92310650  0,92310650",
        "B           100,00  0,07689350  1,00000000",
    ]


def test_revenue_can_come_from_standard_input(monkeypatch, tmp_path):
    file = tmp_path / "r.csv"
    file.write_text("customer,amount\nA,1\n")
    with file.open() as standard_input:
        monkeypatch.setattr("sys.stdin", standard_input)
        assert calculate("concentration", "-").answer["total"] == "1"


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        ("", ["r.csv:1:1: the file is empty; expected a header row with the columns customer, amount"]),
        (
            "customer,amount\n",
            ["r.csv:2:1: there are no rows under the header; expected at least one customer"],
        ),
        ("customer,value\nA,1\n", ["r.csv:1:amount: the column is missing; the header has customer, value"]),
        (
            "customer,amount,group\n,1,\nA,Infinity,\nB,1,X\nB,1,Y\nC,1\n",
            [
                "r.csv:6:3: the row has 2 cells; expected 3, as in the header",
                "r.csv:2:customer: the cell is empty; expected a customer",
                'r.csv:3:amount: "Infinity" is not a number; expected a number such as 1234.56',
                'r.csv:5:group: "B" is in group "X" above; expected one group for each customer',
            ],
        ),
        (
            "customer,amount,currency\nA,1,EUR\nB,1,USD\n",
            ["r.csv:3:currency: USD after EUR; expected one currency, amounts of two do not add up"],
        ),
    ],
)
def test_bad_rows_are_all_named_and_nothing_is_printed(concentration, content, problems):
    assert concentration(content).problems == problems
