"""Drafts and other quotas on what really happened: who would be paid what, and why."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from psycopg.types.range import DateRange

from suki.apps.compensation.models import PayLine, PayPlan, PayRun, PlanMember, PlanVersion, Statement
from suki.apps.compensation.running.tests.stage import as_json
from suki.apps.compensation.trying.facts import Days, Try
from suki.apps.compensation.trying.queries import tried
from suki.apps.credits.models import CreditBatch, FrozenCredit
from suki.base.models import Event
from suki.kernel.errors import NotAllowed


@pytest.fixture
def ask(stage, days):
    """The page's question, by Finn."""

    def asked(*tries, against=None, actor=None, on=None):
        return tried(
            actor=actor or stage.cast.finn,
            entity=stage.entity,
            days=on or days,
            against=against or Try(),
            tries=tries,
        )

    return asked


def changes(compared):
    return {
        change.name: (change.before, change.after, change.by, change.by_amount) for change in compared.changes
    }


def test_what_a_draft_would_have_paid_whom_and_by_which_component(ask, draft, stage):
    (one,) = ask(Try(draft)).compared
    ana, bayu = stage.cast.ana.person.name, stage.cast.bayu.person.name
    # Ana: 50 | 50 + 500 + 70 | 25 | 50 + 250 + 70 against a tenth of 5,000; Bayu: 5% of 1,200 against 10%.
    assert changes(one) == {
        ana: (Decimal(500), Decimal(1065), "commission", Decimal(425)),
        bayu: (Decimal(120), Decimal(60), "commission", Decimal(-60)),
    }
    assert (one.before.cost, one.result.cost, one.difference) == (620, 1125, 505)
    assert (one.winners, one.losers, one.revenue) == (1, 1, 6200)
    assert one.cost_per_revenue is not None and round(one.cost_per_revenue, 4) == Decimal("0.1815")


def test_it_agrees_with_what_is_really_paid(ask, sold, stage):
    period = stage.calculated("2026-Q1")
    paid = sum(line.amount for line in PayLine.objects.filter(statement__period=period))
    (one,) = ask(Try(sold), on=Days(stage.entity, stage.q1, stage.q2)).compared
    assert one.result.cost == paid == one.before.cost


def test_up_to_five_tries_stand_beside_each_other(ask, draft, sold):
    found = ask(*[Try(draft)] * 7, against=Try(sold))
    assert len(found.compared) == 5 and len(found.forecasts) == 6
    assert {each.result.cost for each in found.compared} == {Decimal(1125)}


def test_another_quota_changes_who_earns_what(ask, sold, stage):
    rules = {
        "currency": "EUR",
        "period": "quarter",
        "components": [
            {
                "name": "commission",
                "input": "attainment",
                "tiers": [{"from": 0, "rate": Decimal("0.1")}, {"from": 1, "rate": Decimal("0.2")}],
            }
        ],
    }
    version = PlanVersion.objects.create(
        plan=sold.plan, number=2, valid=DateRange(date(2027, 1, 1), None), rules=as_json(rules)
    )
    for user in (stage.cast.ana, stage.cast.bayu):
        stage.quota(user, "4000", date(2026, 1, 1), date(2027, 1, 1))
    lower, same = ask(Try(version, Decimal("-0.5")), Try(version)).compared
    assert lower.result.cost > same.result.cost > 0


def test_next_year_is_drawn_from_the_periods_of_the_past(ask, draft):
    found = ask(Try(draft))
    before, after = found.forecasts
    assert before and before.low < Decimal(620) < before.high
    assert after and after.low < after.middle < after.high
    assert ask(Try(draft)).forecasts[1] == after


def test_a_plan_without_people_is_tried_on_whoever_sold(ask, sold, stage, ten_percent):
    plan = PayPlan.objects.create(entity=stage.entity, name="New")
    version = PlanVersion.objects.create(
        plan=plan, number=1, valid=DateRange(date(2027, 1, 1), None), rules=as_json(ten_percent)
    )
    (one,) = ask(Try(version)).compared
    assert one.difference == 620 and len(one.changes) == 2


def test_somebody_who_came_later_is_tried_from_then_on(ask, draft, stage):
    person = stage.cast.bayu.person
    person.employed = DateRange(date(2026, 7, 1), None)
    person.save()
    (one,) = ask(Try(draft)).compared
    assert changes(one)[person.name][1] == Decimal(30)


def test_what_keeps_somebody_from_being_paid_is_said(ask, sold, stage):
    rules = {
        "currency": "EUR",
        "period": "year",
        "components": [{"name": "c", "input": "attainment", "tiers": [{"from": 0, "rate": Decimal("0.1")}]}],
    }
    version = PlanVersion.objects.create(
        plan=sold.plan, number=2, valid=DateRange(date(2027, 1, 1), None), rules=as_json(rules)
    )
    found = ask(Try(version))
    assert len(found.problems) == 2 and "has no quota" in str(found.problems[0])


def test_nothing_is_kept(ask, draft):
    kept = (CreditBatch, FrozenCredit, PayRun, PayLine, Statement, PlanMember, PlanVersion, Event)
    before = [model.objects.count() for model in kept]
    ask(Try(draft))
    assert [model.objects.count() for model in kept] == before


def test_whoever_does_not_manage_plans_is_refused(ask, draft, stage):
    with pytest.raises(NotAllowed):
        ask(Try(draft), actor=stage.cast.ana)
