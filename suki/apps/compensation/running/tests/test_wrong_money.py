"""Where money was once wrong: each of these was found by working it out another way."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from psycopg.types.range import DateRange

from suki.apps.accounts.models import AccountTeamMember, TeamRole
from suki.apps.company.models import ExchangeRate
from suki.apps.compensation.models import Attainment, Payout, PlanMember, Statement
from suki.apps.compensation.running import actions
from suki.apps.compensation.running.gathering import people_below as below_then
from suki.apps.compensation.running.learned import learned_since
from suki.apps.compensation.running.queries import lines_of
from suki.apps.credits.models import CreditRule, Overlay
from suki.apps.people.models import ReportingLine

JAN, FEB, APR = date(2026, 1, 10), date(2026, 2, 10), date(2026, 4, 10)
YEAR_END = date(2027, 1, 1)


@pytest.fixture
def by_target(ten_percent):
    """All of the target pay of the quarter at the quota, in proportion."""
    component = {"name": "commission", "input": "attainment", "output": "target", "method": "interpolated",
        "tiers": [{"from": 0, "rate": 1}, {"from": 1, "rate": 0}]}  # fmt: skip
    return {**ten_percent, "components": [component]}


def test_quotas_count_once_where_several_quarters_are_worked_out(stage, by_target):
    stage.plan(by_target, stage.cast.ana, target_pay=Decimal(40000))
    stage.quota(stage.cast.ana, "40000", stage.q1, YEAR_END)
    stage.sell(stage.cast.ana, "5000", JAN)
    first = stage.closed()
    assert stage.lines(first, stage.cast.ana) == [("earned", "5069.45")]
    stage.sell(stage.cast.ana, "1000", FEB)
    stage.sell(stage.cast.ana, "5000", APR)
    second = stage.calculated("2026-Q2", stage.q2, stage.q3)
    quotas = {each.accumulated: each.quota for each in Attainment.objects.filter(run__period=second)}
    assert quotas == {"2026-Q1": Decimal("9863.01"), "2026-Q2": Decimal("9972.60")}
    assert [amount for _kind, amount in stage.lines(second, stage.cast.ana)] == ["1013.89", "5013.74"]


def test_a_line_left_out_and_granted_is_not_paid_more_when_the_ledger_follows(stage, ten_percent):
    stage.plan(ten_percent, stage.cast.ana)
    number = stage.sell(stage.cast.ana, "1000", JAN)
    period = stage.calculated()
    line = lines_of(stage.statement(period, stage.cast.ana)).get()
    doubt = actions.raise_dispute(
        actor=stage.cast.ana, line=line, expected=Decimal(150), justification="A second pallet."
    )
    stage.close(period)
    second = stage.calculated("2026-Q2", stage.q2, stage.q3)
    actions.decide_dispute(actor=stage.cast.clara, dispute=doubt, decision="accepted", answer="Yes.")
    stage.sell(stage.cast.ana, "500", JAN, document=number)
    actions.calculate(actor=stage.cast.finn, period=second)
    stage.close(second)
    third = stage.calculated("2026-Q3", stage.q3, date(2026, 10, 1))
    stage.close(third)
    assert sum(Payout.objects.values_list("amount", flat=True)) == 150


def test_what_was_granted_before_closing_is_known_after_another_calculation(stage, ten_percent):
    """The line in doubt is taken back and posted anew, larger, after the period: the grant already paid it."""
    plan = {**ten_percent, "components": [{"name": "commission", "input": "attainment", "tiers": [
        {"from": 0, "rate": Decimal("0.1")}, {"from": 1, "rate": Decimal("0.2")}]}], "period": "year"}  # fmt: skip
    stage.plan(plan, stage.cast.ana)
    quota = stage.quota(stage.cast.ana, "1000", stage.q1, YEAR_END)
    stage.sell(stage.cast.ana, "1500", JAN)
    period = stage.calculated()
    line = lines_of(stage.statement(period, stage.cast.ana)).get()
    assert line.amount == 200
    doubt = actions.raise_dispute(
        actor=stage.cast.ana, line=line, expected=Decimal(250), justification="The quota was 500."
    )
    actions.decide_dispute(actor=stage.cast.clara, dispute=doubt, decision="accepted", answer="Yes.")
    stage.close(period)
    type(quota).objects.update(amount=500)
    stage.closed("2026-Q2", stage.q2, stage.q3)
    assert sum(Payout.objects.values_list("amount", flat=True)) == 250


def test_who_sold_is_put_right_after_a_closed_quarter(stage, ten_percent):
    CreditRule.objects.create(name="By team", basis="team", is_default=True)
    stage.plan(ten_percent, stage.cast.ana, stage.cast.bayu)
    AccountTeamMember.objects.filter(account=stage.cast.mond).delete()
    row = AccountTeamMember.objects.create(
        account=stage.cast.mond,
        person=stage.cast.ana.person,
        role=TeamRole.OWNER,
        valid=(date(2025, 1, 1), None),
    )
    stage.sell(stage.cast.ana, "1000", JAN, account=stage.cast.mond)
    first = stage.closed()
    assert stage.lines(first, stage.cast.ana) == [("earned", "100")]
    row.person = stage.cast.bayu.person
    row.save()
    second = stage.calculated("2026-Q2", stage.q2, stage.q3)
    assert stage.lines(second, stage.cast.bayu) == [("adjustment", "100")]


def test_a_quota_of_a_closed_quarter_is_put_right(stage, ten_percent):
    component = {"name": "commission", "input": "attainment", "tiers": [
        {"from": 0, "rate": Decimal("0.1")}, {"from": 1, "rate": Decimal("0.2")}]}  # fmt: skip
    stage.plan({**ten_percent, "components": [component]}, stage.cast.ana)
    quota = stage.quota(stage.cast.ana, "1000", stage.q1, stage.q2)
    stage.sell(stage.cast.ana, "1500", FEB)
    stage.closed()
    type(quota).objects.update(amount=2000)
    second = stage.calculated("2026-Q2", stage.q2, stage.q3)
    assert stage.lines(second, stage.cast.ana)[:1] == [("adjustment", "-50")]


def test_held_pay_is_rounded_in_the_currency_of_the_plan(stage, ten_percent):
    ExchangeRate.objects.create(base="EUR", quote="VND", rate=Decimal(27000), valid_on=stage.q1, source="x")
    rules = {
        **ten_percent,
        "components": [{**ten_percent["components"][0], "hold": {"share": Decimal("0.3"), "months": 6}}],
    }
    stage.plan(rules, stage.cast.ana, paid_in="VND")
    stage.sell(stage.cast.ana, "105", JAN)
    period = stage.calculated()
    assert stage.lines(period, stage.cast.ana) == [("earned", "283500"), ("held", "-85050")]


def test_a_grant_in_another_currency_is_the_amount_that_was_granted(stage, ten_percent):
    ExchangeRate.objects.create(base="EUR", quote="VND", rate=Decimal(27000), valid_on=stage.q1, source="x")
    stage.plan(ten_percent, stage.cast.ana, paid_in="VND")
    stage.sell(stage.cast.ana, "105", JAN)
    period = stage.calculated()
    line = lines_of(stage.statement(period, stage.cast.ana)).get()
    doubt = actions.raise_dispute(
        actor=stage.cast.ana, line=line, expected=Decimal(300000), justification="More."
    )
    actions.decide_dispute(actor=stage.cast.clara, dispute=doubt, decision="accepted", answer="Yes.")
    made = lines_of(stage.statement(period, stage.cast.ana))[0]
    assert made.amount == 16500
    assert made.commission == Decimal("0.61")


def test_what_comes_after_an_early_approval_is_paid_in_the_next_period(stage, ten_percent):
    stage.plan(ten_percent, stage.cast.ana, stage.cast.bayu)
    stage.sell(stage.cast.ana, "1000", JAN)
    period = stage.calculated()
    actions.approve_statement(actor=stage.cast.clara, statement=stage.statement(period, stage.cast.ana))
    stage.sell(stage.cast.ana, "500", FEB)
    actions.calculate(actor=stage.cast.finn, period=period)
    assert stage.lines(period, stage.cast.ana) == [("earned", "100")]
    stage.close(period)
    second = stage.calculated("2026-Q2", stage.q2, stage.q3)
    assert stage.lines(second, stage.cast.ana) == [("adjustment", "50")]


def test_who_is_paid_in_another_currency_from_a_day_on_has_each_line_in_its_own(stage, ten_percent):
    ExchangeRate.objects.create(base="EUR", quote="VND", rate=Decimal(27000), valid_on=stage.q1, source="x")
    version = stage.plan(ten_percent, stage.cast.ana, valid=DateRange(stage.q1, date(2026, 2, 1)))
    PlanMember.objects.create(
        plan=version.plan,
        person=stage.cast.ana.person,
        paid_in="VND",
        valid=DateRange(date(2026, 2, 1), None),
    )
    stage.sell(stage.cast.ana, "1000", JAN)
    stage.sell(stage.cast.ana, "1000", FEB)
    period = stage.calculated()
    rows = Statement.objects.filter(period=period).values_list("currency", "payout")
    assert dict(rows) == {"EUR": 100, "VND": 2_700_000}


def test_a_team_put_right_after_a_closed_quarter(stage, ten_percent):
    stage.plan(
        {**ten_percent, "components": [{**ten_percent["components"][0], "credit": ["team"]}]},
        stage.cast.clara,
    )
    ReportingLine.objects.filter(person=stage.cast.ana.person).delete()
    stage.sell(stage.cast.ana, "1000", JAN)
    assert stage.lines(stage.closed(), stage.cast.clara) == []
    ReportingLine.objects.create(
        person=stage.cast.ana.person, manager=stage.cast.clara.person, valid=DateRange(stage.q1, None)
    )
    second = stage.calculated("2026-Q2", stage.q2, stage.q3)
    assert stage.lines(second, stage.cast.clara) == [("adjustment", "100")]


def test_a_years_quota_counts_whole_also_where_last_year_is_worked_out_again(stage, ten_percent):
    component = {"name": "commission", "input": "attainment", "tiers": [
        {"from": 0, "rate": Decimal("0.1")}, {"from": 1, "rate": Decimal("0.2")}]}  # fmt: skip
    stage.plan({**ten_percent, "period": "year", "components": [component]}, stage.cast.ana)
    for first, end in (
        (stage.q1, YEAR_END),
        (YEAR_END, date(2027, 7, 1)),
        (date(2027, 7, 1), date(2028, 1, 1)),
    ):
        stage.quota(stage.cast.ana, "1000", first, end)
    stage.sell(stage.cast.ana, "500", JAN)
    stage.closed("2026", stage.q1, YEAR_END)
    stage.sell(stage.cast.ana, "100", FEB)
    stage.sell(stage.cast.ana, "1500", date(2027, 1, 10))
    second = stage.calculated("2027-Q1", YEAR_END, date(2027, 4, 1))
    assert stage.lines(second, stage.cast.ana) == [("adjustment", "10"), ("earned", "150")]


def test_guarantee_and_draw_together(stage, ten_percent):
    """A guarantee is earned and comes first; the draw only tops up what is left below it."""
    stage.plan(
        {
            **ten_percent,
            "draw": {"amount": 300, "recoverable": True},
            "guarantee": {"amount": 200, "periods": 1},
        },
        stage.cast.ana,
    )
    stage.sell(stage.cast.ana, "500", JAN)
    first = stage.closed()
    assert stage.lines(first, stage.cast.ana) == [("earned", "50"), ("guarantee", "150"), ("draw", "100")]
    stage.sell(stage.cast.ana, "3500", APR)
    second = stage.calculated("2026-Q2", stage.q2, stage.q3)
    found = stage.statement(second, stage.cast.ana)
    assert (found.earned, found.payout, found.closing) == (350, 300, -50)


def test_of_a_quarter_as_it_was_nothing_is_worked_out_again(stage, ten_percent):
    component = {**ten_percent["components"][0], "credit": ["own", "team", "overlay"]}
    stage.plan({**ten_percent, "components": [component]}, stage.cast.ana, stage.cast.clara)
    Overlay.objects.create(
        entity=stage.entity, person=stage.cast.ana.person, share=33, valid=DateRange(stage.q1, None)
    )
    stage.quota(stage.cast.ana, "1000", stage.q1, YEAR_END)
    stage.sell(stage.cast.bayu, "99.99", JAN)
    first = stage.closed()
    stage.sell(stage.cast.ana, "1000", APR)
    second = stage.open("2026-Q2", stage.q2, stage.q3)
    assert learned_since(second, [first], below_then) == stage.q2
