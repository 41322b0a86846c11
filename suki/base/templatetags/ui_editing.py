"""Tags for values of a row that are edited where they stand. Which ones, and by whom, is in `suki.base.editing`."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from suki.base import editing, marks
from suki.base.access import can
from suki.base.formats import NOTHING
from suki.base.history import kind_of
from suki.base.pages import masked
from suki.base.templatetags.ui_forms import inplace

register = template.Library()


@register.simple_tag(takes_context=True)
def edit(context: Any, row: Any, name: str, shown: Any = None) -> SafeString:
    """A value of a row: to be changed in place by who may, else only to be read; a lock where it may not be seen.

    `shown` draws it otherwise than as text.
    """
    held = editing.editable(kind_of(row), name)
    if held is None:
        raise template.TemplateSyntaxError(f"{kind_of(row)} has no editable field {name}")
    return in_place(context["request"].user, row, held, shown=shown)


def in_place(
    actor: Any, row: Any, held: editing.Editable, *, shown: Any = None, focus: bool = False
) -> SafeString:
    """The value as the page shows it."""
    kind = kind_of(row)
    if held.name in masked(actor, kind):
        return format_html('<span class="faint">{}</span>', marks.icon("lock", _("not shown to you")))
    drawn = shown if shown is not None else _drawn(held.text_of(row, held.value_of(row)))
    if row.archived_at is not None or not can(actor, held.capability):
        return format_html("{}", drawn)
    address = reverse("edit_field", args=[kind, row.pk, held.name])
    said = _("Change: {field}").format(field=held.title)
    return inplace(drawn, address, said, focus=focus)


def _drawn(text: str) -> Any:
    return format_html('<span class="faint">{}</span>', text) if text == NOTHING else text
