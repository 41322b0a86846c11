"""A period of pay from opening to closing: lines, totals, steps, and who may take which."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from suki.apps.compensation.models import PayLine, Payout, PayPeriod, PayStep, Statement
from suki.apps.compensation.running import actions
from suki.apps.compensation.running.queries import state_of, unpaid_people
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
