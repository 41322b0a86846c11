"""The firm's own fields: columns x_NAME of a recipe, kept in `extra` under their names."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from suki.base import custom_fields
from suki.base.models import CustomField
from suki.exchange.columns import EXTRA_PREFIX
from suki.exchange.rooms.applying import Applying, Rule
from suki.exchange.staging import Staged, extra_json, rows_of, run
from suki.exchange.upsert import Value
from suki.exchange.values import quoted
from suki.kernel.errors import RuleBroken


def extra_value(stage: Staged, table: str) -> list[Value]:
    """What becomes of `extra`: fields that the recipe names change, the others stay as they are."""
    if not stage.extra:
        return []
    names = ", ".join(f"'{name[len(EXTRA_PREFIX) :]}'" for name in stage.extra)
    before = f"coalesce((SELECT t.extra FROM {table} t WHERE t.id = k.row_id), '{{}}'::jsonb)"
    return [Value("extra", f"({before} - ARRAY[{names}]) || {extra_json(stage, 's')}", stage.extra)]


def define_fields(applying: Applying) -> None:
    """Fields that the recipe brings and nobody has defined yet become text fields, so that people see them.

    What a field of another type takes is checked and written as the house keeps it.
    """
    for stage in applying.stages.values():
        kind = stage.target.kind
        names = [name[len(EXTRA_PREFIX) :] for name in stage.extra]
        known = {field.name: field for field in CustomField.objects.filter(kind=kind, name__in=names)}
        for name in names:
            if name not in known:
                CustomField.objects.create(kind=kind, name=name, label=name.replace("_", " "))
            elif known[name].type != CustomField.Type.TEXT:
                _settle(applying, stage, known[name])


def _settle(applying: Applying, stage: Staged, field: CustomField) -> None:
    """Each value once as the field keeps it; rows whose value it refuses are refused."""
    column = custom_fields.column_of(field)
    cell = quoted(column)
    kept: dict[str, Any] = {}
    refused: list[str] = []
    for (text,) in rows_of(f"SELECT DISTINCT {cell} FROM {stage.table} WHERE {cell} IS NOT NULL"):
        try:
            kept[text] = custom_fields.read(field, text, applying.language)
        except RuleBroken:
            refused.append(text)
    if refused:
        sentence = _("“{value}” is no value of the field “{field}”.").replace("{field}", field.label)
        applying.refuse_rows(
            Rule(stage.target.name, column, field.get_type_display(), sentence),
            f"SELECT n, {cell} AS value, NULL AS other FROM {stage.table} WHERE {cell} = ANY(%s)",
            [refused],
        )
    written = [
        None if each is None else str(each).lower() if isinstance(each, bool) else each
        for each in kept.values()
    ]
    run(
        f"UPDATE {stage.table} s SET {cell} = v.kept FROM unnest(%s::text[], %s::text[]) v(given, kept)"
        f" WHERE s.{cell} = v.given AND v.kept IS DISTINCT FROM v.given",
        [list(kept), written],
    )
    if field.type == CustomField.Type.YES_NO:
        run(f"UPDATE {stage.table} SET {cell} = NULL WHERE bad")
        run(f"ALTER TABLE {stage.table} ALTER COLUMN {cell} TYPE boolean USING {cell}::boolean")
