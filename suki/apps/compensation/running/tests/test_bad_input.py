"""What stands in somebody's way is said in one sentence each; nothing is paid as if it were nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from psycopg.types.range import DateRange

from suki.apps.company.models import ExchangeRate
from suki.apps.compensation.models import PlanMember, PlanVersion, Score, Statement
from suki.apps.compensation.running import actions
from suki.apps.compensation.running.queries import state_of, unpaid_people
from suki.apps.compensation.running.tests.stage import as_json
from suki.base.access import SYSTEM
from suki.kernel.errors import RuleBroken

JAN, FEB = date(2026, 1, 10), date(2026, 2, 10)


@pytest.fixture
def by_attainment(ten_percent):
    tiers = [{"from": 0, "rate": Decimal("0.1")}, {"from": 1, "rate": Decimal("0.2")}]
    return {**ten_percent, "components": [{"name": "commission", "input": "attainment", "tiers": tiers}]}


def said(period):
    return [str(each) for each in unpaid_people(period) if each.code != "not_acknowledged"]


def refused(period):
    """The period is not approved, and stays where it is."""
    before = state_of(period)
    with pytest.raises(RuleBroken, match="cannot be approved yet"):
        actions.approve_period(actor=SYSTEM, period=period)
    return state_of(period) == before


def test_a_quota_that_is_missing_or_zero_stops_the_period(stage, by_attainment):
    stage.plan(by_attainment, stage.cast.ana, stage.cast.bayu)
    stage.quota(stage.cast.bayu, "0", stage.q1, stage.q2)
    for user in (stage.cast.ana, stage.cast.bayu):
        stage.sell(user, "1000", JAN)
    period = stage.calculated()
    assert said(period) == [
        "Ana Reyes has no quota in 2026-Q1, and “commission” of “Farmers” pays by attainment. Set one.",
        "The quota of Bayu Pratama in 2026-Q1 is 0, so there is no attainment for “commission” of “Farmers”.",
    ]
    assert not Statement.objects.exists()
    assert refused(period)


def test_one_persons_problem_is_not_the_others(stage, by_attainment):
    stage.plan(by_attainment, stage.cast.ana, stage.cast.bayu)
    stage.quota(stage.cast.ana, "1000", stage.q1, stage.q2)
    for user in (stage.cast.ana, stage.cast.bayu):
        stage.sell(user, "1500", JAN)
    period = stage.calculated()
    assert stage.lines(period, stage.cast.ana) == [("earned", "200")]
    assert [each.person_id for each in unpaid_people(period) if each.stops] == [stage.cast.bayu.person.pk]


def test_both_versions_of_a_quota_count_by_their_days(stage, by_attainment):
    stage.plan(by_attainment, stage.cast.ana)
    mid = date(2026, 2, 15)
    stage.quota(stage.cast.ana, "450", stage.q1, mid)
    stage.quota(stage.cast.ana, "900", mid, stage.q2)
    stage.sell(stage.cast.ana, "1350", JAN)
    period = stage.calculated()
    attained = period.runs.get().attainments.get()
    assert (attained.quota, attained.attainment) == (1350, 1)


def test_who_comes_in_the_middle_has_the_part_of_the_quota_for_these_days(stage, by_attainment):
    stage.plan(by_attainment, stage.cast.ana, valid=DateRange(date(2026, 2, 15), None))
    stage.quota(stage.cast.ana, "900", stage.q1, stage.q2)
    stage.sell(stage.cast.ana, "5000", JAN)
    stage.sell(stage.cast.ana, "450", date(2026, 3, 1))
    attained = stage.calculated().runs.get().attainments.get()
    assert (attained.credited, attained.quota, attained.attainment) == (450, 450, 1)


def test_people_without_plan_and_plans_without_people_are_named(stage, ten_percent):
    stage.plan(ten_percent, name="Nobody's")
    stage.sell(stage.cast.ana, "1000", JAN)
    assert said(stage.calculated()) == [
        "Ana Reyes has been credited in 2026-Q1, but no plan pays them.",
        "Nobody is paid by “Nobody's” in 2026-Q1.",
    ]


def test_a_draft_pays_nobody(stage, ten_percent):
    version = stage.plan(ten_percent, stage.cast.ana)
    draft = PlanVersion.objects.create(
        plan=version.plan, number=2, valid=version.valid, rules=as_json(ten_percent | {"draw": {"amount": 5}})
    )
    period = stage.calculated()
    assert [each["version"] for each in period.runs.get().inputs["plans"]] == [version.pk] != [draft.pk]


def test_a_plan_that_changes_inside_an_open_period_is_said_and_paid_by_days(stage, ten_percent):
    version = stage.plan(ten_percent, stage.cast.ana)
    mid = date(2026, 2, 1)
    PlanVersion.objects.filter(pk=version.pk).update(valid=DateRange(stage.q1, mid))
    component = {"name": "commission", "tiers": [{"from": 0, "rate": "0.2"}]}
    PlanVersion.objects.create(
        plan=version.plan, number=2, valid=DateRange(mid, None), published_at="2026-01-01T00:00Z",
        rules={"currency": "EUR", "period": "quarter", "components": [component]},
    )  # fmt: skip
    stage.sell(stage.cast.ana, "1000", JAN)
    stage.sell(stage.cast.ana, "1000", FEB)
    period = stage.calculated()
    assert stage.lines(period, stage.cast.ana) == [("earned", "100"), ("earned", "200")]
    assert said(period) == [
        "“Farmers” changes on 2026-02-01, inside 2026-Q1: days before count by version 1, the others by 2."
    ]


def test_a_currency_without_plan_rate_stops_the_period(stage, ten_percent):
    stage.plan({**ten_percent, "currency": "USD"}, stage.cast.ana)
    stage.sell(stage.cast.ana, "1000", JAN)
    period = stage.calculated()
    assert said(period) == [
        "There is no plan rate of EUR in USD up to 2026-01-01, so “Farmers” cannot count for Ana Reyes. Enter one."
    ]
    assert refused(period)


def test_a_currency_without_rate_of_payout_stops_the_period(stage, ten_percent):
    stage.plan(ten_percent, stage.cast.ana, paid_in="PHP")
    stage.sell(stage.cast.ana, "1000", JAN)
    period = stage.calculated()
    assert said(period) == [
        "There is no rate of EUR in PHP up to 2026-03-31, so Ana Reyes cannot be paid. Enter one."
    ]
    assert refused(period)


def test_attainment_counts_at_the_plan_rate_and_money_is_paid_at_the_rate_of_payout(stage, by_attainment):
    for kind, base, quote, rate in (("plan", "EUR", "USD", "1.1"), ("spot", "USD", "PHP", "58.25")):
        ExchangeRate.objects.create(base=base, quote=quote, kind=kind, valid_on=stage.q1, rate=Decimal(rate))
    stage.plan({**by_attainment, "currency": "USD"}, stage.cast.ana, paid_in="PHP")
    stage.quota(stage.cast.ana, "1000", stage.q1, stage.q2)
    stage.sell(stage.cast.ana, "500", JAN)
    period = stage.calculated()
    line = period.runs.get().lines.get()
    assert line.attainment.attainment == Decimal("0.5")
    assert (line.credited, line.commission, line.rate, line.amount) == (
        550,
        55,
        Decimal("58.25"),
        Decimal("3203.75"),
    )
    assert stage.statement(period, stage.cast.ana).currency == "PHP"
    ExchangeRate.objects.update(rate=2)
    assert actions.replay(period) == []


def test_a_missing_score_stops_the_period_and_a_given_one_pays(stage, ten_percent):
    component = {
        "name": "aims", "input": "score", "output": "target", "method": "interpolated",
        "tiers": [{"from": 0, "rate": 1}, {"from": 1, "rate": 0}],
    }  # fmt: skip
    version = stage.plan({**ten_percent, "components": [component]}, stage.cast.ana, target_pay=Decimal(4000))
    period = stage.calculated()
    assert said(period) == ["Ana Reyes has no score for “aims” of “Farmers” in 2026-Q1."]
    Score.objects.create(
        plan=version.plan, person=stage.cast.ana.person, component="aims", score=Decimal("0.8"), reason="Most of it",
        valid=DateRange(stage.q1, stage.q2),
    )  # fmt: skip
    actions.calculate(actor=stage.cast.finn, period=period)
    assert stage.lines(period, stage.cast.ana) == [("earned", "800")]
    assert actions.replay(period) == []


def test_a_total_below_zero_is_said(stage, ten_percent):
    stage.plan(ten_percent, stage.cast.ana)
    stage.sell(stage.cast.ana, "-500", JAN, kind="credited")
    period = stage.calculated()
    assert said(period) == ["Ana Reyes is credited with less than nothing for “commission” in 2026-Q1."]
    assert (
        stage.statement(period, stage.cast.ana).payout,
        stage.statement(period, stage.cast.ana).closing,
    ) == (0, -50)


def test_rules_that_cannot_be_meant_stop_whom_they_would_pay(stage, ten_percent):
    stage.plan(
        {**ten_percent, "components": [{"name": "x", "tiers": [{"from": 5, "rate": 1}]}]}, stage.cast.ana
    )
    period = stage.calculated()
    assert "cannot be meant: components[1].tiers" in said(period)[0]
    assert refused(period)


def test_an_engine_that_is_not_there_is_refused(stage, ten_percent):
    stage.plan(ten_percent, stage.cast.ana)
    period = stage.open()
    with pytest.raises(RuleBroken, match="There is no engine “abacus”"):
        actions.calculate(actor=stage.cast.finn, period=period, engine="abacus")
    assert state_of(period) == "open"
    assert PlanMember.objects.count() == 1


def test_a_quota_that_nobody_was_told_of_is_said(stage, by_attainment):
    from suki.apps.quotas.actions import set_quota

    stage.plan(by_attainment, stage.cast.ana)
    set_quota(
        actor=SYSTEM,
        subject=stage.cast.ana.person,
        first=stage.q1,
        end=stage.q2,
        amount=Decimal(1000),
        currency="EUR",
    )
    stage.sell(stage.cast.ana, "1500", JAN)
    period = stage.calculated()
    assert said(period) == [
        "The quota of Ana Reyes from 2026-01-01 on is only proposed; nobody has told them."
    ]
    assert stage.lines(period, stage.cast.ana) == [("earned", "200")]
