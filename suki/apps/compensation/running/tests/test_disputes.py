"""A line in doubt: only it is kept back, somebody else decides, the correction points to it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from suki.apps.compensation.models import Dispute, PayLine, Payout
from suki.apps.compensation.running import actions
from suki.apps.compensation.running.queries import lines_of, payable, payable_lines
from suki.base.access import SYSTEM
from suki.kernel.errors import NotAllowed, RuleBroken

JAN, FEB = date(2026, 1, 10), date(2026, 2, 10)


@pytest.fixture
def doubted(stage, ten_percent):
    """Ana has two lines and doubts the first, which should be 150."""
    stage.plan(ten_percent, stage.cast.ana)
    stage.sell(stage.cast.ana, "1000", JAN)
    stage.sell(stage.cast.ana, "500", FEB)
    period = stage.calculated()
    line = lines_of(stage.statement(period, stage.cast.ana))[0]
    return actions.raise_dispute(
        actor=stage.cast.ana,
        line=line,
        expected=Decimal(150),
        justification="It was 1,500 with the second pallet.",
    )


def decide(stage, dispute, decision="accepted", **more):
    return actions.decide_dispute(
        actor=stage.cast.clara, dispute=dispute, decision=decision, answer="I looked it up.", **more
    )


def test_only_the_doubted_line_is_kept_back(stage, doubted):
    statement = doubted.line.statement
    assert [line.amount for line in payable_lines(statement)] == [50]
    stage.close(statement.period)
    assert Payout.objects.get().amount == 50


def test_an_accepted_doubt_is_put_right_in_the_period_while_it_is_open(stage, doubted):
    decide(stage, doubted)
    period = doubted.line.statement.period
    lines = list(lines_of(stage.statement(period, stage.cast.ana)))
    assert [(line.kind, line.amount) for line in lines] == [
        ("adjustment", 50),
        ("earned", 100),
        ("earned", 50),
    ]
    assert lines[0].corrects == doubted.line
    assert payable(stage.statement(period, stage.cast.ana)) == 200
    assert actions.replay(period) == []
    actions.calculate(actor=stage.cast.finn, period=period)
    assert stage.lines(period, stage.cast.ana)[0] == ("adjustment", "50")


def test_after_the_period_is_settled_it_is_put_right_in_the_next_one(stage, doubted):
    first = doubted.line.statement.period
    stage.close(first)
    with pytest.raises(RuleBroken, match="no later period is open"):
        decide(stage, doubted)
    assert Dispute.objects.get().decision == ""
    second = stage.calculated("2026-Q2", stage.q2, stage.q3)
    decide(stage, doubted)
    statement = stage.statement(second, stage.cast.ana)
    adjustment = lines_of(statement).get()
    assert (adjustment.amount, adjustment.corrects, statement.payout) == (150, doubted.line, 150)
    stage.close(second)
    assert sum(Payout.objects.values_list("amount", flat=True)) == 200
    assert (actions.replay(first), actions.replay(second)) == ([], [])
    third = stage.calculated("2026-Q3", stage.q3, date(2026, 10, 1))
    assert stage.lines(third, stage.cast.ana) == []


def test_a_rejected_doubt_is_paid_after_all(stage, doubted):
    stage.close(doubted.line.statement.period)
    decide(stage, doubted, "rejected")
    second = stage.closed("2026-Q2", stage.q2, stage.q3)
    assert stage.lines(second, stage.cast.ana) == [("adjustment", "100")]
    assert sum(Payout.objects.values_list("amount", flat=True)) == 150


def test_what_the_ledger_puts_right_later_is_not_paid_twice(stage, doubted):
    decide(stage, doubted)
    stage.close(doubted.line.statement.period)
    stage.sell(stage.cast.ana, "500", JAN, document=doubted.line.credit.line.document_id)
    second = stage.calculated("2026-Q2", stage.q2, stage.q3)
    assert stage.lines(second, stage.cast.ana) == []
    stage.sell(stage.cast.ana, "300", JAN, document=doubted.line.credit.line.document_id)
    actions.calculate(actor=stage.cast.finn, period=second)
    assert stage.lines(second, stage.cast.ana) == [("adjustment", "30")]
    assert PayLine.objects.filter(run__period=second).get().why["rule"] == "late"


def test_who_raised_it_may_withdraw_it(stage, doubted):
    actions.withdraw_dispute(actor=stage.cast.ana, dispute=doubted)
    assert payable(doubted.line.statement) == 150


def test_only_whose_statement_it_is_doubts_a_line(stage, ten_percent):
    stage.plan(ten_percent, stage.cast.ana)
    stage.sell(stage.cast.ana, "1000", JAN)
    line = lines_of(stage.statement(stage.calculated(), stage.cast.ana)).get()
    with pytest.raises(NotAllowed):
        actions.raise_dispute(actor=stage.cast.clara, line=line, justification="No")
    with pytest.raises(PayLine.DoesNotExist):
        actions.raise_dispute(actor=stage.cast.bayu, line=line, justification="No")
    assert not Dispute.objects.exists()


def test_nobody_decides_on_their_own_line(stage, ten_percent):
    stage.plan(ten_percent, stage.cast.clara)
    stage.sell(stage.cast.clara, "1000", JAN)
    line = lines_of(stage.statement(stage.calculated(), stage.cast.clara)).get()
    dispute = actions.raise_dispute(actor=stage.cast.clara, line=line, justification="Too little")
    with pytest.raises(RuleBroken, match="their own"):
        decide(stage, dispute, amount=Decimal(5))
    assert Dispute.objects.get().decision == ""


def test_a_decision_needs_an_answer_and_an_amount(stage, doubted):
    Dispute.objects.update(expected=None)
    with pytest.raises(RuleBroken, match="what the line comes to"):
        decide(stage, doubted)
    with pytest.raises(RuleBroken, match="Give an answer"):
        actions.decide_dispute(actor=SYSTEM, dispute=doubted, decision="rejected", answer=" ")
    assert Dispute.objects.get().decision == ""
