"""The credits of a range of days as they follow from ledger and teams now, added up and not kept: for trying things out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from suki.apps.company.models import LegalEntity
from suki.apps.credits.freezing import Handover, credit_rule, everyones_credits
from suki.apps.credits.models import CreditBatch
from suki.apps.credits.settling import settled_parts
from suki.apps.ledger.models import Kind
from suki.apps.ledger.queries import sql_ids


class Gathered(NamedTuple):
    """What somebody is credited with of a document (or of one line): the same as frozen credits would say."""

    line_id: int
    person_id: int
    account_id: int
    product_id: int | None
    counted: str
    why: str
    day: date
    document: str
    net: Decimal
    cost: Decimal | None
    quantity: Decimal


def gathered_credits(
    *, entity: LegalEntity, start: date, end: date, events: Iterable[str] = ("invoiced",),
    handovers: Iterable[Handover] = (), by_line: bool = False, by_product: bool = False,
    people: Iterable[int] | None = None,
) -> Iterator[Gathered]:  # fmt: skip
    """The credits of [start, end) at these events, in the order of days; without `by_line` whole documents at once,
    of everybody or of some `people`."""
    events = set(events)
    basis, rule = credit_rule()
    kinds = (Kind.BOOKED,) if "booked" in events else ()
    kinds += (Kind.INVOICED, Kind.CREDITED) if events - {"booked"} else ()
    parts = list(settled_parts(entity, start, end)) if events & {"collected", "written_off"} else []
    moved = json.dumps([asdict(each) for each in handovers], default=str)
    line = "e.line_id" if by_line else "min(e.line_id)"
    product = "e.product_id" if by_line or by_product else "NULL::bigint"
    groups = ["e.person_id", "e.account_id", "e.counted", "e.why", "e.day", "e.room", "e.document_id"]
    groups += ["e.line_id", "e.product_id"] if by_line else ["e.product_id"] if by_product else []
    wanted = "TRUE" if people is None else f"e.person_id = ANY({sql_ids(list(people))})"
    sql = f"""{everyones_credits(entity, start, end, basis, kinds)},
        summed AS (
            SELECT {line} AS line_id, e.person_id, e.account_id, {product} AS product_id, e.counted, e.why, e.day, e.room,
                e.document_id, sum(e.net) AS net, CASE WHEN bool_and(e.cost IS NOT NULL) THEN sum(e.cost) END AS cost,
                sum(e.quantity) AS quantity
            FROM everyones e WHERE e.counted = ANY(%s) AND {wanted} GROUP BY {", ".join(groups)}
        )
        SELECT s.line_id, s.person_id, s.account_id, s.product_id, s.counted, s.why, s.day,
            left(coalesce(d.number, i.number, s.room || ' ' || s.document_id), 80), s.net, s.cost, s.quantity
        FROM summed s
        LEFT JOIN orders_order d ON s.room = 'orders' AND d.id = s.document_id
        LEFT JOIN billing_invoice i ON s.room = 'billing' AND i.id = s.document_id
        ORDER BY s.day, s.line_id, s.product_id, s.why, s.person_id"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [moved, json.dumps(parts, default=str), rule, sorted(events)])
        yield from (Gathered(*row) for row in cursor.fetchall())


DailySums = set[tuple[object, ...]]
"""Person, what counted, why, day: net, cost and quantity."""


def daily_sums(
    *, entity: LegalEntity, start: date, end: date, handovers: Iterable[Handover] = ()
) -> DailySums:
    """What everybody is credited with on each day of [start, end), as it follows from ledger and teams now."""
    basis, rule = credit_rule()
    moved = json.dumps([asdict(each) for each in handovers], default=str)
    parts = json.dumps(list(settled_parts(entity, start, end)), default=str)
    sql = f"{everyones_credits(entity, start, end, basis)} {_DAILY} FROM everyones e GROUP BY 1, 2, 3, 4"
    with connection.cursor() as cursor:
        cursor.execute(sql, [moved, parts, rule])
        return set(cursor.fetchall())


def frozen_sums(batch: CreditBatch, start: date, end: date) -> DailySums:
    """The same of what was frozen."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_DAILY} FROM credits_frozencredit e WHERE batch_id = %s AND day >= %s AND day < %s GROUP BY 1, 2, 3, 4",
            [batch.pk, start, end],
        )
        return set(cursor.fetchall())


_DAILY = "SELECT e.person_id, e.counted, e.why, e.day, sum(e.net), coalesce(sum(e.cost), 0), sum(e.quantity)"
