"""`suki calc commission` by plans that say more: returns, gates, campaigns, scores, held pay, guarantees."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from suki.cli.tests.calculating import calculate
from suki.engines.commission.paying import exchanged


@pytest.fixture
def example(shared_domain: Path):
    """The inputs and the expected answer of a worked example from outside, as they are written."""
    text = (shared_domain / "examples.yaml").read_text(encoding="utf-8")
    examples = {each["id"]: each for each in yaml.load(text, Loader=yaml.BaseLoader)["examples"]}
    return lambda name: (examples[name]["inputs"], examples[name]["expected"])


@pytest.fixture
def pay(tmp_path, monkeypatch):
    """Runs the calculator on a whole plan."""
    monkeypatch.chdir(tmp_path)

    def run(plan, rows, *, columns="amount", quotas=(), scores=()):
        Path("plan.yaml").write_text(yaml.safe_dump({"currency": "USD", **plan}), encoding="utf-8")
        files = {
            "credits": [f"person,date,document,{columns}", *rows],
            "quotas": ["person,start,end,amount", *quotas],
            "scores": ["person,component,start,end,score", *scores],
        }
        for name, lines in files.items():
            Path(f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
        more = ["--quotas", "quotas.csv"] * bool(quotas) + ["--scores", "scores.csv"] * bool(scores)
        return calculate("commission", "plan.yaml", "credits.csv", *more)

    return run


def component(name="standard", tiers=((0, "0.1"),), **keys):
    value = "amount" if keys.get("output") == "fixed" else "rate"
    return {"name": name, "tiers": [{"from": start, value: rate} for start, rate in tiers], **keys}


def earned(outcome):
    return [each["earned"] for each in outcome.answer["statements"]]


def lines_of(outcome, name="standard"):
    return [
        line["commission"]
        for each in outcome.answer["statements"]
        for line in each["lines"]
        if line["component"] == name
    ]


def test_the_balance_of_a_recoverable_draw_over_six_months(pay):
    """IC-13, as the field's rules state it."""
    gross = [2750, 3000, 1500, 2375, 3000, 2750]
    plan = {
        "period": "month", "draw": {"amount": 2000, "recoverable": True}, "components": [component(tiers=[(0, 1)])]
    }  # fmt: skip
    rows = [f"ana,2026-{month:02d}-10,D{month},{amount}" for month, amount in enumerate(gross, 1)]
    found = pay(plan, rows).answer["statements"]
    assert [each["paid"] for each in found] == [
        "2750.00", "3000.00", "2000.00", "2000.00", "2875.00", "2750.00"
    ]  # fmt: skip
    assert [each["draw"]["balance"] for each in found][2:5] == ["-500.00", "-125.00", "0.00"]


def test_a_return_takes_back_its_part_in_the_open_period(pay, example):
    inputs, expected = example("IC-16")
    whole = int(inputs["earned"]) * 10
    part = int(whole * Decimal(inputs["clawback_pct"]))
    rows = [f"ana,2026-03-10,Deal 1,{whole},", f"ana,2026-06-10,Return 1,-{part},Deal 1"]
    plan = {"period": "month", "components": [component()]}
    outcome = pay(plan, rows, columns="amount,reverses")
    found = outcome.answer["statements"]
    assert found[-1]["period"] == "2026-06"
    assert Decimal(found[-1]["earned"]) == Decimal(expected["adjustment"])
    assert found[-1]["lines"][0]["takes_back"] == "Deal 1"
    assert found[0]["earned"] == f"{inputs['earned']}.00"


def test_a_return_may_leave_the_attainment_as_it_was(pay, example):
    inputs, expected = example("IC-17")
    paid = int(inputs["paid_june"])
    rows = [
        f"ana,2026-06-10,Deal 1,{paid * 10},",
        f"ana,2026-08-10,Return 1,-{paid * 10},Deal 1",
        "ana,2026-08-11,Deal 2,300,",
    ]
    quotas = ["ana,2026-08-01,2026-09-01,600"]
    kept, reduced = (
        pay(
            {"period": "month", "components": [component(clawback={"attainment": attainment})]},
            rows,
            columns="amount,reverses",
            quotas=quotas,
        ).answer["statements"][-1]
        for attainment in ("keep", "reduce")
    )
    assert Decimal(kept["lines"][0]["commission"]) == Decimal(expected["august_line"])
    assert Decimal(kept["lines"][0]["after"]) - Decimal(kept["lines"][0]["before"]) == Decimal(
        expected["attainment_change"]
    )
    assert (kept["credited"], kept["attainment"]) == ("300.00", "0.50000000")
    assert (reduced["credited"], reduced["earned"]) == ("-4700.00", kept["earned"])


@pytest.mark.parametrize(
    ("window", "returned", "taken"),
    [
        ({"within_months": 12}, "2026-07-10", "-500.00"),
        ({"within_months": 12}, "2026-01-31", "-1000.00"),
        ({"within_months": 12}, "2027-01-11", "0.00"),
        ({"within_days": 100}, "2026-03-01", "-500.00"),
    ],
)
def test_what_is_taken_back_shrinks_with_time(pay, window, returned, taken):
    """IC-18: after 6 of 12 months it is half."""
    plan = {"period": "month", "components": [component(clawback={"by": "time", **window})]}
    rows = ["ana,2026-01-10,Deal 1,10000,", f"ana,{returned},Return 1,-10000,Deal 1"]
    assert lines_of(pay(plan, rows, columns="amount,reverses"))[-1] == taken


def test_a_return_costs_the_rate_once_earned(pay):
    tiers = [(0, "0.01"), (1000, "0.02")]
    rows = ["ana,2026-01-01,A,1000,", "ana,2026-01-02,B,1000,", "ana,2026-01-03,R,-1000,A"]
    assert lines_of(pay({"components": [component(tiers=tiers)]}, rows, columns="amount,reverses")) == [
        "10.00", "20.00", "-10.00"
    ]  # fmt: skip
    rows[2] = "ana,2026-01-03,R,-1000,"
    assert (
        lines_of(pay({"components": [component(tiers=tiers)]}, rows, columns="amount,reverses"))[2]
        == "-20.00"
    )


def test_nobody_returns_more_than_was_sold(pay):
    rows = ["ana,2026-01-01,A,100,", "ana,2026-02-02,R,-80,A", "ana,2026-02-03,S,-80,A"]
    plan = {"period": "month", "components": [component()]}
    assert lines_of(pay(plan, rows, columns="amount,reverses")) == ["10.00", "-8.00", "-2.00"]


def test_a_return_in_instalments(pay):
    plan = {"period": "month", "components": [component(clawback={"instalments": 3})]}
    rows = [
        "ana,2026-01-10,A,1000,", "ana,2026-02-10,R,-1000,A", "ana,2026-03-10,B,500,", "ana,2026-04-10,C,500,"
    ]  # fmt: skip
    outcome = pay(plan, rows, columns="amount,reverses")
    assert earned(outcome) == ["100.00", "-33.34", "16.67", "16.67"]
    assert [each["owed_later"] for each in outcome.answer["statements"]] == [
        "0.00",
        "-66.66",
        "-33.33",
        "0.00",
    ]


def test_earned_when_the_customer_pays(pay, example):
    inputs, expected = example("IC-19")
    plan = {"components": [component(tiers=[(0, inputs["rate"])], counts="collected")]}
    invoiced = f"ana,2026-03-01,Invoice 1,{inputs['invoice']},invoiced"
    paid = f"ana,2026-03-02,Invoice 1,{inputs['invoice']},collected"
    assert lines_of(pay(plan, [invoiced], columns="amount,event")) == []
    (statement,) = pay(plan, [invoiced, paid], columns="amount,event").answer["statements"]
    (line,) = statement["lines"]
    assert Decimal(line["commission"]) == Decimal(expected["commission"])
    assert line["date"] == "2026-03-02"


def test_commission_in_another_currency(example):
    inputs, expected = example("IC-23")
    commission = Decimal(inputs["sales_gbp"]) * Decimal(inputs["rate"])
    assert commission == Decimal(expected["settle_gbp"])
    assert exchanged(commission, Decimal(inputs["usd_per_gbp_at_posting"]), "USD") == Decimal(
        expected["settle_local_usd"]
    )


def test_overlay_credit_is_paid_beside_the_revenue_that_is_shared(pay, example):
    inputs, expected = example("IC-24")
    shares = [(share, "own") for share in inputs["revenue_split"]]
    shares += [(share, "overlay") for share in inputs["overlay_split"]]
    rows = [
        f"p{place},2026-01-01,Deal,{inputs['deal']},{share},{kind}"
        for place, (share, kind) in enumerate(shares)
    ]
    plan = {"components": [component(credit=["own", "overlay"])]}
    found = pay(plan, rows, columns="amount,share,kind").answer["statements"]
    expected_credits = [*expected["revenue_credit"], *expected["overlay_credit"]]
    assert [each["credited"] for each in found] == [f"{credit}.00" for credit in expected_credits]
    only_own = pay({"components": [component()]}, rows, columns="amount,share,kind").answer["statements"]
    assert [each["credited"] for each in only_own][3:] == ["0.00", "0.00"]


def test_a_gate_opens_for_the_whole_accumulation(pay):
    plan = {
        "components": [
            component("new", gate=[{"component": "renewals", "at": 800}]),
            component("renewals", tiers=[(0, "0.01")]),
        ]
    }
    rows = ["ana,2026-01-01,A,1000,new", "ana,2026-01-02,B,799,renewals"]
    shut = pay(plan, rows, columns="amount,component")
    assert lines_of(shut, "new") == ["0.00"]
    assert shut.answer["statements"][0]["lines"][0]["parts"][0]["why"] == "gate"
    open_ = pay(plan, [*rows, "ana,2026-01-03,C,1,renewals"], columns="amount,component")
    assert lines_of(open_, "new") == ["100.00"]


def test_a_campaign_pays_on_its_days_and_does_not_count_towards_the_quota(pay):
    plan = {
        "components": [
            component(
                "spring", tiers=[(0, "0.02")], **{"from": "2026-03-01", "until": "2026-04-30", "quota": False}
            ),
            component(),
        ]
    }
    rows = ["ana,2026-02-28,A,100", "ana,2026-03-01,B,100", "ana,2026-04-30,C,100", "ana,2026-05-01,D,100"]
    outcome = pay(plan, rows, quotas=["ana,2026-01-01,2027-01-01,400"])
    assert lines_of(outcome, "spring") == ["2.00", "2.00"]
    assert outcome.answer["statements"][0]["attainment"] == "1.00000000"


def test_scores_earn_their_share_of_target_pay(pay):
    plan = {
        "period": "quarter",
        "components": [
            component("goals", tiers=[(0, 1), (1, 0)], input="score", output="target", target_pay=2000, method="interpolated"),
        ],
    }  # fmt: skip
    scores = ["ana,goals,2026-01-01,2026-04-01,0.85", "bo,goals,2026-04-01,2026-07-01,1.2"]
    found = pay(plan, [], scores=scores).answer["statements"]
    assert [(each["person"], each["period"], each["earned"]) for each in found] == [
        ("ana", "2026-Q1", "1700.00"), ("bo", "2026-Q2", "2000.00")
    ]  # fmt: skip
    assert found[0]["lines"][0]["date"] == "2026-03-31"


def test_tiers_that_multiply_a_base_rate(pay):
    plan = {"components": [component(tiers=[(0, 1), (1000, "1.5")], output="multiplier", base_rate="0.04")]}
    assert lines_of(pay(plan, ["ana,2026-01-01,A,2000"])) == ["100.00"]


def test_the_margin_of_a_deal_chooses_the_column(pay):
    matrix = {"input": "margin_rate", "from": [0, "0.2"], "rates": [["0.01", "0.02"], ["0.03", "0.04"]]}
    plan = {"components": [component(tiers=[(0, 0), (1000, 0)], matrix=matrix)]}
    rows = ["ana,2026-01-01,A,1000,200", "ana,2026-01-02,B,1000,201", "ana,2026-01-03,C,-1000,-201"]
    assert lines_of(pay(plan, rows, columns="amount,margin")) == ["10.00", "40.00", "-40.00"]


def test_one_attainment_chooses_the_column_for_all(pay):
    matrix = {"input": "attainment", "from": [0, 1], "rates": [["0.01", "0.02"]]}
    plan = {"components": [component(tiers=[(0, 0)], method="flat", matrix=matrix)]}
    quotas = ["ana,2026-01-01,2027-01-01,1000"]
    rows = ["ana,2026-01-01,A,600", "ana,2026-01-02,B,500"]
    assert lines_of(pay(plan, rows, quotas=quotas)) == ["12.00", "10.00"]
    assert lines_of(pay(plan, rows[:1], quotas=quotas)) == ["6.00"]


def test_a_part_waits_and_is_paid_when_its_day_comes(pay):
    plan = {"period": "month", "components": [component(hold={"share": "0.3", "months": 2})]}
    rows = ["ana,2026-01-31,A,1000", "ana,2026-03-15,B,100"]
    found = pay(plan, rows).answer["statements"]
    assert [(each["earned"], each["held"], each["released"], each["paid"]) for each in found] == [
        ("100.00", "30.00", "0.00", "70.00"),
        ("0.00", "0.00", "0.00", "0.00"),
        ("10.00", "3.00", "30.00", "37.00"),
    ]
    assert found[0]["lines"][0]["vests_on"] == "2026-03-31"


def test_a_guarantee_for_the_first_periods(pay):
    plan = {"period": "month", "guarantee": {"amount": 50, "periods": 2}, "components": [component()]}
    rows = ["ana,2026-01-31,A,100", "ana,2026-02-15,B,900", "ana,2026-03-15,C,100"]
    found = pay(plan, rows).answer["statements"]
    assert [(each["guaranteed"], each["paid"]) for each in found] == [
        ("40.00", "50.00"), ("0.00", "90.00"), ("0.00", "10.00")
    ]  # fmt: skip


def test_bad_events_scores_and_quotas_are_named(pay):
    plan = {"components": [component()]}
    assert pay(plan, ["ana,2026-01-01,A,1,paid"], columns="amount,event").problems == [
        'credits.csv:2:event: "paid" is not known here; expected one of booked, invoiced, collected'
    ]
    outcome = pay(plan, ["ana,2026-01-01,A,1"], scores=["ana,goals,2026-01-01,2026-01-01,1"])
    assert [problem.split(": ")[0] for problem in outcome.problems] == [
        "scores.csv:2:component", "scores.csv:2:end"
    ]  # fmt: skip
