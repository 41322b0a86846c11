"""When the firm is at work: the holidays of a legal entity, as every count of working time takes them."""

from __future__ import annotations

from suki.apps.company.models import CompanyHoliday, LegalEntity
from suki.kernel.errors import RuleBroken
from suki.kernel.worktime import Holidays


def holidays_of(entity: LegalEntity) -> Holidays:
    """The public holidays of the entity's country, where they are known, and the entity's own."""
    own = frozenset(CompanyHoliday.objects.in_use().filter(entity=entity).values_list("day", flat=True))
    try:
        return Holidays(entity.country, extra=own)
    except RuleBroken:
        return Holidays(extra=own)
