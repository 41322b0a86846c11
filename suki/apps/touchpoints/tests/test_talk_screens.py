"""Screens of what passed: one form keeps it with its promise and need; panels, pages and lists show it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from suki.apps.accounts.actions import add_contact
from suki.apps.touchpoints.actions import (
    finish_touchpoint,
    keep_promise,
    make_promise,
    note_touchpoint,
    plan_touchpoint,
    say_need,
)
from suki.apps.touchpoints.models import Need, Promise, Touchpoint
from suki.base.access import SYSTEM

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def today(entity):
    return entity.today


@pytest.fixture
def filled(today):
    return {
        "kind": "call", "text": "They want the 2027 price.", "outcome": "well", "day": (today - timedelta(days=1)).isoformat(), "clock": "09:30",
        "next_step": "Write the price", "next_step_on": (today + timedelta(days=2)).isoformat(),
    }  # fmt: skip


def test_one_form_keeps_talk_promise_and_need_together(client, ana, sonne, today, filled):
    emil = add_contact(actor=SYSTEM, account=sonne, name="Emil Dizon", since=date(2025, 1, 1))
    client.force_login(ana)
    given = {
        **filled, "person": ana.person.pk, "contacts": [emil.pk], "promised": "The price in writing",
        "promised_by": (today + timedelta(days=5)).isoformat(), "needed": "Pouches that stand",
    }  # fmt: skip
    answer = client.post(reverse("account_touchpoint_new", args=[sonne.pk]), given)
    assert answer.status_code == 302
    talk = Touchpoint.objects.get()
    promise = Promise.objects.get()
    assert (promise.source_kind, promise.source_id, promise.contact) == ("touchpoint", talk.pk, emil)
    assert Need.objects.get().touchpoint == talk
    head = client.get(reverse("account", args=[sonne.pk])).content.decode()
    assert "The price in writing" in head
    for name, words in (
        ("account_touchpoints", "They want the 2027 price."), ("account_promises", "The price in writing"),
        ("account_needs", "Pouches that stand"), ("timeline", "Promised: The price in writing"),
    ):  # fmt: skip
        args = ["account", sonne.pk] if name == "timeline" else [sonne.pk]
        assert words in client.get(reverse(name, args=args), **HTMX).content.decode(), name
    assert "Emil Dizon" in client.get(reverse("touchpoint", args=[talk.pk])).content.decode()


def test_a_promise_that_cannot_be_keeps_the_talk_from_being_kept_too(client, ana, sonne, today, filled):
    client.force_login(ana)
    given = {**filled, "person": ana.person.pk, "promised": "x", "promised_by": "2020-01-01"}
    answer = client.post(reverse("account_touchpoint_new", args=[sonne.pk]), given)
    assert answer.status_code == 422
    assert "before it was made" in answer.content.decode()
    assert not Touchpoint.objects.exists()


def test_a_colleague_is_told_who_speaks_for_us(client, clara, sonne):
    client.force_login(clara)
    page = client.get(reverse("account_touchpoint_new", args=[sonne.pk])).content.decode()
    assert "<b>Ana Reyes</b> speaks for us with Sonnenhof GmbH" in page


def test_screens_refuse_whom_they_are_not_for(client, ana, bayu, finn, sonne, today):
    promise = make_promise(actor=ana, text="x", due=today, owner=ana.person, account=sonne)
    client.force_login(bayu)
    for name, row in (("account_touchpoints", sonne), ("promise", promise), ("promise_kept", promise)):
        assert client.get(reverse(name, args=[row.pk])).status_code == 404
    client.force_login(finn)
    assert client.get(reverse("promise", args=[promise.pk])).status_code == 200
    for name in ("promise_kept", "promise_broken", "promise_moved"):
        assert client.post(reverse(name, args=[promise.pk]), {"on": today}).status_code == 403
    promise.refresh_from_db()
    assert promise.state == "open"


def test_a_promise_is_kept_with_a_file_that_shows_it(client, ana, sonne, today):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from suki.base.models import Attachment

    promise = make_promise(actor=ana, text="Send it", due=today, owner=ana.person, account=sonne)
    client.force_login(ana)
    sent = SimpleUploadedFile("letter.pdf", b"%PDF-1.4", content_type="application/pdf")
    answer = client.post(
        reverse("promise_kept", args=[promise.pk]),
        {"on": today.isoformat(), "proof": "Letter", "files": sent},
    )
    assert answer.status_code == 302
    promise.refresh_from_db()
    assert (promise.state, Attachment.objects.get().about_kind) == ("kept", "promise")


def test_lists_show_and_filter_by_standing_and_say_how_many_were_kept(client, ana, sonne, mond, today):
    ago = today - timedelta(days=10)
    late = make_promise(actor=ana, text="Kept late", due=ago, owner=ana.person, account=sonne, made_on=ago)
    keep_promise(actor=ana, promise=late, on=today)
    make_promise(actor=ana, text="Long overdue", due=ago, owner=ana.person, account=sonne, made_on=ago)
    kept = make_promise(actor=ana, text="In time", due=today, owner=ana.person, account=sonne, made_on=ago)
    keep_promise(actor=ana, promise=kept, on=today)
    make_promise(actor=SYSTEM, text="Not hers", due=today, owner=ana.person, account=mond)
    client.force_login(ana)
    page = client.get(reverse("promises")).content.decode()
    assert "1 of 3 that fell due" in page and "Not hers" in page
    page = client.get(reverse("promises") + "?standing=overdue&sort=-due").content.decode()
    assert "Long overdue" in page and "Kept late" not in page.split("<table")[1]
    assert "Long overdue" in client.get(reverse("list_export", args=["promises", "csv"])).getvalue().decode()
    note_touchpoint(
        actor=ana, kind="visit", at=timezone.now(), person=ana.person, account=sonne, subject="Trial run"
    )
    assert "Trial run" in client.get(reverse("touchpoints")).content.decode()


def test_products_that_share_words_are_proposed_and_a_person_chooses(client, ana, sonne, today):
    from suki.apps.catalog.actions import add_product

    pouch = add_product(actor=SYSTEM, name="Stand-up pouch 250 g", code="P-1")
    add_product(actor=SYSTEM, name="Carton", code="C-1")
    need = say_need(actor=ana, text="Pouches that stand by themselves", said_on=today, account=sonne)
    client.force_login(ana)
    page = client.get(reverse("need", args=[need.pk])).content.decode()
    assert "Stand-up pouch 250 g" in page and "Carton" not in page
    client.post(reverse("need_match", args=[need.pk]), {"product": pouch.pk})
    client.post(reverse("need_settled", args=[need.pk, "met"]))
    need.refresh_from_db()
    assert (need.product, need.state) == (pouch, "met")


def test_today_shows_what_is_due_and_what_is_planned(client, ana, clara, sonne, today):
    make_promise(actor=ana, text="The 2027 price", due=today, owner=ana.person, account=sonne)
    plan_touchpoint(
        actor=ana, kind="meeting", at=timezone.now() + timedelta(minutes=1), person=ana.person, account=sonne, subject="Quarterly talk"
    )  # fmt: skip
    note_touchpoint(
        actor=clara,
        kind="call",
        at=timezone.now(),
        person=clara.person,
        account=sonne,
        text="@Ana Reyes look",
    )
    client.force_login(ana)
    page = client.get("/").content.decode()
    for words in (
        "Keep the promise: The 2027 price",
        "Quarterly talk",
        "Clara Sandoval spoke with your client",
        "Clara Sandoval mentioned you",
    ):
        assert words in page, words


def test_of_two_who_write_of_one_talk_the_second_sees_the_first_and_means_it(
    client, ana, sonne, today, filled
):
    plan = plan_touchpoint(actor=ana, kind="call", at=timezone.now(), person=ana.person, account=sonne)
    finish_touchpoint(actor=ana, touchpoint=plan, text="They were angry")
    client.force_login(ana)
    given = {**filled, "person": ana.person.pk, "revision": plan.revision}
    answer = client.post(reverse("touchpoint_done", args=[plan.pk]), given)
    assert answer.status_code == 422
    assert "They were angry" in answer.content.decode()
    plan.refresh_from_db()
    assert plan.text == "They were angry"
    given["revision"] = plan.revision
    assert client.post(reverse("touchpoint_done", args=[plan.pk]), given).status_code == 302
    plan.refresh_from_db()
    assert plan.text == "They want the 2027 price."


def test_talking_to_a_lead_stops_the_clock_of_its_first_contact(client, entity, ana, bayu, today, filled):
    from suki.apps.prospecting.models import Lead

    lead = Lead.objects.create(entity=entity, name="Kape Bundok", owner=ana.person)
    client.force_login(ana)
    given = {**filled, "person": ana.person.pk, "promised": "Samples", "promised_by": today.isoformat()}
    answer = client.post(reverse("lead_touchpoint_new", args=[lead.pk]), given)
    assert answer.status_code == 302, answer.context["form"].errors
    lead.refresh_from_db()
    assert lead.contacted_at is not None
    assert "2027 price" in client.get(reverse("lead_touchpoints", args=[lead.pk]), **HTMX).content.decode()
    assert "Samples" in client.get(reverse("lead_promises", args=[lead.pk])).content.decode()
    client.force_login(bayu)
    assert client.get(reverse("lead_touchpoints", args=[lead.pk])).status_code == 404
    assert client.get(reverse("promise", args=[Promise.objects.get().pk])).status_code == 404
