"""Moving all that belongs to one row to another row of its kind, in every room, and putting it back as it was.

Rows move by the keys that the rooms' models have; nobody lists them here. What a rule of the database does not let stand
beside the survivor's own rows is taken out and kept, whole, in the record of the move. Rooms say at start-up which of
their rows stay (`stay_with_theirs`), and what makes a move final (`register_obstacle`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import connection, models
from django.db.models import Count, Exists, F, OuterRef, Q, UniqueConstraint, Value
from django.utils.translation import gettext as _
from psycopg.types.range import DateRange

from suki.apps.accounts.days import days_left
from suki.apps.accounts.models import Account
from suki.base.history import kind_of
from suki.base.models import Event, ExternalId, Tagging
from suki.base.removal import references_to
from suki.kernel.errors import RuleBroken
from suki.kernel.ids import uuid7

Model = type[models.Model]
Key = tuple[Model, "models.Field[Any, Any]"]

_staying: dict[str, Q] = {}
_obstacles: list[Callable[[Any], list[str]]] = []


def stay_with_theirs(model: Model, rows: Q | None = None) -> None:
    """Called by a room at start-up: these rows of a model keep the account they were written with."""
    _staying[model._meta.label_lower] = rows or Q(pk__isnull=False)


def register_obstacle(found: Callable[[Any], list[str]]) -> None:
    """Called by a room at start-up: for a merge, the sentences that say why it can no longer be undone."""
    _obstacles.append(found)


def obstacles(merge: Any) -> list[str]:
    """What the rooms say against undoing a merge."""
    return [sentence for found in _obstacles for sentence in found(merge)]


@dataclass
class Moved:
    """What was moved, taken out and made anew, in the order in which it was done; kept as JSON."""

    keys: list[dict[str, Any]] = field(default_factory=list)
    removed: list[dict[str, Any]] = field(default_factory=list)
    created: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def keys_to(kind: Model) -> list[Key]:
    """Every key of every room that leads to this kind of row."""
    return [
        (model, key)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and not hasattr(model, "pgh_tracked_model")
        for key in model._meta.local_fields
        if key.is_relation and key.related_model is kind
    ]


def counts_of(kind: Model, pk: int) -> list[tuple[Model, int]]:
    """How many rows of which model belong to a row and would move with it, asked in one query."""
    parts = []
    for model, _name, rows in _belonging(kind, pk):
        named = rows.order_by().annotate(what=Value(model._meta.label_lower, output_field=models.TextField()))
        parts.append(named.values("what").annotate(number=Count("pk")).values_list("what", "number"))
    counts: dict[str, int] = {}
    for label, number in parts[0].union(*parts[1:], all=True):
        counts[label] = max(counts.get(label, 0), number)
    found = [(apps.get_model(label), count) for label, count in counts.items() if count]
    return sorted(found, key=lambda each: (-each[1], each[0]._meta.label_lower))


def move_all(kind: Model, survivor: int, merged: int) -> Moved:
    """Hand all that belongs to `merged` to `survivor`."""
    moved = Moved()
    for model, key in keys_to(kind):
        rows = _rows_by_key(model, key, merged)
        for row in _colliding(model, key, rows, survivor):
            free = _free_days(model, key, row, survivor)
            take_out(moved, row)
            for days in free:
                _make_anew(moved, key, row, survivor, days)
        _hand_over(moved, model, key.attname, rows, survivor)
    for model, name, rows in _named_rows(kind, merged):
        for row in _named_twice(model, rows, survivor):
            take_out(moved, row)
        _hand_over(moved, model, name, rows, survivor)
    return moved


def take_out(moved: Moved, row: models.Model) -> None:
    """Take a row out of its table and keep it whole. What others refer to is refused."""
    model = type(row)
    if referring := references_to(row):
        what, count = referring[0]
        raise RuleBroken(
            _("“{row}” cannot give way: {what} ({count}) refer to it. Settle that first.").format(
                row=row, what=what, count=count
            )
        )
    table, key = map(connection.ops.quote_name, (model._meta.db_table, model._meta.pk.column))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t WHERE {key} = %s", [row.pk])
        image = cursor.fetchone()[0]
    moved.removed.append({"model": model._meta.label_lower, "id": row.pk, "said": str(row), "row": image})
    model._base_manager.filter(pk=row.pk).delete()


def take_out_moved(moved: Moved, row: models.Model, key: str, back_to: int) -> None:
    """Take out a row that has just been moved and cannot stay; the record has it as it was before."""
    for made in moved.created:
        if (made["model"], made["id"]) == (row._meta.label_lower, row.pk):
            moved.created.remove(made)
            type(row)._base_manager.filter(pk=row.pk).delete()
            return
    type(row)._base_manager.filter(pk=row.pk).update(**{key: back_to})
    for entry in moved.keys:
        if entry["model"] == row._meta.label_lower and entry["key"] == key and row.pk in entry["ids"]:
            entry["ids"].remove(row.pk)
    take_out(moved, row)


def put_back(moved: dict[str, Any], survivor: int, merged: int) -> None:
    """Undo a move. Rows that somebody has since given to a third one stay there; changes of their values stay."""
    for made in moved["created"]:
        apps.get_model(made["model"])._base_manager.filter(pk=made["id"]).delete()
    for entry in reversed(moved["keys"]):
        rows = apps.get_model(entry["model"])._base_manager.filter(pk__in=entry["ids"])
        rows.filter(**{entry["key"]: survivor}).update(**{entry["key"]: merged})
    with connection.cursor() as cursor:
        for gone in reversed(moved["removed"]):
            table = connection.ops.quote_name(apps.get_model(gone["model"])._meta.db_table)
            cursor.execute(
                f"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, %s::jsonb)",
                [gone["row"]],
            )


def changed_since(moved: dict[str, Any]) -> list[str]:
    """The rows that the move made and that somebody has changed or removed since: undoing it would lose that."""
    said = []
    for made in moved["created"]:
        found = apps.get_model(made["model"])._base_manager.filter(pk=made["id"]).first()
        if found is None or getattr(found, "revision", None) != made["revision"]:
            said.append(_("“{row}” has been changed since.").format(row=made["said"]))
    return said


def built_upon(moved: dict[str, Any], kind: Model, survivor: int) -> list[str]:
    """Rows entered with the survivor since that follow from rows that were moved: an invoice of an order, say."""
    ids = {(entry["model"], pk) for entry in moved["keys"] for pk in entry["ids"]}
    labels = {label for label, _pk in ids}
    said = []
    for model, to_kind in keys_to(kind):
        for key in model._meta.local_fields:
            related = key.related_model._meta.label_lower if key.is_relation and key.related_model else ""
            if related not in labels or key.related_model is kind or model._meta.label_lower in _staying:
                continue
            own = [pk for label, pk in ids if label == model._meta.label_lower]
            basis = [pk for label, pk in ids if label == related]
            rows = model._base_manager.filter(**{f"{key.attname}__in": basis, to_kind.attname: survivor})
            said += [
                _("“{row}” has been entered since, for something that was moved.").format(row=row)
                for row in rows.exclude(pk__in=own)[:3]
            ]
    return list(dict.fromkeys(said))


def _belonging(kind: Model, pk: int) -> Iterator[tuple[Model, str, Any]]:
    for model, key in keys_to(kind):
        yield model, key.name, _rows_by_key(model, key, pk)
    yield from _named_rows(kind, pk)


def _rows_by_key(model: Model, key: models.Field[Any, Any], pk: int) -> Any:
    rows = model._base_manager.filter(**{key.attname: pk})
    staying = _staying.get(model._meta.label_lower)
    return rows if staying is None else rows.exclude(staying)


def _named_rows(kind: Model, pk: int) -> Iterator[tuple[Model, str, Any]]:
    """Rows that name what they are about by its kind and id: notes, files, tags, external ids. The journal stays."""
    name = kind_of(kind)
    for model in apps.get_models():
        fields = {each.name for each in model._meta.local_fields}
        if (
            {"about_kind", "about_id"} <= fields
            and model is not Event
            and not hasattr(model, "pgh_tracked_model")
        ):
            yield model, "about_id", model._base_manager.filter(about_kind=name, about_id=pk)
    yield Tagging, "about_id", Tagging._base_manager.filter(tag__kind=name, about_id=pk)
    yield ExternalId, "row_id", ExternalId._base_manager.filter(kind=name, row_id=pk)


def _hand_over(moved: Moved, model: Model, key: str, rows: Any, survivor: int) -> None:
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    if ids:
        model._base_manager.filter(pk__in=ids).update(**{key: survivor})
        moved.keys.append({"model": model._meta.label_lower, "key": key, "ids": ids})


def _colliding(model: Model, key: models.Field[Any, Any], rows: Any, survivor: int) -> list[models.Model]:
    """The rows that may not stand beside the survivor's own: its row wins."""
    found: dict[Any, models.Model] = {}
    for compared, condition in _rules_with(model, key):
        same = {f"{name}{lookup}": OuterRef(name) for name, lookup in compared}
        others = model._base_manager.filter(condition, **{key.attname: survivor}, **same)
        found |= {row.pk: row for row in rows.filter(condition).filter(Exists(others)).order_by("pk")}
    return list(found.values())


def _rules_with(model: Model, key: models.Field[Any, Any]) -> Iterator[tuple[list[tuple[str, str]], Q]]:
    """For each rule of the table that the key takes part in: what else it compares and how, and where it holds."""
    if getattr(key, "unique", False):
        yield [], Q()
    for names in model._meta.unique_together:
        if key.name in names:
            yield [(name, "") for name in names if name != key.name], Q()
    for rule in model._meta.constraints:
        if isinstance(rule, UniqueConstraint) and key.name in rule.fields:
            yield [(name, "") for name in rule.fields if name != key.name], rule.condition or Q()
        if isinstance(rule, ExclusionConstraint):
            compared = [
                (_name_of(what), "" if operator == "=" else "__overlap")
                for what, operator in rule.expressions
            ]
            if key.name in dict(compared):
                yield [each for each in compared if each[0] != key.name], rule.condition or Q()


def _name_of(expression: Any) -> str:
    return expression.name if isinstance(expression, F) else str(expression)


def _named_twice(model: Model, rows: Any, survivor: int) -> list[models.Model]:
    """A tag that both bear is borne once."""
    if model is not Tagging:
        return []
    return list(rows.filter(tag__in=Tagging.objects.filter(about_id=survivor).values("tag")).order_by("pk"))


def _free_days(model: Model, key: models.Field[Any, Any], row: Any, survivor: int) -> list[DateRange]:
    """Of a dated row of this room that gives way, the days on which nothing of the survivor's holds."""
    if model._meta.app_label != Account._meta.app_label or not hasattr(row, "valid"):
        return []
    taken: list[DateRange] = []
    for compared, condition in _rules_with(model, key):
        if model._base_manager.filter(condition, pk=row.pk).exists():
            same = {name: getattr(row, name) for name, lookup in compared if not lookup}
            others = model._base_manager.filter(condition, **{key.attname: survivor}, **same)
            taken += others.values_list("valid", flat=True)
    return days_left(row.valid, taken)


def _make_anew(moved: Moved, key: models.Field[Any, Any], row: Any, survivor: int, days: DateRange) -> None:
    values = {
        each.attname: getattr(row, each.attname) for each in row._meta.local_fields if not each.primary_key
    }
    made = type(row)(**values | {key.attname: survivor, "uid": uuid7(), "revision": 1, "valid": days})
    made.save(force_insert=True)
    note_made(moved, made)


def note_made(moved: Moved, row: models.Model) -> None:
    """Remember a row that the move brought with it: undoing the move removes it."""
    revision = getattr(row, "revision", None)
    moved.created.append(
        {"model": row._meta.label_lower, "id": row.pk, "revision": revision, "said": str(row)}
    )
