"""The firm's own fields: what an administrator added to a kind of row, typed, and kept in the row's `extra`.

Values are kept as the same value is always written: text as it is, numbers as “12.5”, days as “2026-01-05”, yes and no
as true and false. So they compare, sort and export without asking who entered them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.apps import apps
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateField,
    DecimalField,
    Expression,
    F,
    QuerySet,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from suki.base.access import Can, action
from suki.base.formats import NOTHING, current_language, day_text, notation, number_text
from suki.base.history import record
from suki.base.models import CustomField
from suki.base.rows import Extendable
from suki.kernel.errors import BadInput, Problem, RuleBroken

Type = CustomField.Type
COLUMN_PREFIX: Final = "x_"
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_YES: Final = {
    "yes",
    "y",
    "true",
    "1",
    "ja",
    "j",
    "wahr",
    "có",
    "co",
    "đúng",
    "ya",
    "benar",
    "oo",
    "opo",
    "✓",
    "x",
}
_NO: Final = {"no", "n", "false", "0", "nein", "falsch", "không", "khong", "sai", "tidak", "salah", "hindi"}
_DAY_FIRST: Final = {"de", "vi", "id"}
_LONGEST_TEXT: Final = 10_000
_SQL: Final[dict[str, tuple[str, Any]]] = {
    Type.NUMBER: (r"^-?\d+(\.\d+)?$", DecimalField(max_digits=40, decimal_places=10)),
    Type.DATE: (r"^\d{4}-\d{2}-\d{2}$", DateField()),
    Type.YES_NO: ("^(true|false)$", BooleanField()),
}


def kinds() -> dict[str, type[Extendable]]:
    """The kinds of rows that may have fields of the firm's own."""
    return {
        str(model._meta.model_name): model
        for model in apps.get_models()
        if issubclass(model, Extendable) and not hasattr(model, "pgh_tracked_model")
    }


def fields_of(kind: str) -> QuerySet[CustomField]:
    """The fields in use of a kind of row, in the administrator's order."""
    return CustomField.objects.in_use().filter(kind=kind).order_by("position", "name")


def column_of(field: CustomField) -> str:
    """The field's column in imports and exports."""
    return f"{COLUMN_PREFIX}{field.name}"


def read(field: CustomField, text: str, language: str | None = None) -> Any:
    """What somebody has typed, or a file says, as the field keeps it; None where nothing is said.

    ISO dates and plain numbers always read; else the language says what a comma is, and whether the day comes first.
    """
    text = text.strip()
    if not text:
        return None
    return _READERS[field.type](field, text, language or current_language())


def clean(field: CustomField, value: Any) -> Any:
    """A value given by a program, as the field keeps it; refused with a sentence where it has another type."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return read(field, value, "en")
    if field.type == Type.YES_NO and isinstance(value, bool):
        return value
    if field.type == Type.NUMBER and isinstance(value, int | Decimal) and not isinstance(value, bool):
        return _number(Decimal(value))
    if field.type == Type.DATE and isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    raise _refusal(field, value)


def changed(kind: str, extra: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The `extra` of a row after a change of some fields; every field that is wrong is named, not only the first."""
    known = {field.name: field for field in fields_of(kind)}
    after, problems = dict(extra), []
    for name, value in values.items():
        try:
            if name not in known:
                raise RuleBroken(_("There is no field “{name}”.").format(name=name))
            after[name] = clean(known[name], value)
        except RuleBroken as broken:
            problems.append(Problem(name, str(broken)))
    if problems:
        raise BadInput(problems)
    return {name: value for name, value in after.items() if value is not None}


def shown(field: CustomField, value: Any) -> str:
    """A kept value as the reader's language writes it."""
    if value is None:
        return NOTHING
    if field.type == Type.NUMBER:
        return number_text(Decimal(value))
    if field.type == Type.DATE:
        return day_text(date.fromisoformat(value))
    if field.type == Type.YES_NO:
        return _("yes") if value else _("no")
    return str(value)


def typed(field: CustomField) -> Expression:
    """The field as a column of its type, to filter, sort or add up by; nothing where an old value does not fit."""
    text = KeyTextTransform(field.name, F("extra"))
    if field.type not in _SQL:
        return Cast(text, CharField())
    pattern, output = _SQL[field.type]
    return Case(
        When(**{f"extra__{field.name}__regex": pattern}, then=Cast(text, output)), output_field=output
    )


@action(Can.MANAGE_COMPANY)
def add_custom_field(
    *,
    actor: Any,
    kind: str,
    name: str,
    label: str,
    type: str = Type.TEXT,
    choices: Sequence[str] = (),
    is_personal: bool = False,
    position: int = 0,
) -> CustomField:
    """The firm keeps something of its own about a kind of row from now on."""
    if kind not in kinds():
        raise RuleBroken(_("“{kind}” rows have no fields of the firm's own.").format(kind=kind))
    if not _NAME.fullmatch(name):
        raise RuleBroken(
            _("The name of a field is made of small letters, digits and “_”, and begins with a letter.")
        )
    if CustomField.objects.filter(kind=kind, name=name).exists():
        raise RuleBroken(_("There is a field “{name}” already, in use or archived.").format(name=name))
    field = CustomField.objects.create(
        kind=kind,
        name=name,
        label=label.strip() or name,
        type=Type(type),
        choices=_choices(type, choices),
        is_personal=is_personal,
        position=position,
    )
    record("custom field added", actor=actor, about=field, kind=kind, name=name, type=field.type)
    return field


@action(Can.MANAGE_COMPANY)
def change_custom_field(
    *, actor: Any, field: CustomField, revision: int | None = None, **facts: Any
) -> CustomField:
    """Another label, place or list of choices. The type and the name stay: values were kept by them."""
    field = CustomField.objects.locked(field.pk, revision=revision)
    if fixed := {"kind", "name", "type"} & set(facts):
        raise RuleBroken(_("The {what} of a field stays as it is.").format(what=", ".join(sorted(fixed))))
    if "choices" in facts:
        facts["choices"] = _choices(field.type, facts["choices"])
    for name, value in facts.items():
        setattr(field, name, value)
    field.save()
    record("custom field changed", actor=actor, about=field, **facts)
    return field


@action(Can.MANAGE_COMPANY)
def archive_custom_field(*, actor: Any, field: CustomField) -> CustomField:
    """Nobody fills it in any more; what was kept stays on the rows and in their history."""
    field = CustomField.objects.locked(field.pk)
    field.archived_at = field.archived_at or timezone.now()
    field.save()
    record("custom field archived", actor=actor, about=field)
    return field


def _choices(type: str, choices: Sequence[str]) -> list[str]:
    cleaned = [choice.strip() for choice in choices if choice.strip()]
    if type == Type.CHOICE and not cleaned:
        raise RuleBroken(_("A list needs at least one choice."))
    if len(set(cleaned)) < len(cleaned):
        raise RuleBroken(_("A choice stands in the list twice."))
    return cleaned


def _read_text(field: CustomField, text: str, language: str) -> str:
    if len(text) > _LONGEST_TEXT or "\0" in text:
        raise _refusal(field, text)
    return text


def _read_number(field: CustomField, text: str, language: str) -> str:
    marks = notation(language)
    bare = re.sub(r"[\s\u00a0\u202f]", "", text).replace("\u2212", "-")
    grouped = rf"[+-]?\d{{1,3}}({re.escape(marks.group)}\d{{3}})+({re.escape(marks.decimal)}\d+)?"
    if re.fullmatch(grouped, bare):
        bare = bare.replace(marks.group, "")
    if re.fullmatch(rf"[+-]?\d+{re.escape(marks.decimal)}\d+", bare):
        bare = bare.replace(marks.decimal, ".")
    if not re.fullmatch(r"[+-]?\d{1,30}(\.\d{1,10})?", bare):
        raise _refusal(field, text)
    return _number(Decimal(bare))


def _read_date(field: CustomField, text: str, language: str) -> str:
    if written := re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", text):
        first, second, year = map(int, written.groups())
        day, month = (first, second) if language in _DAY_FIRST else (second, first)
    elif written := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text):
        year, month, day = map(int, written.groups())
    else:
        raise _refusal(field, text)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise _refusal(field, text) from None


def _read_yes_no(field: CustomField, text: str, language: str) -> bool:
    word = text.casefold()
    if word not in _YES | _NO:
        raise _refusal(field, text)
    return word in _YES


def _read_choice(field: CustomField, text: str, language: str) -> str:
    for choice in field.choices:
        if text.casefold() == str(choice).casefold():
            return str(choice)
    raise _refusal(field, text)


def _number(value: Decimal) -> str:
    return format(value.normalize(), "f") if value else "0"


def _refusal(field: CustomField, value: Any) -> RuleBroken:
    given = str(value)[:60]
    wanted = {
        Type.TEXT: _("a text of at most {count} letters").format(count=_LONGEST_TEXT),
        Type.NUMBER: _("a number such as {sample}").format(sample=number_text(Decimal("1234.5"))),
        Type.DATE: _("a day such as 2026-11-21"),
        Type.YES_NO: _("yes or no"),
        Type.CHOICE: _("one of {choices}").format(choices=", ".join(map(str, field.choices))),
    }[Type(field.type)]
    return RuleBroken(
        _("{label}: “{value}” is not {wanted}.").format(label=field.label, value=given, wanted=wanted)
    )


_READERS: Final[dict[str, Callable[[CustomField, str, str], Any]]] = {
    Type.TEXT: _read_text,
    Type.NUMBER: _read_number,
    Type.DATE: _read_date,
    Type.YES_NO: _read_yes_no,
    Type.CHOICE: _read_choice,
}
