"""The screens of leads: entering with a word about those who are known, the page, what can be done there, the list."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from suki.apps.company.settings.actions import choose_policy
from suki.apps.prospecting.actions import enter_lead
from suki.apps.prospecting.models import Lead, LeadRoute, Referral, ScoreRule
from suki.apps.prospecting.rules.actions import take_usual_rules
from suki.base.access import SYSTEM


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def post(user, name, data=None, *args):
    return signed_in(user).post(reverse(name, args=args), data or {})


def page(user, screen, *args, **asked):
    return signed_in(user).get(reverse(screen, args=args), asked)


NEW = {
    "name": "Elbufer Tee GmbH",
    "contact_name": "Henrike Lorenzen",
    "email": "h@elbufer.example",
    "country": "DE",
}


def test_a_lead_is_entered_and_its_page_says_why_it_is_worth_it(rosa):
    take_usual_rules(actor=SYSTEM)
    answer = post(rosa, "new_lead", {**NEW, "message": "Bitte ein Angebot", "owner": rosa.person.pk})

    lead = Lead.objects.get()
    assert answer["Location"] == reverse("lead", args=[lead.pk])
    shown = page(rosa, "lead", lead.pk).content.decode()
    assert "Asks for a price, an offer or a sample" in shown
    assert "In our own country" in shown
    assert "first contact by" in shown


def test_who_is_known_is_shown_before_the_lead_is_entered(rosa, clara, lead):
    answer = post(clara, "new_lead", {**NEW, "email": "post@elbufer.example"})
    assert answer.status_code == 422
    assert "Same mail address" in answer.content.decode()
    assert Lead.objects.count() == 1

    assert post(clara, "new_lead", {**NEW, "insist": "yes"}).status_code == 302
    assert Lead.objects.count() == 2


def test_a_known_account_and_contact_are_named_and_hidden_ones_are_counted(ana, rosa, sonne):
    from suki.apps.accounts.actions import add_contact
    from tests.cast import LONG_AGO

    add_contact(actor=SYSTEM, account=sonne, name="Bernd Sonntag", email="b@sonne.example", since=LONG_AGO)
    asked = {"name": "Sonnenhof", "contact_name": "Bernd Sonntag", "country": "DE"}
    for_ana = page(ana, "lead_duplicates", **asked).content.decode()
    for_rosa = page(rosa, "lead_duplicates", **asked).content.decode()
    assert "Sonnenhof GmbH" in for_ana
    assert "Bernd Sonntag" in for_ana
    assert "Sonnenhof GmbH" not in for_rosa
    assert "One more is named alike that you may not see" in for_rosa


def test_a_known_lead_is_shown_on_the_page_of_another(rosa, lead):
    other = enter_lead(actor=SYSTEM, name="Elbufer Tee", owner=rosa.person)
    assert lead.name in page(rosa, "lead_known", other.pk).content.decode()


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_entered(rosa):
    answer = post(rosa, "new_lead", {"name": "", "contact_name": "", "email": "nobody"})
    assert answer.status_code == 422
    assert not Lead.objects.exists()


def test_the_way_of_a_lead_on_its_page(rosa, lead):
    post(rosa, "lead_contact", {"at": "2020-01-01T10:00"}, lead.pk)
    post(rosa, "lead_qualification", {}, lead.pk)
    lead.refresh_from_db()
    assert lead.status == "qualified"

    assert post(rosa, "lead_setting_aside", {"reason": ""}, lead.pk).status_code == 422
    post(rosa, "lead_setting_aside", {"reason": "Budget cut"}, lead.pk)
    shown = page(rosa, "lead", lead.pk).content.decode()
    assert "Budget cut" in shown
    assert "Take up again" in shown
    assert reverse("lead_qualification", args=[lead.pk]) not in shown

    post(rosa, "lead_taking_up", {}, lead.pk)
    lead.refresh_from_db()
    assert lead.status == "working"


def test_a_strict_firm_refuses_the_hand_over_in_a_sentence(clara, ana, rosa, lead):
    choose_policy(actor=SYSTEM, key="separation_of_duties", value="strict")
    answer = post(clara, "lead_assignment", {"person": ana.person.pk}, lead.pk)
    assert answer.status_code == 422
    assert "Refer it to somebody whose work it is" in answer.content.decode()
    lead.refresh_from_db()
    assert lead.owner == rosa.person


def test_a_lead_and_an_account_are_referred_by_their_pages(ana, rosa, timo, lead, sonne):
    post(rosa, "lead_referral", {"to": timo.person.pk, "note": "His field"}, lead.pk)
    post(ana, "account_referral", {"to": rosa.person.pk, "note": "Second plant"}, sonne.pk)
    assert set(Referral.objects.values_list("by__name", "to__name")) == {
        ("Rosa Ilagan", "Timo Brandt"), ("Ana Reyes", "Rosa Ilagan"),
    }  # fmt: skip


def test_a_fact_is_edited_where_it_stands_and_the_score_follows(rosa, lead):
    ScoreRule.objects.create(name="Tea", field="industry", relation="is", value="tea", points=12)
    address = reverse("edit_field", args=["lead", lead.pk, "industry"])
    answer = signed_in(rosa).post(address, {"value": "Tea", "revision": lead.revision})
    assert answer.status_code in (200, 302)
    lead.refresh_from_db()
    assert (lead.industry, lead.score) == ("Tea", 12)


@pytest.mark.parametrize("part", ["timeline", "notes", "files", "history"])
def test_the_parts_of_a_lead_open(rosa, lead, part):
    assert page(rosa, part, "lead", lead.pk).status_code == 200


def test_the_timeline_tells_who_has_it(rosa, timo, lead):
    post(rosa, "lead_referral", {"to": timo.person.pk}, lead.pk)
    assert (
        "Rosa Ilagan referred new business to Timo Brandt"
        in page(rosa, "timeline", "lead", lead.pk).content.decode()
    )


def test_the_list_shows_ones_own_filters_and_sorts(rosa, timo, lead):
    enter_lead(actor=SYSTEM, name="Zebra", owner=rosa.person, city="Ulm")
    enter_lead(actor=SYSTEM, name="Not hers", owner=timo.person)
    shown = page(rosa, "leads", sort="name", status="open").content.decode()
    assert shown.index("Elbufer") < shown.index("Zebra")
    assert "Not hers" not in shown
    assert "Elbufer" not in page(rosa, "leads", **{"city.has": "ulm"}).content.decode()
    assert "Elbufer" not in page(rosa, "leads", late="yes").content.decode()
    assert "Zebra" in page(rosa, "list_export", "leads", "csv").getvalue().decode()


def test_the_list_goes_on_page_by_page_though_sorted_by_a_moment(dung, lead):
    Lead.objects.bulk_create(Lead(entity=lead.entity, name=f"Lead {number}") for number in range(59))
    client = signed_in(dung)
    first = client.get(reverse("leads"), {"sort": "-came"})
    (on,) = [
        line.split('"')[0]
        for line in first.content.decode().split('href="')
        if "after=" in line.split('"')[0]
    ][:1]
    second = client.get(on.replace("&amp;", "&"))
    assert (first.content.count(b"data-row "), second.content.count(b"data-row ")) == (50, 10)


def test_many_leads_are_handed_over_tagged_and_routed_from_the_list(dung, rosa, timo, lead):
    rows = {"row": [lead.pk]}
    assert post(dung, "leads_assignment", rows).status_code == 200
    post(dung, "leads_assignment", {**rows, "person": timo.person.pk})
    post(dung, "leads_tags", {**rows, "name": "fair"})
    post(dung, "leads_routing", rows)
    lead.refresh_from_db()
    assert lead.owner == timo.person
    assert lead.name in page(dung, "leads", tag="fair").content.decode()


def test_a_representative_may_not_hand_out_from_the_list(rosa, timo, lead):
    answer = post(rosa, "leads_assignment", {"row": [lead.pk], "person": timo.person.pk})
    assert answer.status_code == 403
    lead.refresh_from_db()
    assert lead.owner == rosa.person


def test_rules_and_routes_are_kept_in_the_settings(clara, rosa):
    post(clara, "usual_lead_rules")
    count = ScoreRule.objects.in_use().count()
    assert count > 5
    rule = {"name": "Tea", "field": "industry", "relation": "is", "value": "tea", "points": "7"}
    assert post(clara, "new_score_rule", rule).status_code == 302
    assert post(clara, "new_score_rule", {**rule, "points": "0"}).status_code == 422
    made = ScoreRule.objects.get(name="Tea")
    post(clara, "change_score_rule", {**rule, "points": "9"}, made.pk)
    post(clara, "drop_score_rule", {}, ScoreRule.objects.in_use().first().pk)
    made.refresh_from_db()
    assert (made.points, ScoreRule.objects.in_use().count()) == (9, count)

    turns = {"name": "Us", "method": "round_robin", "people": [rosa.person.pk], "hours": "4", "position": "1"}
    assert post(clara, "new_lead_route", turns).status_code == 302
    assert post(clara, "new_lead_route", {**turns, "people": []}).status_code == 422
    route = LeadRoute.objects.get(name="Us")
    post(clara, "change_lead_route", {**turns, "hours": "6"}, route.pk)
    post(clara, "drop_lead_route", {}, route.pk)
    route.refresh_from_db()
    assert (route.hours, route.archived_at is None) == (6, False)
    assert page(clara, "settings_lead_rules").status_code == 200


def test_marketing_runs_campaigns_but_leaves_the_rules_alone(marta):
    assert page(marta, "settings_lead_rules").status_code == 403
    assert page(marta, "settings_lead_forms").status_code == 200
