"""Legal entities of the firm: further ones, changes to them, and which of them counts where none is named."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from suki.apps.company.keeping import cut_by_fiscal_calendar, keep_entity
from suki.apps.company.models import Currency, LegalEntity
from suki.base.access import Can, action
from suki.base.history import record
from suki.kernel.errors import RuleBroken
from suki.kernel.money import digits


@action(Can.MANAGE_COMPANY)
def add_entity(*, actor: Any, code: str, name: str, currency: str, **facts: Any) -> LegalEntity:
    """One more company of the firm, with a ledger, a currency and a calendar of its own."""
    digits(currency)
    _check_code(code)
    entity = LegalEntity.objects.create(code=code, name=name, currency=currency, **facts)
    Currency.objects.get_or_create(code=currency)
    cut_by_fiscal_calendar(entity)
    record("legal entity added", actor=actor, about=entity, code=code, name=name, currency=currency)
    return entity


@action(Can.MANAGE_COMPANY)
def change_entity(
    *, actor: Any, entity: LegalEntity, revision: int | None = None, **facts: Any
) -> LegalEntity:
    """Another name, zone, currency or calendar; what the ledger is built on stays once it has lines."""
    entity = LegalEntity.objects.locked(entity.pk, revision=revision)
    if facts.get("code", entity.code) != entity.code:
        _check_code(facts["code"])
    return keep_entity(actor, entity, facts)


@action(Can.MANAGE_COMPANY)
def choose_default_entity(*, actor: Any, entity: LegalEntity) -> LegalEntity:
    """From now on this entity counts where none is named; what was written for another stays with that one."""
    known = {row.pk: row for row in LegalEntity.objects.select_for_update().order_by("pk")}
    chosen, before = known[entity.pk], next((row for row in known.values() if row.is_default), None)
    if chosen.archived_at is not None:
        raise RuleBroken(_("{entity} is archived.").format(entity=chosen))
    if chosen == before:
        return chosen
    if before is not None:
        before.is_default = False
        before.save()
    chosen.is_default = True
    chosen.save()
    record("default entity chosen", actor=actor, about=chosen, before=before and before.code)
    return chosen


def _check_code(code: str) -> None:
    if LegalEntity.objects.filter(code__iexact=code).exists():
        raise RuleBroken(_("There is a legal entity {code} already.").format(code=code))
