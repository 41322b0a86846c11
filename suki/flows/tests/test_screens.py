"""Handing over in the browser: what each may press, and what the pages say."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from suki.apps.accounts.queries import owner_of
from suki.apps.touchpoints.models import Promise
from suki.base.access import SYSTEM
from suki.cli.verbs import report
from suki.desk.today.needs import Asking, needs_of
from suki.flows.actions import accept_handoff, answer_gap, hand_in, return_handoff
from suki.flows.client_joins.escalating import escalate_overdue
from suki.flows.models import Handoff, HandoffGap, HandoffItem, HandoffPolicy


@pytest.fixture
def as_user(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def page_of(client, handoff):
    return client.get(reverse("handoff", args=[handoff.pk])).content.decode()


def kinds_for(user, entity):
    return {need.kind for need in needs_of(Asking(user, entity.today, entity))}


def test_the_way_of_a_handoff_through_the_browser(as_user, deal, promise, stern, rosa, ana, today):
    browser = as_user(rosa)
    begun = browser.post(reverse("deal_handoff", args=[deal.pk]), {"person": str(ana.person.pk)})
    handoff = Handoff.objects.get()
    assert begun.url == reverse("handoff", args=[handoff.pk])
    for item in HandoffItem.objects.all():
        browser.post(reverse("handoff_point", args=[handoff.pk, item.pk]), {"is_done": "1"})
    assert "Samples in blue" in page_of(browser, handoff)
    browser.post(reverse("handoff_submission", args=[handoff.pk]))
    browser = as_user(ana)
    assert "Take over" in page_of(browser, handoff)
    browser.post(reverse("handoff_return", args=[handoff.pk]), {"gaps": "Which blue?\nWho pays?"})
    browser = as_user(rosa)
    for gap in HandoffGap.objects.all():
        browser.post(reverse("handoff_gap", args=[handoff.pk, gap.pk]), {"answer": "RAL 5015"})
    browser.post(reverse("handoff_submission", args=[handoff.pk]))
    browser = as_user(ana)
    browser.post(reverse("handoff_acceptance", args=[handoff.pk]), {"on": today.isoformat()})
    assert Handoff.objects.get().state == "accepted"
    assert owner_of(stern, today) == ana.person
    assert "Guten Tag" in browser.get(reverse("handoff_notice", args=[handoff.pk])).content.decode()
    browser.post(reverse("handoff_notice_approval", args=[handoff.pk]))
    browser.post(reverse("handoff_notice_sending", args=[handoff.pk]))
    assert Handoff.objects.get().notice_sent_by == ana.person
    timeline = browser.get(f"/about/handoff/{handoff.pk}/timeline/")
    assert timeline.status_code in (200, 404)


def test_what_is_missing_is_said_and_nothing_is_handed_in(as_user, begun, rosa):
    browser = as_user(rosa)
    assert "Choose who takes over." in page_of(browser, begun)
    answer = browser.post(reverse("handoff_submission", args=[begun.pk]), follow=True).content.decode()
    assert "Choose who takes over." in answer
    assert Handoff.objects.get().state == "preparing"


def test_others_see_no_handoff_and_the_giver_cannot_accept(as_user, handed_in, bayu, rosa, finn):
    assert as_user(bayu).get(reverse("handoff", args=[handed_in.pk])).status_code == 404
    refused = as_user(rosa).post(reverse("handoff_acceptance", args=[handed_in.pk]), {"on": "2026-11-22"})
    assert refused.status_code == 403
    assert as_user(finn).post(reverse("handoff_submission", args=[handed_in.pk])).status_code == 403
    assert Handoff.objects.get().state == "handed_in"


def test_the_taker_reads_the_account_before_accepting_and_the_list_has_it(as_user, handed_in, stern, ana):
    browser = as_user(ana)
    assert browser.get(reverse("account", args=[stern.pk])).status_code == 200
    assert "Stern AG" in browser.get(reverse("handoffs"), {"taker": "me"}).content.decode()


def test_an_open_deal_is_not_handed_over(as_user, deal, rosa):
    type(deal).objects.filter(pk=deal.pk).update(state="open", closed_on=None)
    answer = as_user(rosa).get(reverse("deal_handoff", args=[deal.pk]))
    assert answer.status_code == 302
    assert not Handoff.objects.exists()


def test_the_rules_are_kept_and_wrong_ones_refused(as_user, clara, entity):
    browser, address = as_user(clara), reverse("handoff_policy", args=["all"])
    given = {
        "trigger": "won", "hours_to_submit": "8", "hours_to_answer": "4", "checklist": "! Samples\nPapers",
        "credit_rule": "taper", "taper": "100 50",
    }  # fmt: skip
    assert browser.post(address, given | {"taper": "50 100"}).status_code == 422
    assert not HandoffPolicy.objects.exists()
    assert browser.post(address, given).status_code == 302
    kept = HandoffPolicy.objects.get()
    assert kept.checklist == [
        {"text": "Samples", "is_required": True}, {"text": "Papers", "is_required": False},
    ]  # fmt: skip
    assert "! Samples" in browser.get(address).content.decode()
    assert browser.get(reverse("settings_handoffs")).status_code == 200


def test_today_says_whose_turn_it_is(begun, rosa, ana, clara, entity):
    assert "handoff_in" in kinds_for(rosa, entity)
    from suki.flows.actions import choose_taker
    from suki.flows.tests.conftest import tick_all

    choose_taker(actor=rosa, handoff=begun, person=ana.person)
    tick_all(begun, rosa)
    hand_in(actor=rosa, handoff=begun)
    assert "handoff_in" not in kinds_for(rosa, entity)
    assert "handoff_out" in kinds_for(ana, entity)
    assert "handoff_late" not in kinds_for(clara, entity)
    escalate_overdue(timezone.now() + timedelta(days=30))
    assert "handoff_late" in kinds_for(clara, entity)


def test_after_acceptance_today_shows_the_first_promise_and_the_notice(handed_in, ana, entity, today):
    accept_handoff(actor=ana, handoff=handed_in, on=today)
    needs = {need.kind: need for need in needs_of(Asking(ana, entity.today, entity))}
    assert "Samples in blue" in needs["first_promise"].what
    assert "handoff_told" in needs
    Promise.objects.update(due=today)
    assert "promise" in kinds_for(ana, entity)


def test_the_report_counts_returns_gaps_and_hours(handed_in, ana, rosa, entity, today, capsysbinary):
    import argparse

    return_handoff(actor=ana, handoff=handed_in, gaps=["Which blue?", "Who pays?"])
    for gap in HandoffGap.objects.all():
        answer_gap(actor=rosa, gap=gap, answer="Said")
    hand_in(actor=rosa, handoff=handed_in)
    accept_handoff(actor=ana, handoff=handed_in, on=today)
    parser = argparse.ArgumentParser()
    report.arguments(parser)
    report.run(parser.parse_args(["handoffs", "--format", "json"]))
    found = json.loads(capsysbinary.readouterr().out)
    row = found["rows"][0]
    assert (row["returned"], row["gaps"], row["open_gaps"], row["state"]) == (1, 2, 0, "accepted")
    assert row["on_time"] is True
    assert found["total"]["returned"] == 1
    assert [each["name"] for each in found["by_taker"]] == ["Ana Reyes"]
    report.run(parser.parse_args(["handoffs", "--period", "2014"]))
    assert json.loads(capsysbinary.readouterr().out)["rows"] == []


def test_the_hours_of_the_report_are_working_hours_of_each_side(handed_in, ana, entity):
    from datetime import UTC, datetime

    from suki.base.models import Event
    from suki.reports.handoffs import handoffs_of

    monday = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
    Handoff.objects.update(began_at=monday)
    Event.objects.filter(name="handoff handed in").update(at=monday + timedelta(days=1, hours=2))
    row = handoffs_of(actor=SYSTEM, entity=entity).rows[0]
    assert (row.minutes_to_hand_in, row.minutes_to_answer, row.is_on_time) == (10 * 60, None, True)
    Handoff.objects.update(due_at=timezone.now() - timedelta(hours=1))
    assert handoffs_of(actor=SYSTEM, entity=entity).rows[0].is_on_time is False


def test_the_page_of_a_handoff_asks_few_questions(as_user, handed_in, ana, django_assert_max_num_queries):
    browser = as_user(ana)
    page_of(browser, handed_in)
    with django_assert_max_num_queries(10):
        page_of(browser, handed_in)
