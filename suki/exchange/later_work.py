"""What has been built on an import since: rows changed later, and rows that refer to what it created."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from suki.base.row_words import rows_called
from suki.exchange.models import ImportedRows, ImportRun
from suki.exchange.staging import rows_of, run

EXAMPLES = 5

LEDGER = "ledger_ledgerline"
ROLLUP = "ledger_ledgerrollup"
DOCUMENTS = {
    "orders_order": ("orders", "orders_orderline", "order_id"),
    "billing_invoice": ("billing", "billing_invoiceline", "invoice_id"),
    "billing_payment": ("payments", None, None),
}
"""Documents: their room in the ledger, the table of their lines and how these refer to them."""

FOLLOWERS = {"company_fiscalcut", *(lines for _room, lines, _key in DOCUMENTS.values() if lines)}
"""Tables whose rows go wherever the row goes that they belong to."""


@dataclass(frozen=True)
class Key:
    """A foreign key: which column of which table names rows of which other table."""

    table: str
    column: str
    names: str


def tracked_models() -> dict[str, type[models.Model]]:
    """Every table whose changes leave before-images, with the model of these."""
    found = {}
    for model in apps.get_models():
        history = getattr(model, "pgh_event_model", None)
        if history is not None:
            found[model._meta.db_table] = history
    return found


def models_by_table() -> dict[str, type[models.Model]]:
    """Every table with its model."""
    return {model._meta.db_table: model for model in apps.get_models()}


def foreign_keys() -> list[Key]:
    """Every key of the house by which a row may depend on another. History and sums depend on nothing."""
    found = []
    for model in apps.get_models():
        if hasattr(model, "pgh_tracked_model") or model._meta.db_table == ROLLUP:
            continue
        for column in model._meta.concrete_fields:
            if column.related_model is not None:
                names = column.related_model._meta.db_table  # type: ignore[union-attr]
                found.append(Key(model._meta.db_table, column.column, names))
    return found


def list_mine(undoing: ImportRun) -> None:
    """Temporary tables of what the import created (`mine`), posted (`posted`) and changed (`touched`)."""
    run("CREATE TEMP TABLE mine (tab text, id bigint) ON COMMIT DROP")
    run("CREATE TEMP TABLE posted (room text, id bigint) ON COMMIT DROP")
    run(
        "CREATE TEMP TABLE touched (tab text, id bigint, first_image bigint, last_image bigint) ON COMMIT DROP"
    )
    for rows in undoing.rows.all():
        table, column = ("mine", "tab") if rows.change == ImportedRows.Change.CREATED else ("posted", "room")
        run(
            f"INSERT INTO {table} ({column}, id) SELECT %s, generate_series(r.low, r.high - 1)"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS r(low, high)",
            [rows.table, [part[0] for part in rows.ranges], [part[1] for part in rows.ranges]],
        )
    for table, history in tracked_models().items():
        run(
            "INSERT INTO touched SELECT %s, pgh_obj_id, min(pgh_id), max(pgh_id)"
            f" FROM {history._meta.db_table} WHERE pgh_context_id = %s GROUP BY pgh_obj_id",
            [table, str(undoing.context)],
        )
    for name in ("mine", "posted", "touched"):
        run(f"CREATE INDEX ON {name} ({'room' if name == 'posted' else 'tab'}, id)")
        run(f"ANALYZE {name}")


def later_work(undoing: ImportRun) -> list[str]:
    """What later work builds on the import: one phrase for each kind, with a count and examples."""
    return [*_changed_later(undoing), *_referred_to_later()]


def _changed_later(undoing: ImportRun) -> Iterable[str]:
    """Rows of the import that somebody has changed since; imports that were taken back do not count."""
    forgotten = _contexts_taken_back(undoing)
    for table, history in tracked_models().items():
        found = rows_of(
            f"SELECT DISTINCT e.pgh_obj_id FROM {history._meta.db_table} e"
            " WHERE e.pgh_context_id IS DISTINCT FROM %s AND NOT coalesce(e.pgh_context_id = ANY(%s::uuid[]), false)"
            " AND (EXISTS (SELECT 1 FROM mine m WHERE m.tab = %s AND m.id = e.pgh_obj_id)"
            " OR EXISTS (SELECT 1 FROM touched t WHERE t.tab = %s AND t.id = e.pgh_obj_id"
            "  AND t.first_image < e.pgh_id)) ORDER BY 1",
            [str(undoing.context), forgotten, table, table],
        )
        if found:
            yield _("{count} {rows} changed since ({examples})").format(
                count=len(found), rows=_rows_of(table), examples=_examples(table, [row[0] for row in found])
            )


def _referred_to_later() -> Iterable[str]:
    """Rows that are none of the import's own and refer to what it created. Ledger lines are said of last."""
    mine = {row[0] for row in rows_of("SELECT DISTINCT tab FROM mine")}
    found: dict[tuple[str, str], set[int]] = {}
    for key in foreign_keys():
        if key.names in mine and key.table not in FOLLOWERS:
            found.setdefault((key.table, key.names), set()).update(_referring(key))
    tables = {table for (table, _names), ids in found.items() if ids}
    for (table, names), ids in found.items():
        if ids and (table != LEDGER or tables == {LEDGER}):
            yield _("{count} {rows} refer to {others} of this import ({examples})").format(
                count=len(ids),
                rows=_rows_of(table),
                others=_rows_of(names),
                examples=_examples(table, sorted(ids)),
            )


def _referring(key: Key) -> list[int]:
    """The rows that name a row of the import by this key, and that neither are its own nor were taken back."""
    own = "EXISTS (SELECT 1 FROM mine o WHERE o.tab = %s AND o.id = c.id)"
    parameters = [key.names, key.table]
    if key.table == LEDGER:
        own = "EXISTS (SELECT 1 FROM posted p WHERE p.room = c.room AND p.id = c.document_id) AND %s <> ''"
    if key.table in tracked_models():
        own += " OR EXISTS (SELECT 1 FROM touched t WHERE t.tab = %s AND t.id = c.id)"
        parameters.append(key.table)
    own += _or_is_taken_back(key.table)
    found = rows_of(
        f"SELECT c.id FROM {key.table} c JOIN mine m ON m.tab = %s AND m.id = c.{key.column} WHERE NOT ({own})",
        parameters,
    )
    return [int(row[0]) for row in found]


def _or_is_taken_back(table: str) -> str:
    """Rows that another import had brought and that were archived when it was taken back hold nobody up."""
    model = models_by_table().get(table)
    taken_back = "SELECT undone_at FROM exchange_importrun WHERE undone_at IS NOT NULL"
    if table == LEDGER:
        documents = " UNION ALL ".join(
            f"SELECT id FROM {documents} d WHERE '{room}' = c.room AND d.id = c.document_id"
            f" AND d.archived_at IN ({taken_back})"
            for documents, (room, _lines, _key) in DOCUMENTS.items()
        )
        return f" OR EXISTS ({documents})"
    if model is not None and any(column.column == "archived_at" for column in model._meta.concrete_fields):
        return f" OR c.archived_at IN ({taken_back})"
    return ""


def _contexts_taken_back(undoing: ImportRun) -> list[uuid.UUID]:
    others = ImportRun.objects.filter(undone_at__isnull=False).exclude(pk=undoing.pk)
    return [
        context
        for pair in others.values_list("context", "undo_context")
        for context in pair
        if context is not None
    ]


def _rows_of(table: str) -> str:
    model = models_by_table().get(table)
    return rows_called(model) if model is not None else table


def _examples(table: str, ids: list[int]) -> str:
    """The first rows by name."""
    model = models_by_table().get(table)
    shown = ids[:EXAMPLES]
    names = {row.pk: str(row) for row in model._default_manager.filter(pk__in=shown)} if model else {}
    listed = ", ".join(names.get(number, f"#{number}") for number in shown)
    return f"{listed}, …" if len(ids) > EXAMPLES else listed
