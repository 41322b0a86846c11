"""Freezing: the credits of a range of days are written down as they follow from the ledger and the teams right now.

What a period is paid by has to stay as it was, whatever is learned later. Own credit comes from the one relation that
reports read too (`queries.credited`); money that came in counts for its part of the documents it settles (`settling`).
Overlays and referrals stand beside it and never count as revenue.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from suki.apps.company.models import LegalEntity
from suki.apps.credits.models import CreditBatch, CreditRule
from suki.apps.credits.queries import DOCUMENT, TEAM, credited
from suki.apps.credits.settling import settled_parts
from suki.apps.credits.shares import split_by_share
from suki.apps.credits.spans import account_team_between
from suki.apps.ledger.models import Kind
from suki.apps.ledger.queries import MERGED, of_kinds, sql_day
from suki.kernel.money import digits

CREDITED = (Kind.BOOKED, Kind.INVOICED, Kind.CREDITED)
"""The lines of the ledger that are credited as such; what is paid counts for what it settles."""


@dataclass(frozen=True)
class Handover:
    """For some days `giver` still has a share (a fraction) of what `taker` is credited with on an account.

    With `lines` it is only these lines of the ledger, such as those of the first order.
    """

    account_id: int
    giver_id: int
    taker_id: int
    first: date
    until: date | None
    share: Decimal
    rule: str
    lines: tuple[int, ...] | None = None


def credit_rule() -> tuple[str, str]:
    """The basis by which the firm credits, and what the rule is called."""
    rule = CreditRule.objects.in_use().filter(is_default=True).order_by("-version").first()
    return (str(rule.basis), str(rule)) if rule else (str(DOCUMENT), str(DOCUMENT))


def freeze_credits(
    *, entity: LegalEntity, start: date, end: date, handovers: Iterable[Handover] = ()
) -> CreditBatch:
    """The credits of [start, end), written down in the running transaction."""
    basis, rule = credit_rule()
    batch = CreditBatch.objects.create(entity=entity, start=start, end=end)
    moved = json.dumps([asdict(each) for each in handovers], default=str)
    parts = json.dumps(list(settled_parts(entity, start, end)), default=str)
    with connection.cursor() as cursor:
        cursor.execute(_freeze(entity, start, end, basis), [moved, parts, rule, batch.pk])
        batch.rows = cursor.rowcount
    batch.checksum = checksum_of(batch)
    batch.save(update_fields=["rows", "checksum"])
    return batch


def checksum_of(batch: CreditBatch) -> str:
    """One number for all that a batch holds: another one as soon as a single credit were another."""
    with connection.cursor() as cursor:
        cursor.execute(_CHECKSUM, [batch.pk])
        return str(cursor.fetchone()[0])


_CHECKSUM = """
    SELECT encode(sha256(convert_to(coalesce(string_agg(concat_ws('|', line_id, person_id, account_id,
        coalesce(product_id::text, '-'), counted, why, day, document, trim_scale(share), trim_scale(net),
        coalesce(trim_scale(cost)::text, '-'), trim_scale(quantity), rule), E'\\n' ORDER BY id), ''), 'UTF8')), 'hex')
    FROM credits_frozencredit WHERE batch_id = %s"""


def _freeze(entity: LegalEntity, start: date, end: date, basis: str) -> str:
    """One statement: everybody's credits, written down."""
    return f"""{everyones_credits(entity, start, end, basis)}
        INSERT INTO credits_frozencredit (batch_id, line_id, person_id, account_id, product_id, counted, why, day,
            document, share, net, cost, quantity, rule)
        SELECT %s, e.line_id, e.person_id, e.account_id, e.product_id, e.counted, e.why, e.day,
            left(coalesce(max(d.number), max(i.number), e.room || ' ' || e.document_id), 80),
            coalesce(max(e.share), CASE WHEN sum(e.whole) = 0 THEN 100 ELSE
                least(greatest(round(sum(e.net) * 100 / sum(e.whole), 4), -99999), 99999) END),
            sum(e.net), CASE WHEN bool_and(e.cost IS NOT NULL) THEN sum(e.cost) END, sum(e.quantity), left(min(e.rule), 80)
        FROM everyones e
        LEFT JOIN orders_order d ON e.room = 'orders' AND d.id = e.document_id
        LEFT JOIN billing_invoice i ON e.room = 'billing' AND i.id = e.document_id
        GROUP BY e.line_id, e.person_id, e.account_id, e.product_id, e.counted, e.why, e.day, e.room, e.document_id
        ORDER BY e.day, e.line_id, e.product_id, e.why, e.person_id"""


def everyones_credits(
    entity: LegalEntity, start: date, end: date, basis: str, kinds: Sequence[str] = CREDITED
) -> str:
    """The beginning of a statement, with the relation `everyones`: own credit line by line, what was settled, handovers
    between people, overlays beside it. It takes the handovers, the settled parts (as JSON) and the rule's name."""
    places = digits(entity.currency)
    shared = _settled_by_team(start, end, places) if basis == TEAM else _SETTLED_BY_SELLER
    lines = credited(entity=entity, start=start, end=end, basis=basis, by_line=True, kinds=kinds)
    return f"""
        WITH RECURSIVE moved AS MATERIALIZED (
            SELECT * FROM jsonb_to_recordset(%s::jsonb) AS h(account_id bigint, giver_id bigint, taker_id bigint,
                first date, until date, share numeric, rule text, lines jsonb)
        ), parts AS MATERIALIZED (
            SELECT row_number() OVER () AS key, p.* FROM jsonb_to_recordset(%s::jsonb) AS p(line_id bigint,
                origin_id bigint, counted text, day date, base_net numeric, base_cost numeric, quantity numeric)
        ), settled AS MATERIALIZED (
            SELECT p.key, p.line_id, p.origin_id, p.counted, p.day, p.base_net, coalesce(p.base_cost, 0) AS base_cost,
                p.base_cost IS NOT NULL AS cost_is_known, p.quantity, o.sold_to_id, o.product_id, o.seller_id,
                o.room, o.document_id
            FROM parts p JOIN ledger_ledgerline o ON o.id = p.origin_id
        ), rule AS (SELECT %s::text AS name),
        own AS (
            SELECT c.line_id, c.line_id AS origin_id, c.person_id, c.account_id, c.product_id,
                CASE l.kind WHEN 'booked' THEN 'booked' ELSE 'invoiced' END AS counted, c.day, l.room, l.document_id,
                l.base_net AS whole, c.base_net AS net,
                CASE WHEN l.base_cost IS NULL THEN NULL ELSE c.base_cost END AS cost, c.quantity
            FROM ({lines}) c JOIN ledger_ledgerline l ON l.id = c.line_id WHERE c.person_id IS NOT NULL
            UNION ALL {shared}
        ), given AS (
            SELECT o.*, h.giver_id, h.rule AS handed, h.share AS handed_share,
                round(o.net * h.share, {places}) AS given_net, round(o.cost * h.share, 4) AS given_cost,
                round(o.quantity * h.share, 6) AS given_quantity
            FROM own o LEFT JOIN LATERAL (
                SELECT m.* FROM moved m WHERE m.account_id = o.account_id AND m.taker_id = o.person_id
                    AND o.day >= m.first AND (m.until IS NULL OR o.day < m.until)
                    AND (m.lines IS NULL OR m.lines @> to_jsonb(o.origin_id)) LIMIT 1) h ON TRUE
        ), {_ASIDE_SUBTREES}, everyones AS (
            SELECT line_id, person_id, account_id, product_id, counted, 'own' AS why, day, room, document_id, whole,
                net - coalesce(given_net, 0) AS net, cost - coalesce(given_cost, 0) AS cost,
                quantity - coalesce(given_quantity, 0) AS quantity,
                (SELECT name FROM rule) || coalesce(', ' || handed, '') AS rule, NULL::numeric AS share
            FROM given WHERE giver_id IS NULL OR handed_share < 1
            UNION ALL
            SELECT line_id, giver_id, account_id, product_id, counted, 'own', day, room, document_id, whole,
                given_net, given_cost, given_quantity, (SELECT name FROM rule) || ', ' || handed, NULL
            FROM given WHERE giver_id IS NOT NULL AND handed_share > 0
            UNION ALL {_aside(entity, start, end, places)}
        )"""


_SETTLED_BY_SELLER = f"""
    SELECT s.line_id, s.origin_id, s.seller_id, coalesce(m.merged_into_id, s.sold_to_id), s.product_id, s.counted,
        s.day, s.room, s.document_id, s.base_net, s.base_net, CASE WHEN s.cost_is_known THEN s.base_cost END, s.quantity
    FROM settled s LEFT JOIN {MERGED} m ON m.id = s.sold_to_id WHERE s.seller_id IS NOT NULL"""


def _settled_by_team(start: date, end: date, places: int) -> str:
    """What came in, by the account team on the day on which it did."""
    team = f"({account_team_between(start, end)})"
    shared = f"""SELECT s.key AS line_id, t.person_id, t.share, s.sold_to_id, s.product_id, s.day, s.base_net,
            s.base_cost, s.cost_is_known, s.quantity
        FROM settled s JOIN {team} t ON t.account_id = s.sold_to_id AND t.valid @> s.day"""
    return f"""
        SELECT s.line_id, s.origin_id, c.person_id, coalesce(m.merged_into_id, s.sold_to_id), s.product_id, s.counted,
            s.day, s.room, s.document_id, s.base_net, c.base_net, CASE WHEN c.cost_is_known THEN c.base_cost END,
            c.quantity
        FROM ({split_by_share(shared, places)}) c JOIN settled s ON s.key = c.line_id
        LEFT JOIN {MERGED} m ON m.id = s.sold_to_id"""


_ASIDE_SUBTREES = """product_below AS (
            SELECT id AS top, id FROM catalog_product
            UNION SELECT b.top, p.id FROM product_below b JOIN catalog_product p ON p.parent_id = b.id
        ), territory_below AS (
            SELECT id AS top, id FROM people_territory
            UNION SELECT b.top, t.id FROM territory_below b JOIN people_territory t ON t.parent_id = b.id
        )"""


def _aside(entity: LegalEntity, start: date, end: date, places: int) -> str:
    """Overlays and referrals: a share of each line they are about, once, whoever shares the revenue."""
    facts = f"""
        SELECT l.id AS line_id, coalesce(m.merged_into_id, l.sold_to_id) AS account_id, l.product_id,
            CASE l.kind WHEN 'booked' THEN 'booked' ELSE 'invoiced' END AS counted, l.day, l.room, l.document_id,
            l.base_net, l.base_cost, l.quantity
        FROM ledger_ledgerline l LEFT JOIN {MERGED} m ON m.id = l.sold_to_id
        WHERE {of_kinds(entity, "l", (Kind.BOOKED, Kind.INVOICED, Kind.CREDITED))}
            AND l.day >= {sql_day(start)} AND l.day < {sql_day(end)}
            AND EXISTS (SELECT 1 FROM credits_overlay WHERE entity_id = {int(entity.pk)})
        UNION ALL
        SELECT s.line_id, coalesce(m.merged_into_id, s.sold_to_id), s.product_id, s.counted, s.day, s.room,
            s.document_id, s.base_net, CASE WHEN s.cost_is_known THEN s.base_cost END, s.quantity
        FROM settled s LEFT JOIN {MERGED} m ON m.id = s.sold_to_id"""
    return f"""
            SELECT f.line_id, v.person_id, f.account_id, f.product_id, f.counted, v.why, f.day, f.room, f.document_id,
                f.base_net, round(f.base_net * v.share / 100, {places}), round(f.base_cost * v.share / 100, 4),
                round(f.quantity * v.share / 100, 6), v.why, v.share
            FROM ({facts}) f JOIN accounts_account a ON a.id = f.account_id
            JOIN credits_overlay v ON v.entity_id = {int(entity.pk)} AND v.archived_at IS NULL AND v.valid @> f.day
                AND (v.account_id IS NULL OR v.account_id = f.account_id)
                AND (v.product_id IS NULL OR EXISTS (
                    SELECT 1 FROM product_below b WHERE b.top = v.product_id AND b.id = f.product_id))
                AND (v.territory_id IS NULL OR EXISTS (
                    SELECT 1 FROM territory_below b WHERE b.top = v.territory_id AND b.id = a.territory_id))"""


def batch_rows(batch: CreditBatch) -> Iterable[dict[str, Any]]:
    """What a batch holds, in the order in which it was written."""
    names = (
        "id", "line_id", "person_id", "account_id", "product_id", "counted", "why", "day", "document", "share", "net",
        "cost", "quantity",
    )  # fmt: skip
    return batch.credits.order_by("id").values(*names).iterator(chunk_size=5000)
