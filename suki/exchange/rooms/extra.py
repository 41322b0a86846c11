"""The firm's own fields: columns x_NAME of a recipe, kept in `extra` under their names."""

from __future__ import annotations

from suki.base.models import CustomField
from suki.exchange.columns import EXTRA_PREFIX
from suki.exchange.rooms.applying import Applying
from suki.exchange.staging import Staged, extra_json
from suki.exchange.upsert import Value


def extra_value(stage: Staged, table: str) -> list[Value]:
    """What becomes of `extra`: fields that the recipe names change, the others stay as they are."""
    if not stage.extra:
        return []
    names = ", ".join(f"'{name[len(EXTRA_PREFIX) :]}'" for name in stage.extra)
    before = f"coalesce((SELECT t.extra FROM {table} t WHERE t.id = k.row_id), '{{}}'::jsonb)"
    return [Value("extra", f"({before} - ARRAY[{names}]) || {extra_json(stage, 's')}", stage.extra)]


def define_fields(applying: Applying) -> None:
    """Fields that the recipe brings and nobody has defined yet become text fields, so that people see them."""
    for stage in applying.stages.values():
        kind = stage.target.kind
        names = [name[len(EXTRA_PREFIX) :] for name in stage.extra]
        known = set(CustomField.objects.filter(kind=kind, name__in=names).values_list("name", flat=True))
        for name in names:
            if name not in known:
                CustomField.objects.create(kind=kind, name=name, label=name.replace("_", " "))
