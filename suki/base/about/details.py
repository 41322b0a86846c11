"""What is known about a row, field by field, each to be changed where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString

from suki.base import custom_fields, editing
from suki.base.history import kind_of
from suki.base.templatetags.ui_editing import in_place


def details_of(actor: Any, row: Any, *, without: Sequence[str] = ()) -> list[tuple[str, SafeString]]:
    """Every field that its room lets people edit, and the firm's own, with its name. One question, for the firm's own."""
    kind = kind_of(row)
    held = [each for each in editing.editables_of(kind) if each.name not in without]
    if editing.has_extra(kind):
        held += filter(None, (editing.editable_extra(kind, field) for field in custom_fields.fields_of(kind)))
    return [(each.title, in_place(actor, row, each)) for each in held]
