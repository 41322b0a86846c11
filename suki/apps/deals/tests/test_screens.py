"""The page of a deal, the board, the calendar, the list, and the settings of pipelines."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from suki.apps.catalog.actions import add_product, set_price
from suki.apps.catalog.models import PriceList
from suki.apps.deals.actions import (
    NewLine,
    name_competitor,
    name_decider,
    open_deal,
    set_deal_lines,
    win_deal,
)
from suki.apps.deals.board.queries import CARDS
from suki.apps.deals.models import Deal, LossReason, Stage
from suki.base.access import SYSTEM
from suki.kernel.errors import RuleBroken
from tests.cast import LONG_AGO

NOVEMBER = "2026-11-20"


@pytest.fixture
def as_ana(client, ana):
    client.force_login(ana)
    return client


@pytest.fixture
def as_clara(client, clara):
    client.force_login(clara)
    return client


@pytest.fixture
def pump(entity):
    product = add_product(actor=SYSTEM, name="Quiet pump", code="QP-1")
    prices = PriceList.objects.create(entity=entity, name="List", currency="EUR")
    set_price(actor=SYSTEM, price_list=prices, product=product, amount=Decimal("999.99"), since=LONG_AGO)
    return product


def test_lines_take_the_price_of_the_list_and_are_the_deals_value(ana, pumps, pump):
    lines = [
        NewLine(product=pump, quantity=Decimal(3), discount=Decimal("0.1")),
        NewLine(description="Fitting", unit_price=Decimal(100)),
    ]
    made = set_deal_lines(actor=ana, deal=pumps, lines=lines)
    pumps.refresh_from_db()
    assert pumps.value == sum(line.net for line in made) == Decimal("2799.97")
    assert pumps.has_lines


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            {"description": "x", "unit_price": Decimal(1), "quantity": Decimal(0)},
            "Line 1: 0 is not a quantity",
        ),
        ({"description": "x", "unit_price": Decimal(1), "discount": Decimal(2)}, "between 0% and 100%"),
        ({"unit_price": Decimal(1)}, "needs a product or a description"),
        ({"description": "x"}, "needs a price"),
        ({"description": "x", "unit_price": Decimal(-1)}, "less than nothing"),
    ],
)
def test_a_line_that_says_something_impossible_changes_nothing(ana, pumps, line, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        set_deal_lines(actor=ana, deal=pumps, lines=[NewLine(**line)])
    pumps.refresh_from_db()
    assert (pumps.value, pumps.lines.count()) == (12_000, 0)


def test_the_page_shows_where_a_deal_stands_and_why_it_is_stale(as_ana, ana, pumps, sonne):
    name_competitor(actor=ana, deal=pumps, name="Aqua Nord", standing="ahead")
    page = as_ana.get(reverse("deal", args=[pumps.pk])).content.decode()
    for said in (
        "Pumps for the spa",
        "Sonnenhof GmbH",
        "Qualified",
        "12,000",
        "days in this stage, 30 are usual",
    ):
        assert said in page
    assert "Aqua Nord" in as_ana.get(reverse("deal_competitors", args=[pumps.pk])).content.decode()


@pytest.mark.parametrize("part", ["lines_part", "stages", "deciders", "competitors", "leads"])
def test_each_part_of_the_page_comes_alone_and_as_a_page(as_ana, pumps, part):
    address = reverse(f"deal_{part}", args=[pumps.pk])
    assert as_ana.get(address).status_code == 200
    assert "<html" not in as_ana.get(address, HTTP_HX_REQUEST="true").content.decode()


def test_a_deal_is_opened_moved_won_and_opened_again_on_its_pages(as_ana, ana, sonne, stages):
    sent = {
        "name": "Sauna", "account": str(sonne.pk), "account_text": sonne.name, "kind": "cross_sell", "value": "8,000",
        "currency": "EUR", "owner": ana.person.pk, "pipeline": stages[0].pipeline_id, "brief": "A sauna for six",
        "expected_close": "2026-12-01",
    }  # fmt: skip
    assert as_ana.post(reverse("new_deal"), sent).status_code == 302
    deal = Deal.objects.get()
    as_ana.post(reverse("deal_stage", args=[deal.pk]), {"stage": stages[2].pk, "revision": deal.revision})
    deal.refresh_from_db()
    assert deal.stage == stages[2]
    today = deal.entity.today.isoformat()
    assert as_ana.post(reverse("deal_win", args=[deal.pk]), {"on": today}).status_code == 302
    again = as_ana.post(reverse("deal_win", args=[deal.pk]), {"on": today})
    assert again.status_code == 422
    assert "already won" in again.content.decode()
    assert as_ana.post(reverse("deal_reopening", args=[deal.pk]), {"reason": "Not signed"}).status_code == 302
    reason = LossReason.objects.first()
    assert as_ana.post(reverse("deal_loss", args=[deal.pk]), {"on": today}).status_code == 422
    assert (
        as_ana.post(reverse("deal_loss", args=[deal.pk]), {"on": today, "reason": reason.pk}).status_code
        == 302
    )
    deal.refresh_from_db()
    assert (deal.state, deal.loss_reason) == ("lost", reason)


@pytest.mark.parametrize("wrong", [{"value": "much"}, {"name": ""}, {"expected_close": "someday"}])
def test_a_new_deal_that_says_too_little_is_refused(as_ana, ana, stages, wrong):
    sent = {
        "name": "Sauna", "kind": "new", "currency": "EUR", "owner": ana.person.pk, "pipeline": stages[0].pipeline_id,
    }  # fmt: skip
    assert as_ana.post(reverse("new_deal"), sent | wrong).status_code == 422
    assert not Deal.objects.exists()


def test_lines_are_changed_on_their_page_from_the_revision_it_was_opened_at(as_ana, ana, pumps, pump):
    address = reverse("deal_lines", args=[pumps.pk])
    opened = as_ana.get(address)
    assert opened.status_code == 200
    sent = {
        "form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-product": str(pump.pk), "form-0-product_text": "Quiet pump",
        "form-0-quantity": "2", "form-0-discount": "5", "revision": str(pumps.revision),
    }  # fmt: skip
    assert as_ana.post(address, sent).status_code == 302
    pumps.refresh_from_db()
    assert pumps.value == Decimal("1899.98")
    assert as_ana.post(address, sent).status_code == 422
    assert "Quiet" in as_ana.get(reverse("deal_product_options"), {"q": "quiet"}).content.decode()


def test_values_are_changed_in_place(as_ana, pumps):
    address = reverse("edit_field", args=["deal", pumps.pk, "probability"])
    assert as_ana.post(address, {"value": "130", "revision": pumps.revision}).status_code == 422
    pumps.refresh_from_db()
    assert (pumps.probability, pumps.probability_is_own) == (10, False)
    answer = as_ana.post(address, {"value": "60", "revision": pumps.revision})
    assert answer.status_code in (200, 302)
    pumps.refresh_from_db()
    assert (pumps.probability, pumps.probability_is_own) == (60, True)


def test_the_board_shows_the_most_valuable_of_each_stage_and_counts_all(as_ana, ana, sonne, stages):
    for number in range(CARDS + 3):
        open_deal(
            actor=ana,
            name=f"Deal {number}",
            owner=ana.person,
            account=sonne,
            kind="upsell",
            value=Decimal(number),
        )
    page = as_ana.get(reverse("deal_board")).content.decode()
    assert page.count('class="ticket"') == CARDS
    assert "3 more in the list" in page
    assert f'<span class="count">{CARDS + 3}</span>' in page


def test_a_card_moves_to_another_stage_or_says_why_not(as_ana, pumps, stages, rita):
    moves = reverse("deal_moves")
    moved = as_ana.post(moves, {"card": pumps.pk, "lane": stages[1].pk}, HTTP_HX_REQUEST="true")
    assert moved.status_code == 204
    assert "Need understood" in moved["HX-Trigger"]
    lake = open_deal(actor=SYSTEM, name="Lake", owner=pumps.owner, kind="upsell")
    refused = as_ana.post(moves, {"card": lake.pk, "lane": stages[2].pk}, HTTP_HX_REQUEST="true")
    assert (refused.status_code, "Missing: Account" in refused.content.decode()) == (422, True)
    won = Stage.objects.get(ends="won")
    assert as_ana.post(moves, {"card": pumps.pk, "lane": won.pk}, HTTP_HX_REQUEST="true").status_code == 204
    pumps.refresh_from_db()
    assert pumps.state == "won"


def test_a_card_of_somebody_else_is_not_there(client, bayu, pumps, stages):
    client.force_login(bayu)
    assert client.post(reverse("deal_moves"), {"card": pumps.pk, "lane": stages[1].pk}).status_code == 404
    pumps.refresh_from_db()
    assert pumps.stage == stages[0]


def test_the_board_the_calendar_and_the_list_cost_few_questions(
    as_ana, ana, sonne, pumps, django_assert_max_num_queries
):
    for name in ("deal_board", "deal_calendar", "deals"):
        as_ana.get(reverse(name))
        with django_assert_max_num_queries(11):
            assert "Pumps for the spa" in as_ana.get(reverse(name)).content.decode()


def test_stale_deals_are_a_view_of_the_list(as_ana, ana, sonne, pumps):
    open_deal(actor=ana, name="Fresh towels", owner=ana.person, account=sonne, kind="upsell")
    page = as_ana.get(reverse("deals"), {"stale": "yes"}).content.decode()
    assert "Pumps for the spa" in page
    assert "Fresh towels" not in page


def test_the_account_shows_its_deals_and_what_was_won(as_ana, ana, pumps, sonne):
    win_deal(actor=ana, deal=pumps, on=date(2026, 11, 20))
    page = as_ana.get(reverse("account_deals", args=[sonne.pk])).content.decode()
    assert "1 won" in page
    assert "12,000" in page


def test_a_decider_is_named_among_the_people_of_the_account(as_ana, ana, pumps, sonne):
    from suki.apps.accounts.actions import add_contact

    eva = add_contact(actor=ana, account=sonne, name="Eva Roth", since=LONG_AGO)
    named = name_decider(actor=ana, deal=pumps, contact=eva, role="signs", stance="for")
    assert "Eva Roth" in as_ana.get(reverse("deal_deciders", args=[pumps.pk])).content.decode()
    as_ana.post(reverse("deal_decider_removal", args=[pumps.pk, named.pk]))
    assert not pumps.decision_team.exists()


def test_a_sales_manager_shapes_the_pipeline(as_clara, pumps, stages):
    assert "Qualified" in as_clara.get(reverse("settings_pipelines")).content.decode()
    added = {"name": "Site visit", "probability": "40", "category": "pipeline", "needs": ["account"]}
    address = reverse("stage_new", args=[stages[0].pipeline_id])
    assert as_clara.post(address, added).status_code == 302
    made = Stage.objects.get(name="Site visit")
    assert [each.name for each in Stage.objects.order_by("position")][-3:] == ["Site visit", "Won", "Lost"]
    assert as_clara.post(address, added | {"name": "Again", "probability": "130"}).status_code == 422
    as_clara.post(reverse("stage_place", args=[made.pk]), {"step": "-1"})
    assert list(Stage.objects.order_by("position").values_list("name", flat=True))[3] == "Site visit"
    as_clara.post(reverse("stage_removal", args=[stages[0].pk]))
    assert Stage.objects.in_use().filter(pk=stages[0].pk).exists()
    as_clara.post(reverse("stage_removal", args=[made.pk]))
    assert not Stage.objects.in_use().filter(pk=made.pk).exists()


def test_an_account_manager_does_not_change_pipelines(as_ana, stages):
    assert as_ana.get(reverse("settings_pipelines")).status_code == 403
    assert as_ana.post(reverse("stage_removal", args=[stages[1].pk])).status_code == 403
    assert Stage.objects.in_use().count() == len(stages)
