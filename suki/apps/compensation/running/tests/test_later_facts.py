"""What is learned after a period was settled: corrections in the open one that point to the old line; returns."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from suki.apps.compensation.models import PayLine
from suki.apps.compensation.running import actions
from suki.apps.compensation.running.queries import lines_of
from suki.apps.ledger.models import LedgerLine
from suki.apps.ledger.posting import take_back
from suki.apps.quotas.models import Quota

JAN, FEB, APR, MAY = date(2026, 1, 10), date(2026, 2, 10), date(2026, 4, 10), date(2026, 5, 10)
TIERS = [{"from": 0, "rate": Decimal("0.1")}, {"from": 1000, "rate": Decimal("0.2")}]


@pytest.fixture
def tiered(ten_percent):
    """Ten percent up to 1,000 in a quarter, twenty beyond."""
    return {**ten_percent, "components": [{"name": "commission", "tiers": TIERS}]}


def test_a_late_line_moves_the_ones_after_it_and_each_correction_points_to_its_line(stage, tiered):
    stage.plan(tiered, stage.cast.ana)
    stage.sell(stage.cast.ana, "900", FEB)
    first = stage.closed()
    paid = lines_of(stage.statement(first, stage.cast.ana)).get()
    stage.sell(stage.cast.ana, "300", JAN)
    stage.sell(stage.cast.ana, "500", APR)
    second = stage.calculated("2026-Q2", stage.q2, stage.q3)
    lines = list(lines_of(stage.statement(second, stage.cast.ana)))
    assert [(line.kind, line.amount, line.corrects) for line in lines] == [
        ("adjustment", 30, None), ("adjustment", 20, paid), ("earned", 50, None),
    ]  # fmt: skip
    assert stage.statement(second, stage.cast.ana).adjusted == 50
    assert (actions.replay(first), actions.replay(second)) == ([], [])


def test_what_was_corrected_once_is_not_corrected_again(stage, tiered):
    stage.plan(tiered, stage.cast.ana)
    stage.sell(stage.cast.ana, "900", FEB)
    stage.closed()
    stage.sell(stage.cast.ana, "300", JAN)
    second = stage.closed("2026-Q2", stage.q2, stage.q3)
    third = stage.calculated("2026-Q3", stage.q3, date(2026, 10, 1))
    assert stage.lines(third, stage.cast.ana) == []
    assert actions.replay(second) == []


def test_within_one_accumulation_only_what_is_new_is_paid(stage, tiered):
    stage.plan({**tiered, "period": "year"}, stage.cast.ana)
    stage.sell(stage.cast.ana, "900", FEB)
    stage.closed()
    stage.sell(stage.cast.ana, "300", APR)
    second = stage.calculated("2026-Q2", stage.q2, stage.q3)
    assert stage.lines(second, stage.cast.ana) == [("earned", "50")]


def test_a_line_that_was_credited_wrongly_is_taken_back_where_it_was_paid(stage, ten_percent):
    stage.plan(ten_percent, stage.cast.ana, stage.cast.bayu)
    number = stage.sell(stage.cast.ana, "1000", FEB)
    stage.closed()
    take_back("billing", [number])
    stage.sell(stage.cast.bayu, "1000", FEB)
    second = stage.calculated("2026-Q2", stage.q2, stage.q3)
    assert stage.lines(second, stage.cast.ana)[0] == ("adjustment", "-100")
    assert stage.lines(second, stage.cast.bayu) == [("adjustment", "100")]
    assert stage.statement(second, stage.cast.ana).closing == -100


def test_less_than_nothing_is_carried_on_and_taken_off_later(stage, ten_percent):
    stage.plan(ten_percent, stage.cast.ana)
    number = stage.sell(stage.cast.ana, "1000", FEB)
    stage.closed()
    take_back("billing", [number])
    second = stage.closed("2026-Q2", stage.q2, stage.q3)
    stage.sell(stage.cast.ana, "3000", date(2026, 8, 1))
    third = stage.calculated("2026-Q3", stage.q3, date(2026, 10, 1))
    was, now = stage.statement(second, stage.cast.ana), stage.statement(third, stage.cast.ana)
    assert (was.payout, was.closing) == (0, -100)
    assert (now.opening, now.drawn, now.payout, now.closing) == (-100, -100, 200, 0)


def returned(stage, day, number, net):
    """A line that reverses part of an invoice: the whole of it, posted on another day."""
    original = LedgerLine.objects.get(room="billing", document_id=number)
    stage.sell(stage.cast.ana, net, day, kind="credited", document=number)
    return original


def test_a_return_takes_back_at_the_rate_once_earned(stage, tiered):
    from suki.apps.billing.models import Invoice

    stage.plan(tiered, stage.cast.ana)
    given = {
        "entity": stage.entity,
        "account": stage.cast.sonne,
        "bill_to": stage.cast.sonne,
        "currency": "EUR",
    }
    invoice = Invoice.objects.create(number="IN-1", day=FEB, net=2000, tax=0, **given)
    stage.sell(stage.cast.ana, "2000", FEB, document=invoice.pk)
    first = stage.closed()
    note = Invoice.objects.create(
        number="CN-1", kind="credit_note", day=APR, net=-500, tax=0, extra={"credits": "IN-1"}, **given
    )
    stage.sell(stage.cast.ana, "-500", APR, kind="credited", document=note.pk)
    stage.sell(stage.cast.ana, "1000", MAY)
    second = stage.calculated("2026-Q2", stage.q2, stage.q3)
    lines = list(lines_of(stage.statement(second, stage.cast.ana)))
    assert [(line.kind, line.amount) for line in lines] == [("clawback", -75), ("earned", 100)]
    assert lines[0].corrects == lines_of(stage.statement(first, stage.cast.ana)).get()
    assert lines[0].attainment.credited == 500
    assert actions.replay(second) == []


def test_a_return_may_be_taken_back_in_instalments_without_touching_attainment(stage, ten_percent):
    from suki.apps.billing.models import Invoice

    component = {**ten_percent["components"][0], "clawback": {"attainment": "keep", "instalments": 3}}
    stage.plan({**ten_percent, "components": [component]}, stage.cast.ana)
    given = {
        "entity": stage.entity,
        "account": stage.cast.sonne,
        "bill_to": stage.cast.sonne,
        "currency": "EUR",
    }
    invoice = Invoice.objects.create(number="IN-1", day=FEB, net=1000, tax=0, **given)
    stage.sell(stage.cast.ana, "1000", FEB, document=invoice.pk)
    stage.closed()
    note = Invoice.objects.create(
        number="CN-1", kind="credit_note", day=APR, net=-1000, tax=0, extra={"credits": "IN-1"}, **given
    )
    stage.sell(stage.cast.ana, "-1000", APR, kind="credited", document=note.pk)
    taken, days = [], [stage.q2, stage.q3, date(2026, 10, 1), date(2027, 1, 1), date(2027, 4, 1)]
    for number, (first, end) in enumerate(pairwise(days), start=2):
        period = stage.closed(f"P{number}", first, end)
        taken += [line for line in stage.lines(period, stage.cast.ana) if line[0] == "clawback"]
        assert actions.replay(period) == []
    assert taken == [("clawback", "-33.34"), ("clawback", "-33.33"), ("clawback", "-33.33")]
    assert stage.statement(period, stage.cast.ana).closing == -100


def test_a_customer_who_does_not_pay_costs_the_commission_where_the_plan_says_so(stage, ten_percent):
    component = {**ten_percent["components"][0], "clawback": {"attainment": "reduce"}}
    stage.plan({**ten_percent, "components": [component]}, stage.cast.ana)
    number = stage.sell(stage.cast.ana, "1000", FEB)
    stage.closed()
    stage.sell(None, "500", APR, kind="written_off", settles_room="billing", settles_id=number)
    second = stage.calculated("2026-Q2", stage.q2, stage.q3)
    assert stage.lines(second, stage.cast.ana)[0] == ("clawback", "-50")


def test_a_quota_that_is_put_right_later_corrects_what_it_paid(stage, ten_percent):
    component = {"name": "commission", "input": "attainment", "tiers": [
        {"from": 0, "rate": Decimal("0.1")}, {"from": 1, "rate": Decimal("0.2")}]}  # fmt: skip
    stage.plan({**ten_percent, "period": "year", "components": [component]}, stage.cast.ana)
    stage.quota(stage.cast.ana, "1000", stage.q1, date(2027, 1, 1))
    stage.sell(stage.cast.ana, "1500", FEB)
    stage.closed()
    Quota.objects.update(amount=2000)
    second = stage.calculated("2026-Q2", stage.q2, stage.q3)
    assert stage.lines(second, stage.cast.ana)[0] == ("adjustment", "-50")
    assert PayLine.objects.get(kind="adjustment").why["was"] == "200"


def test_accounts_that_are_merged_leave_what_was_paid_as_it_was(stage, ten_percent):
    from suki.apps.accounts.merge import merge_accounts
    from suki.base.access import SYSTEM

    stage.plan(ten_percent, stage.cast.ana)
    stage.sell(stage.cast.ana, "1000", FEB, account=stage.cast.mond)
    first = stage.closed()
    merge_accounts(actor=SYSTEM, survivor=stage.cast.sonne, merged=stage.cast.mond)
    assert actions.replay(first) == []
    second = stage.calculated("2026-Q2", stage.q2, stage.q3)
    assert stage.lines(second, stage.cast.ana) == []
