"""Plans as they are written: what is read, and what cannot be meant."""

from datetime import date
from decimal import Decimal

import pytest

from suki.engines.commission.plan import Gate, Plan, Selection
from suki.engines.commission.written import plan_of
from suki.kernel.errors import BadInput

TIERS = [{"from": 0, "rate": "0.04"}, {"from": 1, "rate": 0.08}]
EVERYTHING = {
    "currency": "EUR",
    "period": "quarter",
    "components": [
        {
            "name": "revenue", "measure": "amount", "input": "attainment", "method": "progressive", "per": "period",
            "output": "multiplier", "base_rate": Decimal("0.05"), "tiers": TIERS,
            "threshold": {"at": 0.5, "pays": "from_zero"}, "cap": {"payout": 20000, "input": 2},
            "counts": "collected", "credit": ["own", "overlay"],
            "only": {"products": ["BIKES"], "new_accounts_months": 12}, "except": {"accounts": [7]},
            "gate": [{"component": "goals", "at": 0.8}],
            "hold": {"share": 0.3, "months": 6, "on_leaving": "paid"},
            "clawback": {"attainment": "keep", "within_months": 12, "by": "time", "instalments": 3},
        },
        {
            "name": "goals", "input": "score", "output": "target", "target_pay": 5000, "method": "slab",
            "quota": False, "tiers": TIERS,
        },
        {
            "name": "spring", "from": "2026-03-01", "until": date(2026, 4, 30), "quota": False, "tiers": TIERS,
            "matrix": {"input": "margin_rate", "from": [0, 0.2], "rates": [[0.01, 0.02], [0.02, 0.03]]},
        },
    ],
    "draw": {"amount": 2000, "recoverable": True},
    "guarantee": {"amount": 3000, "periods": 3},
    "exchange": {"payout": "plan"},
    "handoff": {"rule": "taper", "months": 12, "shares": [1, 0.5, 0]},
    "on_leaving": {"draw": "forgive"},
    "wording": {"de": "Frei"},
}  # fmt: skip


def problems_of(rules: dict[str, object]) -> list[str]:
    with pytest.raises(BadInput) as refused:
        plan_of(rules)
    return [str(problem) for problem in refused.value.problems]


def with_component(**keys: object) -> dict[str, object]:
    return {"currency": "EUR", "components": [{"name": "c", "tiers": TIERS, **keys}]}


def test_all_that_a_plan_can_say_is_read() -> None:
    plan = plan_of(EVERYTHING)
    revenue, goals, spring = plan.components
    assert (revenue.base_rate, revenue.rate_of(1)) == (Decimal("0.05"), Decimal("0.0040"))
    assert revenue.only == Selection(products=("BIKES",), new_accounts_months=12)
    assert revenue.but_not == Selection(accounts=("7",))
    assert revenue.gates == (Gate("goals", Decimal("0.8")),)
    assert revenue.credit == ("own", "overlay") and revenue.counts == "collected"
    assert revenue.clawback and revenue.clawback.within_months == 12 and revenue.clawback.instalments == 3
    assert revenue.hold and revenue.hold.on_leaving == "paid"
    assert goals.input == "score" and not goals.is_quota_relevant
    assert spring.holds_on(date(2026, 4, 30)) and not spring.holds_on(date(2026, 5, 1))
    assert spring.rate_of(1, 1) == Decimal("0.03")
    assert plan.draw and plan.draw.is_recoverable
    assert plan.guarantee and plan.guarantee.periods == 3
    assert plan.handoff and plan.handoff.shares == [1, Decimal("0.5"), 0]
    assert (plan.exchange, plan.draw_on_leaving, plan.wording) == ("plan", "forgive", {"de": "Frei"})


def test_a_plan_says_little_by_itself() -> None:
    (component,) = plan_of(with_component()).components
    assert (component.counts, component.credit, component.gates, component.hold) == (
        "invoiced", ("own",), (), None,
    )  # fmt: skip
    assert isinstance(plan_of(with_component()), Plan)


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"thresold": 1}, "components[1].thresold: the key is unknown; did you mean threshold?"),
        ({"threshold": {"at": "x"}}, 'components[1].threshold.at: "x" is not a number'),
        ({"output": "multiplier"}, "components[1].base_rate: a base rate belongs to the output “multiplier”"),
        ({"input": "score"}, "components[1].output: a score earns a share of target pay or fixed money"),
        ({"from": "2026-02-01", "until": "2026-01-01"}, "components[1].until: the last day lies before"),
        ({"credit": ["mine"]}, 'components[1].credit: "mine" is not known here'),
        ({"counts": "paid"}, 'components[1].counts: "paid" is not known here'),
        ({"gate": [{"component": "d", "at": 1}]}, "components: the gate of “c” names “d”"),
        ({"gate": [{"component": "c", "at": 1}]}, "components: the gate of “c” names “c”"),
        ({"hold": {"share": 30, "months": 6}}, "components[1].hold.share: 30 is no share"),
        ({"clawback": {"by": "time"}}, "components[1].clawback.by: by time needs a window"),
        ({"clawback": {"within_days": 9, "within_months": 1}}, "within_months: the window is in days or in months"),
        ({"matrix": {"input": "score", "from": [0], "rates": [[1]]}}, "the rates need 2 rows"),
        ({"matrix": {"input": "score", "from": [1], "rates": [[1], [2]]}}, "the columns begin at 0"),
        ({"matrix": {"input": "score", "from": [0], "rates": [1, 2]}}, "expected a list of rates for each tier"),
        ({"only": {}}, "components[1].only.products: the key is missing"),
        ({"tiers": [{"from": 5, "rate": 1}]}, "components[1].tiers: the first tier begins at 5"),
        ({"tiers": []}, "components[1].tiers: a component needs at least one tier"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_named_by_its_key(keys: dict[str, object], says: str) -> None:
    (problem,) = problems_of(with_component(**keys))
    assert says in problem


def test_every_problem_of_a_plan_is_named() -> None:
    rules = {"currency": "EURO", "period": "week", "handoff": {"rule": "taper"}, "exchange": {"payout": "x"}}
    assert {problem.split(":")[0] for problem in problems_of(rules)} == {
        "currency", "components", "period", "exchange.payout", "handoff.shares"
    }  # fmt: skip
