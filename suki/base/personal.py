"""Which fields are about a human being, wherever copies of them lie: erasing somebody must reach all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.db import models

from suki.base.models import CustomField
from suki.base.names import SearchFormField, SortKeyField

OF_LIBRARIES: Final = {
    "account.EmailAddress": ("email",),
    "usersessions.UserSession": ("ip", "user_agent"),
    "axes.AccessAttempt": ("username", "ip_address", "user_agent", "get_data", "post_data"),
    "axes.AccessFailureLog": ("username", "ip_address", "user_agent"),
    "axes.AccessLog": ("username", "ip_address", "user_agent"),
}
"""What the tables of libraries hold about people."""


@dataclass(frozen=True)
class Personal:
    """The personal fields of a table: columns, and names inside its `extra`. `copy_of` where it keeps old images."""

    model: type[models.Model]
    fields: tuple[str, ...]
    custom: tuple[str, ...] = ()
    copy_of: type[models.Model] | None = None


def personal_fields() -> Iterator[Personal]:
    """Every table that holds something personal: rows, and the history of rows."""
    for model in apps.get_models():
        if hasattr(model, "pgh_tracked_model"):
            continue
        found = Personal(model, _columns(model), _custom(model))
        if not found.fields and not found.custom:
            continue
        yield found
        for images in _histories_of(model):
            kept = {field.name for field in images._meta.get_fields()}
            fields = tuple(name for name in found.fields if name in kept)
            yield Personal(images, fields, found.custom, copy_of=model)


def declared_by(model: type[models.Model]) -> tuple[str, ...]:
    """The fields that a model says are personal."""
    declared: tuple[str, ...] = getattr(model, "PERSONAL", OF_LIBRARIES.get(model._meta.label, ()))
    return declared


def _columns(model: type[models.Model]) -> tuple[str, ...]:
    """The fields that the model declares, and those derived from them to sort and search by."""
    declared = declared_by(model)
    derived = [
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, SortKeyField | SearchFormField) and set(field.sources) & set(declared)
    ]
    return (*declared, *derived)


def _custom(model: type[models.Model]) -> tuple[str, ...]:
    kind: Any = model._meta.model_name
    marked = CustomField.objects.filter(kind=kind, is_personal=True).order_by("name")
    return tuple(marked.values_list("name", flat=True))


def _histories_of(model: type[models.Model]) -> list[type[models.Model]]:
    return [images for images in apps.get_models() if getattr(images, "pgh_tracked_model", None) is model]
