"""Contests: the places follow from the credits, equals by the rule said beforehand, names only where that is agreed."""

from datetime import date
from decimal import Decimal

import pytest

from suki.apps.rewards.actions import open_contest, settle_contest
from suki.apps.rewards.contests.actions import Promised
from suki.apps.rewards.contests.queries import standing_of
from suki.apps.rewards.models import Contest, ContestResult, Grant
from suki.apps.rewards.tests.stage import sell
from suki.base.access import SYSTEM
from suki.kernel.errors import BadInput, NotAllowed, RuleBroken

FIRST, LAST = date(2026, 2, 1), date(2026, 2, 28)
MONEY = [Promised(Decimal(100), "EUR"), Promised(Decimal("50.01"), "EUR")]


def contest_of(actor, people, tie="both", prizes=MONEY, **more):
    return open_contest(
        actor=actor, name="Februar", first=FIRST, last=LAST, tie=tie, people=people, prizes=prizes, **more
    )


@pytest.fixture
def equal(ana, bayu, sonne, mond):
    """Both sell 500 in February, Bayu some days earlier; what lies outside does not count."""
    sell(mond, bayu, "500", date(2026, 2, 5))
    sell(sonne, ana, "300", date(2026, 2, 5))
    sell(sonne, ana, "200", date(2026, 2, 20))
    sell(sonne, ana, "9000", date(2026, 3, 1))
    return [ana.person, bayu.person]


def won(contest):
    settle_contest(actor=SYSTEM, contest=contest)
    return {
        grant.purse.person.name.split()[0]: grant.bonus.amount
        for grant in Grant.objects.filter(contest=contest)
    }


def test_equals_each_get_the_prize_of_the_rank(clara, equal):
    assert won(contest_of(clara, equal)) == {"Ana": 100, "Bayu": 100}


def test_whoever_reached_it_first_stands_before_the_other(clara, equal):
    assert won(contest_of(clara, equal, "earliest")) == {"Bayu": 100, "Ana": Decimal("50.01")}


def test_the_prizes_of_shared_ranks_are_divided_to_the_cent(clara, equal):
    divided = won(contest_of(clara, equal, "split"))
    assert sorted(divided.values()) == [Decimal("75.00"), Decimal("75.01")]


def test_things_cannot_be_divided(clara, equal, bag):
    with pytest.raises(BadInput) as refused:
        contest_of(clara, equal, "split", [Promised(reward=bag)])
    assert [problem.where for problem in refused.value.problems] == ["tie"]
    assert not Contest.objects.exists()


def test_who_stays_below_the_least_has_no_place(clara, equal):
    contest = contest_of(clara, equal, at_least=Decimal(501))
    assert standing_of(contest).places == []
    assert won(contest) == {}


def test_a_thing_is_offered_to_the_winner(clara, equal, bag):
    contest = contest_of(clara, equal, "earliest", [Promised(reward=bag)])
    settle_contest(actor=clara, contest=contest)
    assert list(Grant.objects.get().offered.all()) == [bag]


def test_it_is_settled_once_when_it_is_over_and_not_by_who_takes_part(ana, clara, equal, entity):
    running = open_contest(
        actor=clara, name="Jetzt", first=FIRST, last=entity.today, tie="both", people=equal, prizes=MONEY
    )
    with pytest.raises(RuleBroken, match="runs until"):
        settle_contest(actor=clara, contest=running)
    contest = contest_of(clara, [*equal, clara.person])
    with pytest.raises(NotAllowed, match="does not take part"):
        settle_contest(actor=clara, contest=contest)
    with pytest.raises(NotAllowed):
        settle_contest(actor=ana, contest=contest)
    assert not ContestResult.objects.exists()
    settle_contest(actor=SYSTEM, contest=contest)
    with pytest.raises(RuleBroken, match="settled already"):
        settle_contest(actor=SYSTEM, contest=contest)


def test_settled_places_stay_when_credits_change(clara, ana, sonne, equal):
    contest = contest_of(clara, equal)
    settle_contest(actor=clara, contest=contest)
    sell(sonne, ana, "77", date(2026, 2, 10))
    contest = Contest.objects.get(pk=contest.pk)
    assert [place.figure for place, _person in standing_of(contest).places] == [500, 500]


def test_people_are_named_only_where_that_is_agreed(client, ana, bayu, clara, equal):
    from suki.apps.company.models import Policy

    contest = contest_of(clara, equal)
    client.force_login(clara)
    address = f"/contests/{contest.pk}/"
    Policy.objects.create(key="individual_rankings", value="groups")
    hidden = client.get(address).content.decode()
    assert "Bayu Pratama" not in hidden
    assert "shown for the group only" in hidden
    Policy.objects.update(value="shown")
    assert "Bayu Pratama" in client.get(address).content.decode()


def test_a_contest_says_everything_beforehand(clara, ana):
    with pytest.raises(BadInput) as refused:
        open_contest(actor=clara, name="", first=LAST, last=FIRST, tie="luck", people=[ana.person], prizes=[])
    assert {problem.where for problem in refused.value.problems} == {
        "name",
        "last",
        "tie",
        "people",
        "prizes",
    }


def test_a_rank_wins_one_thing(clara, equal):
    with pytest.raises(BadInput, match="one thing"):
        contest_of(clara, equal, prizes=[Promised(Decimal(1), "EUR", points=3)])


def test_orders_taken_may_count_instead_of_invoices(clara, equal):
    contest = contest_of(clara, equal, measure="booked")
    assert [place.figure for place, _person in standing_of(contest).places] == [500, 500]
