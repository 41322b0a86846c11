"""Leads become an account, a contact and a deal, nothing doubled and nothing lost."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from suki.apps.accounts.models import Account, Contact
from suki.apps.deals.actions import convert_leads
from suki.apps.deals.models import Deal, DealLead
from suki.apps.prospecting.actions import enter_lead, set_aside
from suki.apps.prospecting.models import Lead
from suki.apps.touchpoints.actions import make_promise, note_touchpoint
from suki.apps.touchpoints.models import Promise, Touchpoint
from suki.base.access import SYSTEM
from suki.kernel.errors import NotAllowed, RuleBroken


@pytest.fixture
def lakeside(rita):
    return enter_lead(
        actor=rita,
        name="Lakeside Hotel Ltd",
        contact_name="Mara Lind",
        email="mara@lakeside.example",
        country="IE",
        message="Forty rooms to furnish.",
        owner=rita.person,
    )


def test_a_lead_becomes_an_account_a_contact_and_a_deal(rita, lakeside):
    note_touchpoint(
        actor=rita, kind="call", at=timezone.now(), person=rita.person, lead=lakeside, text="Rang."
    )
    make_promise(actor=rita, text="A sample chair", due=date(2027, 1, 8), owner=rita.person, lead=lakeside)
    became = convert_leads(actor=rita, leads=[lakeside])
    assert (became.account.name, became.account.lifecycle, became.account.country) == (
        "Lakeside Hotel Ltd",
        "prospect",
        "IE",
    )
    assert (became.contact.name, became.contact.email) == ("Mara Lind", "mara@lakeside.example")
    deal = became.deal
    assert (deal.account, deal.owner, deal.kind, deal.brief) == (
        became.account,
        rita.person,
        "new",
        "Forty rooms to furnish.",
    )
    lakeside.refresh_from_db()
    assert (lakeside.status, lakeside.account, lakeside.contact) == (
        "converted",
        became.account,
        became.contact,
    )
    assert Touchpoint.objects.get().account == Promise.objects.get().account == became.account


def test_several_leads_lead_to_one_deal(rita, lakeside):
    other = enter_lead(actor=rita, name="Lakeside Hotel", contact_name="Jon Lind", owner=rita.person)
    became = convert_leads(
        actor=rita, leads=[lakeside, other], deal={"name": "Furniture", "value": Decimal(90_000)}
    )
    assert {each.lead for each in DealLead.objects.filter(deal=became.deal)} == {lakeside, other}
    assert set(Contact.objects.values_list("name", flat=True)) == {"Mara Lind", "Jon Lind"}
    assert (Account.objects.count(), became.deal.name, became.deal.value) == (1, "Furniture", 90_000)


def test_an_account_that_is_surely_the_same_is_taken(ana, sonne):
    lead = enter_lead(actor=ana, name="Sonnenhof GmbH", country="DE", owner=ana.person)
    became = convert_leads(actor=ana, leads=[lead], deal={"kind": "upsell"})
    assert (became.account, became.contact, Account.objects.count()) == (sonne, None, 1)


def test_a_lead_is_converted_once(rita, lakeside):
    convert_leads(actor=rita, leads=[lakeside])
    with pytest.raises(RuleBroken, match="already converted, to Lakeside Hotel Ltd"):
        convert_leads(actor=rita, leads=[lakeside])
    assert (Deal.objects.count(), Account.objects.count()) == (1, 1)


def test_one_lead_that_cannot_be_converted_leaves_all_as_they_were(rita, lakeside):
    aside = enter_lead(actor=rita, name="Hill Inn", owner=rita.person)
    set_aside(actor=rita, lead=aside, reason="no money")
    with pytest.raises(RuleBroken, match="set aside"):
        convert_leads(actor=rita, leads=[lakeside, aside])
    assert not Deal.objects.exists()
    assert not Account.objects.exists()
    assert Lead.objects.get(pk=lakeside.pk).status == "new"


def test_a_deal_of_another_account_is_refused(ana, rita, lakeside, sonne):
    lake = convert_leads(actor=rita, leads=[lakeside])
    other = enter_lead(actor=ana, name="Lake again", owner=ana.person)
    with pytest.raises(RuleBroken, match="is with Lakeside Hotel Ltd"):
        convert_leads(actor=SYSTEM, leads=[other], deal=lake.deal, account=sonne)
    assert DealLead.objects.count() == 1


def test_who_sees_the_leads_but_sells_nothing_converts_none(finn, lakeside):
    with pytest.raises(NotAllowed):
        convert_leads(actor=finn, leads=[lakeside])
    assert not Deal.objects.exists()


def test_the_page_offers_known_accounts_and_converts(client, dung, sonne):
    lead = enter_lead(actor=dung, name="Sonnenhof", contact_name="Eva Roth", country="DE", owner=dung.person)
    client.force_login(dung)
    address = reverse("lead_conversion", args=[lead.pk])
    page = client.get(address).content.decode()
    assert f'value="{sonne.pk}"' in page
    sent = {"account": str(sonne.pk), "deal": "new", "name": "Pumps", "value": "1,200.50", "currency": "EUR"}
    answer = client.post(address, sent)
    deal = Deal.objects.get()
    assert answer["Location"] == reverse("deal", args=[deal.pk])
    assert (deal.name, deal.account, deal.owner, str(deal.value)) == (
        "Pumps",
        sonne,
        dung.person,
        "1200.5000",
    )


def test_the_list_converts_all_selected_leads(client, dung, lakeside):
    other = enter_lead(actor=dung, name="Lakeside Spa", owner=dung.person)
    client.force_login(dung)
    rows = {"row": [lakeside.pk, other.pk]}
    assert "2 leads become one deal" in client.post(reverse("leads_conversion"), rows).content.decode()
    sent = {**rows, "account": "new", "deal": "new", "name": "Lakeside", "currency": "EUR"}
    assert client.post(reverse("leads_conversion"), sent).status_code == 302
    assert Deal.objects.get().leads.count() == 2
