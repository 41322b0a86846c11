"""Bonuses in money: who gives them, and that each is paid in one period only."""

from datetime import date
from decimal import Decimal

import pytest

from suki.apps.compensation.bonuses import bonuses_due, give_bonus
from suki.apps.compensation.models import Bonus, PayLine, PayPeriod, PayRun, Statement
from suki.base.access import SYSTEM
from suki.kernel.errors import NotAllowed, RuleBroken

MAY, JUNE = (date(2026, 5, 1), date(2026, 6, 1)), (date(2026, 6, 1), date(2026, 7, 1))


@pytest.fixture
def periods(entity):
    made = [
        PayPeriod.objects.create(entity=entity, name=name, valid=valid)
        for name, valid in (("05", MAY), ("06", JUNE))
    ]
    for each in made:
        each.refresh_from_db()
    return made


def given(actor, person, entity, day=date(2026, 5, 9), **more):
    about = {"amount": Decimal("100.005"), "currency": "EUR", "reason": "Messe"} | more
    return give_bonus(actor=actor, entity=entity, person=person, day=day, **about)


def test_a_bonus_is_due_from_its_day_on_and_in_one_period_only(clara, ana, entity, periods):
    may, june = periods
    bonus = given(clara, ana.person, entity)
    assert bonus.amount == Decimal("100.01")
    assert (list(bonuses_due(may)), list(bonuses_due(june))) == ([bonus], [bonus])
    run = PayRun.objects.create(period=may, number=1)
    statement = Statement.objects.create(period=may, person=ana.person, run=run, currency="EUR")
    PayLine.objects.create(
        run=run, statement=statement, number=1, kind="bonus", day=bonus.day, commission=bonus.amount,
        amount=bonus.amount, why={"bonus": bonus.pk},
    )  # fmt: skip
    assert (list(bonuses_due(may)), list(bonuses_due(june))) == ([bonus], [])


def test_a_bonus_of_a_later_day_waits(ana, entity, periods):
    bonus = given(SYSTEM, ana.person, entity, day=date(2026, 6, 1))
    assert (list(bonuses_due(periods[0])), list(bonuses_due(periods[1]))) == ([], [bonus])


def test_nobody_gives_themselves_a_bonus_and_not_everybody_gives_one(clara, ana, bayu, entity):
    with pytest.raises(RuleBroken, match="themselves"):
        given(clara, clara.person, entity)
    with pytest.raises(NotAllowed):
        given(ana, bayu.person, entity)
    assert not Bonus.objects.exists()


@pytest.mark.parametrize("wrong", [{"amount": Decimal("0.004")}, {"currency": "XXQ"}, {"reason": " "}])
def test_a_bonus_says_how_much_and_what_for(clara, ana, entity, wrong):
    with pytest.raises(RuleBroken):
        given(clara, ana.person, entity, **wrong)
    assert not Bonus.objects.exists()
