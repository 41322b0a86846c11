"""What every quota has to keep to, however it came to be."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext as _
from psycopg.types.range import DateRange

from suki.apps.company.models import LegalEntity
from suki.apps.quotas.models import Measure, Quota
from suki.base.history import kind_of
from suki.kernel.errors import RuleBroken
from suki.kernel.money import digits, round_half_up


def digits_of(currency: str, measure: str) -> int:
    """How many decimals a quota has: those of its currency; pieces are whole."""
    return 0 if measure == Measure.UNITS else digits(currency)


def check_amount(amount: Decimal, currency: str, measure: str) -> None:
    """A quota is not less than nothing, and has no more decimals than its currency."""
    if amount < 0:
        raise RuleBroken(_("A quota cannot be negative."))
    places = digits_of(currency, measure)
    if amount != round_half_up(amount, places):
        raise RuleBroken(
            _("A quota in {currency} has {digits} decimals at most.").format(currency=currency, digits=places)
            if measure != Measure.UNITS
            else _("A quota of units is a whole number.")
        )


def check_free(subject: models.Model, entity: LegalEntity, measure: str, valid: DateRange) -> None:
    """Nobody has two quotas of one measure on a day."""
    held = Quota.objects.filter(
        **{kind_of(subject): subject}, entity=entity, measure=measure, valid__overlap=valid
    )
    if held.exists():
        raise RuleBroken(_("{subject} already has a quota in these days.").format(subject=subject))


def check_open_change(quota: Quota) -> None:
    """While a change waits for the person's word, there is no other one."""
    if quota.changes.filter(applied_at__isnull=True, withdrawn_at__isnull=True).exists():
        raise RuleBroken(_("A change of this quota waits to be acknowledged. Withdraw it first."))
