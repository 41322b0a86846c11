"""From the draft to the client's yes, in a browser: the client's window runs no scripts and is a phone's."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from suki.base.access import SYSTEM
from tests.browser import complaints

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def offered(site: Any, mia: Any) -> Any:
    """A deal of Mia's with a proposal that has an option."""
    from datetime import date

    from suki.apps.accounts.actions import open_account
    from suki.apps.company.actions import settle_default_entity
    from suki.apps.deals.actions import open_deal
    from suki.apps.proposals.actions import draft_proposal, set_lines
    from suki.apps.proposals.pricing import Offered

    settle_default_entity(actor=SYSTEM, name="Habi", currency="EUR", country="DE", timezone="Europe/Berlin")
    account = open_account(
        actor=SYSTEM,
        name="Sonnenhof GmbH",
        since=date(2020, 1, 1),
        owner=mia.person,
        country="DE",
        language="de",
    )
    deal = open_deal(actor=SYSTEM, name="Neue Pressen", owner=mia.person, account=account, kind="upsell")
    proposal = draft_proposal(actor=SYSTEM, deal=deal)
    lines = [
        Offered(description="Presse", quantity=Decimal(2), unit_price=Decimal(100)),
        Offered(
            description="Wartung",
            quantity=Decimal(1),
            unit_price=Decimal(50),
            is_optional=True,
            is_chosen=False,
        ),
    ]
    set_lines(actor=SYSTEM, proposal=proposal, lines=lines)
    return proposal


def test_a_client_chooses_an_option_and_accepts_on_a_phone_without_scripts(visit, mia, offered, site):
    ours = visit(f"/proposals/{offered.pk}/", as_=mia, language="de")
    ours.locator("a[href$='/lines/']").first.click()
    ours.locator("#lines-here form input[name='form-0-quantity']").fill("3")
    ours.locator("#lines-here .save-bar button").first.click()
    ours.get_by_text("300,00").first.wait_for()
    assert complaints(ours) == []
    ours.goto(f"{site.address}/proposals/{offered.pk}/sending/")
    ours.locator(".save-bar button").first.click()
    address = ours.input_value("#client-link").removeprefix(site.address)

    client = visit(address, width=360, height=740, java_script_enabled=False)
    assert client.evaluate("document.documentElement.scrollWidth <= innerWidth")
    client.locator("input[name=option]").check()
    client.locator("input[name=name] >> nth=0").fill("Peter Sonne")
    client.locator("button[value=accept]").click()
    client.locator("[role=alert]").wait_for()
    assert "350,00" in client.locator("[role=alert]").inner_text()
    client.locator("button[value=accept]").click()
    client.locator("[role=status]").wait_for()
    assert "Peter Sonne" in client.locator("[role=status]").inner_text()
    offered.deal.refresh_from_db()
    assert (offered.deal.state, offered.deal.value) == ("won", Decimal(350))


def test_the_clients_page_is_for_everybody(visit, offered):
    from suki.apps.proposals.link_secrets import new_secret
    from suki.apps.proposals.models import ProposalLink

    secret, checksum = new_secret()
    link = ProposalLink.objects.get()
    ProposalLink.objects.create(version=link.version, secret_sha256=checksum, expires_at=link.expires_at)
    assert complaints(visit(f"/offer/{secret}/", theme="dark")) == []
