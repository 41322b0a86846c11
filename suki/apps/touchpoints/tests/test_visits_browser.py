"""Today's visits in a real browser whose network is cut: kept in the phone, sent once, conflicts shown, nothing lost, nothing left."""

import pytest
from django.utils import timezone

from suki.apps.accounts.actions import open_account
from suki.apps.touchpoints.actions import finish_touchpoint
from suki.apps.touchpoints.models import Touchpoint
from suki.apps.touchpoints.visits.actions import add_stop
from suki.base.access import SYSTEM
from suki.base.models import Attachment, Note

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def tour(mia):
    from suki.apps.company.actions import settle_default_entity

    entity = settle_default_entity(
        actor=SYSTEM, name="Habi", currency="EUR", country="DE", timezone="Europe/Berlin"
    )
    accounts = [
        open_account(actor=SYSTEM, name=name, since=entity.today, owner=mia.person, city="Berlin")
        for name in ("Apfel KG", "Birne KG")
    ]
    return [add_stop(actor=mia, account=each, day=entity.today, person=mia.person) for each in accounts]


def card_of(page, name):
    card = page.locator("details.visit-card").filter(has=page.locator("summary", has_text=name))
    if card.get_attribute("open") is None:
        card.locator("summary").click()
    return card


def summary_of(page, name):
    return page.locator("details.visit-card > summary", has_text=name)


def test_a_day_without_a_signal(visit, site, mia, tour):
    page = visit("/visits/today/", as_=mia, width=360, height=780)
    page.locator("[data-ready-said]:not([hidden])").wait_for()
    phone = page.context
    phone.set_offline(True)
    apfel = card_of(page, "Apfel KG")
    apfel.get_by_label("went well").check()
    apfel.get_by_label("What matters").fill("They want the 2027 price.")
    apfel.get_by_label("Next step").fill("Send the price")
    apfel.locator("[name=photo]").set_input_files(
        {"name": "shelf.gif", "mimeType": "image/gif", "buffer": b"GIF89a;"}
    )
    apfel.get_by_role("button", name="Save the visit").click()
    apfel.get_by_text("waits for a signal").wait_for()
    card_of(page, "Birne KG").get_by_label("What matters").fill("Half a sen")
    page.close()
    assert not Touchpoint.objects.filter(state="done").exists()

    page = phone.new_page()
    page.goto(f"{site.address}/visits/today/")
    page.locator("html[data-ready]").wait_for()
    card_of(page, "Apfel KG").get_by_text("waits for a signal").wait_for()
    birne = card_of(page, "Birne KG")
    assert birne.get_by_label("What matters").input_value() == "Half a sen"
    birne.get_by_label("What matters").fill("They agreed")
    birne.get_by_role("button", name="Save the visit").click()
    birne.get_by_text("waits for a signal").wait_for()
    finish_touchpoint(actor=mia, touchpoint=tour[1], text="They were angry", at=timezone.now())

    phone.set_offline(False)
    summary_of(page, "Apfel KG").get_by_text("kept").wait_for()
    kept = Touchpoint.objects.get(pk=tour[0].pk)
    assert (kept.state, kept.text, kept.next_step) == ("done", "They want the 2027 price.", "Send the price")
    both = page.locator(".both")
    both.get_by_text("They were angry").wait_for()
    assert both.get_by_text("They agreed").count() == 1
    page.get_by_role("button", name="Theirs stays, mine as a note").click()
    summary_of(page, "Birne KG").get_by_text("kept").wait_for()
    assert Touchpoint.objects.get(pk=tour[1].pk).text == "They were angry"
    assert Note.objects.get(about_id=tour[1].pk).text == "They agreed"
    assert [each.name for each in Attachment.objects.filter(about_kind="touchpoint")] == ["shelf.gif"]

    phone.clear_cookies()
    page.goto(f"{site.address}/visits/today/")
    page.locator("html[data-ready]").wait_for()
    page.wait_for_function("caches.keys().then((names) => names.length === 0)")
    phone.set_offline(True)
    with pytest.raises(Exception, match="ERR_"):
        page.goto(f"{site.address}/visits/today/")
    page.close()
