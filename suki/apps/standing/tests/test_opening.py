"""A measured miss opens a review with its evidence, once for the same facts; nothing else follows by itself."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import Error, transaction

from suki.apps.standing.actions import add_evidence, open_reviews, set_miss_rule
from suki.apps.standing.gathering import checksum_of
from suki.apps.standing.jobs import look_at_missed_quotas
from suki.apps.standing.models import Decision, Evidence, MissRule, Party, StandingReview
from suki.apps.standing.tests.conftest import TODAY
from suki.apps.standing.tests.stage import decided, sell
from suki.base.access import SYSTEM
from suki.kernel.errors import BadInput, NotAllowed, RuleBroken


def test_two_of_three_quarters_below_open_a_review_that_the_manager_leads(review, ana, clara):
    assert (review.person, review.fact, review.profile) == (ana.person, "2026-Q3", "de")
    assert [(each.person, each.role) for each in review.parties.all()] == [(clara.person, "lead")]
    assert not Decision.objects.exists()


def test_the_evidence_names_figures_quotas_and_when_they_were_known(review):
    facts = review.evidence.get().facts
    third, second, first = facts["periods"]
    assert (third["attainment"], second["attainment"], first["attainment"]) == ("0.5000", "0.4000", "0.9000")
    assert [each["is_missed"] for each in facts["periods"]] == [True, True, False]
    assert third["quotas"][0]["acknowledged"].startswith("2026-07-01")
    assert all(each["is_known"] for each in facts["periods"])
    assert facts["peers"][0] == {"period": "2026-Q3", "people": 0}


def test_the_evidence_is_frozen(review):
    kept = review.evidence.get()
    assert kept.checksum == checksum_of(kept.facts)
    with pytest.raises(Error, match="not rewritten"), transaction.atomic():
        Evidence.objects.update(facts={})


def test_the_same_facts_open_nothing_twice(review, sofia):
    assert open_reviews(actor=SYSTEM, today=TODAY) == []
    decided(sofia, review, "no_measure")
    assert open_reviews(actor=SYSTEM, today=TODAY) == []
    assert StandingReview.objects.count() == 1


def test_the_job_opens_what_the_button_would_and_decides_nothing(by_name, missed, rule, entity):
    look_at_missed_quotas()
    look_at_missed_quotas()
    assert not Decision.objects.exists()
    assert StandingReview.objects.count() <= 1


def test_days_away_are_not_held_against_anybody(by_name, missed, rule, ana):
    from suki.apps.people.models import Absence

    Absence.objects.create(person=ana.person, valid=(date(2026, 7, 1), date(2026, 8, 20)))
    assert open_reviews(actor=SYSTEM, today=TODAY) == []


def test_without_a_quota_nothing_is_missed(by_name, rule, ana, sonne):
    sell(sonne, ana, "1", date(2026, 8, 3))
    assert open_reviews(actor=SYSTEM, today=TODAY) == []


def test_where_only_groups_are_shown_nobody_is_measured(missed, rule, ana):
    assert open_reviews(actor=SYSTEM, today=TODAY) == []
    assert not StandingReview.objects.exists()


def test_lost_accounts_and_open_disputes_speak_for_the_person(by_name, missed, rule, ana, mond, bayu):
    from suki.apps.accounts.models import AccountTeamMember

    AccountTeamMember.objects.filter(account=mond).delete()
    AccountTeamMember.objects.create(
        account=mond, person=ana.person, role="owner", share=100, valid=(date(2020, 1, 1), date(2026, 4, 10))
    )
    (review,) = open_reviews(actor=SYSTEM, today=TODAY)
    lost = review.evidence.get().facts["lost_accounts"]
    assert [(each["name"], each["on"]) for each in lost] == [("Mondschein KG", "2026-04-10")]


def test_peers_are_compared_as_a_group_of_three_at_least(by_name, missed, rule, ana, entity):
    from suki.apps.people.actions import cover_territory, draw_territory
    from suki.apps.quotas.actions import set_quota
    from tests.cast import LONG_AGO, _somebody

    land = draw_territory(actor=SYSTEM, name="Nord")
    others = [_somebody(f"{name} Nord", "AM", "account_manager") for name in ("Uwe", "Ina", "Kai")]
    for user in (ana, *others):
        cover_territory(actor=SYSTEM, person=user.person, territory=land, since=LONG_AGO)
    for user in others:
        set_quota(
            actor=SYSTEM, subject=user.person, first=date(2026, 7, 1), end=date(2026, 10, 1), amount=Decimal(10),
            currency="EUR",
        )  # fmt: skip
    review = StandingReview.objects.get(pk=next(r.pk for r in open_reviews(actor=SYSTEM, today=TODAY)))
    newest = review.evidence.get().facts["peers"][0]
    assert newest == {"period": "2026-Q3", "people": 3, "median": "0.0000", "below": 3}
    assert "Uwe" not in str(review.evidence.get().facts)


def test_what_is_known_later_stands_beside_what_was_known_then(review, clara, ana, sonne):
    with pytest.raises(RuleBroken, match="Nothing has changed"):
        add_evidence(actor=clara, review=review)
    sell(sonne, ana, "250", date(2026, 8, 9))
    add_evidence(actor=clara, review=review)
    then, now = review.evidence.order_by("number")
    assert then.facts["periods"][0]["credited"] == "500"
    assert now.facts["periods"][0]["credited"] == "750"


def test_a_manager_looks_only_at_those_they_lead(by_name, missed, rule, second):
    assert open_reviews(actor=second, today=TODAY) == []


def test_an_account_manager_opens_nothing(by_name, missed, rule, bayu):
    with pytest.raises(NotAllowed):
        open_reviews(actor=bayu, today=TODAY)
    assert not StandingReview.objects.exists()
    assert not Party.objects.exists()


def test_only_senior_management_sets_the_rule(clara, sofia, entity):
    given = {"name": "Regel", "misses": 2, "of_last": 3, "below": Decimal("0.7"), "since": date(2026, 1, 1)}
    with pytest.raises(NotAllowed):
        set_miss_rule(actor=clara, **given)
    assert not MissRule.objects.exists()
    assert set_miss_rule(actor=sofia, **given).pk
    with pytest.raises(BadInput) as refused:
        set_miss_rule(actor=sofia, **given | {"misses": 4, "below": Decimal(2)})
    assert [problem.where for problem in refused.value.problems] == ["misses", "below"]
