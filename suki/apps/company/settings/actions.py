"""What an administrator decides: policies, masks, rates, currencies, tags."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from suki.apps.company.models import Currency, ExchangeRate, FieldMask, LegalEntity, Policy
from suki.apps.company.policies import POLICIES
from suki.base.access import Can, Function, action, maskable_fields
from suki.base.history import record
from suki.base.models import Tag
from suki.kernel.errors import RuleBroken
from suki.kernel.money import digits, is_currency


@action(Can.MANAGE_COMPANY)
def choose_policy(
    *, actor: Any, key: str, value: str, entity: LegalEntity | None = None, function: str = ""
) -> Policy:
    """The firm's answer to a policy, for one entity and function or for all."""
    choice = POLICIES.get(key)
    if choice is None or value not in choice.answers:
        raise RuleBroken(_("There is no such choice."))
    if function:
        function = Function(function).value
    kept, _new = Policy.objects.select_for_update().get_or_create(
        key=key, entity=entity, function=function, defaults={"value": value}
    )
    kept.value, kept.archived_at = value, None
    kept.save()
    record("policy chosen", actor=actor, about=kept, key=key, value=value, function=function, entity=entity)
    return kept


@action(Can.MANAGE_COMPANY)
def drop_policy(*, actor: Any, kept: Policy) -> None:
    """An answer for one entity or function is taken back; the wider one holds again."""
    record("policy dropped", actor=actor, key=kept.key, value=kept.value, function=kept.function)
    kept.delete()


@action(Can.MANAGE_COMPANY)
def mask_field(*, actor: Any, function: str, kind: str, field: str) -> FieldMask:
    """People with a function no longer see a field, though they see the row."""
    if field not in maskable_fields().get(kind, {}):
        raise RuleBroken(_("This field cannot be hidden."))
    if Function(function) is Function.ADMINISTRATOR:
        raise RuleBroken(_("Nothing is hidden from administrators."))
    mask, is_new = FieldMask.objects.get_or_create(function=Function(function).value, kind=kind, field=field)
    if is_new:
        record("field masked", actor=actor, about=mask, function=function, kind=kind, field=field)
    return mask


@action(Can.MANAGE_COMPANY)
def unmask_field(*, actor: Any, mask: FieldMask) -> None:
    """People with a function see the field again."""
    record("field unmasked", actor=actor, function=mask.function, kind=mask.kind, field=mask.field)
    mask.delete()


@action(Can.MANAGE_COMPANY)
def enter_rate(
    *,
    actor: Any,
    base: str,
    quote: str,
    valid_on: date,
    rate: Decimal,
    kind: str = ExchangeRate.Kind.SPOT,
    source: str = "",
) -> ExchangeRate:
    """What one unit of a currency is worth on a day. Entered again, the day's rate is corrected; posted lines keep theirs."""
    if base == quote:
        raise RuleBroken(_("A rate needs two currencies."))
    for code in (base, quote):
        digits(code)
    if rate <= 0:
        raise RuleBroken(_("A rate is more than nothing."))
    entered, _new = ExchangeRate.objects.select_for_update().update_or_create(
        base=base, quote=quote, kind=ExchangeRate.Kind(kind), valid_on=valid_on,
        defaults={"rate": rate, "source": source, "archived_at": None},
    )  # fmt: skip
    for code in (base, quote):
        Currency.objects.get_or_create(code=code)
    record("rate entered", actor=actor, about=entered, base=base, quote=quote, on=valid_on, rate=rate)
    return entered


@action(Can.MANAGE_COMPANY)
def use_currency(*, actor: Any, code: str, shown_digits: int | None = None) -> Currency:
    """The firm uses a currency, and sees it with so many decimals; it is always stored with ISO 4217's."""
    if not is_currency(code):
        raise RuleBroken(_("There is no currency {code}.").format(code=code))
    if shown_digits is not None and not 0 <= shown_digits <= digits(code):
        raise RuleBroken(
            _("{code} has {digits} decimals; it cannot be shown with more.").format(
                code=code, digits=digits(code)
            )
        )
    used, _new = Currency.objects.select_for_update().get_or_create(code=code)
    used.shown_digits = shown_digits
    used.save()
    record("currency used", actor=actor, about=used, code=code, shown_digits=shown_digits)
    return used


@action(Can.MANAGE_COMPANY)
def add_tag(*, actor: Any, kind: str, name: str) -> Tag:
    """A word that the firm sorts its rows by."""
    name = " ".join(name.split())
    if not name:
        raise RuleBroken(_("A tag needs a name."))
    known = Tag.objects.filter(kind=kind, name__iexact=name).first()
    if known and known.archived_at is None:
        raise RuleBroken(_("There is a tag “{name}” already.").format(name=known.name))
    tag: Tag = known or Tag(kind=kind, name=name)
    tag.archived_at = None
    tag.save()
    record("tag added", actor=actor, about=tag, kind=kind, name=name)
    return tag


@action(Can.MANAGE_COMPANY)
def rename_tag(*, actor: Any, tag: Tag, name: str) -> Tag:
    """Another word for the same rows."""
    tag = Tag.objects.locked(tag.pk)
    name = " ".join(name.split())
    if not name or Tag.objects.filter(kind=tag.kind, name__iexact=name).exclude(pk=tag.pk).exists():
        raise RuleBroken(
            _("There is a tag “{name}” already.").format(name=name) if name else _("A tag needs a name.")
        )
    before, tag.name = tag.name, name
    tag.save()
    record("tag renamed", actor=actor, about=tag, before=before, name=name)
    return tag


@action(Can.MANAGE_COMPANY)
def archive_tag(*, actor: Any, tag: Tag) -> Tag:
    """Nobody sorts by it any more; rows that carry it keep it in their history."""
    tag = Tag.objects.locked(tag.pk)
    tag.archived_at = tag.archived_at or timezone.now()
    tag.save()
    record("tag archived", actor=actor, about=tag, name=tag.name)
    return tag
