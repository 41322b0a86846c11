"""Changes to the ledger itself, for those who may post to it directly: imports, finance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from suki.apps.company.models import LegalEntity
from suki.apps.ledger.posting import COLUMNS, NewLine, post, post_query, take_back
from suki.apps.ledger.triggers import rollup_of
from suki.base.access import Can, action

__all__ = ["COLUMNS", "NewLine", "post_lines", "post_many", "rebuild_rollup", "reverse_documents"]


@action(Can.POST_TO_LEDGER)
def post_lines(*, actor: Any, lines: Iterable[NewLine]) -> int:
    """Post a handful of lines; returns how many."""
    return post(lines)


@action(Can.POST_TO_LEDGER)
def post_many(*, actor: Any, query: str, parameters: Sequence[Any] = ()) -> int:
    """Post all lines that a SQL query yields (columns: `COLUMNS`), in one statement; returns how many."""
    return post_query(query, parameters)


@action(Can.POST_TO_LEDGER)
def reverse_documents(*, actor: Any, room: str, document_ids: Sequence[int]) -> int:
    """Take back everything that these documents have posted and that still stands; returns how many lines."""
    return take_back(room, document_ids)


def rebuild_rollup(entity: LegalEntity) -> None:
    """Work the roll-up of one entity out anew from its lines (after a change of its calendar, or when in doubt)."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE ledger_ledgerrollup IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("DELETE FROM ledger_ledgerrollup WHERE entity_id = %s", [entity.pk])
        cursor.execute(rollup_of(f"(SELECT * FROM ledger_ledgerline WHERE entity_id = {int(entity.pk)})"))
