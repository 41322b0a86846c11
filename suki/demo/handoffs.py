"""Handoffs of the sample company: one waits for its account manager, one came back with gaps, one is accepted."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final, NamedTuple

from suki.apps.accounts.actions import add_contact, open_account
from suki.apps.accounts.models import Account
from suki.apps.deals.actions import NewLine, name_decider, open_deal, set_deal_lines, win_deal
from suki.apps.deals.models import Deal
from suki.apps.people.models import Person
from suki.apps.touchpoints.promises.actions import make_promise
from suki.base.access import SYSTEM
from suki.flows import actions
from suki.flows.models import CreditRule, Handoff, HandoffItem, HandoffPolicy


class Joined(NamedTuple):
    """A client whom the representative has won: who buys there, what, and what was said and promised."""

    name: str
    city: str
    contact: str
    title: str
    product: str
    quantity: int
    price: int
    why: str
    terms: str
    risks: str
    promise: str
    promise_days: int


CLIENTS: Final = (
    Joined("Kape Alon Trading", "Iloilo", "Rowena Magsaysay", "Purchasing Manager", "Stand-up pouch, 250 g, matt", 30_000, 14, "Their old pouches lost aroma after six weeks; ours hold twelve.", "Second half of the first order only after the shelf test.", "One buyer decides everything.", "Shelf test report for the first batch", 9),
    Joined("Silangan Tea House", "Quezon City", "Arturo Belmonte", "Owner", "Tea box with window, 20 bags", 12_000, 22, "We matched the green of their shops.", "", "A cousin owns a small printing press.", "Colour proof before each reprint", 6),
    Joined("Luntian Organics", "Pasig", "Carmela Ocampo", "Operations Head", "Kraft carton, 500 g", 40_000, 9, "Recycled board with a certificate.", "Delivery every Tuesday before ten.", "", "Copy of the board's certificate", 4),
)  # fmt: skip


def load_handoffs(people: dict[str, Person], today: date) -> None:
    """The firm's rules, and a handoff in each state."""
    points = (
        ("Everybody who has a say is named, with role and stance", True),
        ("Promises stand there, each with its day", True),
        ("Colour standards and samples are handed over", True),
        ("Prices and discounts are explained", True),
        ("Artwork files are attached", False),
    )
    actions.settle_handoffs(
        actor=SYSTEM, entity=None, trigger=HandoffPolicy.Trigger.FIRST_ORDER, hours_to_submit=40, hours_to_answer=16,
        checklist=points, credit_rule=CreditRule.TAPER, taper=[100, 50, 25],
    )  # fmt: skip
    waiting, returned, accepted = (_won(client, people, today) for client in CLIENTS)
    _handed_in(*waiting, people["leo"], people["joy"], CLIENTS[0])
    back = _handed_in(*returned, people["leo"], people["joy"], CLIENTS[1])
    gaps = ("Who signs for a reprint?", "Which green exactly? There is no number on the proof.")
    actions.return_handoff(actor=people["joy"].user, handoff=back, gaps=gaps)
    taken = _handed_in(*accepted, people["leo"], people["marisol"], CLIENTS[2])
    marisol = people["marisol"].user
    actions.accept_handoff(actor=marisol, handoff=taken, on=taken.entity.today)
    actions.approve_notice(actor=marisol, handoff=taken)


def _won(client: Joined, people: dict[str, Person], today: date) -> tuple[Account, Deal]:
    leo, began = people["leo"], today - timedelta(days=45)
    account = open_account(
        actor=SYSTEM, name=client.name, since=began, owner=leo, city=client.city, country="PH", currency="PHP",
        language="fil", payment_days=30,
    )  # fmt: skip
    contact = add_contact(actor=SYSTEM, account=account, name=client.contact, title=client.title, since=began)
    deal = open_deal(
        actor=SYSTEM, name=f"{client.product}: {client.name}", owner=leo, account=account, contact=contact,
        created_on=began, currency="PHP", brief=client.why,
    )  # fmt: skip
    line = NewLine(
        description=client.product, quantity=Decimal(client.quantity), unit_price=Decimal(client.price)
    )
    set_deal_lines(actor=SYSTEM, deal=deal, lines=[line])
    name_decider(actor=SYSTEM, deal=deal, contact=contact, role=client.title, stance="for")
    make_promise(
        actor=SYSTEM, text=client.promise, due=today + timedelta(days=client.promise_days), owner=leo,
        account=account, contact=contact, made_on=today - timedelta(days=5),
    )  # fmt: skip
    return account, win_deal(actor=SYSTEM, deal=deal, on=today - timedelta(days=3))


def _handed_in(account: Account, deal: Deal, giver: Person, taker: Person, client: Joined) -> Handoff:
    actor: Any = giver.user
    handoff = actions.begin_handoff(actor=actor, account=account, deal=deal, taker=taker)
    actions.describe(
        actor=actor, handoff=handoff, sold_because=client.why, special_terms=client.terms, risks=client.risks
    )
    for item in HandoffItem.objects.filter(handoff=handoff, is_required=True):
        actions.tick_point(actor=actor, item=item, is_done=True)
    handed: Handoff = actions.hand_in(actor=actor, handoff=handoff)
    return handed
