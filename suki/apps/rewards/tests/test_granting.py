"""Who wins what: by the rules and the attainment, once, never by oneself."""

from datetime import date
from decimal import Decimal

import pytest

from suki.apps.compensation.bonuses import bonuses_due
from suki.apps.compensation.models import Bonus, PayPeriod
from suki.apps.rewards.actions import (
    correct_points,
    end_rule,
    extend_choice,
    grant_by_rules,
    grant_reward,
    set_rule,
)
from suki.apps.rewards.models import Grant, PointEntry, Purse
from suki.apps.rewards.purses import balance_of
from suki.apps.rewards.tests.stage import QUARTER
from suki.base.access import SYSTEM
from suki.kernel.errors import BadInput, NotAllowed, RuleBroken
from suki.kernel.periods import Period


def test_who_goes_beyond_the_quota_may_choose_and_the_grant_says_why(ana, clara, beyond, rule, bag):
    (grant,) = grant_by_rules(actor=clara, period=QUARTER)
    assert grant.purse.person == ana.person
    assert list(grant.offered.all()) == [bag]
    assert Decimal(grant.facts["attainment"]) == Decimal("1.234")
    assert grant.facts["source"] == "credits"
    assert grant.choose_by is not None


def test_nobody_wins_twice_by_the_same_rule_in_a_period(clara, beyond, rule):
    grant_by_rules(actor=clara, period=QUARTER)
    assert grant_by_rules(actor=clara, period=QUARTER) == []
    assert Grant.objects.count() == 1


def test_points_are_given_for_each_full_percentage_point_above(ana, clara, beyond):
    set_rule(
        actor=clara, name="Punkte", reached=Decimal(1), method="per_point", points=10, since=date(2026, 1, 1)
    )
    grant_by_rules(actor=clara, period=QUARTER)
    purse = Purse.objects.get(person=ana.person)
    assert balance_of(purse) == 230


def test_money_becomes_a_bonus_that_the_next_pay_takes(ana, clara, entity, beyond):
    set_rule(
        actor=clara, name="Prämie", reached=Decimal("1.2"), amount=Decimal(500), currency="EUR",
        since=date(2026, 1, 1),
    )  # fmt: skip
    (grant,) = grant_by_rules(actor=clara, period=QUARTER)
    assert (grant.bonus.person, grant.bonus.amount, grant.bonus.currency) == (ana.person, Decimal(500), "EUR")
    month = Period.month(entity.today.year, entity.today.month)
    period = PayPeriod.objects.create(entity=entity, name=month.name, valid=(month.start, month.end))
    period.refresh_from_db()
    assert list(bonuses_due(period)) == [grant.bonus]


def test_without_a_quota_nobody_reaches_anything(ana, clara, sonne, rule):
    from suki.apps.rewards.tests.stage import sell

    sell(sonne, ana, "5000", date(2026, 2, 3))
    assert grant_by_rules(actor=clara, period=QUARTER) == []


def test_an_open_period_gives_nothing(clara, entity, rule):
    running = Period.month(entity.today.year, entity.today.month)
    with pytest.raises(RuleBroken, match="ends on"):
        grant_by_rules(actor=clara, period=running)


def test_a_rule_that_has_ended_gives_nothing(clara, beyond, rule):
    end_rule(actor=clara, rule=rule, on=date(2026, 3, 1))
    assert grant_by_rules(actor=clara, period=QUARTER) == []


def test_a_rule_that_gives_nothing_is_refused_with_every_problem(clara):
    with pytest.raises(BadInput) as refused:
        set_rule(actor=clara, name=" ", reached=Decimal(0), since=date(2026, 1, 1), last=date(2025, 1, 1))
    assert {problem.where for problem in refused.value.problems} == {"name", "reached", "last", "points"}


def test_a_manager_rewards_only_those_they_lead(clara, bayu, beyond, rule, ana):
    from tests.cast import _somebody

    other = _somebody("Otto Fern", "Sales Manager", "sales_manager")
    assert grant_by_rules(actor=other, period=QUARTER) == []
    assert not Grant.objects.exists()


def test_nobody_rewards_themselves(clara, bag):
    with pytest.raises(NotAllowed):
        grant_reward(actor=clara, person=clara.person, what_for="Für mich", points=5)
    with pytest.raises(NotAllowed):
        correct_points(actor=clara, person=clara.person, points=5, reason="Für mich")
    theirs = grant_reward(actor=SYSTEM, person=clara.person, what_for="Von oben", rewards=[bag])
    with pytest.raises(NotAllowed):
        extend_choice(actor=clara, grant=theirs, choose_by=date(2099, 1, 1))
    Grant.objects.all().delete()
    assert not Grant.objects.exists()
    assert not PointEntry.objects.exists()


def test_an_account_manager_may_not_give_rewards(ana, bayu):
    with pytest.raises(NotAllowed):
        grant_reward(actor=ana, person=bayu.person, what_for="Danke", points=5)
    assert not Grant.objects.exists()


def test_points_never_fall_below_nothing(clara, ana):
    grant_reward(actor=clara, person=ana.person, what_for="Messe", points=5)
    with pytest.raises(RuleBroken, match="only 5 points"):
        correct_points(actor=clara, person=ana.person, points=-6, reason="Irrtum")
    correct_points(actor=clara, person=ana.person, points=-5, reason="Irrtum")
    assert balance_of(Purse.objects.get(person=ana.person)) == 0


def test_the_account_of_points_is_only_added_to(clara, ana):
    from django.db import Error, transaction

    grant_reward(actor=clara, person=ana.person, what_for="Messe", points=5)
    with pytest.raises(Error, match="not rewritten"), transaction.atomic():
        PointEntry.objects.update(points=500)
    assert PointEntry.objects.get().points == 5


def test_money_by_a_word_needs_its_reason(clara, ana):
    with pytest.raises(RuleBroken):
        grant_reward(actor=clara, person=ana.person, what_for=" ", amount=Decimal(10), currency="EUR")
    assert not Bonus.objects.exists()


def test_by_a_calculation_of_pay_the_component_counts(ana, clara, entity, bag):
    from suki.apps.compensation.models import Attainment, PayPlan, PayRun, PlanVersion

    set_rule(
        actor=SYSTEM, name="Neugeschäft", reached=Decimal(1), component="new business", points=7,
        since=date(2026, 1, 1),
    )  # fmt: skip
    period = PayPeriod.objects.create(entity=entity, name="2026-Q1", valid=(QUARTER.start, QUARTER.end))
    plan = PayPlan.objects.create(entity=entity, name="Plan")
    version = PlanVersion.objects.create(plan=plan, number=1, valid=(QUARTER.start, None))
    run = PayRun.objects.create(period=period, number=1, finished_at=f"{QUARTER.end}T08:00Z")
    row = Attainment.objects.create(
        run=run, person=ana.person, version=version, component="new business", accumulated="2026-Q1",
        credited=Decimal(110), quota=Decimal(100), attainment=Decimal("1.1"),
    )  # fmt: skip
    (grant,) = grant_by_rules(actor=clara, period=QUARTER)
    assert (grant.attainment, grant.points) == (row, 7)
