"""What clients have paid for the documents behind lines of pay, and which document a number is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Max, Sum

from suki.apps.billing.models import Invoice
from suki.apps.compensation.models import PayLine
from suki.apps.ledger.models import Kind, LedgerLine

Received = dict[tuple[str, int], tuple[Decimal, date]]


def paid_for(rows: Iterable[PayLine]) -> Received:
    """What came in for each document, in the firm's currency, and the day of the latest payment."""
    wanted = {(row.credit.line.room, row.credit.line.document_id) for row in rows if row.credit}
    found = (
        LedgerLine.objects.filter(
            kind=Kind.COLLECTED,
            settles_room__in={room for room, _pk in wanted},
            settles_id__in={pk for _room, pk in wanted},
        )
        .values("settles_room", "settles_id")
        .annotate(total=Sum("base_net"), newest=Max("day"))
    )
    return {
        (each["settles_room"], each["settles_id"]): (each["total"], each["newest"])
        for each in found
        if (each["settles_room"], each["settles_id"]) in wanted
    }


def documents_of(rows: Iterable[PayLine]) -> dict[str, int]:
    """The invoices behind corrections, which point to no credit of their own."""
    numbers = {row.document for row in rows if row.document and row.credit is None}
    return dict(Invoice.objects.filter(number__in=numbers).values_list("number", "pk")) if numbers else {}
