"""Setting quotas."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from psycopg.types.range import DateRange

from suki.apps.company.models import LegalEntity
from suki.apps.company.queries import default_entity
from suki.apps.quotas.models import Quota
from suki.base.access import Can, action
from suki.base.history import kind_of, record
from suki.kernel.errors import RuleBroken


@action(Can.SET_QUOTAS)
def set_quota(
    *,
    actor: Any,
    subject: models.Model,
    first: date,
    end: date,
    amount: Decimal,
    currency: str,
    measure: str = Quota.Measure.REVENUE,
    entity: LegalEntity | None = None,
) -> Quota:
    """What a person, team, territory, product or account is to reach from `first` up to (not including) `end`."""
    if amount < 0:
        raise RuleBroken(_("A quota cannot be negative."))
    if end <= first:
        raise RuleBroken(_("A quota has to last at least a day."))
    entity = entity or default_entity()
    held = Quota.objects.filter(
        **{kind_of(subject): subject}, entity=entity, measure=measure, valid__overlap=DateRange(first, end)
    )
    if held.exists():
        raise RuleBroken(_("{subject} already has a quota in these days.").format(subject=subject))
    quota = Quota.objects.create(
        **{kind_of(subject): subject},
        entity=entity,
        measure=measure,
        valid=DateRange(first, end),
        amount=amount,
        currency=currency,
    )
    record("quota set", actor=actor, about=quota, subject=str(subject), first=first, end=end, amount=amount)
    return quota
