"""What the tests of standing set their stage with."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from suki.base.access import SYSTEM

WHY = "Der größte Kunde fiel weg; wir sehen uns gemeinsam die neuen Konten an."
ALSO = "Ein anderes Gebiet und eine andere Aufgabe im Innendienst wurden geprüft und angeboten."


def sell(account: Any, seller: Any, net: str, day: date) -> None:
    """An invoice of a seller's on a day."""
    from suki.apps.billing.actions import invoice_order
    from suki.apps.orders.actions import enter_order
    from suki.apps.orders.documents import Item

    item = Item(product=None, description="Ware", quantity=Decimal(1), unit_price=Decimal(net))
    order = enter_order(
        actor=SYSTEM, account=account, day=day, currency="EUR", items=[item], seller=seller.person
    )
    invoice_order(actor=SYSTEM, order=order, day=day)


def having_read(actor: Any, review: Any) -> Any:
    """The actor has opened the record."""
    from suki.apps.standing.talking import look_at

    look_at(actor, review)
    return actor


def decided(actor: Any, review: Any, kind: str, **more: Any) -> Any:
    """A decision by somebody who has read the record."""
    from suki.apps.standing.actions import decide

    return decide(actor=having_read(actor, review), review=review, kind=kind, **{"reasons": WHY, **more})


def planned(actor: Any, review: Any, kind: str = "improvement") -> Any:
    """A plan of two months with one day to sit down together."""
    from suki.apps.standing.actions import begin_plan

    today = review.entity.today
    return begin_plan(
        actor=having_read(actor, review), review=review, kind=kind, reasons=WHY, starts=today,
        ends=today + timedelta(days=60), support="Ein Kollege begleitet zwei Besuche jede Woche.",
        goals=["Zehn neue Konten"], check_ins=[today + timedelta(days=30)],
    )  # fmt: skip


def at_parting(clara: Any, second: Any, review: Any, agrees: bool = True) -> None:
    """Everything up to the question whether one parts, with the second opinion given."""
    from suki.apps.standing.actions import ask_to_it, give_opinion, set_step_aside
    from suki.apps.standing.stepping import open_points_of

    planned(clara, review)
    decided(clara, review, "not_met")
    decided(clara, review, "termination")
    ask_to_it(
        actor=clara, review=review, person=second.person, role="second", reason="Sie kennt das Gebiet nicht"
    )
    give_opinion(actor=having_read(second, review), review=review, agrees=agrees, reasons=WHY)
    for key in open_points_of(review):
        set_step_aside(
            actor=clara,
            review=review,
            key=key,
            reason="Es gibt hier keinen Betriebsrat, und es ist schriftlich.",
        )
