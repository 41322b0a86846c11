"""The lines of documents: staged with exact amounts, then settled, then written where they differ."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext as _

from suki.exchange import keys
from suki.exchange.rooms.applying import Applying, Rule
from suki.exchange.staging import rows_of, run
from suki.exchange.upsert import Changes, columns_of, create

CELLS = ("position", "product_id", "description", "quantity", "unit_price", "discount", "net", "tax", "cost")


def stage_lines(applying: Applying, target: str, lines: str, model: type[models.Model], parent: str) -> None:
    """The exact lines of the documents in the order of their numbers; where none are staged, those that stand."""
    stage = applying.stage(lines)
    if stage is None:
        run(
            f"CREATE TEMP TABLE line_{target} ON COMMIT DROP AS SELECT t.id AS n, d.document_id, t.line_key,"
            f" t.position::bigint, {', '.join(f't.{cell}' for cell in CELLS if cell != 'position')}"
            f" FROM {model._meta.db_table} t JOIN head_{target} d ON d.document_id = t.{parent}"
        )
    else:
        _refuse_priceless(applying, lines)
        reference = stage.target.columns[0].name
        exact = "coalesce(s.net, s.quantity * s.unit_price * (1 - coalesce(s.discount, 0)))"
        by_number = "CASE WHEN s.line ~ '^[0-9]{1,9}$' THEN s.line::integer END"
        run(f"""
            CREATE TEMP TABLE line_{target} ON COMMIT DROP AS
            SELECT s.n, d.document_id, s.line AS line_key,
                row_number() OVER (PARTITION BY d.document_id ORDER BY {by_number}, s.n) AS position,
                r_product.row_id AS product_id, s.description,
                CASE WHEN d.turns THEN -abs(s.quantity) ELSE s.quantity END AS quantity, s.unit_price,
                coalesce(s.discount, 0) AS discount,
                {_turned(exact, exact)} AS net, {_turned("s.tax", exact)} AS tax, {_turned("s.cost", exact)} AS cost
            FROM {stage.table} s JOIN key_{target} k ON k.key = s.{chr(34)}{reference}{chr(34)}
            JOIN head_{target} d ON d.document_id = k.row_id {keys.join(stage, "product")}
            WHERE NOT s.bad
        """)


def _turned(amount: str, exact: str) -> str:
    """A credit note stated positive has all its amounts turned; one stated negative stays as it is."""
    return f"CASE WHEN d.turns AND coalesce(d.net, {exact}) > 0 THEN -({amount}) ELSE {amount} END"


def _refuse_priceless(applying: Applying, lines: str) -> None:
    stage = applying.stages[lines]
    applying.refuse_rows(
        Rule(lines, "net", _("a net, or a unit_price"), _("this line has neither a net nor a unit price.")),
        f"SELECT n, NULL AS value, NULL AS other FROM {stage.table}"
        " WHERE NOT bad AND net IS NULL AND unit_price IS NULL",
    )


def settle_lines(target: str, model: type[models.Model]) -> None:
    """The lines as the house keeps them: amounts apportioned, every cell in its column's type."""
    types = columns_of(model)
    cells = {
        "position": "l.position",
        "product_id": "l.product_id",
        "description": "coalesce(l.description, '')",
        "quantity": "l.quantity",
        "unit_price": "l.unit_price",
        "discount": "l.discount",
        "net": "coalesce(p.net, l.net)",
        "tax": "coalesce(t.tax, x.part, 0)",
        "cost": "l.cost",
    }
    listed = ", ".join(f"({sql})::{types[name]} AS {name}" for name, sql in cells.items())
    run(
        f"CREATE TEMP TABLE settled_{target} ON COMMIT DROP AS"
        f" SELECT l.document_id, l.line_key::{types['line_key']} AS line_key, {listed} FROM line_{target} l"
        f" LEFT JOIN net_{target} p USING (n)"
        f" LEFT JOIN taxed_{target} x USING (n) LEFT JOIN tax_{target} t USING (n)"
    )
    run(f"CREATE INDEX ON settled_{target} (document_id)")


def write_lines(applying: Applying, target: str, model: type[models.Model], parent: str) -> Changes:
    """Create the lines of new documents; in changed ones, remove, change and add what differs."""
    table = model._meta.db_table
    changed = f"settled_{target} v JOIN changed_{target} c ON c.id = v.document_id AND c.in_lines"
    changes = Changes()
    run(
        f"DELETE FROM {table} t USING changed_{target} c WHERE c.id = t.{parent} AND c.in_lines"
        f" AND NOT EXISTS (SELECT 1 FROM settled_{target} v WHERE v.document_id = c.id AND v.line_key = t.line_key)"
    )
    mine, theirs = (", ".join(f"{alias}.{cell}" for cell in CELLS) for alias in ("t", "v"))
    settings = ", ".join(f"{cell} = v.{cell}" for cell in CELLS)
    changes.updated = run(
        f"UPDATE {table} t SET {settings} FROM {changed} WHERE t.{parent} = v.document_id"
        f" AND t.line_key = v.line_key AND ({mine}) IS DISTINCT FROM ({theirs})"
    )
    run(
        f"CREATE TEMP TABLE added_{target} ON COMMIT DROP AS SELECT NULL::bigint AS row_id, true AS is_new,"
        f" v.document_id AS {parent}, v.line_key, {theirs} FROM {changed}"
        f" WHERE NOT EXISTS (SELECT 1 FROM {table} t WHERE t.{parent} = v.document_id AND t.line_key = v.line_key)"
    )
    added, ranges = create(f"added_{target}", model, [parent, "line_key", *CELLS])
    applying.note_created(model, ranges)
    columns = ", ".join(["line_key", *CELLS])
    created = run(
        f"INSERT INTO {table} ({parent}, {columns}) SELECT v.document_id, {columns} FROM settled_{target} v"
        f" WHERE EXISTS (SELECT 1 FROM up_{target} d WHERE d.row_id = v.document_id AND d.is_new)"
    )
    (total,) = rows_of(f"SELECT count(*) FROM settled_{target}")[0]
    changes.created = created + added
    changes.unchanged = total - changes.created - changes.updated
    return changes
