"""What people type, guess and send twice about deals: each a sentence, nothing half-done, nothing told that is not theirs."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from suki.apps.deals.actions import change_deal, convert_leads, reopen_deal, win_deal
from suki.apps.deals.models import Deal
from suki.apps.prospecting.actions import enter_lead
from suki.base.access import SYSTEM
from suki.kernel.errors import RuleBroken

TOO_LONG = "9" * 26


@pytest.fixture
def as_ana(client, ana):
    client.force_login(ana)
    return client


def test_a_deal_is_not_won_or_lost_on_a_day_to_come(as_ana, pumps, entity):
    to_come = (entity.today + timedelta(days=1)).isoformat()
    answer = as_ana.post(reverse("deal_win", args=[pumps.pk]), {"on": to_come})
    assert answer.status_code == 422
    assert "is still to come" in answer.content.decode()
    pumps.refresh_from_db()
    assert pumps.state == Deal.State.OPEN


def test_an_amount_that_is_too_long_is_refused_wherever_it_is_typed(as_ana, ana, pumps):
    new = {
        "name": "Lake",
        "kind": "new",
        "currency": "EUR",
        "owner": ana.person.pk,
        "pipeline": pumps.pipeline_id,
    }
    lines = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 0, "form-0-description": "Fitting"}
    for address, given in (
        (reverse("edit_field", args=["deal", pumps.pk, "value"]), {"value": TOO_LONG, "revision": pumps.revision}),
        (reverse("new_deal"), new | {"value": TOO_LONG}),
        (reverse("deal_lines", args=[pumps.pk]), lines | {"form-0-unit_price": TOO_LONG}),
        (reverse("deal_lines", args=[pumps.pk]), lines | {"form-0-unit_price": "1", "form-0-quantity": TOO_LONG}),
        (
            reverse("deal_lines", args=[pumps.pk]),
            lines | {"form-0-unit_price": "9" * 12, "form-0-quantity": "9" * 11},
        ),
    ):  # fmt: skip
        answer = as_ana.post(address, given)
        assert answer.status_code == 422
        shown = answer.content.decode()
        assert "digits before" in shown or "too many digits" in shown
    assert list(Deal.objects.values_list("value", flat=True)) == [Decimal(12_000)]


def test_a_deal_is_not_put_to_an_account_that_one_does_not_see(as_ana, pumps, mond, sonne):
    address = reverse("edit_field", args=["deal", pumps.pk, "account"])
    answer = as_ana.post(address, {"value": mond.pk, "revision": pumps.revision})
    assert answer.status_code == 422
    assert "not yours to see" in answer.content.decode()
    pumps.refresh_from_db()
    assert pumps.account == sonne


def test_the_timeline_of_a_converted_deal_reads_in_words(client, rita):
    lead = enter_lead(actor=SYSTEM, name="Elbufer Tee", owner=rita.person)
    deal = convert_leads(actor=rita, leads=[lead], deal={"value": Decimal(5000)}).deal
    win_deal(actor=rita, deal=deal, on=deal.created_on)
    reopen_deal(actor=rita, deal=deal, reason="Clicked by mistake")
    client.force_login(rita)
    page = client.get(reverse("timeline", args=["deal", deal.pk])).content.decode()
    assert "Came of leads of Elbufer Tee" in page
    assert "at 5,000.00 EUR" in page
    account = client.get(reverse("timeline", args=["account", deal.account_id])).content.decode()
    assert "Clicked by mistake" in account


def test_changed_days_and_amounts_read_as_the_reader_writes_them(as_ana, pumps):
    for name, value in (("value", "12500"), ("expected_close", "2027-01-05")):
        pumps.refresh_from_db()
        as_ana.post(
            reverse("edit_field", args=["deal", pumps.pk, name]), {"value": value, "revision": pumps.revision}
        )
    page = as_ana.get(reverse("timeline", args=["deal", pumps.pk])).content.decode()
    assert "12,000 → 12,500" in page
    assert "15 Dec 2026 → 5 Jan 2027" in page


@pytest.mark.parametrize(
    "address",
    ["/deals/?q=%00", "/deals/?stage=%00", "/deals/?owner=²", "/leads/?owner=²", f"/deals/calendar/?month={'9' * 5000}-1"],
)  # fmt: skip
def test_nonsense_in_an_address_is_passed_over(as_ana, pumps, address):
    assert as_ana.get(address).status_code == 200


def test_a_mistyped_year_does_not_win_a_deal(pumps):
    with pytest.raises(RuleBroken, match="still to come"):
        win_deal(actor=SYSTEM, deal=pumps, on=date(2062, 1, 1))


def test_a_deal_that_changed_while_the_form_stood_open_is_not_won_at_a_value_nobody_saw(
    as_ana, ana, pumps, entity
):
    address, today = reverse("deal_win", args=[pumps.pk]), entity.today.isoformat()
    assert f'name="revision" value="{pumps.revision}"' in as_ana.get(address).content.decode()
    changed = change_deal(actor=ana, deal=pumps, value=Decimal(9_000))
    answer = as_ana.post(address, {"on": today, "revision": pumps.revision})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "in the meantime" in page
    assert "9,000" in page
    assert f'name="revision" value="{changed.revision}"' in page
    assert as_ana.post(address, {"on": today, "revision": changed.revision}).status_code == 302
    pumps.refresh_from_db()
    assert (pumps.state, pumps.value) == (Deal.State.WON, 9_000)
