"""Opening, drafting, changing, publishing and withdrawing versions."""

from __future__ import annotations

from datetime import date

import pytest

from suki.apps.compensation.models import PayPlan, PayStep, PlanVersion
from suki.apps.compensation.plans.actions import (
    change_rules,
    draft_version,
    open_plan,
    publish_version,
    rename_plan,
    withdraw_draft,
)
from suki.base.models import Event
from suki.kernel.errors import BadInput, NotAllowed, RuleBroken, Stale

FIRST = date(2026, 1, 1)


def test_a_plan_begins_as_a_draft_that_nobody_is_paid_by(draft):
    assert (draft.number, draft.is_published, draft.valid.lower, draft.valid.upper) == (1, False, FIRST, None)
    assert Event.objects.filter(name="pay plan opened").count() == 1


def test_those_who_do_not_manage_plans_open_none(clara, ana, dung, rules):
    for actor in (clara, ana, dung):
        with pytest.raises(NotAllowed):
            open_plan(actor=actor, name="Mine", rules=rules, first=FIRST)
    assert not PayPlan.objects.exists()


def test_two_plans_never_go_by_one_name(finn, draft, rules):
    with pytest.raises(RuleBroken, match="already"):
        open_plan(actor=finn, name="farmers", rules=rules, first=FIRST)
    other = open_plan(actor=finn, name="Hunters", rules=rules, first=FIRST).plan
    with pytest.raises(RuleBroken, match="already"):
        rename_plan(actor=finn, plan=other, name="Farmers")
    assert PayPlan.objects.get(pk=other.pk).name == "Hunters"


def test_a_draft_changes_and_says_so_in_the_journal(finn, draft, rules):
    rules["components"][0]["tiers"][2]["rate"] = "0.2"
    after = change_rules(
        actor=finn, version=draft, rules=rules, revision=draft.revision, note="More above quota"
    )
    assert after.rules["components"][0]["tiers"][2]["rate"] == "0.2"
    assert Event.objects.filter(name="plan rules changed").count() == 1


def test_an_older_revision_of_a_draft_is_refused(finn, draft, rules):
    change_rules(actor=finn, version=draft, rules=rules, revision=draft.revision, note="first")
    with pytest.raises(Stale):
        change_rules(actor=finn, version=draft, rules=rules, revision=draft.revision, note="second")
    assert PlanVersion.objects.get(pk=draft.pk).note == "first"


def test_wrong_rules_are_refused_with_every_problem_and_nothing_is_kept(finn, draft, rules):
    rules["components"][0]["tiers"] = [{"from": "0.5", "rate": "-0.1"}, {"from": "0.2", "rate": "x"}]
    rules["currency"] = "XXL"
    with pytest.raises(BadInput) as refused:
        change_rules(actor=finn, version=draft, rules=rules)
    assert {problem.where for problem in refused.value.problems} == {
        "currency", "components-0-tiers-0-from", "components-0-tiers-0-rate", "components-0-tiers-1-from", "components-0-tiers-1-rate",
    }  # fmt: skip
    assert PlanVersion.objects.get(pk=draft.pk).rules == draft.rules


def test_rules_under_which_selling_more_pays_less_are_kept_but_not_published(finn, draft, rules):
    rules["components"][0] |= {
        "method": "slab",
        "tiers": [{"from": "0", "rate": "0.1"}, {"from": "1", "rate": "0.01"}],
    }
    kept = change_rules(actor=finn, version=draft, rules=rules)
    with pytest.raises(RuleBroken, match="selling more pays less"):
        publish_version(actor=finn, version=kept)
    assert not PlanVersion.objects.get(pk=draft.pk).is_published


def test_a_published_version_does_not_change_any_more(finn, published, rules):
    with pytest.raises(RuleBroken, match="does not change"):
        change_rules(actor=finn, version=published, rules=rules)
    with pytest.raises(RuleBroken, match="does not change"):
        publish_version(actor=finn, version=published)
    with pytest.raises(RuleBroken, match="does not change"):
        withdraw_draft(actor=finn, version=published)
    assert PlanVersion.objects.get(pk=published.pk).published_at == published.published_at


def test_the_next_version_ends_the_one_before(finn, published):
    following = draft_version(actor=finn, plan=published.plan, first=date(2026, 7, 1))
    publish_version(actor=finn, version=following)
    published.refresh_from_db()
    assert published.valid.upper == date(2026, 7, 1)


def test_there_is_one_draft_at_a_time(finn, published):
    draft_version(actor=finn, plan=published.plan, first=date(2026, 7, 1))
    with pytest.raises(RuleBroken, match="draft of this plan already"):
        draft_version(actor=finn, plan=published.plan, first=date(2026, 8, 1))
    assert published.plan.versions.count() == 2


@pytest.mark.parametrize(
    ("first", "last"),
    [(date(2026, 1, 1), None), (date(2025, 7, 1), None), (date(2026, 3, 1), date(2026, 3, 31))],
)
def test_versions_that_would_hold_on_the_same_day_are_refused(finn, published, first, last):
    other = draft_version(actor=finn, plan=published.plan, first=first, last=last)
    with pytest.raises(RuleBroken, match="never hold on the same day"):
        publish_version(actor=finn, version=other)
    assert PlanVersion.objects.get(pk=other.pk).published_at is None
    assert PlanVersion.objects.get(pk=published.pk).valid.upper is None


def test_what_is_calculated_already_is_not_changed_by_a_version(finn, published, calculated):
    other = draft_version(actor=finn, plan=published.plan, first=date(2026, 3, 1))
    with pytest.raises(RuleBroken, match="already calculated"):
        publish_version(actor=finn, version=other)
    assert not PlanVersion.objects.get(pk=other.pk).is_published
    PayStep.objects.create(period=calculated, step="open")
    assert publish_version(actor=finn, version=other).is_published


def test_a_version_after_what_is_calculated_is_published(finn, published, calculated):
    other = draft_version(actor=finn, plan=published.plan, first=date(2026, 4, 1))
    assert publish_version(actor=finn, version=other).is_published


def test_who_does_not_manage_plans_publishes_nothing(clara, draft):
    with pytest.raises(NotAllowed):
        publish_version(actor=clara, version=draft)
    assert not PlanVersion.objects.get(pk=draft.pk).is_published


def test_a_withdrawn_first_draft_takes_its_plan_with_it(finn, draft):
    withdraw_draft(actor=finn, version=draft, revision=draft.revision)
    assert not PayPlan.objects.exists()


def test_the_last_day_comes_after_the_first(finn, published):
    with pytest.raises(RuleBroken, match="last day comes before"):
        draft_version(actor=finn, plan=published.plan, first=date(2026, 7, 1), last=date(2026, 6, 1))
    assert published.plan.versions.count() == 1
