"""What the database is told for the time of one import: how to plan, and whose the before-images are."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.db import connection
from pghistory import runtime


def begin_trace(actor: Any) -> uuid.UUID:
    """From here to the end of the transaction, before-images belong to the context returned."""
    around = getattr(runtime._tracker, "value", None)
    if around is not None:
        return uuid.UUID(str(around.id))
    context = uuid.uuid4()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pghistory.context_id', %s, true), set_config('pghistory.context_metadata', %s, true)",
            [str(context), json.dumps({"actor": actor.pk, "import": True})],
        )
    return context


def end_trace() -> None:
    """What the same transaction changes from here on is no longer the import's doing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pghistory.context_id', '', true)")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def prepare_session() -> None:
    """One import at a time; and plan for sets: the tables of a young house have no statistics yet."""
    with connection.cursor() as cursor:
        for setting in ("enable_nestloop = off", "jit = off", "work_mem = '96MB'"):
            cursor.execute(f"SET LOCAL {setting}")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('suki import'))")
    clear_away()


def clear_away() -> None:
    """Drop the temporary tables of an earlier import in the same transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(relname), ', ') FROM pg_class"
            " WHERE relnamespace = pg_my_temp_schema() AND relkind = 'r'"
        )
        (names,) = cursor.fetchone() or (None,)
        if names:
            cursor.execute(f"DROP TABLE {names}")
