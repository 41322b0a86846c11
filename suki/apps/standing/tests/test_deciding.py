"""People decide, having read, in their own words, with another person where it weighs most. Suki never does."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from suki.apps.standing import actions
from suki.apps.standing.actions import (
    ask_to_it,
    begin_plan,
    decide,
    give_opinion,
    hold_check_in,
    reply,
    take_step,
)
from suki.apps.standing.models import Closing, Decision, Opinion, Party, Reply, StandingReview, Step, Talk
from suki.apps.standing.tests.stage import ALSO, WHY, at_parting, decided, having_read, planned
from suki.base.access import SYSTEM
from suki.kernel.errors import NotAllowed, RuleBroken

SENTENCE = {"reasons": WHY, "alternatives": ALSO}


@pytest.mark.parametrize("kind", Decision.Kind.values)
def test_suki_itself_sets_no_outcome(answered, kind):
    with pytest.raises(NotAllowed, match="Only people decide"):
        decide(actor=SYSTEM, review=answered, kind=kind, **SENTENCE)
    assert not Decision.objects.exists()


def test_suki_itself_does_nothing_else_that_weighs_on_anybody(answered, ana):
    today = answered.entity.today
    about = {"actor": SYSTEM, "review": answered}
    for act in (
        lambda: begin_plan(
            **about,
            kind="probation",
            reasons=WHY,
            starts=today,
            ends=today,
            support=WHY,
            goals=["x"],
            check_ins=[today],
        ),
        lambda: give_opinion(**about, agrees=True, reasons=WHY),
        lambda: take_step(**about, key="prior_warning", taken_on=today, text=WHY),
        lambda: actions.set_step_aside(**about, key="prior_warning", reason=WHY),
        lambda: reply(**about, text="Ich bin es"),
        lambda: ask_to_it(**about, person=ana.person, role="second", reason="x"),
        lambda: actions.hold_record(**about, reason=WHY),
        lambda: actions.lift_hold(**about),
    ):
        with pytest.raises(NotAllowed, match="Only people decide"):
            act()
    assert not Decision.objects.exists()
    assert not Step.objects.exists()


def test_the_database_knows_no_decision_without_a_person(answered):
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(review=answered, kind="end", reasons=WHY, alternatives=ALSO)


@pytest.mark.parametrize("code", ["PERF-03", "", "...", "low performer", "x x x x x x x x x x x x x x x"])
def test_a_code_alone_is_no_reason(answered, clara, code):
    with pytest.raises(RuleBroken, match="own words"):
        decided(clara, answered, "support", reasons=code)
    assert not Decision.objects.exists()


def test_nobody_decides_on_themselves(answered, ana, sofia):
    StandingReview.objects.filter(pk=answered.pk).update(person=sofia.person)
    with pytest.raises(NotAllowed, match="Somebody else"):
        decided(sofia, answered, "support")
    with pytest.raises(NotAllowed):
        decided(ana, answered, "support")
    assert not Decision.objects.exists()


def test_who_has_not_read_the_record_does_not_decide(review, clara, ana):
    with pytest.raises(RuleBroken, match="Read the evidence"):
        decide(actor=clara, review=review, kind="support", reasons=WHY)
    having_read(clara, review)
    reply(actor=ana, review=review, text="Das stimmt so nicht.")
    with pytest.raises(RuleBroken, match="Read the evidence"):
        decide(actor=clara, review=review, kind="support", reasons=WHY)
    assert decided(clara, review, "support").by == clara


def test_nothing_weighs_on_the_person_before_they_could_answer(review, clara):
    StandingReview.objects.filter(pk=review.pk).update(opened_on=review.entity.today)
    with pytest.raises(RuleBroken, match="to answer"):
        planned(clara, review)
    assert not Decision.objects.exists()
    assert decided(clara, review, "support")


def test_parting_is_never_the_next_step_after_a_missed_figure(answered, clara):
    for kind in ("end", "termination", "keep", "not_met"):
        with pytest.raises(RuleBroken, match="cannot follow"):
            decided(clara, answered, kind, alternatives=ALSO)
    assert not Decision.objects.exists()


def test_a_plan_has_goals_help_and_talks_and_ends_in_met(answered, clara):
    plan = planned(clara, answered)
    (check_in,) = plan.check_ins.all()
    hold_check_in(
        actor=clara, check_in=check_in, held_on=answered.entity.today, notes=WHY, help_given="Schulung"
    )
    with pytest.raises(RuleBroken, match="already"):
        hold_check_in(actor=clara, check_in=check_in, held_on=answered.entity.today, notes=WHY)
    with pytest.raises(RuleBroken, match="lasts until"):
        decided(clara, answered, "extension", until=plan.ends)
    decided(clara, answered, "extension", until=plan.ends + timedelta(days=30))
    decided(clara, answered, "met")
    assert Closing.objects.get().review == answered
    with pytest.raises(RuleBroken, match="closed"):
        decided(clara, answered, "support")
    assert Talk.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"goals": [" "]}, {"check_ins": []}, {"support": "mal sehen"}, {"kind": "end"}, {"reasons": "X-12"}],
)
def test_a_plan_that_lacks_something_is_refused(answered, clara, wrong):
    today = answered.entity.today
    given = {
        "kind": "improvement", "reasons": WHY, "starts": today, "ends": today + timedelta(days=60), "support": WHY,
        "goals": ["Zehn Konten"], "check_ins": [today + timedelta(days=10)],
    }  # fmt: skip
    with pytest.raises(RuleBroken):
        begin_plan(actor=having_read(clara, answered), review=answered, **given | wrong)
    assert not Decision.objects.exists()


def test_parting_needs_a_second_person_who_agrees_and_what_else_was_considered(
    answered, clara, second, sofia
):
    at_parting(clara, second, answered)
    with pytest.raises(RuleBroken, match="own words"):
        decided(clara, answered, "end", alternatives="keine")
    decided(clara, answered, "end", alternatives=ALSO)
    assert Decision.objects.order_by("-pk").first().kind == "end"


def test_a_second_reviewer_who_does_not_agree_stops_it(answered, clara, second):
    at_parting(clara, second, answered, agrees=False)
    with pytest.raises(RuleBroken, match="does not agree"):
        decided(clara, answered, "end", alternatives=ALSO)
    decided(clara, answered, "keep")
    assert not Closing.objects.exists()


def test_without_a_second_opinion_nobody_parts(answered, clara):
    planned(clara, answered)
    decided(clara, answered, "not_met")
    decided(clara, answered, "termination")
    with pytest.raises(RuleBroken, match="second reviewer looks"):
        decided(clara, answered, "end", alternatives=ALSO)


def test_open_points_are_answered_before_anybody_parts(answered, clara, second):
    at_parting(clara, second, answered)
    Step.objects.filter(key="works_council_heard").delete()
    with pytest.raises(RuleBroken, match="neither taken nor set aside"):
        decided(clara, answered, "end", alternatives=ALSO)


def test_the_second_reviewer_is_another_person_and_may_decide_nothing(answered, clara, second, ana):
    with pytest.raises(RuleBroken, match="part of it already"):
        ask_to_it(actor=clara, review=answered, person=clara.person, role="second", reason="ich")
    with pytest.raises(RuleBroken, match="part of it anyway"):
        ask_to_it(actor=clara, review=answered, person=ana.person, role="second", reason="sie")
    ask_to_it(actor=clara, review=answered, person=second.person, role="second", reason="kennt das Gebiet")
    with pytest.raises(NotAllowed, match="Only who leads"):
        decided(second, answered, "support")
    planned(clara, answered)
    decided(clara, answered, "not_met")
    decided(clara, answered, "termination")
    with pytest.raises(NotAllowed, match="second reviewer gives"):
        give_opinion(actor=having_read(clara, answered), review=answered, agrees=True, reasons=WHY)
    assert not Opinion.objects.exists()


def test_senior_management_cannot_be_decider_and_second_opinion_at_once(answered, clara, sofia):
    planned(clara, answered)
    decided(clara, answered, "not_met")
    decided(sofia, answered, "termination")
    ask_to_it(actor=clara, review=answered, person=sofia.person, role="second", reason="oben")
    with pytest.raises(NotAllowed, match="another person"):
        give_opinion(actor=having_read(sofia, answered), review=answered, agrees=True, reasons=WHY)
    assert not Opinion.objects.exists()


def test_a_colleague_without_authority_gives_no_second_opinion(answered, clara, bayu):
    with pytest.raises(RuleBroken, match="may not"):
        ask_to_it(actor=clara, review=answered, person=bayu.person, role="second", reason="Kollege")
    assert Party.objects.count() == 1


def test_only_the_person_answers(review, clara, bayu):
    with pytest.raises(NotAllowed, match="Only Ana Reyes"):
        reply(actor=clara, review=review, text="Für Ana")
    assert not Reply.objects.exists()
