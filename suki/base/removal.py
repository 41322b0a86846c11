"""Rows are archived, not deleted. A row leaves for good only where nothing refers to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from suki.base.history import kind_of, record
from suki.base.models import Attachment, ExternalId
from suki.base.row_words import rows_called
from suki.base.rows import Row
from suki.kernel.errors import RuleBroken

_SHOWN: Final = 3

_unnamed: list[Callable[[models.Model], tuple[str, int]]] = []


def register_reference(count: Callable[[models.Model], tuple[str, int]]) -> None:
    """Called by a room at start-up: it names rows by their id without a key; `count` says what, and how often."""
    _unnamed.append(count)


def archive(row: Row, *, actor: Any) -> None:
    """Take a row out of the lists; what refers to it still finds it."""
    if row.archived_at is None:
        row.archived_at = timezone.now()
        row.save(update_fields=["archived_at"])
        record(f"{kind_of(row)} archived", actor=actor, about=row)


def bring_back(row: Row, *, actor: Any) -> None:
    """Put an archived row back into the lists."""
    if row.archived_at is not None:
        row.archived_at = None
        row.save(update_fields=["archived_at"])
        record(f"{kind_of(row)} brought back", actor=actor, about=row)


def delete_unused(row: models.Model, *, actor: Any, parts: Iterable[type[models.Model]] = ()) -> None:
    """Delete a row that nothing refers to, with its external ids and those of its own parts that are named.

    Call it inside a transaction, with the row locked. What is referred to is refused; archive it instead.
    """
    own_parts = tuple(parts)
    if found := references_to(row, without=own_parts):
        listed = ", ".join(f"{what} ({count})" for what, count in found[:_SHOWN])
        raise RuleBroken(
            _("“{row}” cannot be deleted: {references} refer to it. Archive it instead.").format(
                row=row, references=listed
            )
        )
    record(f"{kind_of(row)} deleted", actor=actor, about=row, name=str(row))
    ExternalId.objects.filter(kind=kind_of(row), row_id=row.pk).delete()
    for model, field in _keys_to(type(row)):
        if issubclass(model, own_parts):
            model._base_manager.filter(**{field.name: row.pk}).delete()
    type(row)._base_manager.filter(pk=row.pk).delete()


def references_to(row: models.Model, without: Iterable[type[models.Model]] = ()) -> list[tuple[str, int]]:
    """What refers to a row, and how often: by a key, or by naming its kind and id. History does not count."""
    left_out = tuple(without)
    found = [
        (_name_of(model), model._base_manager.filter(**{field.name: row.pk}).count())
        for model, field in _keys_to(type(row))
        if not issubclass(model, left_out)
    ]
    attached = Attachment.objects.filter(about_kind=kind_of(row), about_id=row.pk)
    found.append((_name_of(Attachment), attached.count()))
    found.extend(count(row) for count in _unnamed)
    return [(what, count) for what, count in found if count]


def _keys_to(kind: type[models.Model]) -> list[tuple[type[models.Model], models.Field[Any, Any]]]:
    """Every key of every room that leads to this kind of row; keys between rooms have no way back to ask."""
    return [
        (model, field)
        for model in apps.get_models(include_auto_created=True)
        if not hasattr(model, "pgh_tracked_model")
        for field in model._meta.local_fields
        if field.is_relation and field.related_model is kind
    ]


def _name_of(model: type[models.Model]) -> str:
    return str(capfirst(rows_called(model)))
