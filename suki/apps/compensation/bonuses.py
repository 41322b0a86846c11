"""Bonuses in money that were won beside the plans: giving them, and which of them a period pays."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from suki.apps.company.models import LegalEntity
from suki.apps.compensation.models import Bonus, PayLine, PayPeriod
from suki.apps.people.models import Person
from suki.base.access import SYSTEM, Can, action
from suki.base.history import kind_of, record
from suki.kernel.errors import RuleBroken
from suki.kernel.money import digits, is_currency, round_half_up


@action(Can.MANAGE_REWARDS)
def give_bonus(
    *, actor: Any, entity: LegalEntity, person: Person, amount: Decimal, currency: str, day: date, reason: str,
    won_by: models.Model | None = None,
) -> Bonus:  # fmt: skip
    """Somebody has won money: the next calculation of their pay makes it a line of their statement."""
    if actor is not SYSTEM and getattr(actor, "person", None) == person:
        raise RuleBroken(_("Nobody gives a bonus to themselves."))
    if not is_currency(currency):
        raise RuleBroken(_("“{code}” is not a currency.").format(code=currency))
    if round_half_up(amount, digits(currency)) == 0:
        raise RuleBroken(_("A bonus of nothing is not a bonus."))
    if not reason.strip():
        raise RuleBroken(_("Say what the bonus is for."))
    bonus = Bonus.objects.create(
        entity=entity, person=person, amount=round_half_up(amount, digits(currency)), currency=currency, day=day,
        reason=reason.strip()[:200], source_kind=kind_of(won_by) if won_by is not None else "",
        source_id=won_by.pk if won_by is not None else None, given_by_id=None if actor is SYSTEM else actor.pk,
    )  # fmt: skip
    record("bonus given", actor=actor, about=bonus, person=person, amount=bonus.amount, currency=currency)
    return bonus


def bonuses_due(period: PayPeriod) -> QuerySet[Bonus]:
    """What a calculation of the period pays: all that came before its end and that no other period's statement holds.

    A line of kind `bonus` names its bonus in `why` under "bonus".
    """
    elsewhere = (
        PayLine.objects.filter(kind=PayLine.Kind.BONUS, statement__person=OuterRef("person"))
        .exclude(statement__period=period)
        .annotate(of_bonus=Cast(KT("why__bonus"), BigIntegerField()))
        .filter(of_bonus=OuterRef("pk"))
    )
    due = Bonus.objects.filter(entity=period.entity, day__lt=period.valid.upper)
    return due.filter(~Exists(elsewhere)).order_by("person_id", "day", "pk")
