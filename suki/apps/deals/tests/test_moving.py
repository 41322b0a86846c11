"""Deals go through their stages: what a stage asks and proposes, winning, losing, opening again, giving on."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from suki.apps.company.settings.actions import choose_policy
from suki.apps.deals.actions import (
    change_deal,
    give_deals,
    lose_deal,
    move_to_stage,
    open_deal,
    reopen_deal,
    win_deal,
)
from suki.apps.deals.models import Deal, LossReason, Stage, StageChange
from suki.base.access import SYSTEM
from suki.base.history import events_about
from suki.kernel.errors import NotAllowed, RuleBroken, Stale

from .conftest import CREATED

NOVEMBER = date(2026, 11, 20)


def test_a_deal_begins_in_the_first_stage_with_what_it_proposes(pumps, stages):
    assert (pumps.stage, pumps.probability, pumps.category) == (stages[0], 10, "pipeline")
    assert pumps.currency == "EUR"
    assert pumps.created_on == CREATED
    change = StageChange.objects.get(deal=pumps)
    assert (change.stage, change.value, change.at.date()) == (stages[0], 12_000, date(2026, 8, 31))


def test_a_stage_proposes_and_never_overwrites_what_the_seller_chose(ana, pumps, stages):
    change_deal(actor=ana, deal=pumps, category="commit")
    move_to_stage(actor=ana, deal=pumps, stage=stages[2])
    pumps.refresh_from_db()
    assert (pumps.probability, pumps.category) == (50, "commit")
    change_deal(actor=ana, deal=pumps, probability=Decimal(33), category="")
    move_to_stage(actor=ana, deal=pumps, stage=stages[3])
    pumps.refresh_from_db()
    assert (pumps.probability, pumps.category) == (33, "commit")
    assert [change.value for change in pumps.stage_changes.order_by("id")] == [12_000] * 3


def test_a_stage_names_what_is_missing(rita, stages):
    deal = open_deal(actor=rita, name="A hotel by the lake", owner=rita.person)
    with pytest.raises(
        RuleBroken, match=r"cannot enter “Proposal” yet\. Missing: Account, value and expected to close\."
    ):
        move_to_stage(actor=rita, deal=deal, stage=stages[2])
    deal.refresh_from_db()
    assert deal.stage == stages[0]
    assert deal.stage_changes.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"probability": Decimal(130)}, "A probability of 130% is not possible"),
        ({"probability": Decimal(-1)}, "is not possible"),
        ({"currency": "JPY"}, "does not use the currency JPY"),
        ({"value": Decimal(-5)}, "less than nothing"),
        (
            {"created_on": date(2026, 5, 2), "expected_close": date(2026, 5, 1)},
            "it was created on 2 May 2026",
        ),
        ({"name": "  "}, "needs a name"),
    ],
)
def test_a_deal_that_says_something_impossible_is_not_opened(rita, wrong, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        open_deal(actor=rita, **{"name": "Lake", "owner": rita.person} | wrong)
    assert not Deal.objects.exists()


def test_winning_closes_at_the_value_and_counts_as_closed(ana, pumps):
    won = win_deal(actor=ana, deal=pumps, on=NOVEMBER, revision=pumps.revision)
    won.refresh_from_db()
    assert (won.state, won.closed_on, won.probability, won.category) == ("won", NOVEMBER, 100, "closed")
    assert won.stage.ends == "won"
    assert [event.name for event in events_about(won)][:1] == ["deal won"]


def test_a_deal_without_account_or_value_is_not_won(ana, rita, sonne):
    lake = open_deal(actor=rita, name="Lake", owner=rita.person, value=Decimal(5), created_on=CREATED)
    with pytest.raises(RuleBroken, match="no account yet"):
        win_deal(actor=rita, deal=lake, on=NOVEMBER)
    spa = open_deal(actor=ana, name="Spa", owner=ana.person, account=sonne, kind="upsell", created_on=CREATED)
    with pytest.raises(RuleBroken, match="no value yet"):
        win_deal(actor=ana, deal=spa, on=NOVEMBER)
    assert not Deal.objects.exclude(state="open").exists()


def test_nothing_closes_before_it_was_created(ana, pumps, stages):
    with pytest.raises(RuleBroken, match=r"cannot close on 31 Aug 2026: it was created on 1 Sept? 2026"):
        win_deal(actor=ana, deal=pumps, on=date(2026, 8, 31))
    pumps.refresh_from_db()
    assert pumps.state == "open"


def test_losing_needs_a_reason_and_reopening_goes_back_to_where_it_was(ana, pumps, stages):
    move_to_stage(actor=ana, deal=pumps, stage=stages[2])
    with pytest.raises(RuleBroken, match="Say why"):
        lose_deal(actor=ana, deal=pumps, on=NOVEMBER)
    price = LossReason.objects.get(name="Price")
    lose_deal(actor=ana, deal=pumps, on=NOVEMBER, reason=price, note="A third cheaper elsewhere.")
    pumps.refresh_from_db()
    assert (pumps.state, pumps.probability, pumps.category) == ("lost", 0, "omitted")
    assert events_about(pumps.account).first().name == "account lost deal"
    with pytest.raises(RuleBroken, match="already lost: Ana Reyes closed it on 20 Nov 2026"):
        win_deal(actor=ana, deal=pumps, on=NOVEMBER)
    reopen_deal(actor=ana, deal=pumps, reason="They came back.")
    pumps.refresh_from_db()
    assert (pumps.state, pumps.closed_on, pumps.stage, pumps.probability) == ("open", None, stages[2], 50)
    assert pumps.loss_reason is None


def test_what_closing_settled_is_not_changed_afterwards(ana, pumps):
    win_deal(actor=ana, deal=pumps, on=NOVEMBER)
    with pytest.raises(RuleBroken, match="already won"):
        change_deal(actor=ana, deal=pumps, value=Decimal(1))
    change_deal(actor=ana, deal=pumps, brief="Six pumps.")
    pumps.refresh_from_db()
    assert (pumps.value, pumps.brief) == (12_000, "Six pumps.")


def test_a_stale_revision_is_refused(ana, pumps, stages):
    opened_at = pumps.revision
    change_deal(actor=ana, deal=pumps, brief="Six pumps.")
    with pytest.raises(Stale):
        move_to_stage(actor=ana, deal=pumps, stage=stages[1], revision=opened_at)
    pumps.refresh_from_db()
    assert pumps.stage == stages[0]


def test_an_account_manager_opens_no_new_business_where_the_firm_is_strict(ana, rita, pumps, sonne):
    choose_policy(actor=SYSTEM, key="separation_of_duties", value="strict", function="account_manager")
    with pytest.raises(RuleBroken, match="new business"):
        open_deal(actor=ana, name="Lake", owner=ana.person)
    open_deal(actor=ana, name="More pumps", owner=ana.person, account=sonne, kind="cross_sell")
    lake = open_deal(actor=rita, name="Lake", owner=rita.person)
    with pytest.raises(RuleBroken, match="new business"):
        give_deals(actor=SYSTEM, deals=[pumps, lake], person=ana.person)
    assert set(Deal.objects.values_list("name", "owner__name")) == {
        ("Pumps for the spa", "Ana Reyes"),
        ("More pumps", "Ana Reyes"),
        ("Lake", "Rita Vogel"),
    }


def test_deals_reach_their_owner_the_accounts_team_and_those_above(ana, bayu, clara, dung, nobody, pumps):
    assert [Deal.objects.visible_to(actor).count() for actor in (ana, bayu, clara, dung, nobody)] == [
        1,
        0,
        1,
        1,
        0,
    ]


def test_who_may_not_work_on_deals_moves_none(finn, pumps, stages):
    with pytest.raises(NotAllowed):
        move_to_stage(actor=finn, deal=pumps, stage=stages[1])
    with pytest.raises(NotAllowed):
        win_deal(actor=finn, deal=pumps, on=NOVEMBER)
    pumps.refresh_from_db()
    assert (pumps.stage, pumps.state) == (stages[0], "open")


@pytest.mark.django_db(transaction=True)
def test_two_people_winning_the_same_deal_at_once_win_it_once(ana, clara, pumps):
    sentences = []

    def win(actor):
        try:
            win_deal(actor=actor, deal=Deal(pk=pumps.pk), on=NOVEMBER, revision=pumps.revision)
        except RuleBroken as broken:
            sentences.append(str(broken))
        finally:
            connection.close()

    both = [threading.Thread(target=win, args=[actor]) for actor in (ana, clara)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len(sentences) == 1
    assert "already won" in sentences[0]
    assert StageChange.objects.filter(deal=pumps, stage__ends="won").count() == 1
    assert Stage.objects.filter(ends="won").count() == 1
