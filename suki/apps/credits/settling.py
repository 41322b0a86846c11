"""What was collected or written off, as parts of the lines of the documents that it settles.

A payment counts for its part of the document's net. The parts of all payments of a document are worked out one after
the other, so that a document paid in full has counted with exactly its net, line by line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from suki.apps.company.models import LegalEntity
from suki.kernel.money import apportion_amount, digits, round_half_up

ZERO = Decimal(0)


class _Origin(NamedTuple):
    """A line of the document that is settled, as it stands."""

    id: int
    base_net: Decimal
    base_cost: Decimal | None
    quantity: Decimal
    gross: Decimal


class _Settlement(NamedTuple):
    """A line that settles a document: collected or written off."""

    id: int
    kind: str
    day: date
    gross: Decimal


def settled_parts(entity: LegalEntity, start: date, end: date) -> Iterator[dict[str, Any]]:
    """For each line of [start, end) that settles a document: its part of each of the document's lines.

    Collected parts count as they are; what is written off counts against (`written_off`, negative).
    """
    places = digits(entity.currency)
    origins = _documents(entity, start, end)
    for document, settlements in _settlements(entity, start, end).items():
        lines = origins.get(document, [])
        gross = sum((line.gross for line in lines), ZERO)
        net = sum((line.base_net for line in lines), ZERO)
        if gross <= 0 or net <= 0:
            continue
        for kind in ("collected", "written_off"):
            of_kind = [each for each in settlements if each.kind == kind]
            yield from _parts(of_kind, lines, gross, net, places, start)


def _parts(
    settlements: list[_Settlement],
    lines: list[_Origin],
    gross: Decimal,
    net: Decimal,
    places: int,
    start: date,
) -> Iterator[dict[str, Any]]:
    paid, before = ZERO, [ZERO] * len(lines)
    for each in settlements:
        paid += each.gross
        counted = min(max(paid, ZERO), gross)
        after = apportion_amount(
            round_half_up(net * counted / gross, places), [line.base_net * counted / gross for line in lines], places
        ) if counted else [ZERO] * len(lines)  # fmt: skip
        if each.day >= start:
            for line, had, has in zip(lines, before, after, strict=True):
                if has != had:
                    yield _part(each, line, has - had)
        before = after


def _part(settlement: _Settlement, line: _Origin, net: Decimal) -> dict[str, Any]:
    signed = net if settlement.kind == "collected" else -net
    share = signed / line.base_net if line.base_net else ZERO
    return {
        "line_id": settlement.id,
        "origin_id": line.id,
        "counted": settlement.kind,
        "day": settlement.day,
        "base_net": signed,
        "base_cost": None if line.base_cost is None else round_half_up(line.base_cost * share, 4),
        "quantity": round_half_up(line.quantity * share, 6),
    }


def _settlements(entity: LegalEntity, start: date, end: date) -> dict[tuple[str, int], list[_Settlement]]:
    """By document, in order: all up to `end` of those documents that something settled in these days."""
    found: dict[tuple[str, int], list[_Settlement]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_SETTLEMENTS, {"entity": entity.pk, "start": start, "end": end})
        for room, document, *line in cursor.fetchall():
            found[room, document].append(_Settlement(*line))
    return found


def _documents(entity: LegalEntity, start: date, end: date) -> dict[tuple[str, int], list[_Origin]]:
    """The lines of these documents as they stand, those of one key summed."""
    found: dict[tuple[str, int], list[_Origin]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_ORIGINS, {"entity": entity.pk, "start": start, "end": end})
        for room, document, *line in cursor.fetchall():
            found[room, document].append(_Origin(*line))
    return found


_TOUCHED = """
    SELECT DISTINCT settles_room, settles_id FROM ledger_ledgerline
    WHERE entity_id = %(entity)s AND kind IN ('collected', 'written_off') AND settles_id IS NOT NULL
        AND day >= %(start)s AND day < %(end)s"""

_SETTLEMENTS = f"""
    SELECT l.settles_room, l.settles_id, l.id, l.kind, l.day, l.net + l.tax
    FROM ({_TOUCHED}) t JOIN ledger_ledgerline l USING (settles_room, settles_id)
    WHERE l.entity_id = %(entity)s AND l.kind IN ('collected', 'written_off') AND l.day < %(end)s
    ORDER BY l.day, l.id"""

_ORIGINS = f"""
    SELECT l.room, l.document_id, l.id, l.base_net, l.base_cost, l.quantity, l.net + l.tax
    FROM ({_TOUCHED}) t JOIN ledger_ledgerline l ON l.room = t.settles_room AND l.document_id = t.settles_id
    WHERE l.entity_id = %(entity)s AND l.kind = 'invoiced' AND l.reverses_id IS NULL AND l.day < %(end)s
        AND NOT EXISTS (SELECT 1 FROM ledger_ledgerline r WHERE r.reverses_id = l.id)
    ORDER BY l.id"""
