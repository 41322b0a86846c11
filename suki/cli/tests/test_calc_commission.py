"""`suki calc commission`: the field's worked examples, and what is wrong said in a sentence."""

from pathlib import Path

import pytest
import yaml

from suki.cli.tests.calculating import calculate

TIERS = [(0, "0.01"), (1000, "0.02"), (3000, "0.03"), (8000, "0.05")]


@pytest.fixture
def example(shared_domain: Path):
    """The inputs and the expected answer of a worked example from outside, as they are written."""
    text = (shared_domain / "examples.yaml").read_text(encoding="utf-8")
    examples = {each["id"]: each for each in yaml.load(text, Loader=yaml.BaseLoader)["examples"]}
    return lambda name: (examples[name]["inputs"], examples[name]["expected"])


@pytest.fixture
def earn(tmp_path, monkeypatch):
    """Runs the calculator on a plan of one component and on rows of credits."""
    monkeypatch.chdir(tmp_path)

    def run(
        tiers, rows, *, currency="USD", period="all", draw=None, quotas=(), columns="amount", **component
    ):
        value = "amount" if component.get("output") == "fixed" else "rate"
        plan = {
            "currency": currency,
            "period": period,
            "components": [
                {
                    "name": "standard",
                    **component,
                    "tiers": [{"from": start, value: rate} for start, rate in tiers],
                }
            ],
        }
        if draw:
            plan["draw"] = draw
        Path("plan.yaml").write_text(yaml.safe_dump(plan), encoding="utf-8")
        lines = [f"person,date,document,{columns}", *rows]
        Path("credits.csv").write_text("\n".join(lines), encoding="utf-8")
        more = []
        if quotas:
            Path("quotas.csv").write_text("\n".join(["person,start,end,amount", *quotas]), encoding="utf-8")
            more = ["--quotas", "quotas.csv"]
        return calculate("commission", "plan.yaml", "credits.csv", *more)

    return run


def deals(amounts, day="2026-01-{:02d}"):
    return [f"ana,{day.format(place + 1)},D{place + 1},{amount}" for place, amount in enumerate(amounts)]


def commissions(outcome):
    return [line["commission"] for statement in outcome.answer["statements"] for line in statement["lines"]]


def tiers_of(inputs):
    return [
        (tier["from"], tier["rate"]) if isinstance(tier, dict) else (tier[0], tier[2])
        for tier in inputs["tiers"]
    ]


def cents(amounts):
    return [f"{float(amount):.2f}" for amount in amounts]


@pytest.mark.parametrize(("name", "per"), [("IC-01", "transaction"), ("IC-02", "period")])
def test_the_same_deals_alone_and_added_up(example, earn, name, per):
    inputs, expected = example(name)
    outcome = earn(tiers_of(inputs), deals(inputs["transactions"]), per=per)
    assert commissions(outcome) == cents(expected["commissions"])
    assert outcome.answer["total"] == f"{expected['total']}.00"


def test_accumulation_begins_anew_each_month(example, earn):
    inputs, expected = example("IC-03")
    rows = [f"ana,2026-{month:02d}-10,D{month},{amount}" for month, amount in enumerate(inputs["months"], 1)]
    answer = earn(tiers_of(inputs), rows, period="month").answer
    assert [each["period"] for each in answer["statements"]] == ["2026-01", "2026-02", "2026-03"]
    assert [each["earned"] for each in answer["statements"]] == cents(expected["monthly"])
    assert answer["total"] == f"{expected['total']}.00"


def test_one_rate_on_everything(example, earn):
    inputs, expected = example("IC-05")
    rows = [f"p{place},2026-01-01,D,{amount}" for place, amount in enumerate(inputs["amounts"])]
    outcome = earn(tiers_of(inputs), rows, method="slab")
    found = [line["parts"][0]["rate"] for each in outcome.answer["statements"] for line in each["lines"]]
    assert found == expected["rates"]


def test_each_part_of_an_amount_at_its_rate(example, earn):
    inputs, expected = example("IC-06")
    (statement,) = earn(tiers_of(inputs), deals([inputs["amount"]])).answer["statements"]
    assert [part["basis"] for part in statement["lines"][0]["parts"]] == [
        each["amount"] for each in expected["split"]
    ]
    assert statement["earned"] == f"{expected['commission']}.00"


def test_progressive_and_not(example, earn):
    inputs, expected = example("IC-07")
    tiers, rows = tiers_of(inputs), deals([inputs["sales"]])
    assert earn(tiers, rows).answer["total"] == f"{float(expected['progressive']):.2f}"
    assert earn(tiers, rows, method="slab").answer["total"] == f"{float(expected['non_progressive']):.2f}"


def test_three_tiers(example, earn):
    inputs, expected = example("IC-10")
    assert earn(tiers_of(inputs), deals([inputs["sales"]])).answer["total"] == f"{expected['commission']}.00"


@pytest.mark.parametrize("kind", ["recoverable", "non_recoverable"])
def test_a_draw_owed_back_and_one_that_is_not(example, earn, kind):
    inputs, expected = example("IC-14")
    rows = [f"ana,2026-{month:02d}-10,D{month},{gross}" for month, gross in enumerate(inputs["gross"], 1)]
    draw = {"amount": int(inputs["draw"]), "recoverable": kind == "recoverable"}
    found = earn([(0, "1")], rows, period="month", draw=draw).answer["statements"]
    assert [each["paid"] for each in found] == cents(expected[f"{kind}_paid"])
    if kind == "recoverable":
        assert [each["draw"]["balance"] for each in found] == cents(expected["recoverable_balance"])


def test_a_draw_that_is_never_owed_back(example, earn):
    inputs, expected = example("IC-15")
    rows = [f"ana,2026-{month:02d}-10,D{month},{gross}" for month, gross in enumerate(inputs["gross"], 1)]
    draw = {"amount": int(inputs["draw"]), "recoverable": False}
    found = earn([(0, "1")], rows, period="month", draw=draw).answer["statements"]
    assert [each["paid"] for each in found] == cents(expected["paid"])


def test_what_is_not_covered_has_to_be_said(example, earn):
    inputs, expected = example("IC-26")
    (start, end, rate), bases = inputs["section"], inputs["bases"]
    said = [(0, "0"), (start, rate), (end, "0")]
    outcome = earn(said, deals(bases), method="slab", per="transaction")
    assert commissions(outcome) == cents(expected["commission"])
    assert earn([(start, rate)], deals(bases), method="slab").problems == [
        "plan.yaml:5:components[1].tiers: the first tier begins at 15000; below it nothing is said. Let it begin at 0."
    ]


def test_the_upper_end_still_belongs_to_its_tier(earn):
    outcome = earn([(0, "0.01"), (10000, "0.02")], deals([10000, "0.01"]), method="slab")
    assert commissions(outcome) == ["100.00", "100.00"]
    assert [part["rate"] for part in outcome.answer["statements"][0]["lines"][1]["parts"]] == ["0.02", "0.01"]


def test_a_return_runs_the_table_backwards(earn):
    outcome = earn(TIERS, deals([2000, 1500, -1500, -2000]))
    assert commissions(outcome) == ["30.00", "35.00", "-35.00", "-30.00"]
    assert outcome.answer["total"] == "0.00"
    assert commissions(earn(TIERS, deals([4500, -4500]), per="transaction")) == ["95.00", "-95.00"]


def test_attainment_is_of_the_quota_by_days(earn):
    rows = ["ana,2026-01-31,D1,600", "ana,2026-02-28,D2,590"]
    quotas = ["ana,2026-01-01,2026-03-01,1180"]
    found = earn([(0, "0.10"), (1, "0.20")], rows, period="month", quotas=quotas, input="attainment").answer[
        "statements"
    ]
    assert [each["quota"] for each in found] == ["620.00", "560.00"]
    assert [each["attainment"] for each in found] == ["0.96774194", "1.05357143"]
    assert [each["earned"] for each in found] == ["60.00", "62.00"]


def test_without_a_quota_attainment_is_undefined_and_said_so(earn):
    assert earn(TIERS, deals([100])).answer["statements"][0]["attainment"] is None
    quotas = ["ana,2026-01-01,2027-01-01,0"]
    outcome = earn([(0, "0.1")], deals([100]), input="attainment", quotas=quotas)
    assert outcome.problems == [
        "credits.csv: “ana” has no quota above zero in all, and “standard” states its tiers in attainment."
    ]


def test_a_threshold_pays_what_lies_above_it_or_everything(earn):
    rows = deals([400, 200, 400])
    above = earn([(0, "0.1")], rows, threshold={"at": 500, "pays": "above"})
    cliff = earn([(0, "0.1")], rows, threshold={"at": 500, "pays": "from_zero"})
    assert commissions(above) == ["0.00", "10.00", "40.00"]
    assert commissions(cliff) == ["0.00", "60.00", "40.00"]


def test_a_cap_on_money_and_one_on_what_counts(earn):
    rows = deals([400, 200, 400])
    assert commissions(earn([(0, "0.1")], rows, cap={"payout": 50})) == ["40.00", "10.00", "0.00"]
    assert commissions(earn([(0, "0.1")], rows, cap={"input": 450})) == ["40.00", "5.00", "0.00"]


def test_money_for_a_tier_once_reached_or_in_proportion(earn):
    tiers = [(0, 100), (1000, 300), (2000, 0)]
    assert commissions(earn(tiers, deals([500, 1000, 1000]), output="fixed")) == ["100.00", "300.00", "0.00"]
    assert commissions(earn(tiers, deals([500, 1000, 1000]), output="fixed", method="slab")) == [
        "100.00", "200.00", "-300.00"
    ]  # fmt: skip
    assert commissions(earn(tiers, deals([500, 1000, 1000]), output="fixed", method="interpolated")) == [
        "50.00", "200.00", "150.00"
    ]  # fmt: skip


def test_an_open_tier_that_fills_without_end_is_refused_once_reached(earn):
    tiers = [(0, 100), (1000, 300)]
    assert commissions(earn(tiers, deals([1000]), output="fixed", method="interpolated")) == ["100.00"]
    assert (
        "the open tier from 1000 is reached"
        in earn(tiers, deals([1001]), output="fixed", method="interpolated").problems[0]
    )


def test_shares_of_target_pay(earn):
    quotas = ["ana,2026-01-01,2027-01-01,1000"]
    outcome = earn(
        [(0, "0.4"), ("0.5", "0.6"), (1, "0")], deals([500, 250, 250]), input="attainment", output="target",
        target_pay=5000, method="interpolated", quotas=quotas,
    )  # fmt: skip
    assert commissions(outcome) == ["2000.00", "1500.00", "1500.00"]


def test_units_say_the_tier_and_margin_is_paid(earn):
    rows = ["ana,2026-01-01,D1,100,8", "ana,2026-01-02,D2,60,4"]
    outcome = earn([(0, "0.1"), (10, "0.2")], rows, columns="margin,units", measure="margin", input="units")
    assert commissions(outcome) == ["10.00", "9.00"]


def test_periods_without_credits_still_pay_the_draw(earn):
    rows = ["ana,2026-01-10,D1,2750", "ana,2026-03-10,D2,1500"]
    found = earn([(0, "1")], rows, period="month", draw={"amount": 2000, "recoverable": True}).answer[
        "statements"
    ]
    assert [(each["period"], each["paid"], each["draw"]["balance"]) for each in found] == [
        ("2026-01", "2750.00", "0.00"),
        ("2026-02", "2000.00", "-2000.00"),
        ("2026-03", "2000.00", "-2500.00"),
    ]


def test_each_line_is_rounded_and_the_total_is_the_sum_of_the_lines(earn):
    outcome = earn([(0, "0.005")], deals(["33.33", "33.33", "33.34"]), currency="VND")
    assert commissions(outcome) == ["0", "0", "0"]
    outcome = earn([(0, "0.005")], deals([101, 101, 101]))
    assert (commissions(outcome), outcome.answer["total"]) == (["0.51", "0.51", "0.51"], "1.53")


def test_a_share_is_a_fraction(earn):
    rows = ["ana,2026-01-01,D1,1000,0.7", "bo,2026-01-01,D1,1000,30%"]
    assert commissions(earn([(0, "0.1")], rows, columns="amount,share")) == ["70.00", "30.00"]
    assert earn([(0, "0.1")], ["ana,2026-01-01,D1,1000,70"], columns="amount,share").problems == [
        "credits.csv:2:share: 70 is no share; expected a fraction such as 0.7, or 70%"
    ]


@pytest.mark.parametrize(
    ("tiers", "component", "says"),
    [
        ([(0, 1), (10, 2), (10, 3)], {}, "a tier from 10 follows one from 10; each begins above the one before."),
        ([(0, 1), (10, 2)], {"method": "flat"}, "a flat component has one tier; with several it is slab or progressive."),
        ([(0, 1)], {"output": "target"}, "target pay belongs to the output “target”, and that output needs it."),
        ([], {}, "a component needs at least one tier."),
        ([(0, 1)], {"method": "marginal"}, '"marginal" is not known here; expected one of flat, slab, progressive, interpolated'),
        ([(0, 1)], {"threshold": {"at": "x"}}, '"x" is not a number; expected a number such as 1234.56'),
    ],
)  # fmt: skip
def test_a_plan_that_cannot_be_meant_is_refused(earn, tiers, component, says):
    (problem,) = earn(tiers, deals([100]), **component).problems
    assert problem.startswith("plan.yaml:") and says in problem


def test_every_problem_is_named(earn):
    rows = ["ana,2026-01-01,D1,x", "bo,someday,D2,5"]
    assert len(earn([(0, "0.1")], rows, currency="EURO").problems) == 3
