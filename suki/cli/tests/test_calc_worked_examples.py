"""The worked examples of the field, from outside Suki, that the kernel and the calculators must reproduce."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from suki.cli.tests.calculating import calculate
from suki.engines.reading.forms import form_of
from suki.kernel.fiscal import FiscalCalendar
from suki.kernel.money import Money, digits, display_digits, round_half_up, split_amount


@pytest.fixture(scope="module")
def example(shared_domain: Path):
    """The inputs and the expected answer of a worked example, as they are written."""
    text = (shared_domain / "examples.yaml").read_text(encoding="utf-8")
    examples = {each["id"]: each for each in yaml.load(text, Loader=yaml.BaseLoader)["examples"]}
    return lambda name: (examples[name]["inputs"], examples[name]["expected"])


@pytest.fixture
def file(tmp_path, monkeypatch):
    """Writes a file into the folder the test stands in."""
    monkeypatch.chdir(tmp_path)

    def write(name, lines):
        (tmp_path / name).write_text("\n".join(lines), encoding="utf-8")
        return name

    return write


def test_minor_units(example):
    inputs, expected = example("MC-01")
    assert [str(digits(code)) for code in inputs["codes"]] == expected["iso4217"]


def test_foemmels_conundrum(example):
    inputs, expected = example("MC-02")
    shares = split_amount(Decimal(inputs["cents"]), [int(ratio) for ratio in inputs["ratios"]], 0)
    assert [str(share) for share in shares] == expected["allocation"]


def test_a_hundred_in_three(example):
    inputs, expected = example("MC-03")
    answer = calculate("split", inputs["amount"], "VND", *inputs["ratios"]).answer
    assert answer["shares"] == expected["allocation"]


def test_halves_go_up(example):
    inputs, expected = example("MC-04")
    rounded = [
        str(round_half_up(Decimal(value), int(to)))
        for value, to in zip(inputs["values"], inputs["to"], strict=True)
    ]
    assert rounded == expected["half_up"]


def test_retail_years_of_53_weeks(example):
    retail = FiscalCalendar("454", 2, "saturday", "nearest", "start")
    found = [year for year in range(2010, 2027) if retail.year(year).weeks == 53]
    assert [str(year) for year in found] == example("MC-05")[1]["years"]


@pytest.mark.parametrize(
    ("locale", "name", "currency"),
    [("vi", "vi_VN VND", "VND"), ("fil", "fil_PH PHP", "PHP"), ("de", "de_DE EUR", "EUR")],
)
def test_amounts_are_shown_as_each_country_writes_them(example, locale, name, currency):
    inputs, expected = example("MC-09")
    shown = round_half_up(Decimal(inputs["value"]), display_digits(currency))
    assert form_of(locale).write_number(shown) in expected[name]


def test_a_split_of_revenue_credit(example):
    inputs, expected = example("IC-24")
    shares = Money(Decimal(inputs["deal"]), "INR").split([Decimal(part) for part in inputs["revenue_split"]])
    assert [share.amount for share in shares] == [Decimal(credit) for credit in expected["revenue_credit"]]


def test_the_herfindahl_index(example, file):
    inputs, expected = example("KA-01")
    rows = [f"customer {place},{share}" for place, share in enumerate(inputs["shares"])]
    answer = calculate("concentration", file("r.csv", ["customer,amount", *rows])).answer
    assert Decimal(answer["hhi"]) == Decimal(expected["hhi"])


def test_ten_percent_is_tested_on_the_group(example, file):
    inputs, expected = example("KA-03")
    rows = [f"{customer},{amount},XYZ" for customer, amount in inputs["customers"].items()]
    rest = int(inputs["revenue_total"]) - int(expected["XYZ_group"])
    lines = ["customer,amount,group", *rows, f"Everybody else,{rest},"]
    answer = calculate("concentration", file("r.csv", lines)).answer
    assert "XYZ" in answer["ten_percent"]
    assert {"XYZ": expected["XYZ_group"]}.items() <= {
        g["customer"]: g["amount"] for g in answer["groups"]
    }.items()


def test_net_and_gross_revenue_retention(example, file):
    inputs, net = example("KA-04")
    _inputs, gross = example("KA-05")
    start, churn = int(inputs["start"]), int(inputs["churn"])
    kept = int(inputs["end_before_churn_same_customers"]) - churn
    file("start.csv", ["customer,amount", f"Stays,{start - churn}", f"Leaves,{churn}"])
    file("end.csv", ["customer,amount", f"Stays,{kept}", "New,12345"])
    answer = calculate("retention", "start.csv", "end.csv").answer
    assert round(Decimal(answer["nrr"]), 4) == Decimal(net["nrr"])
    assert round(Decimal(answer["grr"]), 4) == Decimal(gross["grr"])


@pytest.mark.parametrize(
    ("name", "key", "pauses"),
    [
        ("SV-01", "due", False),
        ("SV-02", "due", False),
        ("SV-04", "due_without_pause", False),
        ("SV-04", "due_with_pause", True),
        ("SV-06", "due", False),
    ],
)
def test_due_moments(example, file, name, key, pauses):
    inputs, expected = example(name)
    week = [f"  {day}: ['{inputs['hours']}']" for day in ("mon", "tue", "wed", "thu", "fri")]
    file("c.yaml", ["timezone: Europe/London", "week:", *week])
    pause = ["--pause", "/".join(inputs.get("pause", []))] * pauses
    minutes = int(inputs["target_h"]) * 60
    answer = calculate("sla", "c.yaml", "--created", inputs["created"], "--minutes", minutes, *pause).answer
    assert answer["due"] == f"{expected[key]}+00:00"
