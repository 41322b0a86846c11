"""From a campaign to a customer whom an account manager has taken over: nothing retyped, nothing promised lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

pytestmark = pytest.mark.browser

CLIENT = {"en": "Bituin Tea Traders", "vi": "Trà Sương Mai"}
BUYER = {"en": "Ligaya Roxas", "vi": "Hà Thu Dung"}


def expect(locator: Any) -> Any:
    from playwright.sync_api import expect as wait_for

    return wait_for(locator)


@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_client_is_won_and_handed_over(desk, visit, site, sample_company, language):
    from suki.apps.deals.models import Deal
    from suki.apps.people.models import Department, Person
    from suki.apps.proposals.models import Customisation, Proposal
    from suki.apps.prospecting.models import Campaign, Lead
    from suki.apps.touchpoints.models import Promise, Touchpoint
    from suki.base.models import Event
    from suki.flows.client_joins.beginning import begin_handoffs
    from suki.flows.models import Handoff, HandoffPolicy

    name, today = CLIENT[language], timezone.localdate()
    HandoffPolicy.objects.update(trigger=HandoffPolicy.Trigger.WON)
    ines, leo, joy, dewi = (desk(who, language) for who in ("ines", "leo", "joy", "dewi"))

    ines.fills_in("/campaigns/new/", name=f"Tea fair {language}", channel="event", starts=today.isoformat())
    campaign = Campaign.objects.get(name=f"Tea fair {language}")

    leo.fills_in(
        "/leads/new/", name=name, contact_name=BUYER[language], title="Owner", email=f"ligaya@{language}.example",
        country="PH", city="Cebu", campaign=campaign.pk, owner=leo.user.person.pk, message="A box for mountain tea.",
    )  # fmt: skip
    lead = Lead.objects.get(name=name)
    assert (lead.campaign, lead.owner.user) == (campaign, leo.user)

    leo.fills_in(f"/leads/{lead.pk}/touchpoints/plan/", kind="visit", day=today.isoformat(), clock="23:30")
    page = leo.goes_to("/visits/today/", width=360, height=780)
    page.locator("[data-ready-said]:not([hidden])").wait_for()
    page.context.set_offline(True)
    card = page.locator("details.visit-card", has_text=name)
    if card.get_attribute("open") is None:
        card.locator("summary").click()
    card.locator("[name=outcome][value=well]").check(force=True)
    card.locator("[name=text]").fill("They need a box that keeps the aroma.")
    card.locator("[name=next_step]").fill("Send two samples")
    card.locator("[name=next_step_on]").fill((today + timedelta(days=4)).isoformat())
    card.locator("[name=promised]").click(force=True)
    card.locator("button[type=submit], button:not([type])").first.click()
    expect(page.locator("[data-offline]")).to_be_visible()
    assert Touchpoint.objects.get(lead=lead, kind="visit").state == "planned"
    page.context.set_offline(False)
    expect(page.locator("[data-offline]")).to_be_hidden()
    assert Touchpoint.objects.get(lead=lead, kind="visit").state == "done"
    promise = Promise.objects.get(lead=lead)

    leo.fills_in(f"/leads/{lead.pk}/conversion/", name=f"Tea boxes {language}")
    deal = Deal.objects.get(name=f"Tea boxes {language}")
    promise.refresh_from_db()
    assert promise.account == deal.account and deal.account.name == name

    department = Department.objects.get(name="Creative studio")
    leo.fills_in(
        f"/deals/{deal.pk}/reviews/new/",
        requirement="A box with a lid that closes again",
        department=department.pk,
    )
    review = Customisation.objects.get(deal=deal)
    dewi.fills_in(f"/reviews/{review.pk}/answer/", state="accepted", unit_cost="6")
    leo.fills_in(f"/deals/{deal.pk}/proposals/new/")
    proposal = Proposal.objects.get(deal=deal)
    leo.fills_in(f"/reviews/{review.pk}/offer/", proposal=proposal.pk, quantity="5000", unit_price="14")
    sent = leo.fills_in(f"/proposals/{proposal.pk}/sending/")
    address = sent.input_value("#client-link").removeprefix(site.address)

    client = visit(address, width=360, height=740, java_script_enabled=False)
    client.locator("input[name=name] >> nth=0").fill(BUYER[language])
    client.locator("button[value=accept]").click()
    client.locator("[role=status]").wait_for()
    deal.refresh_from_db()
    assert deal.state == "won"

    begin_handoffs()
    handoff = Handoff.objects.get(deal=deal)
    here = f"/handoffs/{handoff.pk}/"
    leo.fills_in(f"{here}taker/", person=joy.user.person.pk)
    for item in handoff.items.all():
        leo.presses(here, f"{here}points/{item.pk}/")
    leo.presses(here, f"{here}submission/")
    joy.fills_in(f"{here}return/", gaps="Who signs for a reprint?")
    handoff.refresh_from_db()
    assert handoff.state == "returned"
    gap = handoff.gaps.get()
    leo.fills_in(f"{here}gaps/{gap.pk}/", answer="The owner herself.")
    leo.presses(here, f"{here}submission/")
    joy.fills_in(f"{here}acceptance/", on=today.isoformat())
    promise.refresh_from_db()
    assert promise.owner == joy.user.person
    expect(joy.goes_to("/").locator("main")).to_contain_text(promise.text)
    told = set(Event.objects.values_list("name", flat=True))
    assert {"lead entered", "promise made", "deal won", "handoff returned", "handoff accepted"} <= told
    assert Person.objects.filter(pk=promise.owner_id).exists()
