"""The stage of the proposals' tests: a deal of Ana's with lines, a department, a client's contact."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from psycopg.types.range import DateRange

LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def herr_sonne(sonne: Any) -> Any:
    from suki.apps.accounts.actions import add_contact
    from suki.base.access import SYSTEM

    contact = add_contact(actor=SYSTEM, account=sonne, name="Peter Sonne", title="Einkauf", since=LONG_AGO)
    contact.language = "de"
    contact.save()
    return contact


@pytest.fixture
def press(entity: Any) -> Any:
    """A product with a list price of 100 and a cost of 60."""
    from suki.apps.catalog import actions as catalog
    from suki.apps.catalog.models import PriceList
    from suki.base.access import SYSTEM

    product = catalog.add_product(actor=SYSTEM, name="Presse", code="P1", unit="Stk")
    prices = PriceList.objects.create(entity=entity, name="Liste", currency="EUR")
    catalog.set_price(actor=SYSTEM, price_list=prices, product=product, amount=Decimal(100), since=LONG_AGO)
    catalog.set_cost(actor=SYSTEM, product=product, amount=Decimal(60), currency="EUR", since=LONG_AGO)
    return product


@pytest.fixture
def deal(ana: Any, sonne: Any, herr_sonne: Any, press: Any) -> Any:
    from suki.apps.company.models import TaxRate
    from suki.apps.deals.actions import NewLine, open_deal, set_deal_lines

    TaxRate.objects.create(country="DE", name="USt", percent=Decimal(19), valid=DateRange(LONG_AGO, None))
    made = open_deal(
        actor=ana, name="Neue Pressen", owner=ana.person, account=sonne, contact=herr_sonne, currency="EUR",
        brief="Zwei Pressen bis März",
    )  # fmt: skip
    lines = [
        NewLine(product=press, description="Presse", quantity=Decimal(2), unit_price=Decimal(100)),
        NewLine(description="Einbau", quantity=Decimal(1), unit_price=Decimal("33.335")),
    ]
    set_deal_lines(actor=ana, deal=made, lines=lines)
    made.refresh_from_db()
    return made


@pytest.fixture
def proposal(ana: Any, deal: Any) -> Any:
    from suki.apps.proposals.actions import draft_proposal

    return draft_proposal(actor=ana, deal=deal)


@pytest.fixture
def sent(ana: Any, proposal: Any) -> Any:
    """The proposal as the client has it: a link with its secret."""
    from suki.apps.proposals.sending import send_proposal

    return send_proposal(actor=ana, proposal=proposal)


@pytest.fixture
def workshop(entity: Any) -> Any:
    from suki.apps.people.actions import found_department
    from suki.base.access import SYSTEM

    return found_department(actor=SYSTEM, name="Werkstatt")


@pytest.fixture
def tom(workshop: Any) -> Any:
    """Somebody of the workshop."""
    from suki.apps.people.actions import join_department
    from suki.base.access import SYSTEM
    from tests.cast import _somebody

    user = _somebody("Tom Werk", "Techniker", "department_member")
    join_department(actor=SYSTEM, person=user.person, department=workshop, since=LONG_AGO)
    return user


@pytest.fixture
def tomorrow(entity: Any) -> date:
    return entity.today + timedelta(days=1)
