"""Closed periods: new documents stay out of them, corrections go to the first open day."""

from __future__ import annotations

from django.utils.translation import gettext as _

from suki.exchange.rooms.applying import Applying, Rule

CLOSED_THROUGH = "(SELECT max(c.through) FROM company_periodclosing c WHERE c.entity_id = {entity} AND c.reopened_at IS NULL)"


def refuse_closed_days(applying: Applying, target: str, rows: str) -> None:
    """Refuse new documents on closed days; `rows` yields n, entity_id, day and is_new."""
    closed = CLOSED_THROUGH.format(entity="q.entity_id")
    applying.refuse_rows(
        Rule(target, "day", _("an open day"), _("{value} is closed: the ledger is closed through {other}.")),
        f"SELECT q.n, q.day AS value, q.through AS other FROM (SELECT q.*, {closed} AS through FROM ({rows}) q) q"
        " WHERE q.is_new AND q.day <= q.through",
    )


def day_to_post(document: str) -> str:
    """SQL for the day on which a document posts: its own, or the first open day where it is posted again."""
    closed = CLOSED_THROUGH.format(entity=f"{document}.entity_id")
    return f"CASE WHEN {document}.posting > 1 THEN greatest({document}.day, {closed} + 1) ELSE {document}.day END"
