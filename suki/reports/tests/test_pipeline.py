"""What became of deals: win rate, cycle time, conversion, open deals apart; as page, file and JSON."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from suki.apps.company.settings.actions import enter_rate
from suki.apps.deals.actions import lose_deal, move_to_stage, open_deal, win_deal
from suki.apps.deals.models import LossReason
from suki.apps.deals.pipelines import stages_of, usual_pipeline
from suki.base.access import SYSTEM
from suki.kernel.errors import RuleBroken
from suki.reports.pipeline import pipeline_question, pipeline_results
from suki.reports.writing import written


def deal(owner, account, began, value, **facts):
    return open_deal(
        actor=SYSTEM,
        name=f"Deal of {value}",
        owner=owner.person,
        account=account,
        kind="upsell",
        value=Decimal(value),
        created_on=began,
        expected_close=date(2027, 1, 31),
        brief="What they want",
        **facts,
    )


@pytest.fixture
def year(ana, bayu, sonne, mond):
    """Three won and one lost this year, one won last year, one open."""
    stages = stages_of(usual_pipeline())
    for began, ended, value in (
        (date(2026, 1, 1), date(2026, 1, 11), 1000),
        (date(2026, 4, 1), date(2026, 5, 1), 500),
    ):
        won = deal(ana, sonne, began, value, source="fair")
        move_to_stage(actor=SYSTEM, deal=won, stage=stages[2], on=began)
        win_deal(actor=SYSTEM, deal=won, on=ended)
    win_deal(actor=SYSTEM, deal=deal(bayu, mond, date(2026, 4, 1), 300), on=date(2026, 4, 3))
    lost = deal(bayu, mond, date(2026, 6, 1), 700)
    lose_deal(actor=SYSTEM, deal=lost, on=date(2026, 6, 30), reason=LossReason.objects.first())
    win_deal(actor=SYSTEM, deal=deal(ana, sonne, date(2025, 1, 1), 9000), on=date(2025, 12, 31))
    open_deal(actor=SYSTEM, name="Without an account", owner=ana.person, kind="upsell", value=Decimal(400))


def results(actor, period="2026"):
    return pipeline_results(actor=actor, question=pipeline_question(period))


def test_the_period_selects_by_the_day_of_closing(year):
    told = results(SYSTEM)
    total = told.total
    assert (total.won, total.lost, total.win_rate) == (3, 1, Decimal("0.75"))
    assert (total.won_value, total.lost_value) == (1800, 700)
    assert (total.mean_days, total.median_days) == (14, 10)
    assert [(row.identity.name, row.closed.won_value) for row in told.quarters] == [
        ("2026-Q1", 1000),
        ("2026-Q2", 800),
    ]
    assert results(SYSTEM, "2025").total.won == 1
    assert results(SYSTEM, "2024").total.count == 0


def test_open_deals_stand_apart(year):
    held = results(SYSTEM, "2024").open
    assert (held.count, held.value, held.weighted, held.without_account) == (1, 400, 40, 1)


def test_sellers_managers_and_sources_add_up(year, clara):
    told = results(SYSTEM)
    sellers = {row.identity.name: (row.closed.won, row.closed.lost) for row in told.sellers}
    assert sellers == {"Ana Reyes": (2, 0), "Bayu Pratama": (1, 1)}
    assert [(row.identity.name, row.closed.count) for row in told.managers] == [("Clara Sandoval", 4)]
    assert {row.identity.name: row.closed.won for row in told.sources} == {"fair": 2, "": 1}


def test_a_stage_converts_those_that_went_on(year):
    stages = {row.stage: row for row in results(SYSTEM).stages}
    first, proposal = stages["Qualified"], stages["Proposal"]
    assert (first.entered, first.went_on, first.conversion) == (4, 3, Decimal("0.75"))
    assert (proposal.entered, proposal.win_rate) == (2, 1)
    assert (stages["Won"].closed_count, stages["Lost"].closed_value) == (3, 700)


def test_a_deal_in_another_currency_counts_at_the_rate_of_its_day(year, ana, sonne):
    enter_rate(actor=SYSTEM, base="USD", quote="EUR", valid_on=date(2026, 7, 1), rate=Decimal("0.5"))
    enter_rate(actor=SYSTEM, base="USD", quote="EUR", valid_on=date(2026, 9, 1), rate=Decimal("0.9"))
    abroad = deal(ana, sonne, date(2026, 7, 1), 100, currency="USD")
    win_deal(actor=SYSTEM, deal=abroad, on=date(2026, 8, 1))
    assert results(SYSTEM, "2026-Q3").total.won_value == 50


def test_people_read_the_deals_that_reach_them(year, ana, bayu, clara, nobody):
    assert [results(actor).total.count for actor in (ana, bayu, clara, nobody)] == [2, 2, 4, 0]
    assert not results(ana).is_everything


def test_the_page_and_its_files_say_the_same_with_the_rule_beside_it(client, year, clara):
    client.force_login(clara)
    page = client.get(reverse("pipeline_results"), {"period": "2026"}).content.decode()
    assert "75.0" in page
    assert "Win rate is deals won, divided by deals won and lost" in page
    told = json.loads(client.get(reverse("pipeline_file", args=["json"]), {"period": "2026"}).content)
    assert (told["total"]["win_rate"], told["total"]["won_value"]) == ("0.750000", "1800.00")
    assert "75.0%" in client.get(reverse("pipeline_file", args=["html"]), {"period": "2026"}).content.decode()


def test_a_period_that_is_none_is_refused_with_a_sentence(client, clara):
    with pytest.raises(RuleBroken):
        pipeline_question("some day")
    client.force_login(clara)
    assert client.get(reverse("pipeline_results"), {"period": "some day"}).status_code == 422


def test_a_firm_without_deals_has_an_empty_report(entity):
    told = json.loads(written("pipeline", "json", results(SYSTEM)))
    assert (told["total"]["win_rate"], told["open"]["count"], told["sellers"]) == (None, 0, [])
