"""The winner chooses: in time, what is offered, while there is one left."""

import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction

from suki.apps.rewards.actions import (
    choose_reward,
    confirm_receipt,
    extend_choice,
    grant_reward,
    return_choice,
    send_reward,
    withdraw_reward,
)
from suki.apps.rewards.models import Choice, Delivery, Grant, Receipt
from suki.apps.rewards.purses import balance_of
from suki.kernel.errors import NotAllowed, RuleBroken


@pytest.fixture
def won(clara, ana, bag):
    return grant_reward(actor=clara, person=ana.person, what_for="Beste Messe", rewards=[bag])


@pytest.fixture
def rich(clara, ana, bag):
    return grant_reward(actor=clara, person=ana.person, what_for="Beste Messe", points=150).purse


def test_the_choice_keeps_what_it_was_worth_and_takes_one_from_the_stock(ana, won, bag):
    choice = choose_reward(actor=ana, purse=won.purse, reward=bag, grant=won)
    bag.refresh_from_db()
    assert (bag.stock, choice.value, choice.taxable_value) == (0, Decimal(80), Decimal(60))


def test_the_last_piece_goes_once_and_the_second_reads_so(ana, bayu, clara, won, bag):
    theirs = grant_reward(actor=clara, person=bayu.person, what_for="Auch gut", rewards=[bag])
    choose_reward(actor=ana, purse=won.purse, reward=bag, grant=won)
    with pytest.raises(RuleBroken, match="The last “Tasche” has been chosen"):
        choose_reward(actor=bayu, purse=theirs.purse, reward=bag, grant=theirs)
    bag.refresh_from_db()
    assert (Choice.objects.count(), bag.stock) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_get_one_piece_and_one_sentence(ana, bayu, clara, won, bag):
    theirs = grant_reward(actor=clara, person=bayu.person, what_for="Auch gut", rewards=[bag])
    said, both = [], threading.Barrier(2, timeout=20)

    def choose(actor, grant):
        try:
            both.wait()
            choose_reward(actor=actor, purse=grant.purse, reward=bag, grant=grant)
            said.append("")
        except RuleBroken as refused:
            said.append(str(refused))
        finally:
            connection.close()

    threads = [threading.Thread(target=choose, args=pair) for pair in ((ana, won), (bayu, theirs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(map(bool, said)) == [False, True]
    assert "has been chosen" in max(said)


def test_only_the_winner_chooses(clara, ana, bayu, won, bag):
    for other in (clara, bayu):
        with pytest.raises(NotAllowed):
            choose_reward(actor=other, purse=won.purse, reward=bag, grant=won)
    bag.refresh_from_db()
    assert (Choice.objects.count(), bag.stock) == (0, 1)


def test_one_grant_is_one_choice(ana, won, bag):
    bag.stock = 5
    bag.save()
    choose_reward(actor=ana, purse=won.purse, reward=bag, grant=won)
    with pytest.raises(RuleBroken, match="chosen already"):
        choose_reward(actor=ana, purse=won.purse, reward=bag, grant=won)


def test_after_the_last_day_nothing_is_chosen_unless_there_is_more_time(ana, clara, entity, won, bag):
    Grant.objects.filter(pk=won.pk).update(choose_by=entity.today - timedelta(days=1))
    with pytest.raises(RuleBroken, match="time to choose ended"):
        choose_reward(actor=ana, purse=won.purse, reward=bag, grant=won)
    extend_choice(actor=clara, grant=won, choose_by=entity.today)
    assert choose_reward(actor=ana, purse=won.purse, reward=bag, grant=won).pk


def test_what_is_not_offered_or_withdrawn_cannot_be_chosen(ana, clara, won, bag):
    from suki.apps.rewards.actions import add_reward

    dinner = add_reward(actor=clara, name="Essen", value=Decimal(50), currency="EUR")
    with pytest.raises(RuleBroken, match="not among"):
        choose_reward(actor=ana, purse=won.purse, reward=dinner, grant=won)
    withdraw_reward(actor=clara, reward=bag)
    with pytest.raises(RuleBroken, match="no longer in the catalogue"):
        choose_reward(actor=ana, purse=won.purse, reward=bag, grant=won)


def test_points_are_spent_and_come_back(ana, rich, bag):
    choice = choose_reward(actor=ana, purse=rich, reward=bag)
    assert balance_of(rich) == 50
    bag.refresh_from_db()
    assert bag.stock == 0
    return_choice(actor=ana, choice=choice)
    bag.refresh_from_db()
    assert (balance_of(rich), bag.stock) == (150, 1)
    with pytest.raises(RuleBroken):
        return_choice(actor=ana, choice=choice)


def test_nobody_spends_more_than_they_have(ana, rich, bag):
    bag.points = 151
    bag.save()
    with pytest.raises(RuleBroken, match="1 point short"):
        choose_reward(actor=ana, purse=rich, reward=bag)
    assert balance_of(rich) == 150


def test_it_is_sent_received_and_cannot_be_given_back_on_the_way(ana, clara, entity, won, bag):
    choice = choose_reward(actor=ana, purse=won.purse, reward=bag, grant=won)
    with pytest.raises(RuleBroken, match="not been sent"):
        confirm_receipt(actor=ana, choice=choice, received_on=entity.today)
    send_reward(actor=clara, choice=choice, sent_on=entity.today, reference="DHL 1")
    with pytest.raises(RuleBroken, match="on its way"):
        return_choice(actor=ana, choice=choice)
    with pytest.raises(RuleBroken, match="what shows"):
        confirm_receipt(actor=clara, choice=choice, received_on=entity.today)
    assert not Receipt.objects.exists()
    confirm_receipt(actor=ana, choice=choice, received_on=entity.today)
    assert Receipt.objects.get().delivery == Delivery.objects.get()


def test_an_account_manager_sends_nothing(ana, entity, won, bag):
    choice = choose_reward(actor=ana, purse=won.purse, reward=bag, grant=won)
    with pytest.raises(NotAllowed):
        send_reward(actor=ana, choice=choice, sent_on=entity.today)
    assert not Delivery.objects.exists()


def test_what_colleagues_won_is_not_there(ana, bayu, won):
    with transaction.atomic():
        assert list(Grant.objects.visible_to(ana)) == [won]
        assert not Grant.objects.visible_to(bayu).exists()
