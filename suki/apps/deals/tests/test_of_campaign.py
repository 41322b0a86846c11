"""What a campaign was worth: wins, their value in its currency, and the cost of each."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.test import Client
from django.urls import reverse

from suki.apps.company.models import Currency, ExchangeRate
from suki.apps.deals.actions import open_deal, win_deal
from suki.apps.prospecting.campaigns.actions import enter_cost, open_campaign
from suki.base.access import SYSTEM
from suki.base.pages import filled

MARCH = date(2026, 3, 1)


def won(account, owner, campaign, value, currency="EUR"):
    deal = open_deal(
        actor=SYSTEM, name=f"{value}", owner=owner.person, account=account, value=Decimal(value), currency=currency,
        created_on=MARCH, campaign=campaign, kind="upsell",
    )  # fmt: skip
    return win_deal(actor=SYSTEM, deal=deal, on=MARCH)


def test_a_campaign_says_what_it_won_and_what_a_win_cost(dung, ana, bayu, sonne, mond):
    Currency.objects.create(code="USD")
    ExchangeRate.objects.create(base="USD", quote="EUR", valid_on=MARCH, rate=Decimal("0.5"))
    fair = open_campaign(actor=SYSTEM, name="Fair", starts=MARCH)
    enter_cost(actor=SYSTEM, campaign=fair, day=MARCH, what="Stand", amount=Decimal(301))
    won(sonne, ana, fair, "1000")
    won(mond, bayu, fair, "500", "USD")

    seen = {name: filled("campaign", name, dung, fair) for name in ("wins", "won", "cost_per_win")}
    assert (seen["wins"].value, seen["wins"].against) == ("2", "")
    assert "1,250" in str(seen["won"].value)
    assert "150" in str(seen["cost_per_win"].value)

    client = Client()
    client.force_login(dung)
    assert "Cost per win" in client.get(reverse("campaign", args=[fair.pk])).content.decode()


def test_who_sees_only_some_wins_is_told_so_and_gets_no_cost(ana, bayu, sonne, mond):
    fair = open_campaign(actor=SYSTEM, name="Fair", starts=MARCH)
    enter_cost(actor=SYSTEM, campaign=fair, day=MARCH, what="Stand", amount=Decimal(300))
    won(sonne, ana, fair, "1000")
    won(mond, bayu, fair, "500")

    assert filled("campaign", "wins", ana, fair).value == "1"
    assert filled("campaign", "wins", ana, fair).against == "of those that you may see"
    assert filled("campaign", "cost_per_win", ana, fair) is None
