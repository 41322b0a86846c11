"""The customs of countries as they are kept in files, against the worked examples of the field."""

from datetime import date

import pytest
import yaml

from suki.apps.standing.actions import take_step
from suki.apps.standing.models import StandingReview, Step
from suki.apps.standing.profiles import code_for, codes, groups_only, profile
from suki.apps.standing.stepping import open_points_of, warnings_of
from suki.apps.standing.tests.stage import WHY, having_read
from suki.apps.standing.wording import CONTRACTS, COUNTRIES, REMARKS, STEPS
from suki.engines.standing import (
    STANDARD_KNOWN,
    Taken,
    Warned,
    is_solely_automated,
    months_later,
    open_points,
    warning_in_force,
)
from suki.kernel.errors import RuleBroken

DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def examples(shared_domain):
    with (shared_domain / "examples.yaml").open(encoding="utf-8") as file:
        read = yaml.safe_load(file)
    rows = read if isinstance(read, list) else read["examples"]
    return {row["id"]: row for row in rows}


def test_pm_01_the_ladder_of_warnings(examples):
    months = examples["PM-01"]["inputs"]["validity_months"]
    steps = profile("id", DAY).warnings
    assert [step.valid_months for step in steps] == [months] * len(examples["PM-01"]["inputs"]["warnings"])
    days = (date(2026, 1, 10), date(2026, 3, 10), date(2026, 5, 10))
    given = [
        Warned(step.level, day, months_later(day, months)) for step, day in zip(steps, days, strict=True)
    ]
    new_breach = date(2026, 6, 1)
    assert warning_in_force(given, new_breach) == 3
    assert open_points(profile("id", DAY), _done(given, new_breach)) == []
    assert warning_in_force(given[:1], date(2026, 7, 11)) == 0


def test_pm_02_notice_and_objection_in_indonesia(examples):
    expected, customs = examples["PM-02"]["expected"], profile("id", DAY)
    assert (customs.notice("regular").days, customs.notice("regular").working) == (
        expected["notice_working_days"],
        True,
    )
    assert customs.notice("probation").days == expected["in_probation"]
    assert customs.objection_days == expected["objection_working_days"]


def test_pm_03_repeated_failure_in_viet_nam(examples):
    expected, customs = examples["PM-03"]["expected"], profile("vn", DAY)
    assert customs.notice("indefinite").days == expected["notice_days_indefinite"]
    assert customs.notice("fixed_12_36").days == expected["notice_days_12_36_months"]
    assert {"criteria_in_writing", "workers_body_consulted"} <= set(
        open_points(customs, Taken(standard_known=True))
    )
    assert any("36(1)(a)" in source for source in customs.sources)


def test_pm_04_a_quota_that_was_never_told_in_the_philippines(examples):
    told = examples["PM-04"]["inputs"]["standard_made_known_at_hiring"]
    missing = open_points(profile("ph", DAY), Taken(["first_notice", "hearing"], standard_known=told))
    assert (missing == []) is examples["PM-04"]["expected"]["dismissal_valid"]
    assert missing == [STANDARD_KNOWN]
    assert "deemed_regular" in profile("ph", DAY).remarks


def test_pm_05_a_quota_that_was_known_and_missed(examples):
    known = examples["PM-05"]["inputs"]["quota_in_contract"]
    missing = open_points(profile("ph", DAY), Taken(["first_notice", "hearing"], standard_known=known))
    assert (missing == []) is examples["PM-05"]["expected"]["dismissal_valid"]


def test_pm_06_a_rubber_stamp_counts_as_the_machine(examples):
    can_change, expected = examples["PM-06"]["inputs"]["human_can_change"], examples["PM-06"]["expected"]
    automated = is_solely_automated(by_a_person=can_change, read_the_record=True)
    assert automated is expected["still_solely_automated"]
    assert (not automated) is expected["allowed"]


def test_pm_07_measuring_individuals_needs_an_agreement_in_germany(examples):
    assert examples["PM-07"]["inputs"]["processed_to_individual_performance"] is groups_only("DE")
    assert not groups_only("PH")


@pytest.mark.parametrize("code", codes())
def test_every_word_of_every_file_has_its_sentence_and_its_source(code):
    customs = profile(code, DAY)
    assert customs.sources
    assert {step.key for step in customs.steps} <= set(STEPS)
    assert set(customs.remarks) <= set(REMARKS)
    assert {notice.when for notice in customs.notices} <= set(CONTRACTS)
    assert code in COUNTRIES
    assert "have_it_checked" in customs.remarks


def test_an_unknown_country_has_the_general_customs():
    assert code_for("ZZ") == "generic"


def test_warnings_follow_one_another_and_say_how_they_were_handed_over(answered, clara):
    StandingReview.objects.filter(pk=answered.pk).update(profile="id")
    answered.refresh_from_db()
    today = answered.entity.today
    given = {"actor": having_read(clara, answered), "review": answered, "taken_on": today, "text": WHY}
    with pytest.raises(RuleBroken, match="builds on warning 1"):
        take_step(key="warning_2", handed_over="persönlich", **given)
    with pytest.raises(RuleBroken, match="handed over"):
        take_step(key="warning_1", **given)
    assert not Step.objects.exists()
    take_step(key="warning_1", handed_over="persönlich", **given)
    (warned,) = warnings_of(answered)
    assert (warned.level, warned.until) == (1, months_later(today, 6))
    assert open_points_of(answered) == ["warning_3"]


def _done(given: list[Warned], on: date) -> Taken:
    return Taken([f"warning_{each.level}" for each in given], given, True, on)
