"""Whether documents and the ledger say the same: used by the checks of the rooms whose documents post."""

from __future__ import annotations

from django.utils.translation import gettext as _

from suki.apps.ledger.queries import MERGED
from suki.base.checking import Finding, differing

_rooms: set[str] = set()


def posts(room: str) -> str:
    """Called by a room: the ledger may hold lines under this name, and the room looks after them."""
    _rooms.add(room)
    return room


def posting_rooms() -> list[str]:
    """The rooms that look after their lines."""
    return sorted(_rooms)


def documents_agree(
    *, table: str, room: str, name: str, kind: str, net: str = "net", tax: str = "tax"
) -> Finding:
    """Each document's amounts equal what its lines that stand say in the ledger; archived documents may have none.

    `kind` and `name` are SQL over the document `d`: the kind of its lines, and what people call it.
    """
    return differing(
        f"""
        WITH standing AS (
            SELECT document_id, sum(net) AS net, sum(tax) AS tax, count(*) FILTER (WHERE NOT is_as_stated) AS strange
            FROM (
                SELECT l.document_id, l.net, l.tax,
                    l.reverses_id IS NOT NULL
                    OR EXISTS (SELECT 1 FROM ledger_ledgerline r WHERE r.reverses_id = l.id)
                    OR d.id IS NOT NULL AND l.kind = {kind} AND l.currency = d.currency AND l.entity_id = d.entity_id
                        AND coalesce(m.merged_into_id, l.sold_to_id) = d.account_id AND l.posting = d.posting
                        AS is_as_stated
                FROM ledger_ledgerline l LEFT JOIN {table} d ON d.id = l.document_id
                LEFT JOIN {MERGED} m ON m.id = l.sold_to_id
                WHERE l.room = %s
            ) l
            GROUP BY document_id
        )
        SELECT coalesce({name}, '(' || coalesce(d.id, s.document_id) || ')') AS name,
            coalesce(d.currency, '') AS currency,
            CASE WHEN d.id IS NULL THEN 'nothing' ELSE trim_scale(d.{net}) || ' + ' || trim_scale({tax}) END AS stated,
            CASE WHEN s.document_id IS NULL THEN 'nothing'
                ELSE trim_scale(s.net) || ' + ' || trim_scale(s.tax) END AS posted,
            coalesce(s.strange, 0) AS strange
        FROM {table} d FULL JOIN standing s ON s.document_id = d.id
        WHERE (s.document_id IS NULL AND d.posting > 0 AND d.archived_at IS NULL)
            OR (s.document_id IS NOT NULL AND (
                d.id IS NULL AND (s.net <> 0 OR s.tax <> 0)
                OR s.strange > 0
                OR (s.net, s.tax) <> (d.{net}, {tax}) AND NOT (d.archived_at IS NOT NULL AND s.net = 0 AND s.tax = 0)))
        ORDER BY 1
        """,
        _(
            "{name}: the document says {stated} {currency} (net + tax), the ledger says {posted};"
            " {strange} of its lines differ in something else."
        ),
        out_of=table,
        parameters=[room],
    )


def lines_sum_to_documents(*, table: str, lines: str, parent: str) -> Finding:
    """Each document's net and tax are the sums of its own lines, where it has lines."""
    return differing(
        f"""
        SELECT d.number AS name, d.currency, trim_scale(d.net) AS net, trim_scale(d.tax) AS tax,
            trim_scale(sum(l.net)) AS lines_net, trim_scale(sum(l.tax)) AS lines_tax
        FROM {table} d JOIN {lines} l ON l.{parent} = d.id
        GROUP BY d.id HAVING sum(l.net) <> d.net OR sum(l.tax) <> d.tax ORDER BY d.id
        """,
        _("{name}: {net} + {tax} {currency} (net + tax), but its lines sum to {lines_net} + {lines_tax}."),
        out_of=table,
    )
