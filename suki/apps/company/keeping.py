"""Writing down what is said of a legal entity, as far as its ledger leaves it open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from suki.apps.company.models import Currency, FiscalCut, LegalEntity
from suki.base.history import record
from suki.kernel.errors import RuleBroken
from suki.kernel.money import digits

CUT_YEARS = (1990, 2060)


def keep_entity(actor: Any, entity: LegalEntity, facts: Mapping[str, Any]) -> LegalEntity:
    """Change what differs; the currency and a calendar by weeks stay from the first ledger line on."""
    currency = facts.get("currency", entity.currency)
    digits(currency)
    if entity.pk and currency != entity.currency and _has_lines(entity):
        raise RuleBroken(
            _("{entity} already keeps its ledger in {currency}; that cannot change any more.").format(
                entity=entity.name, currency=entity.currency
            )
        )
    changed = {name: value for name, value in facts.items() if getattr(entity, name) != value}
    if entity.pk and not changed:
        return entity
    for name, value in changed.items():
        setattr(entity, name, value)
    entity.save()
    Currency.objects.get_or_create(code=entity.currency)
    cut_by_fiscal_calendar(entity)
    record("legal entity settled", actor=actor, about=entity, **changed)
    return entity


def cut_by_fiscal_calendar(entity: LegalEntity) -> None:
    """Write down where fiscal periods start inside calendar months: the ledger's roll-ups are cut there."""
    first, last = (date(year, 1, 1) for year in CUT_YEARS)
    cuts = set(entity.fiscal_calendar.cuts_between(first, last))
    known = set(FiscalCut.objects.filter(entity=entity).values_list("day", flat=True))
    if cuts == known:
        return
    if _has_lines(entity):
        raise RuleBroken(_("A calendar by weeks has to be chosen before the first ledger line is posted."))
    FiscalCut.objects.filter(entity=entity).delete()
    FiscalCut.objects.bulk_create([FiscalCut(entity=entity, day=day) for day in sorted(cuts)])


def _has_lines(entity: LegalEntity) -> bool:
    """Whether the ledger holds lines of the entity; asked of the table, for this room lies below the ledger's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM ledger_ledgerline WHERE entity_id = %s)", [entity.pk])
        return bool(cursor.fetchone()[0])
