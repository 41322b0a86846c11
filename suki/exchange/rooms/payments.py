"""Payments received. Each posts one collected line to the ledger."""

from __future__ import annotations

from suki.apps.billing.models import Payment
from suki.apps.ledger.actions import COLUMNS, post_many, reverse_documents
from suki.exchange import keys
from suki.exchange.rooms.applying import Applying
from suki.exchange.rooms.closed import day_to_post, refuse_closed_days
from suki.exchange.rooms.rates import digits_sql, find_rates
from suki.exchange.staging import rows_of, run
from suki.exchange.upsert import Value, resolve, write

ROOM = "payments"
_POSTED = ("entity_id", "account_id", "day", "amount", "currency", "rate", "invoice_id")


def bring_payments(applying: Applying) -> None:
    """Write payments and post what is new or has changed."""
    stage = applying.stages["payments"]
    applying.leave_out_with("payments", "invoice")
    find_rates(applying, stage)
    refuse_closed_days(
        applying,
        "payments",
        f"SELECT s.n, {applying.entity.pk} AS entity_id, s.day, k.is_new FROM {stage.table} s"
        f" JOIN {keys.key_table('payments')} k ON k.key = s.id WHERE NOT s.bad",
    )
    table = Payment._meta.db_table
    entity = f"coalesce(i.entity_id, {applying.entity.pk})"
    kept_rate = (
        f"coalesce((SELECT t.rate FROM {table} t WHERE t.id = k.row_id AND t.currency = s.currency"
        " AND t.day = s.day), found.rate)"
    )
    values = [
        Value("entity_id", entity, ("invoice",)),
        Value("account_id", "r_account.row_id", ("account",)),
        Value("day", "s.day", ("day",)),
        Value("amount", f"round(s.amount, {digits_sql('s.currency', stage)})", ("amount",)),
        Value("currency", "s.currency", ("currency",)),
        Value("rate", kept_rate, ("currency",)),
        Value("reference", "s.reference", ("reference",)),
        Value("method", "s.method", ("method",)),
        Value("invoice_id", "r_invoice.row_id", ("invoice",)),
        Value("posting", "1"),
    ]
    resolve(
        "up_payments",
        Payment,
        values,
        f"FROM {stage.table} s JOIN {keys.key_table('payments')} k ON k.key = s.id {keys.joins(stage)}"
        " JOIN rate_payments found ON found.n = s.n LEFT JOIN billing_invoice i ON i.id = r_invoice.row_id"
        " WHERE NOT s.bad",
        match="key",
    )
    _find_changed(applying)
    changes = write("up_payments", Payment, values, stage.yielded, undone=applying.undone)
    applying.keep_ids("payments")
    applying.note_created(Payment, changes.created_ranges)
    applying.count("payments", changes)
    _post(applying)


def _find_changed(applying: Applying) -> None:
    mine, theirs = (", ".join(f"{alias}.{column}" for column in _POSTED) for alias in ("t", "v"))
    run(
        "CREATE TEMP TABLE changed_payments ON COMMIT DROP AS"
        f" SELECT t.id FROM up_payments v JOIN {Payment._meta.db_table} t ON t.id = v.row_id WHERE NOT v.is_new"
        f" AND (({mine}) IS DISTINCT FROM ({theirs}) OR t.archived_at = ANY(%s::timestamptz[]))",
        [list(applying.undone)],
    )


def _post(applying: Applying) -> None:
    table = Payment._meta.db_table
    changed = [row[0] for row in rows_of("SELECT id FROM changed_payments ORDER BY id")]
    if changed:
        reverse_documents(actor=applying.actor, room=ROOM, document_ids=changed)
    posted = "(v.is_new OR d.id IN (SELECT id FROM changed_payments))"
    run(f"UPDATE {table} d SET posting = posting + 1 FROM changed_payments c WHERE d.id = c.id")
    cells = posted_payment_cells()
    listed = ", ".join(f"{cells[column]} AS {column}" for column in COLUMNS)
    post_many(
        actor=applying.actor,
        query=f"SELECT {listed} FROM {table} d JOIN up_payments v ON v.row_id = d.id WHERE {posted} ORDER BY d.id",
    )
    (ranges,) = rows_of(
        f"SELECT coalesce(range_agg(int8range(d.id, d.id, '[]')), '{{}}') FROM {table} d"
        f" JOIN up_payments v ON v.row_id = d.id WHERE {posted}"
    )[0]
    applying.posted.setdefault(ROOM, []).extend([part.lower, part.upper] for part in ranges)


def posted_payment_cells() -> dict[str, str]:
    """What a payment `d` says to the ledger."""
    own = {
        "day": day_to_post("d"),
        "kind": "'collected'",
        "sold_to_id": "coalesce((SELECT i.account_id FROM billing_invoice i WHERE i.id = d.invoice_id), d.account_id)",
        "bill_to_id": "d.account_id",
        "net": "d.amount",
        "tax": "0::numeric",
        "cost": "NULL::numeric",
        "quantity": "0::numeric",
        "product_id": "NULL::bigint",
        "seller_id": "NULL::bigint",
        "site_id": "NULL::bigint",
        "room": f"'{ROOM}'",
        "document_id": "d.id",
        "line_key": "''",
        "settles_room": "CASE WHEN d.invoice_id IS NULL THEN '' ELSE 'billing' END",
        "settles_id": "d.invoice_id",
    }
    return {column: own.get(column, f"d.{column}") for column in COLUMNS}
