"""What has to agree in the ledger: roll-ups with their lines, reversals with what they reverse, closed days."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suki.apps.ledger.documents_agree import posting_rooms
from suki.base.checking import Finding, check, differing

AMOUNTS = ("net", "tax", "base_net", "base_tax", "base_cost", "net_with_cost", "quantity", "lines")


@check("ledger.rollup", gettext_lazy("Every roll-up equals the sum of its lines"))
def rollups_equal_their_lines() -> Finding:
    return differing(
        _ROLLUPS,
        _(
            "{entity}, {kind} of account {sold_to}, product {product}, seller {seller}, {currency},"
            " {cell_start} to {cell_end}: the roll-up says {rolled} net in {rolled_lines} lines,"
            " its lines say {summed} in {summed_lines}."
        ),
        out_of="ledger_ledgerrollup",
    )


@check("ledger.reversals", gettext_lazy("Every reversing line mirrors the line it reverses"))
def reversals_mirror_their_lines() -> Finding:
    same = ("entity_id", "kind", "sold_to_id", "bill_to_id", "site_id", "product_id", "seller_id", "currency", "room",
            "document_id", "line_key")  # fmt: skip
    mirrored = ("quantity", "net", "tax", "cost", "base_net", "base_tax", "base_cost")
    wrong = [f"r.{name} IS DISTINCT FROM l.{name}" for name in same]
    wrong += [f"r.{name} IS DISTINCT FROM -l.{name}" for name in mirrored]
    return differing(
        f"""
        SELECT r.id AS reversal, l.id AS line FROM ledger_ledgerline r JOIN ledger_ledgerline l ON l.id = r.reverses_id
        WHERE {" OR ".join(wrong)} OR l.reverses_id IS NOT NULL OR r.day < l.day ORDER BY r.id
        """,
        _("Line {reversal} does not mirror line {line}, which it reverses."),
        out_of="ledger_ledgerline WHERE reverses_id IS NOT NULL",
    )


@check("ledger.rooms", gettext_lazy("Every line comes from a room that looks after its documents"))
def lines_come_from_known_rooms() -> Finding:
    return differing(
        "SELECT room, count(*) AS count FROM ledger_ledgerline WHERE room <> ALL (%s) GROUP BY room ORDER BY room",
        _("{count} lines come from “{room}”, which no part of Suki looks after."),
        out_of="ledger_ledgerline",
        parameters=[posting_rooms()],
    )


@check("ledger.closed_days", gettext_lazy("Nothing was posted to a day after it was closed"))
def closed_days_stay_closed() -> Finding:
    return differing(
        """
        SELECT l.id, l.day, c.through FROM company_periodclosing c
        JOIN ledger_ledgerline l ON l.entity_id = c.entity_id AND l.day <= c.through
            AND l.recorded_at > c.closed_at AND (c.reopened_at IS NULL OR l.recorded_at < c.reopened_at)
        ORDER BY l.id
        """,
        _("Line {id} was posted to {day} after the ledger had been closed through {through}."),
        out_of="company_periodclosing",
    )


@check("ledger.base_amounts", gettext_lazy("Lines in the entity's own currency have the same amount twice"))
def base_amounts_agree() -> Finding:
    return differing(
        """
        SELECT l.id, trim_scale(l.net) AS net, trim_scale(l.base_net) AS base_net, l.currency
        FROM ledger_ledgerline l JOIN company_legalentity e ON e.id = l.entity_id AND e.currency = l.currency
        WHERE l.net <> l.base_net OR l.tax <> l.base_tax OR l.cost IS DISTINCT FROM l.base_cost ORDER BY l.id
        """,
        _("Line {id} says {net} {currency}, and {base_net} in the same currency of its entity."),
        out_of="ledger_ledgerline",
    )


_KEY = "entity_id, sold_to_id, product_id, seller_id, kind, currency, cell_start"

_ROLLUPS = f"""
    WITH cells AS MATERIALIZED (
        SELECT d.entity_id, d.day,
            greatest(date_trunc('month', d.day)::date, (SELECT max(c.day) FROM company_fiscalcut c
                WHERE c.entity_id = d.entity_id AND c.day <= d.day)) AS cell_start,
            least((date_trunc('month', d.day) + interval '1 month')::date, (SELECT min(c.day) FROM company_fiscalcut c
                WHERE c.entity_id = d.entity_id AND c.day > d.day)) AS cell_end
        FROM (SELECT DISTINCT entity_id, day FROM ledger_ledgerline) d
    ), both_sides AS (
        SELECT l.entity_id, l.sold_to_id, l.product_id, l.seller_id, l.kind, l.currency, c.cell_start,
            1 AS side, c.cell_end, sum(l.net) AS net, sum(l.tax) AS tax, sum(l.base_net) AS base_net,
            sum(l.base_tax) AS base_tax, coalesce(sum(l.base_cost), 0) AS base_cost,
            coalesce(sum(l.base_net) FILTER (WHERE l.base_cost IS NOT NULL), 0) AS net_with_cost,
            sum(l.quantity) AS quantity, count(*) AS lines, max(l.day) AS last_day
        FROM ledger_ledgerline l JOIN cells c ON c.entity_id = l.entity_id AND c.day = l.day
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 9
        UNION ALL
        SELECT {_KEY}, -1, cell_end, {", ".join(AMOUNTS)}, last_day FROM ledger_ledgerrollup
    )
    SELECT (SELECT e.code FROM company_legalentity e WHERE e.id = entity_id) AS entity, entity_id,
        sold_to_id AS sold_to, coalesce(product_id::text, '–') AS product, coalesce(seller_id::text, '–') AS seller,
        kind, currency, cell_start, max(cell_end) AS cell_end,
        trim_scale(coalesce(sum(net) FILTER (WHERE side = 1), 0)) AS summed,
        coalesce(sum(lines) FILTER (WHERE side = 1), 0) AS summed_lines,
        trim_scale(coalesce(sum(net) FILTER (WHERE side = -1), 0)) AS rolled,
        coalesce(sum(lines) FILTER (WHERE side = -1), 0) AS rolled_lines
    FROM both_sides
    GROUP BY {_KEY}
    HAVING count(*) <> 2 OR min(cell_end) <> max(cell_end) OR min(last_day) <> max(last_day)
        OR {" OR ".join(f"sum(side * {name}) <> 0" for name in AMOUNTS)}
    ORDER BY entity_id, cell_start, sold_to_id, kind
"""
