"""What was changed of a row: field by field, before and after, when and by whom, from the images the database keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.utils.translation import gettext as _

from suki.base import custom_fields
from suki.base.about.naming import Named, names_of
from suki.base.editing import custom_text, text_of
from suki.base.formats import NOTHING
from suki.base.history import kind_of
from suki.base.models import CustomField
from suki.base.names import SearchFormField, SortKeyField
from suki.base.pages import masked
from suki.base.row_words import column_called

PAGE = 50
_UNSAID = {"id", "uid", "revision", "extra", "posting", "search_form", "sort_key"}


@dataclass(frozen=True)
class FieldChange:
    """A field before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One change of a row: when, by whom, and what of it was changed."""

    at: datetime
    by: str
    fields: Sequence[FieldChange]
    revision: int


@dataclass(frozen=True)
class Changes:
    """Some changes, newest first, and the revision from which the older ones go on."""

    shown: Sequence[Change]
    next: int | None


def changes_of(actor: Any, row: Any, *, before: int | None = None, count: int = PAGE) -> Changes:
    """The changes of a row that the actor may see, the newest first, or those before a revision."""
    images = row.history.select_related("pgh_context").order_by("-pgh_id")
    if before is not None:
        images = images.filter(revision__lte=before)
    versions = [row, *images[: count + 1]] if before is None else list(images[: count + 2])
    steps = [(old, new) for new, old in pairwise(versions)]
    has_more, steps = len(steps) > count, steps[:count]
    hidden = masked(actor, kind_of(row))
    customs = _custom_fields(row, steps)
    names = names_of(_rows_named(row, steps), actor)
    shown = [_change(row, old, new, hidden, customs, names) for old, new in steps]
    rest = steps[-1][0].revision if has_more else None
    return Changes([each for each in shown if each.fields], rest)


def _change(
    row: Any,
    old: Any,
    new: Any,
    hidden: frozenset[str],
    customs: Mapping[str, CustomField],
    names: Mapping[Named, str],
) -> Change:
    fields = [
        FieldChange(_label(column), _text(column, old, names), _text(column, new, names))
        for column in _columns(row, old, new, hidden)
    ]
    fields += [
        FieldChange(
            customs[name].label if name in customs else name,
            _custom_text(customs.get(name), (old.extra or {}).get(name)),
            _custom_text(customs.get(name), (new.extra or {}).get(name)),
        )
        for name in _extra_names(old, new)
        if custom_fields.COLUMN_PREFIX + name not in hidden
    ]
    by = names.get(("user", _actor(old) or 0), "Suki")
    return Change(old.pgh_created_at, by, fields, old.revision)


def _columns(row: Any, old: Any, new: Any, hidden: frozenset[str]) -> list[Any]:
    """The columns that differ and mean something to people."""
    kept = {column.name for column in old._meta.fields}
    return [
        column
        for column in row._meta.fields
        if column.name in kept
        and column.name not in _UNSAID | hidden
        and not isinstance(column, SortKeyField | SearchFormField)
        and getattr(old, column.attname) != getattr(new, column.attname)
    ]


def _label(column: Any) -> str:
    if column.name == "archived_at":
        return _("Archived")
    return column_called(column)


def _text(column: Any, image: Any, names: Mapping[Named, str]) -> str:
    value = getattr(image, column.attname)
    if value is None:
        return NOTHING
    if isinstance(column, models.ForeignKey):
        return names.get((kind_of(column.related_model), value), _("somebody else"))
    if isinstance(column, DateRangeField):
        return f"{text_of(models.DateField(), value.lower)} – {text_of(models.DateField(), value.upper)}"
    return text_of(column, value)


def _custom_text(field: CustomField | None, value: Any) -> str:
    if value is None or value == "":
        return NOTHING
    return custom_text(field, value) if field else str(value)


def _extra_names(old: Any, new: Any) -> list[str]:
    before, after = getattr(old, "extra", None) or {}, getattr(new, "extra", None) or {}
    return sorted(name for name in {*before, *after} if before.get(name) != after.get(name))


def _custom_fields(row: Any, steps: Sequence[tuple[Any, Any]]) -> dict[str, CustomField]:
    """The firm's own fields that were changed; nothing is asked where none was."""
    changed = {name for old, new in steps for name in _extra_names(old, new)}
    if not changed:
        return {}
    found = CustomField.objects.filter(kind=kind_of(row), name__in=changed)
    return {field.name: field for field in found}


def _rows_named(row: Any, steps: Sequence[tuple[Any, Any]]) -> set[Named]:
    """Whoever changed it, and the rows that changed keys lead to."""
    wanted: set[Named] = {("user", actor) for old, _new in steps if (actor := _actor(old))}
    for old, new in steps:
        for column in _columns(row, old, new, frozenset()):
            if isinstance(column, models.ForeignKey):
                kind = kind_of(column.related_model)
                values = (getattr(old, column.attname), getattr(new, column.attname))
                wanted |= {(kind, value) for value in values if value is not None}
    return wanted


def _actor(image: Any) -> int | None:
    context = image.pgh_context
    actor = context.metadata.get("actor") if context else None
    return actor if isinstance(actor, int) else None
