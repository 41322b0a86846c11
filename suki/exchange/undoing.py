"""Taking a whole import back: what it created goes, what it changed is as before, what it posted is reversed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from suki.apps.ledger.actions import COLUMNS, post_many, reverse_documents
from suki.base.access import Can, action
from suki.base.history import kind_of, record
from suki.exchange.later_work import (
    DOCUMENTS,
    FOLLOWERS,
    LEDGER,
    foreign_keys,
    later_work,
    list_mine,
    models_by_table,
    tracked_models,
)
from suki.exchange.models import ImportRun
from suki.exchange.rooms.documents import INVOICES, ORDERS, posted_cells
from suki.exchange.rooms.payments import posted_payment_cells
from suki.exchange.staging import rows_of, run
from suki.exchange.tracing import begin_trace, end_trace, prepare_session
from suki.exchange.upsert import columns_of
from suki.exchange.values import quoted
from suki.kernel.errors import RuleBroken

ENTITIES = "company_legalentity"
SLOW_TO_DELETE = "('catalog_product', 'people_person')"
"""Before one of these goes, the database looks through all lines that might name it; beside a ledger they stay."""


@action(Can.IMPORT)
def undo_import(*, actor: Any, run_id: int) -> dict[str, Any]:
    """Take an import back, unless later work depends on it. Ledger lines are reversed, never deleted."""
    undoing = ImportRun.objects.select_for_update().filter(pk=run_id).first()
    if undoing is None:
        raise RuleBroken(_("There is no import {number}.").format(number=run_id))
    if undoing.undone_at:
        raise RuleBroken(
            _("Import {number} was taken back on {day} already.").format(
                number=run_id, day=f"{undoing.undone_at:%Y-%m-%d %H:%M}"
            )
        )
    prepare_session()
    list_mine(undoing)
    _refuse_where_built_upon(undoing)
    context = begin_trace(actor)
    moment = timezone.now()
    try:
        done = _take_back(actor, moment)
        run("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as error:
        raise RuleBroken(
            _("Import {number} cannot be taken back, for later work depends on it: {reason}").format(
                number=run_id, reason=str(error).split("\n", 1)[0]
            )
        ) from error
    undoing.undone_at, undoing.undo_context, undoing.undone_by_id = moment, context, actor.pk
    undoing.save()
    end_trace()
    record("import undone", actor=actor, about=undoing, **done)
    return {"run": run_id, "rows": done}


def _refuse_where_built_upon(undoing: ImportRun) -> None:
    built = later_work(undoing)
    if built:
        raise RuleBroken(
            _("Import {number} cannot be taken back, for later work depends on it: {what}.").format(
                number=undoing.pk, what="; ".join(built)
            )
        )


def _take_back(actor: Any, moment: datetime) -> dict[str, int]:
    done = {"reversed": 0, "deleted": 0, "archived": 0, "restored": 0}
    for (room,) in rows_of("SELECT DISTINCT room FROM posted ORDER BY 1"):
        ids = [row[0] for row in rows_of("SELECT id FROM posted WHERE room = %s ORDER BY id", [room])]
        done["reversed"] += reverse_documents(actor=actor, room=room, document_ids=ids)
    _find_kept()
    done["deleted"] = _delete_created()
    done["archived"] = _archive_kept(moment)
    done["restored"] = _restore_images()
    _post_restored(actor)
    return done


def _find_kept() -> None:
    """What the ledger speaks of cannot go: documents with lines, and whatever these name. It is archived instead."""
    run("CREATE TEMP TABLE kept (tab text, id bigint, PRIMARY KEY (tab, id)) ON COMMIT DROP")
    for table, (room, _lines, _key) in DOCUMENTS.items():
        run(
            f"INSERT INTO kept SELECT DISTINCT '{table}', m.id FROM mine m JOIN {LEDGER} l"
            f" ON l.room = '{room}' AND l.document_id = m.id WHERE m.tab = '{table}'"
        )
    if rows_of("SELECT EXISTS (SELECT 1 FROM posted)")[0][0]:
        run(f"INSERT INTO kept SELECT tab, id FROM mine WHERE tab IN {SLOW_TO_DELETE} ON CONFLICT DO NOTHING")
    mine = {row[0] for row in rows_of("SELECT DISTINCT tab FROM mine")}
    keys = [key for key in foreign_keys() if key.names in mine]
    while sum(_keep_named_by(key) for key in keys):
        pass


def _keep_named_by(key: Any) -> int:
    """Keep what kept rows name; lines follow their documents, and ledger lines never go."""
    if key.table == LEDGER:
        holding = f"SELECT l.{key.column} AS id FROM {LEDGER} l"
    elif key.table in {lines for _room, lines, _key in DOCUMENTS.values() if lines}:
        document, parent = next(
            (table, parent) for table, (_r, lines, parent) in DOCUMENTS.items() if lines == key.table
        )
        holding = (
            f"SELECT l.{key.column} AS id FROM {key.table} l"
            f" JOIN kept d ON d.tab = '{document}' AND d.id = l.{parent}"
        )
    else:
        holding = (
            f"SELECT c.{key.column} AS id FROM {key.table} c LEFT JOIN mine o ON o.tab = '{key.table}' AND o.id = c.id"
            f" LEFT JOIN kept k ON k.tab = '{key.table}' AND k.id = c.id"
            f" LEFT JOIN touched t ON t.tab = '{key.table}' AND t.id = c.id"
            " WHERE (o.id IS NULL AND t.id IS NULL) OR k.id IS NOT NULL"
        )
        if key.table in FOLLOWERS:
            return 0
    return run(
        f"INSERT INTO kept SELECT DISTINCT '{key.names}', m.id FROM ({holding}) h"
        f" JOIN mine m ON m.tab = '{key.names}' AND m.id = h.id ON CONFLICT DO NOTHING"
    )


def _delete_created() -> int:
    """Delete what the import created and nothing holds, with its external ids."""
    going = "m.tab = '{0}' AND NOT EXISTS (SELECT 1 FROM kept k WHERE k.tab = m.tab AND k.id = m.id)"
    deleted = 0
    for (table,) in rows_of("SELECT DISTINCT tab FROM mine ORDER BY 1"):
        these = going.format(table)
        for key in foreign_keys():
            if key.names == table and key.table in FOLLOWERS:
                run(f"DELETE FROM {key.table} c USING mine m WHERE m.id = c.{key.column} AND {these}")
        deleted += run(f"DELETE FROM {table} t USING mine m WHERE m.id = t.id AND {these}")
        model = models_by_table()[table]
        run(
            f"DELETE FROM base_externalid e USING mine m WHERE e.kind = %s AND e.row_id = m.id AND {these}",
            [kind_of(model)],
        )
    return deleted


def _archive_kept(moment: datetime) -> int:
    archived = 0
    for (table,) in rows_of("SELECT DISTINCT tab FROM kept ORDER BY 1"):
        if "archived_at" in columns_of(models_by_table()[table]):
            archived += run(
                f"UPDATE {table} t SET archived_at = %s FROM kept k WHERE k.tab = '{table}' AND k.id = t.id",
                [moment],
            )
    return archived


def _restore_images() -> int:
    """Bring every row that the import changed or removed back to its first before-image."""
    restored = 0
    for table, history in tracked_models().items():
        if not rows_of("SELECT EXISTS (SELECT 1 FROM touched WHERE tab = %s)", [table])[0][0]:
            continue
        model = models_by_table()[table]
        known = columns_of(history)
        names = [
            name for name in columns_of(model) if name in known and name not in ("id", "revision", "posting")
        ]
        images = (
            f"{history._meta.db_table} e JOIN touched c ON c.tab = '{table}' AND c.first_image = e.pgh_id"
            f" WHERE NOT EXISTS (SELECT 1 FROM mine m WHERE m.tab = '{table}' AND m.id = e.id)"
        )
        if table == ENTITIES:
            images += f" AND NOT EXISTS (SELECT 1 FROM {LEDGER} l WHERE l.entity_id = e.id)"
        listed = ", ".join(quoted(name) for name in names)
        settings = ", ".join(f"{quoted(name)} = i.{quoted(name)}" for name in names)
        restored += run(
            f"UPDATE {table} t SET {settings} FROM (SELECT e.* FROM {images}) i WHERE t.id = i.id"
        )
        whole = [name for name in columns_of(model) if name in known]
        listed = ", ".join(quoted(name) for name in whole)
        restored += run(
            f"INSERT INTO {table} ({listed}) SELECT {listed} FROM (SELECT e.* FROM {images}) i"
            f" WHERE NOT EXISTS (SELECT 1 FROM {table} t WHERE t.id = i.id)"
        )
    return restored


def _post_restored(actor: Any) -> None:
    """Documents that are there again as they were before say to the ledger again what they said then."""
    for documents in (ORDERS, INVOICES):
        table = documents.model._meta.db_table
        if _raise_posting(table, documents.room):
            cells = posted_cells(documents)
            _post(actor, documents, ", ".join(f"{cells[column]} AS {column}" for column in COLUMNS))
    if _raise_posting("billing_payment", "payments"):
        cells = posted_payment_cells()
        listed = ", ".join(f"{cells[column]} AS {column}" for column in COLUMNS)
        post_many(actor=actor, query=f"SELECT {listed} FROM billing_payment d JOIN again a ON a.id = d.id")


def _post(actor: Any, documents: Any, listed: str) -> None:
    lines = f"(SELECT *, {documents.parent} AS document_id FROM {documents.line_model._meta.db_table})"
    post_many(
        actor=actor,
        query=f"SELECT {listed} FROM {documents.model._meta.db_table} d JOIN again a ON a.id = d.id"
        f" LEFT JOIN {lines} l ON l.document_id = d.id ORDER BY d.id, l.position",
    )


def _raise_posting(table: str, room: str) -> int:
    """The documents of a room that stood before the import and stand again: their next posting."""
    run("DROP TABLE IF EXISTS again")
    run(
        "CREATE TEMP TABLE again ON COMMIT DROP AS SELECT p.id FROM posted p"
        f" JOIN {table} d ON d.id = p.id AND d.archived_at IS NULL"
        f" WHERE p.room = '{room}' AND NOT EXISTS (SELECT 1 FROM mine m WHERE m.tab = '{table}' AND m.id = p.id)"
    )
    return run(f"UPDATE {table} d SET posting = posting + 1 FROM again a WHERE a.id = d.id")
