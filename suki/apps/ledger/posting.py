"""How lines enter the ledger. Called inside the actions of the rooms that make them; nothing is changed or deleted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, connection
from psycopg.errors import CheckViolation

from suki.kernel.errors import RuleBroken
from suki.kernel.money import currencies, digits


@dataclass(frozen=True, kw_only=True)
class NewLine:
    """A line to be posted. Amounts are in `currency`, already rounded to its digits; the ledger works out the base
    amounts at `rate`, each document's base net rounded once and shared among its lines by largest remainder."""

    entity_id: int
    kind: str
    day: date
    sold_to_id: int
    bill_to_id: int
    currency: str
    net: Decimal
    room: str
    document_id: int
    line_key: str = ""
    posting: int = 1
    tax: Decimal = Decimal(0)
    cost: Decimal | None = None
    quantity: Decimal = Decimal(0)
    product_id: int | None = None
    seller_id: int | None = None
    site_id: int | None = None
    rate: Decimal = Decimal(1)
    rate_kind: str = "spot"
    settles_room: str = ""
    settles_id: int | None = None


COLUMNS = tuple(field.name for field in fields(NewLine))
"""What a query given to `post_many` yields, by name and in any order."""

_TYPES = {
    "day": "date", "currency": "text", "net": "numeric", "tax": "numeric", "cost": "numeric", "quantity": "numeric",
    "rate": "numeric", "kind": "text", "room": "text", "line_key": "text", "rate_kind": "text", "settles_room": "text",
    "posting": "integer",
}  # fmt: skip


def post(lines: Iterable[NewLine]) -> int:
    """Post a handful of lines in the running transaction; returns how many."""
    rows = list(lines)
    if not rows:
        return 0
    cells = ", ".join(f"%s::{_TYPES.get(name, 'bigint')}" for name in COLUMNS)
    values = ", ".join(f"({cells})" for _ in rows)
    query = f"SELECT * FROM (VALUES {values}) AS v({', '.join(COLUMNS)})"
    return post_query(query, [getattr(row, name) for row in rows for name in COLUMNS])


def post_query(query: str, parameters: Sequence[Any] = ()) -> int:
    """Post all lines that a SQL query yields (columns: `COLUMNS`), in one statement; returns how many."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(_insert(query), list(parameters))
            return int(cursor.rowcount)
    except IntegrityError as error:
        if (
            isinstance(error.__cause__, CheckViolation)
            and error.__cause__.diag.constraint_name == "ledger_day_is_open"
        ):
            raise RuleBroken(error.__cause__.diag.message_primary or "") from error
        raise


def _insert(query: str) -> str:
    columns = ", ".join(COLUMNS)
    return f"""
        WITH given AS MATERIALIZED (SELECT q.*, row_number() OVER () AS place FROM ({query}) q),
        foreign_lines AS (
            SELECT g.*, (CASE e.currency {_digit_cases()} ELSE 2 END) AS base_digits
            FROM given g JOIN company_legalentity e ON e.id = g.entity_id
            WHERE g.currency <> e.currency
        ),
        converted AS (
            SELECT f.*, {_largest_remainder("net")} AS base_net, {_largest_remainder("tax")} AS base_tax,
                round(cost * rate, base_digits) AS base_cost
            FROM (SELECT f.*, {_parts("net")}, {_parts("tax")} FROM foreign_lines f) f
        )
        INSERT INTO ledger_ledgerline ({columns}, base_net, base_tax, base_cost)
        SELECT {", ".join(f"g.{name}" for name in COLUMNS)}, g.net, g.tax, g.cost
        FROM given g JOIN company_legalentity e ON e.id = g.entity_id AND g.currency = e.currency
        UNION ALL
        SELECT {columns}, base_net, base_tax, base_cost FROM converted
    """


_DOCUMENT = "PARTITION BY room, document_id, posting, kind"


def _parts(amount: str) -> str:
    """For each line: its converted amount cut towards zero to whole units, what was cut off, and how many units the
    document still has to give away (or to take back)."""
    scaled = f"{amount} * rate * power(10::numeric, base_digits)"
    return f"""
        trunc({scaled}) AS {amount}_units,
        {scaled} - trunc({scaled}) AS {amount}_left,
        round(sum({amount}) OVER ({_DOCUMENT}) * rate * power(10::numeric, base_digits))
            - sum(trunc({scaled})) OVER ({_DOCUMENT}) AS {amount}_missing
    """


def _largest_remainder(amount: str) -> str:
    """The line's share: its whole units, and one more for the largest remainders, ties by line order.

    A credit note gets the exact mirror of its invoice.
    """
    step = f"sign({amount}_missing)"
    place = f"row_number() OVER ({_DOCUMENT} ORDER BY {amount}_left * {step} DESC, place)"
    units = f"({amount}_units + (CASE WHEN {place} <= abs({amount}_missing) THEN {step} ELSE 0 END))"
    return f"{units} / power(10::numeric, base_digits)"


def _digit_cases() -> str:
    """The currencies whose minor unit is not a hundredth."""
    odd = ((code, digits(code)) for code in currencies())
    return " ".join(f"WHEN '{code}' THEN {number}" for code, number in odd if number != 2)


def take_back(room: str, document_ids: Sequence[int]) -> int:
    """Reverse everything that these documents have posted and that still stands; returns how many lines.

    The reversing line falls on the original day, or on the first open day once that period is closed.
    """
    with connection.cursor() as cursor:
        cursor.execute(_REVERSE, [room, list(document_ids)])
        return int(cursor.rowcount)


_REVERSE = """
    INSERT INTO ledger_ledgerline (
        entity_id, kind, day, sold_to_id, bill_to_id, site_id, product_id, seller_id, quantity, currency, net, tax,
        cost, rate, rate_kind, base_net, base_tax, base_cost, room, document_id, posting, line_key, settles_room,
        settles_id, reverses_id)
    SELECT l.entity_id, l.kind,
        greatest(l.day, (SELECT max(c.through) + 1 FROM company_periodclosing c
                         WHERE c.entity_id = l.entity_id AND c.reopened_at IS NULL AND c.through >= l.day)),
        l.sold_to_id, l.bill_to_id, l.site_id, l.product_id, l.seller_id, -l.quantity, l.currency,
        -l.net, -l.tax, -l.cost, l.rate, l.rate_kind, -l.base_net, -l.base_tax, -l.base_cost, l.room, l.document_id,
        l.posting, l.line_key, l.settles_room, l.settles_id, l.id
    FROM ledger_ledgerline l
    WHERE l.room = %s AND l.document_id = ANY(%s) AND l.reverses_id IS NULL
        AND NOT EXISTS (SELECT 1 FROM ledger_ledgerline r WHERE r.reverses_id = l.id)
    ORDER BY l.id
"""
