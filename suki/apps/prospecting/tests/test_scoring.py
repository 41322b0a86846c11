"""Scores: the rules that hold, in words."""

from __future__ import annotations

import pytest

from suki.apps.prospecting.actions import change_lead, enter_lead
from suki.apps.prospecting.jobs import score_open_leads
from suki.apps.prospecting.models import LeadRoute, ScoreRule
from suki.apps.prospecting.queries import reasons_of
from suki.apps.prospecting.rescoring import score_many
from suki.apps.prospecting.rules.actions import add_score_rule, drop_score_rule, take_usual_rules
from suki.apps.prospecting.scoring import holds
from suki.base.access import SYSTEM
from suki.kernel.errors import BadInput, NotAllowed


def rule(field, relation, value="", points=10):
    return ScoreRule(
        name=f"{field} {relation} {value}", field=field, relation=relation, value=value, points=points
    )


@pytest.mark.parametrize(
    ("known", "looked_for", "expected"),
    [
        ("PH", rule("country", "is", "DE, ph"), True),
        ("VN", rule("country", "is_not", "DE, PH"), True),
        ("Giám đốc mua hàng", rule("title", "contains", "giam doc"), True),
        ("Geschäftsführerin", rule("title", "contains", "geschaftsfuhrer"), True),
        (50, rule("employees", "at_least", "50"), True),
        (1500, rule("employees", "at_most", "1.000"), False),
        (None, rule("employees", "at_most", "10"), False),
        ("", rule("email", "missing"), True),
        ("0", rule("phone", "given"), True),
        ("", rule("country", "is_not", "DE"), False),
    ],
)
def test_a_rule_holds_for_what_is_known_and_never_for_what_is_not(known, looked_for, expected):
    assert holds(looked_for, known) is expected


def test_the_score_is_the_sum_of_the_rules_that_hold_and_says_them_in_words(entity):
    take_usual_rules(actor=SYSTEM)

    lead = enter_lead(
        actor=SYSTEM, name="Elbufer", title="Einkaufsleiterin", email="a@gmail.com", country="DE", employees=60,
        message="Bitte ein Angebot",
    )  # fmt: skip

    assert lead.score == sum(each["points"] for each in lead.score_reasons) == 25 + 20 + 15 + 10 - 15
    assert [each.points for each in reasons_of(lead)] == [25, 20, 15, 10, -15]
    assert reasons_of(lead)[-1].rule == "Writes from a free mail address"
    assert reasons_of(lead)[-1].is_against


def test_usual_rules_are_taken_once(rosa):
    assert take_usual_rules(actor=SYSTEM) > 5
    assert take_usual_rules(actor=SYSTEM) == 0
    assert [route.method for route in LeadRoute.objects.order_by("position")] == ["territory", "round_robin"]


def test_a_changed_fact_changes_the_score(rosa, lead):
    add_score_rule(actor=SYSTEM, name="Large", field="employees", relation="at_least", value="100", points=30)

    changed = change_lead(actor=rosa, row=lead, values={"employees": 250}, revision=lead.revision)

    changed.refresh_from_db()
    assert changed.score == 30
    assert changed.score_reasons == [{"rule": "Large", "points": 30}]


def test_a_changed_rule_scores_open_leads_anew(lead):
    made = add_score_rule(actor=SYSTEM, name="Has an address", field="email", relation="given", points=5)
    score_open_leads()
    lead.refresh_from_db()
    assert lead.score == 5
    assert score_many() == 0

    drop_score_rule(actor=SYSTEM, rule=made)
    score_open_leads()
    lead.refresh_from_db()
    assert (lead.score, lead.score_reasons) == (0, [])


def test_a_rule_that_could_never_hold_is_refused_with_a_sentence_for_each_problem(clara):
    with pytest.raises(BadInput) as refused:
        add_score_rule(actor=clara, name=" ", field="country", relation="at_least", value="x", points=0)
    assert {problem.where for problem in refused.value.problems} == {"name", "relation", "points"}
    assert not ScoreRule.objects.exists()


def test_who_follows_leads_up_may_not_change_the_rules(rosa):
    with pytest.raises(NotAllowed):
        add_score_rule(actor=rosa, name="Mine", field="city", relation="given", points=100)
    assert not ScoreRule.objects.exists()
