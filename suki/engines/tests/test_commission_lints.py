"""What a plan is asked to think over, and the curve of what it pays."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suki.engines.commission.curve import curve, pay_at
from suki.engines.commission.lints import lints
from suki.engines.commission.plan import Cap, Component, Plan, Threshold, Tier
from suki.engines.commission.written import plan_of


def plan_with(tiers, *more, **keys):
    value = "amount" if keys.get("output") == "fixed" else "rate"
    tiers = [{"from": start, value: rate} for start, rate in tiers]
    return plan_of({"currency": "EUR", "components": [{"name": "c", "tiers": tiers, **keys}, *more]})


def said(plan, **keys):
    return [(lint.code, lint.level) for lint in lints(plan, **keys)]


CAPPED = {"cap": {"payout": 1_000_000}}
OTHER = {"name": "o", "tiers": [{"from": 0, "rate": "0.01"}], "cap": {"payout": 100}}


@pytest.mark.parametrize(
    ("tiers", "keys", "expected"),
    [
        ([(0, "0.01"), (1000, "0.02")], CAPPED, []),
        ([(0, "0.01")], {}, [("unbounded", "note")]),
        ([(0, "0.01"), (1000, "0.02")], {}, [("unbounded", "warning")]),
        ([(0, "0.01"), (1000, "0.02")], {"method": "slab", **CAPPED}, [("cliff", "warning")]),
        ([(0, "0.02"), (1000, "0.01")], {"method": "slab", **CAPPED}, [("falls", "error")]),
        ([(0, "0.02"), (1000, "0.01")], CAPPED, []),
        ([(0, "0.01")], {"threshold": {"at": 500, "pays": "from_zero"}, **CAPPED}, [("cliff", "warning")]),
        ([(0, "0.01")], {"threshold": {"at": 500, "pays": "above"}, **CAPPED}, []),
        ([(0, 100), (1000, 50)], {"output": "fixed", **CAPPED}, [("cliff", "note")]),
        ([(0, 1), (1, 0)], {"output": "target", "target_pay": 5, "method": "interpolated", "input": "attainment"}, []),
        ([(0, 1), (1, 1)], {"output": "target", "target_pay": 5, "method": "interpolated", "input": "attainment"},
         [("open", "error")]),
        ([(0, "0.01"), (1000, "0.02")], {"cap": {"input": 1000}}, [("unreachable", "warning")]),
        ([(0, "0.1"), (1000, "0.2")], {"cap": {"payout": 100}}, [("capped", "warning")]),
        ([(0, "0.1"), (1000, "0.2")], {"threshold": {"at": 1000}, **CAPPED}, [("below", "warning")]),
        ([(0, "0.1"), (1000, "0.2")], {"threshold": {"at": 1001}, **CAPPED},
         [("below", "warning"), ("threshold", "warning")]),
        ([(0, "0.1")], {"threshold": {"at": 5}, "cap": {"input": 4}}, [("shut", "error")]),
        ([(0, 0)], {}, [("pays nothing", "error")]),
        ([(0, 4)], CAPPED, [("rate", "warning")]),
        ([(0, "-0.1")], CAPPED, [("negative", "error")]),
        ([(0, "0.1"), (100, "0.2")], {"input": "attainment", **CAPPED, "quota": True}, [("scale", "warning"), ("capped", "warning")]),
        ([(0, "0.1")], {"quota": False, **CAPPED}, [("no quota", "note")]),
        ([(0, "0.1")], {"hold": {"share": 1, "months": 1}, **CAPPED}, [("hold", "note")]),
    ],
)  # fmt: skip
def test_what_is_worth_a_thought(tiers, keys, expected):
    assert said(plan_with(tiers, **keys)) == expected


def test_a_gate_in_another_unit_than_its_component():
    plan = plan_with([(0, "0.1")], OTHER, gate=[{"component": "o", "at": "0.8"}], **CAPPED)
    (lint,) = lints(plan)
    assert (lint.code, lint.key) == ("unit", "components[1].gate[1].at")
    assert str(lint).endswith(
        "The gate of “c” opens at 0.8 of “o”, which counts in amount, not in attainment."
    )


def test_a_cliff_says_how_much_and_only_over_a_size():
    plan = plan_with([(0, "0.10"), (1000, "0.105")], method="slab", **CAPPED)
    assert said(plan) == []
    (lint,) = lints(plan, cliff_over=Decimal("0.04"))
    assert (lint.values["at"], lint.values["money"]) == (1000, Decimal("5.00"))
    assert lint.text(lambda name, value: f"<{name}>").startswith(
        "At <at> the pay of “<component>” jumps by <money>"
    )


def test_a_curve_is_exact_around_every_boundary():
    plan = plan_with([(0, "0.01"), (1000, "0.02")], method="slab", threshold={"at": 100, "pays": "from_zero"})
    found = dict(curve(plan, "c", points=5))
    assert found[Decimal("1000")] == 10 and found[Decimal("1000.01")] == Decimal("20.00")
    assert found[Decimal("99.99")] == 0 and found[Decimal("100")] == 1
    assert max(found) == 1500 and min(found) == 0


def test_a_curve_of_attainment_is_for_a_quota():
    plan = plan_with([(0, "0.1"), (1, "0.2")], input="attainment")
    found = dict(curve(plan, "c", Decimal(1000), [Decimal("0.5"), Decimal("1.5")]))
    assert (found[Decimal("0.5")], found[Decimal("1.5")]) == (50, 200)


def test_a_curve_ends_where_the_table_says_no_more():
    plan = plan_with(
        [(0, 1), (1, 1)], output="target", target_pay=5, method="interpolated", input="attainment"
    )
    assert max(point for point, _pay in curve(plan, "c", Decimal(1000))) == 1


@settings(max_examples=80, deadline=None)
@given(
    starts=st.lists(st.integers(1, 50_000), max_size=4, unique=True).map(sorted),
    rates=st.lists(st.decimals(min_value=0, max_value="0.4", places=3), min_size=5, max_size=5),
    at=st.none() | st.integers(1, 40_000),
    pays=st.sampled_from(["above", "from_zero"]),
    cap=st.none() | st.integers(1, 9_000),
)
def test_a_plan_by_parts_never_falls_and_its_curve_never_either(starts, rates, at, pays, cap):
    tiers = [Tier(Decimal(start), rate) for start, rate in zip([0, *starts], rates, strict=False)]
    threshold = None if at is None else Threshold(Decimal(at), pays)
    component = Component("c", tiers, threshold=threshold, cap=Cap(cap and Decimal(cap)))
    plan = Plan("EUR", [component])
    assert "falls" not in [lint.code for lint in lints(plan)]
    paid = [pay for _point, pay in curve(plan, component, points=12)]
    assert paid == sorted(paid)
    assert pay_at(component, Decimal(0)) == 0
