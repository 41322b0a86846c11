"""Draws, guarantees, held pay and bonuses: what is due, what is paid, and what is owed from period to period."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from psycopg.types.range import DateRange

from suki.apps.compensation.bonuses import give_bonus
from suki.apps.compensation.running import actions
from suki.base.access import SYSTEM
from suki.base.checking import all_checks

MONTHS = [date(2026, month, 1) for month in range(1, 8)]


def monthly(stage, sales):
    """A closed period for each month with what was sold in it."""
    found = []
    for number, net in enumerate(sales):
        if Decimal(net):
            stage.sell(stage.cast.ana, net, MONTHS[number])
        found.append(stage.closed(f"2026-{number + 1:02}", MONTHS[number], MONTHS[number + 1]))
        assert actions.replay(found[-1]) == []
    return [stage.statement(period, stage.cast.ana) for period in found]


def agrees():
    """What doctor looks at in this room."""
    return [
        check.name
        for check in all_checks()
        if check.name.startswith("compensation.") and not check.look().agrees
    ]


def test_a_recoverable_draw_is_advanced_and_taken_back(stage, ten_percent):
    stage.plan(
        {**ten_percent, "period": "month", "draw": {"amount": 2500, "recoverable": True}}, stage.cast.ana
    )
    statements = monthly(stage, ["27500", "30000", "20000", "18750", "30000", "27500"])
    assert [each.payout for each in statements] == [2750, 3000, 2500, 2500, 2500, 2500]
    assert [each.closing for each in statements] == [0, 0, -500, -1125, -625, -375]
    assert agrees() == []


def test_a_draw_that_is_not_taken_back_leaves_nothing_owed(stage, ten_percent):
    stage.plan(
        {**ten_percent, "period": "month", "draw": {"amount": 2000, "recoverable": False}}, stage.cast.ana
    )
    statements = monthly(stage, ["10000", "40000"])
    assert [(each.payout, each.closing) for each in statements] == [(2000, 0), (4000, 0)]
    assert agrees() == []


def test_a_guarantee_holds_for_the_first_periods(stage, ten_percent):
    stage.plan({**ten_percent, "period": "month", "guarantee": {"amount": 500, "periods": 2}}, stage.cast.ana)
    statements = monthly(stage, ["1000", "9000", "1000"])
    assert [each.payout for each in statements] == [500, 900, 100]


def test_held_pay_is_released_when_it_vests(stage, ten_percent):
    component = {**ten_percent["components"][0], "hold": {"share": Decimal("0.3"), "months": 2}}
    stage.plan({**ten_percent, "period": "month", "components": [component]}, stage.cast.ana)
    statements = monthly(stage, ["1000", "0", "0", "0"])
    assert [(each.earned, each.held, each.released, each.payout) for each in statements] == [
        (100, -30, 0, 70), (0, 0, 0, 0), (0, 0, 30, 30), (0, 0, 0, 0),
    ]  # fmt: skip
    assert agrees() == []


@pytest.mark.parametrize(
    ("rule", "payout", "kind"), [("paid", 30, "released"), ("forfeited", 0, "forfeited")]
)
def test_who_leaves_has_held_pay_by_the_rule_of_the_plan(stage, ten_percent, rule, payout, kind):
    component = {
        **ten_percent["components"][0],
        "hold": {"share": Decimal("0.3"), "months": 6, "on_leaving": rule},
    }
    stage.plan({**ten_percent, "period": "month", "components": [component]}, stage.cast.ana)
    person = stage.cast.ana.person
    person.employed = DateRange(date(2020, 1, 1), date(2026, 2, 15))
    person.save()
    statements = monthly(stage, ["1000", "0", "0"])
    assert [each.payout for each in statements] == [70, payout, 0]
    assert [line.kind for line in statements[1].run.lines.all()] == [kind]


def test_a_bonus_that_was_won_is_a_line_once(stage, ten_percent):
    stage.plan({**ten_percent, "period": "month"}, stage.cast.ana)
    give_bonus(
        actor=SYSTEM, entity=stage.entity, person=stage.cast.ana.person, amount=Decimal(50), currency="EUR",
        day=date(2026, 1, 20), reason="Contest of the year",
    )  # fmt: skip
    statements = monthly(stage, ["1000", "0"])
    assert [each.payout for each in statements] == [150, 0]


def test_the_draw_is_forgiven_to_who_leaves_where_the_plan_says_so(stage, ten_percent):
    rules = {
        "period": "month",
        "draw": {"amount": 100, "recoverable": True},
        "on_leaving": {"draw": "forgive"},
    }
    stage.plan({**ten_percent, **rules}, stage.cast.ana)
    person = stage.cast.ana.person
    person.employed = DateRange(date(2020, 1, 1), date(2026, 2, 15))
    person.save()
    statements = monthly(stage, ["0", "0", "0"])
    assert [(each.opening, each.payout, each.closing) for each in statements] == [
        (0, 100, -100), (-100, 0, 0), (0, 0, 0),
    ]  # fmt: skip
    assert agrees() == []
