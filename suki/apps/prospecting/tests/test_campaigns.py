"""Campaigns: planned, paid for, and what they brought."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from suki.apps.prospecting.actions import enter_lead, mark_converted, qualify
from suki.apps.prospecting.campaigns.actions import enter_cost, open_campaign, remove_cost
from suki.apps.prospecting.campaigns.queries import figures_of
from suki.apps.prospecting.models import Campaign, CampaignCost
from suki.base.access import SYSTEM
from suki.kernel.errors import BadInput, NotAllowed, RuleBroken
from suki.kernel.money import Money

MARCH = date(2026, 3, 1)


@pytest.fixture
def fair(marta):
    return open_campaign(actor=marta, name="Spring Fair", starts=MARCH, budget=Decimal(1000), channel="event")


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_a_campaign_says_what_a_lead_costs_and_how_far_they_came(marta, fair, sonne):
    enter_cost(actor=marta, campaign=fair, day=MARCH, what="Stand", amount=Decimal("400.005"))
    gone = enter_cost(actor=marta, campaign=fair, day=MARCH, what="Cancelled", amount=Decimal(90))
    remove_cost(actor=marta, cost=gone)
    leads = [enter_lead(actor=SYSTEM, name=name, campaign=fair) for name in "ABC"]
    qualify(actor=SYSTEM, lead=leads[0])
    mark_converted(actor=SYSTEM, leads=[leads[1]], account=sonne, contact=None)

    figures = figures_of(fair)

    assert (figures.leads, figures.qualified, figures.converted) == (3, 2, 1)
    assert (figures.spent, figures.budget_used) == (Decimal("400.01"), Decimal("0.40001"))
    assert figures.cost_per_lead == Money(Decimal("133.34"), "EUR")
    assert figures.cost_per_conversion == Money(Decimal("400.01"), "EUR")


def test_without_a_lead_there_is_no_cost_of_one(fair):
    assert figures_of(fair).cost_per_lead is None


def test_everything_wrong_with_a_campaign_is_said_at_once(marta, fair):
    with pytest.raises(BadInput) as refused:
        open_campaign(
            actor=marta,
            name="Spring  Fair",
            starts=MARCH,
            ends=date(2026, 2, 1),
            currency="USD",
            budget=Decimal(-1),
        )
    assert [problem.where for problem in refused.value.problems] == ["name", "ends", "currency", "budget"]
    assert Campaign.objects.count() == 1


def test_a_cost_of_nothing_for_nothing_is_refused(marta, fair):
    for what, amount in (("", 5), ("Stand", "0.001")):
        with pytest.raises(RuleBroken):
            enter_cost(actor=marta, campaign=fair, day=MARCH, what=what, amount=Decimal(amount))
    assert not CampaignCost.objects.exists()


def test_a_representative_sees_campaigns_but_does_not_run_them(rosa, fair):
    with pytest.raises(NotAllowed):
        enter_cost(actor=rosa, campaign=fair, day=MARCH, what="Lunch", amount=Decimal(5))
    assert signed_in(rosa).get(reverse("campaign", args=[fair.pk])).status_code == 200
    assert signed_in(rosa).get(reverse("new_campaign")).status_code == 403
    assert not CampaignCost.objects.exists()


def test_a_campaign_is_planned_and_its_costs_kept_on_screen(marta, lead):
    client = signed_in(marta)
    new = {
        "name": "Web",
        "channel": "web",
        "starts": "2026-03-01",
        "ends": "",
        "budget": "2,500",
        "budget_currency": "EUR",
    }
    client.post(reverse("new_campaign"), new)
    web = Campaign.objects.get(name="Web")
    assert (web.budget, web.currency) == (Decimal(2500), "EUR")

    cost = {"day": "2026-03-02", "what": "Ads", "amount": "99.50", "amount_currency": "EUR"}
    client.post(reverse("campaign_cost_new", args=[web.pk]), cost)
    entered = CampaignCost.objects.get()
    client.post(reverse("campaign_cost", args=[entered.pk]), {**cost, "amount": "89.50"})
    assert "89<" in client.get(reverse("campaign_costs", args=[web.pk])).content.decode()
    assert (
        "Spent 99.50 EUR on Ads"
        in client.get(reverse("timeline", args=["campaign", web.pk])).content.decode()
    )
    client.post(reverse("campaign_cost_removal", args=[entered.pk]))
    assert not CampaignCost.objects.in_use().exists()
    assert "Web" in client.get(reverse("campaigns")).content.decode()


def test_it_cannot_be_edited_to_end_before_it_starts(marta, fair):
    address = reverse("edit_field", args=["campaign", fair.pk, "ends"])
    answer = signed_in(marta).post(address, {"value": "2026-02-01", "revision": fair.revision})
    assert answer.status_code == 422
    fair.refresh_from_db()
    assert fair.ends is None
