"""Holidays of the firm's own: days on which a legal entity does not work, beside the public ones of its country."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from suki.apps.company.models import CompanyHoliday, LegalEntity
from suki.base.access import Can, action
from suki.base.formats import day_text
from suki.base.history import record
from suki.kernel.errors import RuleBroken
from suki.kernel.worktime import public_holidays

LONGEST = 62
"""Days of one closure; more than two months of it is a mistake."""


@dataclass(frozen=True)
class FreeDay:
    """A day of the year on which an entity does not work, and why: the firm's own choice, or the country's."""

    day: date
    name: str
    own: CompanyHoliday | None = None


@action(Can.MANAGE_COMPANY)
def enter_holiday(
    *, actor: Any, entity: LegalEntity, name: str, day: date, last: date | None = None
) -> list[CompanyHoliday]:
    """The entity does not work on a day, or from one to another. Working time is counted without them from now on."""
    last = last or day
    if not day <= last <= day + timedelta(days=LONGEST - 1):
        raise RuleBroken(_("A closure ends on its first day or later, and lasts two months at most."))
    LegalEntity.objects.select_for_update().get(pk=entity.pk)
    days = [day + timedelta(days=place) for place in range((last - day).days + 1)]
    known = CompanyHoliday.objects.filter(entity=entity, day__in=days).order_by("day").first()
    if known is not None:
        raise RuleBroken(_("{day} is free already: {name}.").format(day=day_text(known.day), name=known.name))
    entered = [CompanyHoliday.objects.create(entity=entity, day=each, name=name) for each in days]
    record("company holiday entered", actor=actor, about=entity, name=name, day=day, last=last)
    return entered


@action(Can.MANAGE_COMPANY)
def rename_holiday(
    *, actor: Any, holiday: CompanyHoliday, name: str, revision: int | None = None
) -> CompanyHoliday:
    """The day is free for another reason, or was misspelt."""
    holiday = CompanyHoliday.objects.locked(holiday.pk, revision=revision)
    before, holiday.name = holiday.name, name
    holiday.save()
    record("company holiday renamed", actor=actor, about=holiday.entity, day=holiday.day, before=before)
    return holiday


@action(Can.MANAGE_COMPANY)
def withdraw_holiday(*, actor: Any, holiday: CompanyHoliday) -> None:
    """The entity works on that day after all."""
    record("company holiday withdrawn", actor=actor, about=holiday.entity, day=holiday.day, name=holiday.name)
    holiday.delete()


def free_days_of(entity: LegalEntity, year: int, language: str = "") -> list[FreeDay]:
    """The days of a year on which an entity does not work: the public ones of its country, and its own."""
    try:
        public = public_holidays(entity.country, year, language) if entity.country else {}
    except RuleBroken:
        public = {}
    own = CompanyHoliday.objects.in_use().filter(entity=entity, day__year=year)
    found = [FreeDay(day, name) for day, name in public.items()]
    found += [FreeDay(row.day, row.name, row) for row in own]
    return sorted(found, key=lambda each: (each.day, each.own is not None))
