"""The cast of a handoff: `rosa` wins customers, `stern` is one she has won, `deal` is what she sold there."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest


@pytest.fixture
def rosa(clara: Any) -> Any:
    """Wins new customers; reports to Clara as the account managers do."""
    from suki.apps.people.actions import give_sign_in, hire, report_to
    from suki.base.access import SYSTEM
    from tests.cast import LONG_AGO

    person = hire(actor=SYSTEM, name="Rosa Lim", title="", since=LONG_AGO, functions=["sales_representative"])
    report_to(actor=SYSTEM, person=person, manager=clara.person, since=LONG_AGO)
    return give_sign_in(actor=SYSTEM, person=person, email="rosa@habi.example", password_hash="!")


@pytest.fixture
def stern(rosa: Any) -> Any:
    """A prospect of Rosa's."""
    from suki.apps.accounts.actions import open_account
    from suki.base.access import SYSTEM
    from tests.cast import LONG_AGO

    return open_account(
        actor=SYSTEM, name="Stern AG", since=LONG_AGO, owner=rosa.person, language="de", country="DE"
    )


@pytest.fixture
def today(entity: Any) -> date:
    found: date = entity.today
    return found


@pytest.fixture
def contact(stern: Any) -> Any:
    from suki.apps.accounts.actions import add_contact
    from suki.base.access import SYSTEM
    from tests.cast import LONG_AGO

    return add_contact(actor=SYSTEM, account=stern, name="Jutta Stern", title="Einkauf", since=LONG_AGO)


@pytest.fixture
def deal(stern: Any, rosa: Any, contact: Any, today: date) -> Any:
    """Ten displays, won today."""
    from suki.apps.deals.actions import NewLine, name_decider, open_deal, set_deal_lines, win_deal
    from suki.base.access import SYSTEM

    made = open_deal(
        actor=SYSTEM, name="Displays for Stern", owner=rosa.person, account=stern, contact=contact,
        created_on=today - timedelta(days=30), brief="Ten displays for the spring fair",
    )  # fmt: skip
    line = NewLine(description="Floor display", quantity=Decimal(10), unit_price=Decimal(120))
    set_deal_lines(actor=SYSTEM, deal=made, lines=[line])
    name_decider(actor=SYSTEM, deal=made, contact=contact, role="buyer", stance="for")
    return win_deal(actor=SYSTEM, deal=made, on=today)


@pytest.fixture
def promise(stern: Any, rosa: Any, contact: Any, today: date) -> Any:
    from suki.apps.touchpoints.promises.actions import make_promise
    from suki.base.access import SYSTEM

    return make_promise(
        actor=SYSTEM, text="Samples in blue", due=today + timedelta(days=5), owner=rosa.person, account=stern,
        contact=contact,
    )  # fmt: skip


@pytest.fixture
def begun(deal: Any, stern: Any, promise: Any) -> Any:
    from suki.base.access import SYSTEM
    from suki.flows.actions import begin_handoff

    made: Any = begin_handoff(actor=SYSTEM, account=stern, deal=deal)
    return made


@pytest.fixture
def handed_in(begun: Any, ana: Any, rosa: Any) -> Any:
    """Complete, and waiting for Ana."""
    from suki.flows.actions import choose_taker, hand_in

    choose_taker(actor=rosa, handoff=begun, person=ana.person)
    tick_all(begun, rosa)
    made: Any = hand_in(actor=rosa, handoff=begun)
    return made


def tick_all(handoff: Any, actor: Any) -> None:
    from suki.flows.actions import tick_point
    from suki.flows.models import HandoffItem

    for item in HandoffItem.objects.filter(handoff=handoff):
        tick_point(actor=actor, item=item, is_done=True)
