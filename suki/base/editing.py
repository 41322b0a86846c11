"""Values that are edited where they stand: which fields of which kinds of rows, by whom, through which action.

A room registers its fields at start-up. One address edits them all (`base.about.edit_views`): it shows the small form,
saves it through the field's action with the revision it was opened at, and offers Undo, which puts the value back that
the history kept.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dateparse import parse_date

from suki.base import custom_fields
from suki.base.access import Can, action
from suki.base.fields import DayField
from suki.base.formats import NOTHING, day_text, number_text
from suki.base.history import kind_of, record
from suki.base.models import CustomField
from suki.base.pages import Kind, kind_named, kinds
from suki.base.personal import declared_by
from suki.base.row_words import column_called
from suki.base.rows import Extendable
from suki.base.widgets import SearchSelect
from suki.kernel.errors import BadInput, Problem

LONG_LIST = 12
"""From so many choices on a list is searched by typing."""


@dataclass(frozen=True)
class Editable:
    """A field that is edited in place.

    `act` is called with actor, row, revision, value and whatever `more` fields of the form give; without one the value
    is simply set. `field` makes the form's field, `shown` writes a value for the page (plain text).
    """

    model: type[models.Model]
    name: str
    capability: Can
    label: Any = ""
    field: Callable[[Any], forms.Field] | None = None
    shown: Callable[[Any, Any], str] | None = None
    act: Callable[..., Any] | None = None
    more: Mapping[str, Callable[[], forms.Field]] = dataclasses.field(default_factory=dict)

    @property
    def title(self) -> str:
        """What the value is called."""
        return str(self.label) or column_called(self._column)

    def value_of(self, row: Any) -> Any:
        """What the row says now."""
        return getattr(row, self.name)

    def initial_of(self, row: Any) -> Any:
        """What the form begins with."""
        return self.value_of(row)

    def text_of(self, row: Any, value: Any) -> str:
        """A value in the reader's language."""
        if self.shown:
            return self.shown(row, value)
        return text_of(self._column, value)

    def form_field(self, row: Any) -> forms.Field:
        """The field of the form, with what the row says now."""
        made = self.field(row) if self.field else _form_field(self._column)
        made.label = self.title
        return made

    def change(self, *, actor: Any, row: Any, revision: int | None, value: Any, **more: Any) -> Any:
        """Save a value by the action that this field changes through."""
        if self.act:
            return self.act(actor=actor, row=row, revision=revision, value=value, **more)
        return changing(self.capability)(actor=actor, row=row, revision=revision, values={self.name: value})

    @property
    def _column(self) -> models.Field[Any, Any]:
        return self.model._meta.get_field(self.name)  # type: ignore[return-value]


@dataclass(frozen=True)
class EditableExtra(Editable):
    """A field of the firm's own, edited in place like any other."""

    custom: CustomField | None = None

    @property
    def title(self) -> str:
        return self._custom.label

    def value_of(self, row: Any) -> Any:
        return row.extra.get(self._custom.name)

    def initial_of(self, row: Any) -> Any:
        value = self.value_of(row)
        if self._custom.type == CustomField.Type.YES_NO and isinstance(value, bool):
            return str(value).lower()
        if self._custom.type == CustomField.Type.DATE and value:
            return parse_date(str(value)) or value
        return value

    def text_of(self, row: Any, value: Any) -> str:
        return custom_text(self._custom, value)

    def form_field(self, row: Any) -> forms.Field:
        return _custom_form_field(self._custom)

    @property
    def _custom(self) -> CustomField:
        assert self.custom is not None
        return self.custom


_editables: dict[str, dict[str, Editable]] = {}
_extras: dict[str, Can] = {}


def register_editable(
    model: type[models.Model], *names: str, capability: Can, label: Any = "", field: Callable[[Any], forms.Field] | None = None,
    shown: Callable[[Any, Any], str] | None = None, act: Callable[..., Any] | None = None,
    more: Mapping[str, Callable[[], forms.Field]] | None = None,
) -> None:  # fmt: skip
    """Called by a room at start-up: these fields of its rows are edited where they stand."""
    for name in names:
        editable = Editable(model, name, capability, label, field, shown, act, more or {})
        _editables.setdefault(kind_of(model), {})[name] = editable


def register_editable_extra(model: type[Extendable], *, capability: Can) -> None:
    """Called by a room at start-up: the firm's own fields of its rows are edited in place too."""
    _extras[kind_of(model)] = capability


def editable(kind: str, name: str) -> Editable | None:
    """The field that is edited under a name; fields of the firm's own go by their column (`x_…`)."""
    if name.startswith(custom_fields.COLUMN_PREFIX):
        plain = name.removeprefix(custom_fields.COLUMN_PREFIX)
        found = custom_fields.fields_of(kind).filter(name=plain).first() if kind in _extras else None
        return editable_extra(kind, found) if found else None
    return _editables.get(kind, {}).get(name)


def editable_extra(kind: str, custom: CustomField) -> Editable | None:
    """A field of the firm's own as it is edited in place."""
    capability = _extras.get(kind)
    if capability is None:
        return None
    name = custom_fields.column_of(custom)
    return EditableExtra(kinds()[kind].model, name, capability, custom=custom)


def editables_of(kind: str) -> list[Editable]:
    """The fields of a kind that are edited in place, in the order its room named them."""
    return list(_editables.get(kind, {}).values())


def has_extra(kind: str) -> bool:
    """Whether the firm's own fields of a kind are edited in place."""
    return kind in _extras


def custom_text(field: CustomField, value: Any) -> str:
    """A value of a field of the firm's own; one that was kept before the field had its type stands as it is."""
    try:
        return custom_fields.shown(field, value)
    except (ValueError, TypeError, ArithmeticError):
        return str(value)


def text_of(column: models.Field[Any, Any], value: Any) -> str:
    """A value of a column as the reader's language writes it; nothing is an en dash."""
    if value is None or value == "":
        return NOTHING
    if column.flatchoices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(value, bool):
        return custom_fields.shown(CustomField(type=CustomField.Type.YES_NO), value)
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, Decimal):
        return number_text(value.normalize() if value != value.to_integral() else value.to_integral())
    return str(value)


@cache
def changing(capability: Can) -> Callable[..., Any]:
    """The action by which plain fields of a row change for those who have the capability."""

    @action(capability)
    def change_fields(*, actor: Any, row: Any, values: Mapping[str, Any], revision: int | None = None) -> Any:
        """Lock, check, set, keep in the journal what it was and what it is."""
        kind = kind_named(kind_of(row))
        row = kind.locked(actor, row.pk, revision=revision)
        before = {name: _value(row, name) for name in values}
        _set(kind, row, values)
        after = {name: _value(row, name) for name in values}
        changed = [name for name in values if before[name] != after[name]]
        if not changed:
            return row
        row.save()
        row.refresh_from_db(fields=["revision"])
        record(f"{kind.name} changed", actor=actor, about=row, changes=_journal(row, changed, before, after))
        return row

    return change_fields


def _set(kind: Kind, row: Any, values: Mapping[str, Any]) -> None:
    """Put the values in, all of them checked: those of columns by the model, those of the firm's own by their type."""
    prefix = custom_fields.COLUMN_PREFIX
    own = {name.removeprefix(prefix): value for name, value in values.items() if name.startswith(prefix)}
    plain = {name: value for name, value in values.items() if not name.startswith(prefix)}
    if own:
        row.extra = custom_fields.changed(kind.name, row.extra, own)
    for name, value in plain.items():
        setattr(row, name, value)
    others = {column.name for column in row._meta.fields} - set(plain)
    try:
        row.clean_fields(exclude=others)
        row.clean()
        row.validate_unique(exclude=others)
    except ValidationError as refused:
        problems = [
            Problem(name, sentence) for name, said in refused.message_dict.items() for sentence in said
        ]
        raise BadInput(problems) from None


def _value(row: Any, name: str) -> Any:
    prefix = custom_fields.COLUMN_PREFIX
    return row.extra.get(name.removeprefix(prefix)) if name.startswith(prefix) else getattr(row, name)


def _journal(row: Any, changed: Sequence[str], before: Any, after: Any) -> dict[str, Any]:
    """Before and after for the journal. What is personal stays in the row's history, where it can be erased."""
    personal = set(getattr(row, "personal", declared_by(type(row))))
    prefix = custom_fields.COLUMN_PREFIX
    own = [name.removeprefix(prefix) for name in changed if name.startswith(prefix)]
    if own:
        marked = CustomField.objects.filter(kind=kind_of(row), name__in=own, is_personal=True)
        personal |= {prefix + name for name in marked.values_list("name", flat=True)}
    return {
        name: None if name in personal else [_plain(before[name]), _plain(after[name])] for name in changed
    }


def _plain(value: Any) -> Any:
    """A row by its name: who reads the journal later need not look it up."""
    return str(value) if isinstance(value, models.Model) else value


def _form_field(column: models.Field[Any, Any]) -> forms.Field:
    if isinstance(column, models.DateField):
        return DayField(required=not column.blank)
    made: Any = column.formfield()
    choices = getattr(made, "choices", None)
    if choices is not None and not isinstance(made, forms.ModelChoiceField) and len(choices) > LONG_LIST:
        made.widget = SearchSelect(choices=choices)
    if isinstance(made, forms.ModelChoiceField):
        made.widget = SearchSelect(choices=made.choices)
    made.help_text = ""
    return made  # type: ignore[no-any-return]


def _custom_form_field(custom: CustomField) -> forms.Field:
    """Typed as the reader writes it; the type checks it when it is saved."""
    made: forms.Field = _CustomText(custom)
    if custom.type == CustomField.Type.DATE:
        made = DayField(required=False)
    elif custom.type == CustomField.Type.CHOICE:
        made = _one_of([(each, each) for each in custom.choices])
    elif custom.type == CustomField.Type.YES_NO:
        made = _one_of([(name, custom_fields.shown(custom, name == "true")) for name in ("true", "false")])
    made.label = custom.label
    return made


def _one_of(choices: Sequence[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(choices=[("", NOTHING), *choices], required=False)


class _CustomText(forms.CharField):
    """A text or a number of the firm's own, in the reader's notation."""

    def __init__(self, custom: CustomField) -> None:
        self.custom = custom
        super().__init__(required=False, max_length=10_000)

    def prepare_value(self, value: Any) -> Any:
        if value is None or self.custom.type != CustomField.Type.NUMBER:
            return value
        try:
            return number_text(Decimal(str(value)))
        except ArithmeticError:
            return value

    def clean(self, value: Any) -> Any:
        try:
            return custom_fields.read(self.custom, super().clean(value))
        except Exception as refused:
            raise ValidationError(str(refused)) from None
