"""Legal entities, exchange rates and tax rates."""

from __future__ import annotations

from typing import Any

from suki.apps.company.actions import cut_by_fiscal_calendar, settle_default_entity
from suki.apps.company.models import Currency, ExchangeRate, LegalEntity, TaxRate
from suki.exchange import keys
from suki.exchange.rooms.applying import Applying
from suki.exchange.rooms.dated import VALID, bring_dated
from suki.exchange.staging import rows_of
from suki.exchange.upsert import Changes, Value, resolve, write

ENTITY_FIELDS = {
    "name": "name",
    "currency": "currency",
    "country": "country",
    "timezone": "timezone",
    "fiscal_start": "fiscal_start",
    "fiscal_pattern": "fiscal_pattern",
    "week_end": "fiscal_week_end",
    "week_rule": "fiscal_rule",
    "name_by": "fiscal_name_by",
}
"""Canonical columns of an entity and where the house keeps them."""


def settle_company(actor: Any, company: dict[str, Any]) -> None:
    """The recipe's company is the firm's first legal entity."""
    settle_default_entity(actor=actor, **{ENTITY_FIELDS[key]: value for key, value in company.items()})


def bring_entities(applying: Applying) -> None:
    """A firm has few entities: they are brought one by one, by the action that knows their rules."""
    stage = applying.stages["entities"]
    columns = [name for name in ENTITY_FIELDS if name in stage.yielded]
    names = ", ".join(f"s.{name}" for name in columns)
    changes = Changes()
    found = rows_of(
        f"SELECT k.key, k.row_id, k.is_new, {names} FROM {stage.table} s"
        f" JOIN {keys.key_table('entities')} k ON k.key = s.id WHERE NOT s.bad ORDER BY s.n"
    )
    for key, row_id, is_new, *values in found:
        facts = {
            ENTITY_FIELDS[name]: value
            for name, value in zip(columns, values, strict=True)
            if value is not None
        }
        if is_new:
            entity = LegalEntity.objects.create(id=row_id, code=key[:20], **facts)
            Currency.objects.get_or_create(code=entity.currency)
            cut_by_fiscal_calendar(entity)
            changes.created += 1
            changes.created_ranges.append([row_id, row_id + 1])
        elif _change(applying.actor, LegalEntity.objects.get(pk=row_id), facts):
            changes.updated += 1
        else:
            changes.unchanged += 1
    keys.register("entities", applying.source)
    applying.note_created(LegalEntity, changes.created_ranges)
    applying.count("entities", changes)


def _change(actor: Any, entity: LegalEntity, facts: dict[str, Any]) -> bool:
    changed = {name: value for name, value in facts.items() if getattr(entity, name) != value}
    if not changed:
        return False
    if entity.is_default:
        settle_default_entity(actor=actor, **changed)
        return True
    for name, value in changed.items():
        setattr(entity, name, value)
    entity.save()
    cut_by_fiscal_calendar(entity)
    return True


def bring_rates(applying: Applying) -> None:
    """Exchange rates, found again by pair, kind and day."""
    stage = applying.stages["rates"]
    values = [
        Value("base", "s.base"),
        Value("quote", "s.quote"),
        Value("kind", "coalesce(s.kind, 'spot')"),
        Value("valid_on", "s.day"),
        Value("rate", "s.rate", ("rate",)),
        Value("source", f"'{applying.source.replace(chr(39), chr(39) * 2)}'"),
    ]
    match = "t.base = v.base AND t.quote = v.quote AND t.kind = v.kind AND t.valid_on = v.valid_on"
    resolve("up_rates", ExchangeRate, values, f"FROM {stage.table} s WHERE NOT s.bad", match=match)
    changes = write("up_rates", ExchangeRate, values, stage.yielded)
    applying.note_created(ExchangeRate, changes.created_ranges)
    applying.count("rates", changes)


def bring_tax_rates(applying: Applying) -> None:
    """Tax rates, found again by country, name and first day."""
    values = [
        Value("country", "s.country"),
        Value("name", "s.name"),
        Value("percent", "s.percent", ("percent",)),
        VALID,
    ]
    changes = bring_dated(
        applying, "tax_rates", TaxRate, values, key=("country", "name"), group=("country", "name")
    )
    applying.count("tax_rates", changes)
