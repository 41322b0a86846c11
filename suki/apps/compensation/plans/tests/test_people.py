"""Members, base pay, scores and credit beside the shares."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from suki.apps.compensation.models import PlanMember, Salary, Score
from suki.apps.compensation.plans.actions import change_rules, publish_version
from suki.apps.compensation.plans.membership import (
    add_member,
    change_member,
    end_membership,
    end_overlay,
    grant_overlay,
    set_salary,
    set_score,
)
from suki.apps.compensation.plans.mixes import pay_mixes
from suki.apps.credits.models import Overlay
from suki.kernel.errors import NotAllowed, RuleBroken, Stale

FIRST, MARCH = date(2026, 1, 1), date(2026, 3, 31)
AIMS = {"name": "Aims", "input": "score", "output": "target", "tiers": [{"from": "0", "rate": "1"}]}


@pytest.fixture
def aims(finn, draft, rules):
    """The plan with a block that people score."""
    rules["components"].append(AIMS)
    return publish_version(actor=finn, version=change_rules(actor=finn, version=draft, rules=rules))


@pytest.fixture
def scored(finn, ana, aims):
    return add_member(actor=finn, plan=aims.plan, person=ana.person, since=FIRST)


def test_nobody_is_paid_by_a_plan_twice_on_a_day(finn, ana, membership):
    with pytest.raises(RuleBroken, match="already"):
        add_member(actor=finn, plan=membership.plan, person=ana.person, since=date(2026, 5, 1))
    assert PlanMember.objects.count() == 1


def test_a_membership_ends_and_begins_again(finn, ana, membership):
    end_membership(actor=finn, member=membership, last=MARCH, revision=membership.revision)
    again = add_member(actor=finn, plan=membership.plan, person=ana.person, since=date(2026, 4, 1))
    assert again.valid.lower == date(2026, 4, 1)


def test_who_does_not_manage_plans_adds_and_ends_nobody(clara, ana, bayu, membership):
    with pytest.raises(NotAllowed):
        add_member(actor=clara, plan=membership.plan, person=bayu.person, since=FIRST)
    with pytest.raises(NotAllowed):
        end_membership(actor=ana, member=membership, last=MARCH)
    assert PlanMember.objects.get().valid.upper is None


@pytest.mark.parametrize(("target", "paid_in"), [(Decimal(-1), "EUR"), (Decimal(1), "XXL")])
def test_wrong_pay_is_refused(finn, membership, target, paid_in):
    with pytest.raises(RuleBroken):
        change_member(actor=finn, member=membership, target_pay=target, paid_in=paid_in)
    membership.refresh_from_db()
    assert membership.target_pay == 12_000


def test_an_older_revision_of_a_membership_is_refused(finn, membership):
    change_member(
        actor=finn, member=membership, target_pay=Decimal(15_000), paid_in="", revision=membership.revision
    )
    with pytest.raises(Stale):
        change_member(
            actor=finn, member=membership, target_pay=Decimal(1), paid_in="", revision=membership.revision
        )
    membership.refresh_from_db()
    assert membership.target_pay == 15_000


def test_base_pay_beside_target_pay_is_the_pay_mix(finn, ana, clara, bayu, entity, membership):
    set_salary(actor=finn, person=ana.person, amount=Decimal(3_000), currency="EUR", since=FIRST)
    for actor in (finn, clara, ana):
        [mix] = pay_mixes(actor, entity.today)
        assert (mix.base, mix.target, mix.words) == (36_000, 12_000, "75 : 25")
    assert pay_mixes(bayu, entity.today) == []


def test_nobody_sets_their_own_base_pay_and_managers_of_teams_set_none(finn, clara, ana):
    with pytest.raises(NotAllowed):
        set_salary(actor=finn, person=finn.person, amount=Decimal(9_000), currency="EUR", since=FIRST)
    with pytest.raises(NotAllowed):
        set_salary(actor=clara, person=ana.person, amount=Decimal(9_000), currency="EUR", since=FIRST)
    assert not Salary.objects.exists()


def test_new_base_pay_ends_what_held_before(finn, ana):
    set_salary(actor=finn, person=ana.person, amount=Decimal(3_000), currency="EUR", since=FIRST)
    set_salary(actor=finn, person=ana.person, amount=Decimal(3_200), currency="EUR", since=date(2026, 7, 1))
    assert [row.valid.upper for row in Salary.objects.order_by("valid")] == [date(2026, 7, 1), None]


def give(actor, member, **other):
    given = {
        "component": "Aims",
        "first": FIRST,
        "last": MARCH,
        "score": Decimal("0.9"),
        "reason": "Two of three aims met.",
    }
    return set_score(actor=actor, plan=member.plan, person=member.person, **{**given, **other})


def test_a_leader_scores_with_a_reason_and_may_correct_it(clara, scored):
    give(clara, scored)
    give(clara, scored, score=Decimal(1), reason="The third one came, too.")
    assert Score.objects.get().score == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": " "}, {"score": Decimal(-1)}, {"score": Decimal(11)}, {"component": "Commission"}, {"component": "Nothing"},
        {"last": date(2025, 12, 31)},
    ],
)  # fmt: skip
def test_wrong_scores_are_refused(clara, scored, wrong):
    with pytest.raises(RuleBroken):
        give(clara, scored, **wrong)
    assert not Score.objects.exists()


def test_nobody_scores_themselves_and_only_those_who_approve_pay_score(ana, finn, clara, aims, scored):
    for actor in (ana, finn):
        with pytest.raises(NotAllowed):
            give(actor, scored)
    own = add_member(actor=finn, plan=aims.plan, person=clara.person, since=FIRST)
    with pytest.raises(NotAllowed, match="themselves"):
        give(clara, own)
    assert not Score.objects.exists()


def test_scores_of_days_that_overlap_are_refused(clara, scored):
    give(clara, scored)
    with pytest.raises(RuleBroken, match="overlap"):
        give(clara, scored, last=date(2026, 4, 30))
    assert Score.objects.count() == 1


def test_a_leader_scores_nobody_outside_their_team(clara, scored, bayu, finn, dung, aims):
    add_member(actor=finn, plan=aims.plan, person=dung.person, since=FIRST)
    with pytest.raises(RuleBroken):
        set_score(
            actor=clara, plan=aims.plan, person=dung.person, component="Aims", first=FIRST, last=MARCH,
            score=Decimal(1), reason="Good work.",
        )  # fmt: skip
    assert not Score.objects.exists()


def test_credit_beside_the_shares_is_given_and_ends(finn, ana, sonne):
    overlay = grant_overlay(actor=finn, person=ana.person, share=Decimal(50), since=FIRST, account=sonne)
    with pytest.raises(RuleBroken, match="already"):
        grant_overlay(actor=finn, person=ana.person, share=Decimal(20), since=date(2026, 2, 1), account=sonne)
    end_overlay(actor=finn, overlay=overlay, last=MARCH)
    assert Overlay.objects.get().valid.upper == date(2026, 4, 1)


@pytest.mark.parametrize(
    "wrong", [{"share": Decimal(0)}, {"share": Decimal(2000)}, {"until": date(2025, 1, 1)}, {"why": "x"}]
)
def test_wrong_credit_is_refused(finn, ana, wrong):
    with pytest.raises(RuleBroken):
        grant_overlay(**{"actor": finn, "person": ana.person, "share": Decimal(10), "since": FIRST, **wrong})
    assert not Overlay.objects.exists()


def test_who_does_not_manage_plans_gives_no_credit(clara, ana):
    with pytest.raises(NotAllowed):
        grant_overlay(actor=clara, person=ana.person, share=Decimal(10), since=FIRST)
    assert not Overlay.objects.exists()


def test_the_form_of_a_score_names_the_blocks_that_people_score(client, clara, scored):
    from django.urls import reverse

    client.force_login(clara)
    assert "Score an aim" in client.get(reverse("pay_plan", args=[scored.plan_id])).text
    address = reverse("plan_score_new", args=[scored.plan_id])
    given = {
        "person": scored.person_id, "component": "Aims", "first": "2026-01-01", "last": "2026-03-31", "score": "90",
        "reason": "Two of three aims met.",
    }  # fmt: skip
    assert client.post(address, {**given, "component": "Commission"}).status_code == 422
    assert client.post(address, given)["Location"] == reverse("pay_plan", args=[scored.plan_id])
    assert Score.objects.get().score == Decimal("0.9")
    assert "Two of three aims met." in client.get(reverse("pay_plan", args=[scored.plan_id])).text
