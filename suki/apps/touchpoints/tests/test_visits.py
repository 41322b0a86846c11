"""Tours and what phones send: kept once, conflicts shown, strangers refused."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from suki.apps.accounts.actions import add_contact, open_account
from suki.apps.touchpoints.actions import finish_touchpoint, note_touchpoint
from suki.apps.touchpoints.models import Promise, Touchpoint
from suki.apps.touchpoints.visits.actions import add_stop, move_stop, set_rhythms
from suki.apps.touchpoints.visits.queries import due_visits, tour_of
from suki.base.access import SYSTEM
from suki.base.models import Attachment, Note
from suki.kernel.errors import BadInput, NotAllowed, RuleBroken
from suki.kernel.ids import uuid7

GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"


@pytest.fixture
def today(entity):
    return entity.today


@pytest.fixture
def three(ana, today):
    names = ("Apfel KG", "Birne KG", "Clementine KG")
    accounts = [
        open_account(actor=SYSTEM, name=name, since=date(2020, 1, 1), owner=ana.person, tier="A")
        for name in names
    ]
    return [add_stop(actor=ana, account=each, day=today, person=ana.person) for each in accounts]


def names(person, day):
    return [str(visit.account)[:5] for visit in tour_of(person, day)]


def sent(client, visit=None, **given):
    values = {"uid": str(uuid7()), "outcome": "well", "text": "Agreed", **given}
    if visit is not None:
        values |= {"visit": str(visit.uid), "revision": given.get("revision", visit.revision)}
    return client.post(reverse("visit_sent"), values, headers={"accept": "application/json"})


def test_a_tour_is_put_in_order_and_over_to_another_day(ana, three, today):
    move_stop(actor=ana, visit=three[2], day=today, place=1)
    assert names(ana.person, today) == ["Cleme", "Apfel", "Birne"]
    tomorrow = today + timedelta(days=1)
    move_stop(actor=ana, visit=three[0], day=tomorrow, place=1)
    assert (names(ana.person, today), names(ana.person, tomorrow)) == (["Cleme", "Birne"], ["Apfel"])


def test_nobody_is_visited_twice_on_a_day_and_what_is_done_stays_where_it_is(ana, three, today):
    with pytest.raises(RuleBroken, match="on the tour of this day already"):
        add_stop(actor=ana, account=three[0].account, day=today, person=ana.person)
    finish_touchpoint(actor=ana, touchpoint=three[0], outcome="well", at=timezone.now())
    with pytest.raises(RuleBroken, match="still planned"):
        move_stop(actor=ana, visit=three[0], day=today, place=3)
    assert len(tour_of(ana.person, today)) == 3


def test_rhythms_propose_who_has_not_been_visited_for_so_long(ana, clara, sonne, today):
    with pytest.raises(NotAllowed):
        set_rhythms(actor=ana, days={"A": 30})
    with pytest.raises(BadInput):
        set_rhythms(actor=clara, days={"A": 0})
    assert due_visits(ana.person, today) == []
    set_rhythms(actor=clara, days={"A": 30, "": 90})
    assert [str(each.account) for each in due_visits(ana.person, today)] == ["Sonnenhof GmbH"]
    ago = timezone.now() - timedelta(days=100)
    note_touchpoint(actor=ana, kind="visit", at=ago, person=ana.person, account=sonne)
    assert due_visits(ana.person, today)[0].over == 10
    add_stop(actor=ana, account=sonne, day=today, person=ana.person)
    assert due_visits(ana.person, today) == []


def test_what_a_phone_sends_twice_is_kept_once_with_its_photo(client, ana, three):
    client.force_login(ana)
    visit, uid = three[0], str(uuid7())
    emil = add_contact(actor=SYSTEM, account=visit.account, name="Emil", since=date(2025, 1, 1))
    step = {
        "next_step": "Send the price",
        "next_step_on": "2999-01-01",
        "promised": "1",
        "contacts": [emil.pk],
    }
    at = datetime.now(UTC).isoformat()
    for _twice in range(2):
        photo = SimpleUploadedFile("shelf.gif", GIF, content_type="image/gif")
        answer = sent(client, visit, uid=uid, photo=photo, at=at, **step)
        assert (answer.status_code, answer.json()["state"]) == (200, "kept")
    visit.refresh_from_db()
    assert (visit.state, visit.outcome, list(visit.contacts.all())) == ("done", "well", [emil])
    assert Promise.objects.get().text == "Send the price"
    assert Attachment.objects.filter(about_kind="touchpoint", about_id=visit.pk).count() == 1


def test_a_visit_that_was_not_planned_is_kept_once(client, ana, sonne):
    client.force_login(ana)
    uid = str(uuid7())
    for _twice in range(2):
        assert sent(client, uid=uid, account=sonne.pk).status_code == 200
    assert Touchpoint.objects.get().account == sonne


def test_two_who_write_of_one_visit_see_both_versions_and_nothing_is_lost(client, ana, three):
    client.force_login(ana)
    visit = three[0]
    finish_touchpoint(actor=ana, touchpoint=visit, outcome="badly", text="They were angry")
    answer = sent(client, visit, text="They agreed")
    assert answer.status_code == 409
    theirs = answer.json()["theirs"]
    assert "They were angry" in theirs["lines"]
    visit.refresh_from_db()
    assert visit.text == "They were angry"
    for _twice in range(2):
        assert sent(client, visit, text="They agreed", as_note="1").status_code == 200
    assert Note.objects.get(about_kind="touchpoint", about_id=visit.pk).text == "They agreed"
    assert sent(client, visit, text="They agreed", revision=theirs["revision"]).status_code == 200
    visit.refresh_from_db()
    assert visit.text == "They agreed"


def test_bad_input_of_a_phone_is_said_and_keeps_nothing(client, ana, bayu, mond, three):
    client.force_login(ana)
    assert sent(client, three[0], outcome="splendid").status_code == 422
    assert sent(client, three[0], next_step="x", next_step_on="2020-01-01").json()["problems"]
    assert sent(client).json()["problems"] == ["Say whom you visited."]
    assert sent(client, account=mond.pk).status_code == 404
    client.force_login(bayu)
    assert sent(client, three[0]).status_code == 404
    assert not Touchpoint.objects.filter(state="done").exists()


def test_screens_are_for_those_who_log_visits(client, ana, finn, three, today):
    client.force_login(finn)
    for name in ("visits", "visits_today"):
        assert client.get(reverse(name)).status_code == 403
    client.force_login(ana)
    assert "Birne KG" in client.get(reverse("visits")).content.decode()
    page = client.get(reverse("visits_today"))
    assert "Birne KG" in page.content.decode() and page["Cache-Control"] == "no-store"
    worker = client.get(reverse("visits_worker"))
    assert worker["Content-Type"] == "text/javascript" and b"importScripts" in worker.content
    moved = client.post(reverse("visit_move"), {"card": three[2].pk, "lane": today.isoformat(), "place": 1})
    assert moved.status_code == 302
    assert names(ana.person, today)[0] == "Cleme"


def test_what_is_hidden_from_a_function_is_not_in_its_phone(client, ana, three):
    from suki.apps.company.settings.actions import mask_field

    account = three[0].account
    account.phone = "+49 30 1234567"
    account.save()
    client.force_login(ana)
    assert "1234567" in client.get(reverse("visits_today")).content.decode()
    mask_field(actor=SYSTEM, function="account_manager", kind="account", field="phone")
    assert "1234567" not in client.get(reverse("visits_today")).content.decode()
