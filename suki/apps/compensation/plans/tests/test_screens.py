"""What the screens of plans show, and to whom."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from suki.apps.compensation.models import PayPlan, PlanMember, PlanVersion, Salary
from suki.apps.compensation.plans.actions import change_rules, draft_version, publish_version
from suki.apps.compensation.plans.membership import grant_overlay, set_salary
from suki.apps.credits.models import Overlay
from suki.base.models import User

FIRST = date(2026, 1, 1)


@pytest.fixture
def house(client, ana, bayu, clara, dung, finn, membership, published):
    """Everybody, and the plan that Ana is paid by."""
    return {"ana": ana, "bayu": bayu, "clara": clara, "dung": dung, "finn": finn}


@pytest.mark.parametrize(
    ("who", "status"), [("ana", 200), ("clara", 200), ("finn", 200), ("bayu", 404), ("dung", 404)]
)
def test_a_plan_is_seen_by_those_it_pays_and_by_whoever_leads_or_manages(
    client, house, published, who, status
):
    client.force_login(house[who])
    for name, row in (
        ("pay_plan", published.plan_id),
        ("plan_version", published.pk),
        ("plan_document", published.pk),
    ):
        assert client.get(reverse(name, args=[row])).status_code == status


def test_a_draft_is_seen_only_by_those_who_write_it(client, house, finn, published):
    draft = draft_version(actor=finn, plan=published.plan, first=date(2027, 1, 1))
    for who, status in (("finn", 200), ("ana", 404), ("clara", 404)):
        client.force_login(house[who])
        assert client.get(reverse("plan_version", args=[draft.pk])).status_code == status


def test_one_member_does_not_see_what_another_is_paid(client, house, finn, bayu, membership, published):
    from suki.apps.compensation.plans.membership import add_member

    add_member(actor=finn, plan=published.plan, person=bayu.person, since=FIRST, target_pay=Decimal(98_765))
    client.force_login(house["ana"])
    shown = client.get(reverse("pay_plan", args=[published.plan_id])).text
    assert "12,000" in shown
    assert "98,765" not in shown
    assert "Bayu" not in shown


def test_the_list_says_who_has_not_read_it(client, house):
    client.force_login(house["finn"])
    shown = client.get(reverse("pay_plans")).text
    assert "Farmers" in shown
    assert "1 has not" in shown


@pytest.mark.parametrize("who", ["ana", "clara", "dung", "bayu"])
@pytest.mark.parametrize("name", ["pay_plan_new", "plan_overlays", "plan_overlay_new", "plan_salary_new"])
def test_only_those_who_manage_plans_open_their_forms(client, house, who, name):
    client.force_login(house[who])
    assert client.get(reverse(name)).status_code == 403


def test_the_document_is_a_pdf_in_every_language(client, house, published):
    client.force_login(house["ana"])
    for language in ("en", "de", "vi", "id", "fil"):
        answer = client.get(reverse("plan_document", args=[published.pk]), {"language": language})
        assert answer.content.startswith(b"%PDF-")


def test_a_plan_is_begun_from_a_starting_point(client, finn):
    client.force_login(finn)
    answer = client.post(
        reverse("pay_plan_new"), {"start": "farmer", "name": "Farmers", "first": "2026-01-01"}
    )
    version = PlanVersion.objects.get()
    assert answer["Location"] == reverse("plan_rules", args=[version.pk])
    assert [each["name"] for each in version.rules["components"]] == ["Renewal", "Growth"]
    again = client.post(reverse("pay_plan_new"), {"start": "flat", "name": "Farmers", "first": "2026-01-01"})
    assert again.status_code == 422
    assert PayPlan.objects.count() == 1


def test_publishing_and_withdrawing_are_buttons(client, finn, draft):
    client.force_login(finn)
    client.post(reverse("plan_publication", args=[draft.pk]), {"revision": draft.revision})
    assert PlanVersion.objects.get().is_published
    other = draft_version(actor=finn, plan=draft.plan, first=date(2027, 1, 1))
    client.post(reverse("plan_withdrawal", args=[other.pk]), {"revision": 99})
    assert PlanVersion.objects.count() == 2
    client.post(reverse("plan_withdrawal", args=[other.pk]), {"revision": other.revision})
    assert PlanVersion.objects.count() == 1


def test_what_changed_is_said_in_sentences(client, finn, published, rules):
    draft = draft_version(actor=finn, plan=published.plan, first=date(2027, 1, 1), note="More above quota")
    rules["components"][0]["tiers"][2]["rate"] = "0.2"
    publish_version(actor=finn, version=change_rules(actor=finn, version=draft, rules=rules))
    client.force_login(finn)
    shown = client.get(reverse("plan_version", args=[draft.pk])).text
    assert "Above 100%, up to without end: 12%" in shown
    assert "Above 100%, up to without end: 20%" in shown
    assert "More above quota" in client.get(reverse("pay_plan", args=[published.plan_id])).text


def test_people_come_change_and_go_by_forms(client, finn, bayu, published):
    client.force_login(finn)
    plan = published.plan_id
    given = {"person": bayu.person.pk, "since": "2026-01-01", "target_pay": "9,000", "paid_in": ""}
    client.post(reverse("plan_member_new", args=[plan]), given)
    member = PlanMember.objects.get()
    assert client.post(reverse("plan_member_new", args=[plan]), given).status_code == 422
    stale = {"target_pay": "10,000", "paid_in": "EUR", "revision": member.revision + 5}
    assert client.post(reverse("plan_member", args=[member.pk]), stale).status_code == 422
    client.post(reverse("plan_member", args=[member.pk]), {**stale, "revision": member.revision})
    member.refresh_from_db()
    assert member.target_pay == 10_000
    client.post(
        reverse("plan_member_end", args=[member.pk]), {"last": "2026-12-31", "revision": member.revision}
    )
    member.refresh_from_db()
    assert member.valid.upper == date(2027, 1, 1)


def test_base_pay_and_credit_beside_the_shares_by_forms(client, finn, ana, sonne):
    client.force_login(finn)
    client.post(
        reverse("plan_salary_new"),
        {"person": ana.person.pk, "amount": "3,000", "currency": "EUR", "since": "2026-01-01"},
    )
    assert Salary.objects.get().amount == 3_000
    assert "3,000.00" in client.get(reverse("plan_salaries")).text.replace('<span class="dec">', "").replace(
        "</span>", ""
    )
    given = {
        "person": ana.person.pk,
        "why": "overlay",
        "share": "50",
        "account_1": "Sonnenhof",
        "since": "2026-01-01",
    }
    client.post(reverse("plan_overlay_new"), given)
    overlay = Overlay.objects.get()
    assert "Ana Reyes" in client.get(reverse("plan_overlays")).text
    client.post(
        reverse("plan_overlay_end", args=[overlay.pk]), {"last": "2026-12-31", "revision": overlay.revision}
    )
    overlay.refresh_from_db()
    assert overlay.valid.upper == date(2027, 1, 1)


def test_base_pay_is_shown_to_the_person_and_whoever_leads_them(client, house, finn, ana):
    set_salary(actor=finn, person=ana.person, amount=Decimal(7_777), currency="EUR", since=FIRST)
    for who, is_seen in (("ana", True), ("clara", True), ("finn", True), ("bayu", False), ("dung", False)):
        client.force_login(house[who])
        assert ("7,777" in client.get(reverse("plan_salaries")).text) is is_seen


def test_what_happened_is_told_to_those_who_manage_plans(client, house, published):
    address = reverse("pay_plan", args=[published.plan_id])
    client.force_login(house["finn"])
    assert "Ana Reyes is paid by “Farmers” from" in client.get(address).text
    for who in ("ana", "clara"):
        client.force_login(house[who])
        assert "What happened" not in client.get(address).text


def test_the_list_asks_few_questions(client, house, django_assert_max_num_queries):
    client.force_login(User.objects.get(pk=house["finn"].pk))
    client.get(reverse("pay_plans"))
    with django_assert_max_num_queries(16):
        client.get(reverse("pay_plans"))


def test_overlays_follow_their_products_and_people(finn, ana):
    assert grant_overlay(actor=finn, person=ana.person, share=Decimal(5), since=FIRST).account is None


def test_every_event_of_plans_has_its_sentence():
    import re
    from pathlib import Path

    from suki.apps.compensation.plans import registering

    folder = Path(registering.__file__).parent
    told = {
        name for path in folder.glob("*.py") for name in re.findall(r'record\(\s*"([^"]+)"', path.read_text())
    }
    assert told == set(registering.SENTENCES)
