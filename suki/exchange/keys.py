"""Which row of the house an external id means: a known one, or one that this import brings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import models

from suki.exchange.staging import Staged, rows_of, run
from suki.exchange.targets import TARGETS
from suki.exchange.upsert import sequence_of
from suki.exchange.values import quoted

MODELS = {
    "entities": "company.LegalEntity",
    "departments": "people.Department",
    "people": "people.Person",
    "teams": "people.Team",
    "territories": "people.Territory",
    "products": "catalog.Product",
    "accounts": "accounts.Account",
    "contacts": "accounts.Contact",
    "campaigns": "prospecting.Campaign",
    "leads": "prospecting.Lead",
    "deals": "deals.Deal",
    "orders": "orders.Order",
    "invoices": "billing.Invoice",
    "payments": "billing.Payment",
}
"""The rows that external ids name."""

BY_NAME = {
    "people": ("name", "email"),
    "teams": ("name",),
    "territories": ("name",),
    "products": ("code", "name"),
    "accounts": ("name",),
    "campaigns": ("name",),
}
"""By what else a row may be referred to, where no id says it: exactly one row in use must go by it."""


def model_of(target: str) -> type[models.Model]:
    """The model of a target whose rows have external ids."""
    return apps.get_model(MODELS[target])


def key_table(target: str) -> str:
    """The temporary table of the external ids of one target that this import mentions."""
    return f"key_{target}"


def find_keys(stages: dict[str, Staged], source: str) -> None:
    """For every target that is brought or referred to: its ids, their rows, and which rows are new."""
    mentioned: dict[str, list[str]] = {}
    for stage in stages.values():
        if stage.target.has_id:
            mentioned.setdefault(stage.target.name, []).append(_mentions(stage, "id"))
        for column, target in stage.target.references.items():
            if column in stage.yielded:
                mentioned.setdefault(target, []).append(_mentions(stage, column))
    for target in TARGETS:
        if target in mentioned:
            _find(target, mentioned[target], stages.get(target), source)


def join(stage: Staged, column: str, alias: str = "s") -> str:
    """The join that leads from a staged reference to the row it means, as `r_column`."""
    target = stage.target.references[column]
    reference = f"r_{column}"
    if column not in stage.yielded:
        return f"LEFT JOIN (SELECT NULL::text AS key, NULL::bigint AS row_id) {reference} ON false"
    return f"LEFT JOIN {key_table(target)} {reference} ON {reference}.key = {alias}.{quoted(column)}"


def joins(stage: Staged, columns: Iterable[str] | None = None) -> str:
    """The joins of all references of a target, or of some."""
    return " ".join(join(stage, column) for column in columns or stage.target.references)


def drop_left_out(stage: Staged) -> None:
    """Forget new ids all of whose rows are left out."""
    table = key_table(stage.target.name)
    run(
        f"DELETE FROM {table} k WHERE k.is_new"
        f" AND NOT EXISTS (SELECT 1 FROM {stage.table} s WHERE s.id = k.key AND NOT s.bad)"
    )


def register(target: str, source: str) -> None:
    """Keep the external ids of the rows that this import has created."""
    kind = TARGETS[target].kind
    run(
        f"DELETE FROM base_externalid e USING {key_table(target)} k"
        " WHERE k.is_new AND k.was_known AND e.kind = %s AND e.source = %s AND e.key = k.key",
        [kind, source],
    )
    run(
        "INSERT INTO base_externalid (kind, source, key, row_id)"
        f" SELECT %s, %s, key, row_id FROM {key_table(target)} WHERE is_new ORDER BY row_id",
        [kind, source],
    )


def known_keys(target: str, row_ids: list[int]) -> dict[int, str]:
    """The external ids of rows, to name them in sentences."""
    found = rows_of(
        "SELECT row_id, min(key) FROM base_externalid WHERE kind = %s AND row_id = ANY(%s) GROUP BY row_id",
        [TARGETS[target].kind, row_ids],
    )
    return dict(found)


def _mentions(stage: Staged, column: str) -> str:
    return f"SELECT {quoted(column)} AS key FROM {stage.table} WHERE {quoted(column)} IS NOT NULL"


def _find(target: str, mentions: list[str], stage: Staged | None, source: str) -> None:
    table, model = key_table(target), model_of(target)
    rows: str = model._meta.db_table
    parameters: list[Any] = [TARGETS[target].kind, source]
    run(
        f"CREATE TEMP TABLE {table} ON COMMIT DROP AS"
        f" SELECT m.key, t.id AS row_id, false AS is_new, e.id IS NOT NULL AS was_known FROM (SELECT DISTINCT key FROM ({' UNION ALL '.join(mentions)}) every) m"
        f" LEFT JOIN base_externalid e ON e.kind = %s AND e.source = %s AND e.key = m.key"
        f" LEFT JOIN {rows} t ON t.id = e.row_id",
        parameters,
    )
    if target == "entities":
        run(
            f"UPDATE {table} SET row_id = (SELECT id FROM {rows} WHERE is_default)"
            " WHERE key = 'default' AND row_id IS NULL"
        )
    for column in BY_NAME.get(target, ()):
        _find_by(table, model, column, stage)
    if stage is not None:
        run(
            f"WITH numbered AS MATERIALIZED ("
            f" SELECT id, nextval({sequence_of(rows)}) AS row_id FROM ("
            f"  SELECT s.id FROM {stage.table} s JOIN {table} k ON k.key = s.id AND k.row_id IS NULL"
            f"  GROUP BY s.id ORDER BY min(s.n)) q)"
            f" UPDATE {table} k SET is_new = true, row_id = n.row_id FROM numbered n WHERE n.id = k.key"
        )
    run(f"CREATE UNIQUE INDEX ON {table} (key)")


def _find_by(table: str, model: type[models.Model], column: str, stage: Staged | None) -> None:
    """What no id says may be said by name; the rows that this import brings itself go by their ids only."""
    rows: str = model._meta.db_table
    living = " AND t.merged_into_id IS NULL" if rows == "accounts_account" else ""
    brought = f" AND NOT EXISTS (SELECT 1 FROM {stage.table} s WHERE s.id = w.key)" if stage else ""
    run(
        f"UPDATE {table} k SET row_id = f.row_id FROM ("
        f" SELECT w.key, min(t.id) AS row_id FROM {table} w JOIN {rows} t ON lower(t.{column}) = lower(w.key)"
        f" WHERE w.row_id IS NULL AND t.archived_at IS NULL{living}{brought} GROUP BY w.key HAVING count(*) = 1) f"
        " WHERE f.key = k.key"
    )
