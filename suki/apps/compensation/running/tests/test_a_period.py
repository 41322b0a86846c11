"""A period of pay from opening to closing: lines, totals, steps, and who may take which."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from suki.apps.compensation.models import (
    PayLine,
    Payout,
    PayPeriod,
    PayRun,
    PayStep,
    Statement,
    StatementStep,
)
from suki.apps.compensation.running import actions
from suki.apps.compensation.running.queries import lines_of, state_of, waiting_for_acknowledgement
from suki.base.access import SYSTEM
from suki.kernel.errors import NotAllowed, RuleBroken


def test_what_was_sold_is_paid_line_by_line(stage, ten_percent):
    stage.plan(ten_percent, stage.cast.ana)
    stage.sell(stage.cast.ana, "1000", date(2026, 1, 10))
    stage.sell(stage.cast.ana, "333.33", date(2026, 2, 10))
    stage.sell(stage.cast.bayu, "5000", date(2026, 2, 11))
    period = stage.calculated()
    assert stage.lines(period, stage.cast.ana) == [("earned", "100"), ("earned", "33.33")]
    statement = stage.statement(period, stage.cast.ana)
    assert (statement.earned, statement.payout, statement.currency) == (
        Decimal("133.33"),
        Decimal("133.33"),
        "EUR",
    )
    assert not Statement.objects.filter(person=stage.cast.bayu.person).exists()


def test_every_line_leads_to_its_credit_attainment_version_and_account(stage, ten_percent):
    version = stage.plan(ten_percent, stage.cast.ana)
    stage.quota(stage.cast.ana, "4000", stage.q1, stage.q2)
    stage.sell(stage.cast.ana, "1000", date(2026, 1, 10))
    period = stage.calculated()
    line = lines_of(stage.statement(period, stage.cast.ana)).get()
    assert (line.version, line.account, line.credit.net) == (version, stage.cast.sonne, 1000)
    assert (line.attainment.credited, line.attainment.quota, line.attainment.attainment) == (
        1000,
        4000,
        Decimal("0.25"),
    )
    assert line.parts == [{"from": "0", "to": None, "basis": "1000", "rate": "0.1", "commission": "100"}]


def test_a_period_goes_its_way_and_can_be_worked_out_again(stage, ten_percent):
    stage.plan(ten_percent, stage.cast.ana)
    stage.sell(stage.cast.ana, "1000", date(2026, 1, 10))
    period = stage.calculated()
    actions.send_to_review(actor=stage.cast.finn, period=period)
    stage.close(period)
    steps = list(PayStep.objects.filter(period=period).order_by("id").values_list("step", flat=True))
    assert steps == ["open", "calculated", "in_review", "approved", "paid", "closed"]
    assert (Payout.objects.get().amount, Payout.objects.get().reference) == (100, "SEPA 1")
    assert actions.replay(period) == []


def test_a_replay_names_the_line_that_differs(stage, ten_percent):
    stage.plan(ten_percent, stage.cast.ana)
    stage.sell(stage.cast.ana, "1000", date(2026, 1, 10))
    period = stage.calculated()
    PayLine.objects.update(amount=Decimal("100.01"))
    assert [str(each) for each in actions.replay(period)] == [
        "Line 1 of Ana Reyes differs in “amount”: 100.01 then, 100 now."
    ]


def test_a_new_calculation_makes_new_rows_and_passes_over_what_is_approved(stage, ten_percent):
    stage.plan(ten_percent, stage.cast.ana, stage.cast.bayu)
    stage.sell(stage.cast.ana, "1000", date(2026, 1, 10))
    stage.sell(stage.cast.bayu, "1000", date(2026, 1, 10))
    period = stage.calculated()
    actions.approve_statement(actor=stage.cast.clara, statement=stage.statement(period, stage.cast.ana))
    for user in (stage.cast.ana, stage.cast.bayu):
        stage.sell(user, "500", date(2026, 1, 20))
    actions.calculate(actor=stage.cast.finn, period=period)
    assert stage.lines(period, stage.cast.ana) == [("earned", "100")]
    assert stage.lines(period, stage.cast.bayu) == [("earned", "100"), ("earned", "50")]
    assert (PayRun.objects.count(), PayLine.objects.count()) == (2, 4)
    assert actions.replay(period) == []


def test_an_approved_statement_is_unlocked_with_a_reason(stage, ten_percent):
    stage.plan(ten_percent, stage.cast.ana)
    period = stage.calculated()
    statement = stage.statement(period, stage.cast.ana)
    actions.approve_statement(actor=stage.cast.clara, statement=statement)
    with pytest.raises(RuleBroken, match="Say why"):
        actions.unlock_statement(actor=stage.cast.clara, statement=statement, reason=" ")
    actions.unlock_statement(actor=stage.cast.clara, statement=statement, reason="A deal was missing")
    stage.sell(stage.cast.ana, "1000", date(2026, 1, 10))
    actions.calculate(actor=stage.cast.finn, period=period)
    assert stage.lines(period, stage.cast.ana) == [("earned", "100")]


def test_steps_are_taken_in_their_order(stage, ten_percent):
    stage.plan(ten_percent, stage.cast.ana)
    period = stage.open()
    for act in (actions.send_to_review, actions.close_pay_period):
        with pytest.raises(RuleBroken, match="is open; this needs it to be"):
            act(actor=stage.cast.finn, period=period)
    assert state_of(period) == "open"


def test_only_the_latest_closed_period_is_opened_again_by_a_person_with_a_reason(stage, ten_percent):
    stage.plan(ten_percent, stage.cast.ana)
    first, second = stage.closed(), stage.closed("2026-Q2", stage.q2, stage.q3)
    for period, actor, reason, sentence in (
        (first, stage.cast.finn, "An error", "Only the latest"),
        (second, SYSTEM, "An error", "by a person"),
        (second, stage.cast.finn, " ", "Say why"),
    ):
        with pytest.raises(RuleBroken, match=sentence):
            actions.reopen_pay_period(actor=actor, period=period, reason=reason)
    actions.reopen_pay_period(actor=stage.cast.finn, period=second, reason="Bayu was left out")
    assert (state_of(first), state_of(second)) == ("closed", "in_review")
    assert second.steps.order_by("-id").first().reason == "Bayu was left out"


def test_who_was_left_out_of_a_closed_period_is_paid_once_it_is_open_again(stage, ten_percent):
    stage.plan(ten_percent, stage.cast.ana)
    stage.sell(stage.cast.ana, "1000", date(2026, 1, 10))
    stage.sell(stage.cast.bayu, "1000", date(2026, 1, 10))
    period = stage.closed()
    actions.reopen_pay_period(actor=stage.cast.finn, period=period, reason="Bayu was left out")
    stage.plan(ten_percent, stage.cast.bayu, name="Hunters")
    actions.calculate(actor=stage.cast.finn, period=period)
    stage.close(period)
    assert sorted(Payout.objects.values_list("statement__person__name", "amount")) == [
        ("Ana Reyes", 100), ("Bayu Pratama", 100),
    ]  # fmt: skip
    assert actions.replay(period) == []


@pytest.mark.parametrize("act", [actions.calculate, actions.send_to_review, actions.close_pay_period])
def test_an_account_manager_does_not_run_pay(stage, act):
    period = stage.open()
    with pytest.raises(NotAllowed):
        act(actor=stage.cast.ana, period=period)
    assert state_of(period) == "open"
    assert not PayRun.objects.exists()


def test_finance_runs_pay_and_does_not_approve_it(stage, ten_percent):
    stage.plan(ten_percent, stage.cast.ana)
    period = stage.calculated()
    with pytest.raises(NotAllowed):
        actions.approve_period(actor=stage.cast.finn, period=period)
    assert state_of(period) == "calculated"


def test_nobody_approves_their_own_statement(stage, ten_percent):
    stage.plan(ten_percent, stage.cast.clara)
    period = stage.calculated()
    with pytest.raises(RuleBroken, match="their own statement"):
        actions.approve_statement(actor=stage.cast.clara, statement=stage.statement(period, stage.cast.clara))
    with pytest.raises(RuleBroken, match="your own statement first"):
        actions.approve_period(actor=stage.cast.clara, period=period)
    assert state_of(period) == "calculated"


def test_a_manager_approves_nobody_whose_pay_they_do_not_see(stage, ten_percent):
    """Another manager's people are approved by whoever leads them; then the period may be approved by either."""
    from tests.cast import _somebody

    stage.plan(ten_percent, stage.cast.ana)
    period = stage.calculated()
    other = _somebody("Second Manager", "Sales Manager", "sales_manager")
    with pytest.raises(RuleBroken, match="whom you do not lead"):
        actions.approve_period(actor=other, period=period)
    assert state_of(period) == "calculated"
    assert not StatementStep.objects.exists()
    actions.approve_statement(actor=stage.cast.clara, statement=stage.statement(period, stage.cast.ana))
    actions.approve_period(actor=other, period=period)
    assert state_of(period) == "approved"


def test_periods_of_an_entity_do_not_overlap(stage):
    stage.open()
    with pytest.raises(RuleBroken, match="already pays some of these days"):
        stage.open("March", date(2026, 3, 1), date(2026, 5, 1))
    assert PayPeriod.objects.count() == 1


def test_a_period_waits_for_the_one_before_it(stage, ten_percent):
    stage.plan(ten_percent, stage.cast.ana)
    first = stage.calculated()
    second = stage.calculated("2026-Q2", stage.q2, stage.q3)
    with pytest.raises(RuleBroken, match="2026-Q1 comes first"):
        actions.approve_period(actor=SYSTEM, period=second)
    actions.approve_period(actor=SYSTEM, period=first)
    with pytest.raises(RuleBroken, match="Calculate 2026-Q2 again"):
        actions.approve_period(actor=SYSTEM, period=second)
    actions.calculate(actor=stage.cast.finn, period=second)
    actions.approve_period(actor=SYSTEM, period=second)
    assert state_of(second) == "approved"


def test_who_has_not_acknowledged_the_plan_waits_for_the_money(stage, ten_percent):
    stage.plan(ten_percent, stage.cast.ana)
    stage.sell(stage.cast.ana, "1000", date(2026, 1, 10))
    period = stage.calculated()
    actions.approve_period(actor=SYSTEM, period=period)
    actions.pay_period(actor=stage.cast.finn, period=period, paid_on=stage.q2, reference="")
    assert not Payout.objects.exists()
    actions.close_pay_period(actor=stage.cast.finn, period=period)
    assert [each.person for each in waiting_for_acknowledgement(period)] == [stage.cast.ana.person]
    with pytest.raises(RuleBroken, match="Everybody who may be paid"):
        actions.pay_period(actor=stage.cast.finn, period=period, paid_on=stage.q2, reference="")
    stage.read_plans()
    actions.pay_period(actor=stage.cast.finn, period=period, paid_on=stage.q2, reference="later")
    assert (Payout.objects.get().amount, state_of(period)) == (100, "closed")
