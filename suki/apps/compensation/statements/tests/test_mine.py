"""My pay: how far one is, what is held, what one more sale would bring; by the same engine that pays."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from suki.apps.compensation.running import actions
from suki.apps.compensation.statements.position import estimate_for, position_of
from suki.apps.compensation.statements.queries import held_for
from suki.apps.deals.actions import open_deal
from suki.base.access import SYSTEM

DAY = date(2026, 3, 1)


def test_the_position_is_what_pay_comes_to(stage, period):
    found = position_of(stage.cast.ana.person, stage.entity, DAY).first
    assert (found.credited, found.quota, found.attainment) == (2500, 2000, Decimal("1.25"))
    assert (found.earned, found.rate, found.next_rate) == (140, Decimal("0.08"), None)


def test_it_says_how_much_is_missing_to_the_next_rate(stage, period):
    found = position_of(stage.cast.bayu.person, stage.entity, DAY)
    assert found.standings == [] or found.first.missing == 2000
    earlier = position_of(stage.cast.ana.person, stage.entity, date(2026, 1, 20)).first
    assert (earlier.missing, earlier.next_rate) == (500, Decimal("0.08"))


def test_an_estimate_is_the_difference_that_the_sale_makes(stage, period):
    found = estimate_for(stage.cast.ana.person, stage.entity, Decimal(1000), date(2026, 1, 20))
    assert found.total == {"EUR": Decimal(65)}
    stage.sell(stage.cast.ana, "1000", date(2026, 1, 20))
    assert position_of(stage.cast.ana.person, stage.entity, date(2026, 1, 20)).earned == {"EUR": Decimal(140)}


def test_nobody_without_a_plan_is_estimated(stage, period):
    assert estimate_for(stage.cast.clara.person, stage.entity, Decimal(1), DAY) is None


def test_what_is_held_is_listed_until_it_is_paid(stage, period):
    assert sum(each.amount for each in held_for(stage.cast.ana, stage.cast.ana.person)) == 28
    assert held_for(stage.cast.bayu, stage.cast.ana.person) == []


@pytest.fixture
def in_the_quarter(monkeypatch):
    """Today is in the quarter that is calculated."""
    from suki.apps.company.models import LegalEntity

    monkeypatch.setattr(LegalEntity, "today", property(lambda self: DAY))


def test_the_page_of_ones_own_pay(client, stage, period, in_the_quarter):
    client.force_login(stage.cast.ana)
    shown = client.get(reverse("my_pay")).text
    assert "125" in shown
    assert "2026-Q1" in shown
    answer = client.get(reverse("pay_estimate"), {"amount": "1,000"})
    assert "80" in answer.text
    client.force_login(stage.cast.bayu)
    assert "Sonnenhof" not in client.get(reverse("my_pay")).text


def test_a_deal_says_what_it_pays_to_its_owner_only(client, stage, period, in_the_quarter):
    deal = open_deal(
        actor=SYSTEM, name="Boxes", owner=stage.cast.ana.person, account=stage.cast.sonne, kind="upsell", value=Decimal(1000)
    )  # fmt: skip
    client.force_login(stage.cast.ana)
    assert "80" in client.get(reverse("deal_pay", args=[deal.pk])).text
    client.force_login(stage.cast.finn)
    assert "is shown to whose deal it is" in client.get(reverse("deal_pay", args=[deal.pk])).text


def test_nothing_is_kept_of_an_estimate(stage, period):
    from suki.apps.credits.models import FrozenCredit

    before = FrozenCredit.objects.count()
    estimate_for(stage.cast.ana.person, stage.entity, Decimal(1000), DAY)
    assert FrozenCredit.objects.count() == before
    assert actions.replay(period) == []
