"""A chosen reward goes out, and arrives."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from suki.apps.company.queries import default_entity
from suki.apps.rewards.models import Choice, Delivery, Receipt
from suki.apps.rewards.purses import by, person_of
from suki.base.access import SYSTEM, Can, action, can
from suki.base.files import store
from suki.base.formats import day_text
from suki.base.history import record
from suki.kernel.errors import NotAllowed, RuleBroken


@action(Can.MANAGE_REWARDS)
def send_reward(*, actor: Any, choice: Choice, sent_on: date, reference: str = "") -> Delivery:
    """It is on its way; from here on it cannot be exchanged."""
    found: Choice = Choice.objects.visible_to(actor).locked(choice.pk)
    if found.is_returned:
        raise RuleBroken(_("It was given back; there is nothing to send."))
    if Delivery.objects.filter(choice=found).exists():
        raise RuleBroken(_("It was sent already."))
    _check_day(sent_on)
    made = Delivery.objects.create(
        choice=found, sent_on=sent_on, reference=reference.strip()[:200], sent_by_id=by(actor)
    )
    record("reward sent", actor=actor, about=found, on=sent_on)
    return made


@action(Can.SEE_REWARDS)
def confirm_receipt(
    *, actor: Any, choice: Choice, received_on: date, proof: str = "", file: Any = None
) -> Receipt:
    """It has arrived: the winner says so; whoever sent it may too, with something that shows it."""
    found: Choice = Choice.objects.visible_to(actor).locked(choice.pk)
    delivery = Delivery.objects.filter(choice=found).first()
    if delivery is None:
        raise RuleBroken(_("It has not been sent yet."))
    if Receipt.objects.filter(delivery=delivery).exists():
        raise RuleBroken(_("It has arrived already."))
    _check_who(actor, found, proof, file)
    _check_day(received_on)
    if received_on < delivery.sent_on:
        raise RuleBroken(_("It was sent on {day} only.").format(day=day_text(delivery.sent_on)))
    kept = store(file, content_type=getattr(file, "content_type", "")) if file else None
    made = Receipt.objects.create(
        delivery=delivery, received_on=received_on, proof=proof.strip()[:400], file=kept, said_by_id=by(actor)
    )
    record("reward received", actor=actor, about=found, on=received_on)
    return made


def _check_who(actor: Any, choice: Choice, proof: str, file: Any) -> None:
    """The winner's word is enough; anybody else shows something."""
    if actor is SYSTEM or person_of(actor) == choice.purse.person:
        return
    if not can(actor, Can.MANAGE_REWARDS):
        raise NotAllowed(_("Only {name} says that it has arrived.").format(name=choice.purse.person))
    if not proof.strip() and not file:
        raise RuleBroken(_("Say what shows that it has arrived, or add a file."))


def _check_day(day: date) -> None:
    if day > default_entity().today:
        raise RuleBroken(_("{day} is still to come.").format(day=day_text(day)))
