"""What the database itself keeps about the ledger: closed days stay closed, roll-ups follow their lines."""

from __future__ import annotations

import pgtrigger

ROLLUP_COLUMNS = "cell_start, sold_to_id, kind, product_id, seller_id, currency, entity_id"


def rollup_of(lines: str) -> str:
    """The statement that adds a set of lines to the roll-up; keys in sorted order, so that writers never deadlock."""
    return f"""
        WITH cells AS MATERIALIZED (
            SELECT d.entity_id, d.day,
                greatest(date_trunc('month', d.day)::date,
                    (SELECT max(c.day) FROM company_fiscalcut c
                     WHERE c.entity_id = d.entity_id AND c.day <= d.day)) AS cell_start,
                least((date_trunc('month', d.day) + interval '1 month')::date,
                    (SELECT min(c.day) FROM company_fiscalcut c
                     WHERE c.entity_id = d.entity_id AND c.day > d.day)) AS cell_end
            FROM (SELECT DISTINCT g.entity_id, g.day FROM {lines} g) d
        )
        INSERT INTO ledger_ledgerrollup AS r ({ROLLUP_COLUMNS}, cell_end,
            net, tax, base_net, base_tax, base_cost, net_with_cost, quantity, lines, last_day)
        SELECT c.cell_start, l.sold_to_id, l.kind, l.product_id, l.seller_id, l.currency, l.entity_id, c.cell_end,
            sum(l.net), sum(l.tax), sum(l.base_net), sum(l.base_tax), coalesce(sum(l.base_cost), 0),
            coalesce(sum(l.base_net) FILTER (WHERE l.base_cost IS NOT NULL), 0),
            sum(l.quantity), count(*), max(l.day)
        FROM {lines} l JOIN cells c ON c.entity_id = l.entity_id AND c.day = l.day
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
        ORDER BY 1, 2, 3, 4, 5, 6, 7
        ON CONFLICT ({ROLLUP_COLUMNS}) DO UPDATE SET
            net = r.net + excluded.net, tax = r.tax + excluded.tax,
            base_net = r.base_net + excluded.base_net, base_tax = r.base_tax + excluded.base_tax,
            base_cost = r.base_cost + excluded.base_cost, net_with_cost = r.net_with_cost + excluded.net_with_cost,
            quantity = r.quantity + excluded.quantity, lines = r.lines + excluded.lines,
            last_day = greatest(r.last_day, excluded.last_day)
    """


def keep_rollup() -> pgtrigger.Trigger:
    """Adds new lines to the roll-up in the same statement, whoever inserts them and however many."""
    return pgtrigger.Trigger(
        name="keep_rollup",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        level=pgtrigger.Statement,
        referencing=pgtrigger.Referencing(new="new_lines"),
        func=f"{rollup_of('new_lines')}; RETURN NULL;",
    )


def refuse_closed_days() -> pgtrigger.Trigger:
    """No line enters a day that its entity has closed."""
    return pgtrigger.Trigger(
        name="refuse_closed_days",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        level=pgtrigger.Statement,
        referencing=pgtrigger.Referencing(new="new_lines"),
        declare=[("bad", "RECORD")],
        func="""
            SELECT l.day, c.through INTO bad
            FROM (SELECT entity_id, min(day) AS day FROM new_lines GROUP BY entity_id) l
            JOIN company_periodclosing c ON c.entity_id = l.entity_id AND c.reopened_at IS NULL AND c.through >= l.day
            LIMIT 1;
            IF FOUND THEN
                RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_day_is_open',
                    MESSAGE = format('%s is closed: the ledger takes lines after %s only.', bad.day, bad.through);
            END IF;
            RETURN NULL;
        """,
    )
