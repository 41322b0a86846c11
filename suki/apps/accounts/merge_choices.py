"""Whose values stay when two entries become one: field by field, the address as a whole, custom fields by their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from suki.base.history import kind_of
from suki.base.models import CustomField
from suki.base.row_words import column_called

SURVIVOR: Final = "survivor"
MERGED: Final = "merged"

_TOGETHER: Final = {"address": (_("address"), ("street", "postal_code", "city", "region", "country"))}
"""Fields that say something only together."""

_NEVER: Final = ("kind", "extra")
_CUSTOM: Final = "x_"


@dataclass(frozen=True)
class Difference:
    """Something that the two entries say differently; `chosen` is whose value stays unless somebody says otherwise."""

    name: str
    label: Any
    survivor: str
    merged: str
    chosen: str


def differences(survivor: models.Model, merged: models.Model) -> list[Difference]:
    """What differs, with the survivor's value chosen, or the other's where the survivor has none."""
    found = []
    for name, (label, fields) in _choices_of(survivor).items():
        mine, theirs = _shown(survivor, fields), _shown(merged, fields)
        if mine != theirs:
            found.append(Difference(name, label, mine, theirs, _usual(survivor, merged, fields)))
    labels = dict(CustomField.objects.filter(kind=kind_of(survivor)).values_list("name", "label"))
    for key in dict.fromkeys((*_extra(survivor), *_extra(merged))):
        mine, theirs = _extra(survivor).get(key), _extra(merged).get(key)
        if mine != theirs:
            usual = MERGED if mine in (None, "") else SURVIVOR
            found.append(
                Difference(f"{_CUSTOM}{key}", labels.get(key, key), _said(mine), _said(theirs), usual)
            )
    return found


def apply_choices(survivor: Any, merged: Any, choices: Mapping[str, str]) -> dict[str, Any]:
    """Give the survivor the chosen values; answers what they were and are, by field, as the record keeps them."""
    changed: dict[str, Any] = {}
    fields = _choices_of(survivor)
    for difference in differences(survivor, merged):
        if choices.get(difference.name, difference.chosen) != MERGED:
            continue
        if difference.name in fields:
            for name in fields[difference.name][1]:
                _take_over(survivor, merged, name, changed)
        else:
            key = difference.name.removeprefix(_CUSTOM)
            changed[difference.name] = [survivor.extra.get(key), merged.extra.get(key), key in survivor.extra]
            survivor.extra = {**survivor.extra, key: merged.extra.get(key)}
    if changed:
        survivor.save()
    return changed


def give_back(survivor: Any, values: Mapping[str, list[Any]]) -> None:
    """Put values back as they were before; one that somebody has changed since stays as they left it."""
    for name, (before, after, *known) in values.items():
        if name.startswith(_CUSTOM):
            _give_back_custom(survivor, name.removeprefix(_CUSTOM), before, after, known=known[0])
            continue
        field = survivor._meta.get_field(name)
        if _kept(field, survivor) == after:
            setattr(survivor, field.attname, None if before is None else field.to_python(before))
    survivor.save()


def _give_back_custom(survivor: Any, key: str, before: Any, after: Any, *, known: bool) -> None:
    if survivor.extra.get(key) == after:
        others = {name: value for name, value in survivor.extra.items() if name != key}
        survivor.extra = {**others, key: before} if known else others


def _take_over(survivor: Any, merged: Any, name: str, changed: dict[str, Any]) -> None:
    field = survivor._meta.get_field(name)
    before, after = _kept(field, survivor), _kept(field, merged)
    if before != after:
        setattr(survivor, field.attname, getattr(merged, field.attname))
        changed[name] = [before, after]


def _choices_of(row: models.Model) -> dict[str, tuple[Any, tuple[str, ...]]]:
    """Every choice with its label and the fields it is about, in the order of the model."""
    group_of = {name: group for group, (_label, names) in _TOGETHER.items() for name in names}
    choices: dict[str, tuple[Any, tuple[str, ...]]] = {}
    for field in row._meta.local_fields:
        if field.editable and not field.primary_key and field.name not in _NEVER:
            group = group_of.get(field.name)
            label, names = _TOGETHER[group] if group else (column_called(field), (field.name,))
            choices.setdefault(group or field.name, (label, names))
    return choices


def _usual(survivor: Any, merged: Any, fields: tuple[str, ...]) -> str:
    if fields == ("since",):
        known = [day for day in (survivor.since, merged.since) if day]
        return SURVIVOR if survivor.since == min(known) else MERGED
    return SURVIVOR if any(getattr(survivor, name) not in (None, "") for name in fields) else MERGED


def _shown(row: Any, fields: tuple[str, ...]) -> str:
    values = []
    for name in fields:
        display = getattr(row, f"get_{name}_display", None)
        value = display() if display else getattr(row, name)
        values.append("" if value is None else str(value))
    return ", ".join(filter(None, values))


def _kept(field: Any, row: Any) -> str | None:
    return None if getattr(row, field.attname) is None else field.value_to_string(row)


def _extra(row: Any) -> dict[str, Any]:
    return getattr(row, "extra", None) or {}


def _said(value: Any) -> str:
    return "" if value is None else str(value)
