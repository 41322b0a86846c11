"""Orders and invoices with their lines: rounded once, apportioned, compared, posted. And payments."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _

from suki.apps.billing.models import Invoice, InvoiceLine
from suki.apps.ledger.actions import COLUMNS, post_many, reverse_documents
from suki.apps.orders.models import Order, OrderLine
from suki.exchange import keys
from suki.exchange.rooms.applying import Applying, Rule
from suki.exchange.rooms.apportioning import add_up, apportion
from suki.exchange.rooms.closed import day_to_post, refuse_closed_days
from suki.exchange.rooms.extra import extra_value
from suki.exchange.rooms.lines import settle_lines, stage_lines, write_lines
from suki.exchange.rooms.rates import digits_sql, find_rates
from suki.exchange.staging import Staged, rows_of, run
from suki.exchange.upsert import Value, resolve, write


@dataclass(frozen=True)
class Documents:
    """One kind of document: its targets, its tables, and what it says to the ledger."""

    target: str
    lines: str
    model: type[models.Model]
    line_model: type[models.Model]
    parent: str
    room: str
    kind: str
    """The ledger's kind of its lines, in SQL over the document `d`."""
    turns: str = "false"
    """When all its amounts are turned into negative ones, in SQL over the staged row `s`."""


ORDERS = Documents("orders", "order_lines", Order, OrderLine, "order_id", "orders", "'booked'")
INVOICES = Documents(
    "invoices",
    "invoice_lines",
    Invoice,
    InvoiceLine,
    "invoice_id",
    "billing",
    "CASE WHEN d.kind = 'credit_note' THEN 'credited' ELSE 'invoiced' END",
    "coalesce(s.kind, 'invoice') = 'credit_note'",
)

_POSTED = (
    "entity_id",
    "account_id",
    "bill_to_id",
    "seller_id",
    "day",
    "currency",
    "rate",
    "net",
    "tax",
    "kind",
)
"""Columns of a document that its ledger lines carry: where one changes, the lines are posted anew."""


def bring_documents(applying: Applying, documents: Documents) -> None:
    """Write the documents and their lines, and post what is new or has changed."""
    stage = applying.stages[documents.target]
    applying.leave_out_with(documents.target, "order")
    prepare(applying, documents)
    settle_lines(documents.target, documents.line_model)
    table = f"up_{documents.target}"
    values = _values(stage, documents)
    resolve(
        table, documents.model, values, f"FROM doc_{documents.target} s", match="key", keep="s.n", key="s"
    )
    run(f"CREATE UNIQUE INDEX ON {table} (row_id)")
    _find_changed(applying, documents)
    changes = write(table, documents.model, values, _told(stage), undone=applying.undone)
    applying.keep_ids(documents.target)
    if lines := applying.stage(documents.lines):
        applying.leave_out_with(documents.lines, lines.target.columns[0].name, also_known=True)
    applying.note_created(documents.model, changes.created_ranges)
    line_changes = write_lines(applying, documents.target, documents.line_model, documents.parent)
    also = rows_of(f"SELECT count(*) FROM changed_{documents.target} WHERE NOT in_header")[0][0]
    changes.updated += also
    changes.unchanged -= also
    applying.count(documents.target, changes)
    if applying.stage(documents.lines):
        applying.count(documents.lines, line_changes)
    _post(applying, documents)


def prepare(applying: Applying, documents: Documents) -> None:
    """The staged documents with their amounts settled; refuses those that cannot be."""
    stage, name = applying.stages[documents.target], documents.target
    find_rates(applying, stage)
    bill_to = "coalesce(r_bill_to.row_id, r_account.row_id)"
    run(f"""
        CREATE TEMP TABLE head_{name} ON COMMIT DROP AS
        SELECT s.*, k.row_id, k.is_new, k.row_id AS document_id, {digits_sql("s.currency", stage)} AS digits,
            coalesce(r_entity.row_id, {applying.entity.pk}) AS entity_id, r_account.row_id AS account_id,
            {bill_to} AS bill_to_id, r_seller.row_id AS seller_id,
            {"r_order.row_id" if "order" in stage.target.references else "NULL::bigint"} AS order_id,
            coalesce(s.rate, found.rate) AS settled_rate, {documents.turns} AS turns
        FROM {_with_rate(stage)} s JOIN {keys.key_table(name)} k ON k.key = s.id {keys.joins(stage)}
        LEFT JOIN rate_{name} found ON found.n = s.n
        WHERE NOT s.bad
    """)
    stage_lines(applying, documents.target, documents.lines, documents.line_model, documents.parent)
    _settle(applying, documents)


def _with_rate(stage: Staged) -> str:
    """The staged rows; invoices take no rate from the file."""
    if "rate" in stage.target.by_name:
        return stage.table
    return f"(SELECT *, NULL::numeric AS rate FROM {stage.table})"


def _settle(applying: Applying, documents: Documents) -> None:
    """Round each document's net and tax once and give its lines their shares."""
    name = documents.target
    net = "round(coalesce(CASE WHEN h.turns THEN -abs(h.net) ELSE h.net END, l.whole), h.digits)"
    tax = "round(coalesce(CASE WHEN h.turns THEN -abs(h.tax) ELSE h.tax END, l.line_tax, 0), h.digits)"
    run(f"""
        CREATE TEMP TABLE doc_{name} ON COMMIT DROP AS
        SELECT h.*, {net} AS settled_net, {tax} AS settled_tax, {net} AS total, l.whole, l.size,
            l.are_whole AND l.whole = {net} AS is_plain
        FROM head_{name} h LEFT JOIN (
            SELECT l.document_id, sum(l.net) AS whole, sum(abs(l.net)) AS size, sum(l.tax) AS line_tax,
                bool_and(l.net = round(l.net, h.digits)) AS are_whole
            FROM line_{name} l JOIN head_{name} h USING (document_id) GROUP BY 1
        ) l USING (document_id)
    """)
    run(f"CREATE UNIQUE INDEX ON doc_{name} (document_id)")
    _refuse_unsettled(applying, documents)
    apportion(f"net_{name}", lines=f"line_{name}", sums=f"doc_{name}", part="net", into="net")
    run(f"""
        CREATE TEMP TABLE taxed_{name} ON COMMIT DROP AS
        SELECT l.n, l.document_id, l.position,
            CASE WHEN bool_or(l.tax <> 0) OVER (PARTITION BY l.document_id) THEN coalesce(l.tax, 0)
                ELSE coalesce(p.net, l.net) END AS part
        FROM line_{name} l LEFT JOIN net_{name} p USING (n)
        WHERE EXISTS (SELECT 1 FROM doc_{name} d WHERE d.document_id = l.document_id AND d.settled_tax <> 0)
    """)
    taxes = {"lines": f"taxed_{name}", "part": "part"}
    add_up(f"taxes_{name}", documents=f"doc_{name}", total="settled_tax", **taxes)
    apportion(f"tax_{name}", sums=f"taxes_{name}", into="tax", **taxes)


def _refuse_unsettled(applying: Applying, documents: Documents) -> None:
    """Documents that have no amount, or one that their lines cannot bear, or a number that is taken."""
    name = documents.target
    applying.refuse_rows(
        Rule(name, "net", _("a net, or lines"), _("this document has neither a net nor lines.")),
        f"SELECT n, NULL AS value, NULL AS other FROM doc_{name} WHERE settled_net IS NULL",
    )
    applying.refuse_rows(
        Rule(name, "net", "0", _("the net is {value}, but its lines are all zero.")),
        f"SELECT d.n, d.settled_net AS value, NULL AS other FROM doc_{name} d WHERE d.settled_net <> 0"
        " AND d.size = 0",
    )
    refuse_closed_days(applying, name, f"SELECT n, entity_id, day, is_new FROM doc_{name}")
    table = documents.model._meta.db_table
    applying.refuse_rows(
        Rule(name, "number", _("a number of its own"), _("the number “{value}” stands twice.")),
        "SELECT n, number AS value, NULL AS other FROM ("
        f" SELECT n, coalesce(number, id) AS number, row_number() OVER (PARTITION BY entity_id, coalesce(number, id)"
        f" ORDER BY n) AS place FROM doc_{name}) q WHERE place > 1",
    )
    applying.refuse_rows(
        Rule(
            name,
            "number",
            _("a number of its own"),
            _("the number “{value}” belongs to another document already."),
        ),
        f"SELECT d.n, t.number AS value, NULL AS other FROM doc_{name} d JOIN {table} t"
        f" ON t.entity_id = d.entity_id AND t.number = coalesce(d.number, d.id) AND t.id <> d.row_id"
        f" WHERE NOT EXISTS (SELECT 1 FROM doc_{name} o WHERE o.row_id = t.id)",
    )
    run(f"DELETE FROM doc_{name} d USING {applying.stages[name].table} s WHERE s.n = d.n AND s.bad")
    run(
        f"DELETE FROM line_{name} l WHERE NOT EXISTS (SELECT 1 FROM doc_{name} d WHERE d.document_id = l.document_id)"
    )


def _values(stage: Staged, documents: Documents) -> list[Value]:
    """The columns of a document."""
    standing = (
        f"CASE WHEN NOT s.is_new THEN (SELECT t.rate FROM {documents.model._meta.db_table} t WHERE t.id = s.row_id"
        " AND t.currency = s.currency AND t.day = s.day AND t.entity_id = s.entity_id) END"
    )
    kept_rate = f"coalesce(s.rate, {standing}, s.settled_rate)"
    amounts = ("net", "tax", "lines")
    values = [
        Value("entity_id", "s.entity_id", ("entity",)),
        Value("number", "coalesce(s.number, s.id)", ("number", "id")),
        Value("account_id", "s.account_id", ("account",)),
        Value("bill_to_id", "s.bill_to_id", ("bill_to", "account")),
        Value("seller_id", "s.seller_id", ("seller",)),
        Value("day", "s.day", ("day",)),
        Value("currency", "s.currency", ("currency",)),
        Value("rate", kept_rate, ("currency",)),
        Value("net", "s.settled_net", amounts),
        Value("tax", "s.settled_tax", amounts),
        Value("posting", "1"),
        *_extra(stage, documents),
    ]
    if documents is ORDERS:
        return values + [Value(name, f"s.{name}", (name,)) for name in ("po_number", "promised", "shipped")]
    return [
        *values,
        Value("kind", "coalesce(s.kind, 'invoice')", ("kind",)),
        Value("due", "s.due", ("due",)),
        Value("order_id", "s.order_id", ("order",)),
    ]


def _extra(stage: Staged, documents: Documents) -> list[Value]:
    return [
        Value(value.column, value.sql.replace("k.row_id", "s.row_id"), value.told_by)
        for value in extra_value(stage, documents.model._meta.db_table)
    ]


def _told(stage: Staged) -> frozenset[str]:
    """What the recipe tells: the amounts always, for lines tell them too."""
    return stage.yielded | {"lines"}


def _find_changed(applying: Applying, documents: Documents) -> None:
    """The documents that are there already and are to be posted anew, by their headers or by their lines."""
    name, table, lines = documents.target, documents.model._meta.db_table, documents.line_model._meta.db_table
    posted = [column for column in _POSTED if column != "kind" or documents is INVOICES]
    mine, theirs = (", ".join(f"{alias}.{column}" for column in posted) for alias in ("t", "v"))
    cells = "line_key, product_id, description, quantity, unit_price, discount, net, tax, cost"
    run(
        f"""
        CREATE TEMP TABLE changed_{name} ON COMMIT DROP AS
        WITH header AS (
            SELECT t.id FROM up_{name} v JOIN {table} t ON t.id = v.row_id
            WHERE NOT v.is_new AND (({mine}) IS DISTINCT FROM ({theirs}) OR t.archived_at = ANY(%s::timestamptz[]))
        ), lines AS (
            SELECT document_id AS id FROM (
                (SELECT document_id, {cells} FROM settled_{name} f
                    WHERE EXISTS (SELECT 1 FROM up_{name} v WHERE v.row_id = f.document_id AND NOT v.is_new)
                 EXCEPT ALL
                 SELECT {documents.parent}, {cells} FROM {lines} t
                    WHERE EXISTS (SELECT 1 FROM up_{name} v WHERE v.row_id = t.{documents.parent} AND NOT v.is_new))
                UNION ALL
                (SELECT {documents.parent}, {cells} FROM {lines} t
                    WHERE EXISTS (SELECT 1 FROM up_{name} v WHERE v.row_id = t.{documents.parent} AND NOT v.is_new)
                 EXCEPT ALL
                 SELECT document_id, {cells} FROM settled_{name})
            ) differing
        )
        SELECT id, id IN (SELECT id FROM header) AS in_header, id IN (SELECT id FROM lines) AS in_lines
        FROM (SELECT id FROM header UNION SELECT id FROM lines) either
        """,
        [list(applying.undone)],
    )


def _post(applying: Applying, documents: Documents) -> None:
    """Take back what changed documents have posted, and post the changed and the new ones."""
    name, table = documents.target, documents.model._meta.db_table
    changed = [row[0] for row in rows_of(f"SELECT id FROM changed_{name} ORDER BY id")]
    if changed:
        reverse_documents(actor=applying.actor, room=documents.room, document_ids=changed)
    run(f"UPDATE {table} t SET posting = posting + 1 FROM changed_{name} c WHERE t.id = c.id")
    applying.tell(f"{name} → ledger", 0)
    post_many(actor=applying.actor, query=_ledger_lines(documents))
    (ranges,) = rows_of(
        "SELECT coalesce(range_agg(int8range(t.id, t.id, '[]')), '{}') FROM "
        f"{table} t JOIN up_{name} v ON t.id = v.row_id"
        f" WHERE v.is_new OR t.id IN (SELECT id FROM changed_{name})"
    )[0]
    applying.posted.setdefault(documents.room, []).extend([part.lower, part.upper] for part in ranges)


def posted_cells(documents: Documents) -> dict[str, str]:
    """What a document `d` and its line `l` say to the ledger; a document without lines says it alone."""
    return {
        "entity_id": "d.entity_id",
        "kind": documents.kind,
        "day": day_to_post("d"),
        "sold_to_id": "d.account_id",
        "bill_to_id": "d.bill_to_id",
        "currency": "d.currency",
        "net": "CASE WHEN l.document_id IS NULL THEN d.net ELSE l.net END",
        "tax": "CASE WHEN l.document_id IS NULL THEN d.tax ELSE l.tax END",
        "cost": "l.cost",
        "quantity": "coalesce(l.quantity, 0)",
        "product_id": "l.product_id",
        "seller_id": "d.seller_id",
        "site_id": "NULL::bigint",
        "rate": "d.rate",
        "rate_kind": "d.rate_kind",
        "room": f"'{documents.room}'",
        "document_id": "d.id",
        "line_key": "coalesce(l.line_key, '')",
        "posting": "d.posting",
        "settles_room": "''",
        "settles_id": "NULL::bigint",
    }


def _ledger_lines(documents: Documents) -> str:
    """The ledger lines of the new and the changed documents."""
    name, cells = documents.target, posted_cells(documents)
    listed = ", ".join(f"{cells[column]} AS {column}" for column in COLUMNS)
    return (
        f"SELECT {listed} FROM {documents.model._meta.db_table} d JOIN up_{name} v ON v.row_id = d.id"
        f" LEFT JOIN settled_{name} l ON l.document_id = d.id"
        f" WHERE v.is_new OR d.id IN (SELECT id FROM changed_{name})"
    )
