"""`suki pay` and `suki report pay` as people call them."""

from __future__ import annotations

import argparse
import json
from datetime import date
from decimal import Decimal
from itertools import count
from types import SimpleNamespace

import pytest

from suki.cli.verbs import pay, report
from suki.kernel.errors import BadInput, RuleBroken

pytestmark = pytest.mark.django_db

RULES = {
    "currency": "EUR",
    "period": "quarter",
    "components": [
        {"name": "commission", "tiers": [{"from": 0, "rate": "0.1"}], "hold": {"share": "0.2", "months": 6}}
    ],
}


@pytest.fixture
def stage(entity, finn, clara, ana, bayu, sonne, mond):
    from suki.apps.compensation.running.tests.stage import Stage

    cast = SimpleNamespace(finn=finn, clara=clara, ana=ana, bayu=bayu, sonne=sonne, mond=mond)
    found = Stage(entity, cast, count(1000), date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1))
    found.plan(RULES, ana)
    found.read_plans()
    found.sell(ana, "1000", date(2026, 1, 10), cost=Decimal(400))
    return found


def suki(*given):
    parser = argparse.ArgumentParser()
    pay.arguments(parser)
    return pay.run(parser.parse_args(given))


def reported(*given):
    parser = argparse.ArgumentParser()
    report.arguments(parser)
    report.run(parser.parse_args(("pay", *given)))


def test_a_period_is_run_stepped_on_replayed_and_closed(stage, capsys):
    assert suki("run", "2026-Q1") == 0
    assert "2026-Q1, run 1: 1 statements, 2 lines." in capsys.readouterr().out
    for step in (
        ("review",),
        ("approve",),
        ("pay", "--on", "2026-04-15", "--reference", "SEPA 7"),
        ("close",),
    ):
        assert suki(step[0], "2026-Q1", *step[1:]) == 0
    assert capsys.readouterr().out.endswith("2026-Q1 is closed.\n")
    assert suki("replay", "2026-Q1") == 0
    assert capsys.readouterr().out == "2026-Q1: identical, all 2 lines.\n"
    assert suki("state", "--json") == 0
    assert json.loads(capsys.readouterr().out)[0]["state"] == "closed"


def test_a_replay_that_differs_ends_with_one_and_says_where(stage, capsys):
    from suki.apps.compensation.models import PayLine

    suki("run", "2026-Q1")
    PayLine.objects.filter(number=1).update(commission=7)
    capsys.readouterr()
    assert suki("replay", "2026-Q1", "--json") == 1
    [difference] = json.loads(capsys.readouterr().out)["differences"]
    assert (difference["field"], difference["was"], difference["now"]) == ("commission", "7", "100")


def test_what_stops_somebodys_pay_ends_with_one_and_a_sentence(stage, capsys):
    rules = {
        **RULES,
        "components": [{"name": "x", "input": "attainment", "tiers": [{"from": 0, "rate": "0.1"}]}],
    }
    stage.plan(rules, stage.cast.bayu, name="Hunters")
    stage.sell(stage.cast.bayu, "5", date(2026, 1, 3))
    assert suki("run", "2026-Q1") == 1
    assert "stops: Bayu Pratama has no quota in 2026-Q1" in capsys.readouterr().err


def test_payroll_gets_what_is_paid_by_a_recipe_of_its_own(stage, tmp_path, capsysbinary):
    suki("run", "2026-Q1")
    with pytest.raises(RuleBroken, match="this needs it to be"):
        suki("export", "2026-Q1")
    suki("approve", "2026-Q1")
    capsysbinary.readouterr()
    suki("export", "2026-Q1")
    assert b"Ana Reyes,,2026-Q1,2026-01-01,2026-03-31,EUR,100.00" in capsysbinary.readouterr().out
    recipe, target = tmp_path / "ours.yaml", tmp_path / "pay.csv"
    recipe.write_text(
        'separator: ";"\ndecimal: ","\ncolumns:\n  - {header: Lohnart, text: "4711"}\n  - {header: Betrag, value: amount}\n'
    )
    suki("export", "2026-Q1", "--recipe", str(recipe), "-o", str(target))
    assert target.read_text("utf-8-sig") == "Lohnart;Betrag\n4711;80,00\n"


def test_a_recipe_that_is_wrong_is_told_all_that_is_wrong_with_it(stage, tmp_path):
    recipe = tmp_path / "ours.yaml"
    recipe.write_text("separator: x\ncolumns:\n  - {header: a, value: salary}\n  - {header: b}\n")
    suki("run", "2026-Q1")
    with pytest.raises(BadInput) as refused:
        suki("export", "2026-Q1", "--recipe", str(recipe))
    assert [where for where in ("separator", "columns[1].value", "columns[2]") if where in str(refused.value)] == [
        "separator", "columns[1].value", "columns[2]",
    ]  # fmt: skip


def test_the_report_says_statements_totals_and_what_they_cost(stage, tmp_path):
    suki("run", "2026-Q1")
    target = tmp_path / "pay.json"
    reported("--period", "2026-Q1", "-o", str(target))
    told = json.loads(target.read_text())
    assert told["totals"]["EUR"]["payout"] == "80.00"
    assert told["held_for_later"] == {"EUR": "20.00"}
    assert (told["revenue_credited"], told["cost_of_sales"]) == ("1000.00", "0.100000")
    [statement] = told["statements"]
    assert [(line["kind"], line["amount"]) for line in statement["lines"]] == [
        ("earned", "100.00"),
        ("held", "-20.00"),
    ]
    assert statement["attainments"][0]["attainment"] is None


def test_a_period_that_is_not_there_is_refused(stage):
    with pytest.raises(RuleBroken, match="There is no period of pay “2031”"):
        suki("replay", "2031")
    with pytest.raises(RuleBroken, match="no period of pay called “2031”"):
        reported("--period", "2031")
