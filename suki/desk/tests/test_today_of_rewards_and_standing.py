"""Today asks the winner to choose, whoever runs rewards to send, and both sides of a review to look at it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from suki.apps.rewards.actions import add_reward, choose_reward, grant_reward, open_contest
from suki.apps.rewards.contests.actions import Promised
from suki.apps.standing.models import MissRule, Party, StandingReview
from suki.base.access import SYSTEM
from suki.desk.today.needs import Asking, needs_of


def kinds_for(user, entity):
    asking = Asking(user, entity.today, entity)
    return {need.kind for need in needs_of(asking)}


def test_the_winner_is_asked_to_choose_and_then_somebody_to_send(ana, bayu, clara, entity):
    bag = add_reward(actor=clara, name="Tasche", value=Decimal(80), currency="EUR")
    won = grant_reward(actor=clara, person=ana.person, what_for="Messe", rewards=[bag])
    assert "reward_choice" in kinds_for(ana, entity)
    assert "reward_choice" not in kinds_for(bayu, entity)
    choose_reward(actor=ana, purse=won.purse, reward=bag, grant=won)
    assert "reward_choice" not in kinds_for(ana, entity)
    assert "reward_to_send" in kinds_for(clara, entity)


def test_a_contest_that_is_over_is_to_be_settled(ana, bayu, clara, entity):
    yesterday = entity.today - timedelta(days=1)
    open_contest(
        actor=SYSTEM, name="Mai", first=yesterday, last=yesterday, tie="both", people=[ana.person, bayu.person],
        prizes=[Promised(points=1)],
    )  # fmt: skip
    assert "contest_over" in kinds_for(clara, entity)
    assert "contest_over" not in kinds_for(ana, entity)


@pytest.fixture
def review(ana, clara, entity):
    from suki.apps.standing.models import Evidence

    rule = MissRule.objects.create(
        entity=entity, name="Regel", below=Decimal("0.7"), valid=(date(2026, 1, 1), None)
    )
    made = StandingReview.objects.create(
        person=ana.person, rule=rule, entity=entity, profile="de", fact="2026-Q3", opened_on=entity.today
    )
    Evidence.objects.create(review=made, facts={}, checksum="0" * 64)
    Party.objects.create(review=made, person=clara.person, role="lead")
    return made


def test_both_sides_of_a_review_are_asked_and_nobody_else_and_without_its_name(
    review, ana, bayu, clara, entity
):
    assert "standing_answer" in kinds_for(ana, entity)
    assert "standing_decide" in kinds_for(clara, entity)
    assert not {"standing_answer", "standing_decide"} & kinds_for(bayu, entity)
    told = [need for need in needs_of(Asking(clara, entity.today, entity)) if need.kind == "standing_decide"]
    assert "Ana" not in f"{told[0].what} {told[0].who} {told[0].why}"
