"""What a customer still has to pay, item by item: each invoice less its credit notes and what was paid on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import DecimalField, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from suki.apps.accounts.models import Account
from suki.apps.company.models import LegalEntity
from suki.apps.company.queries import rate_sql
from suki.apps.ledger.models import Kind, LedgerLine

_AMOUNT: Any = DecimalField(max_digits=24, decimal_places=4)
_SETTLING = (Kind.COLLECTED, Kind.WRITTEN_OFF)


@dataclass(frozen=True)
class OpenItem:
    """A document of which something is open; negative where the customer has something to get."""

    kind: str
    id: int
    number: str
    day: date
    due: date | None
    currency: str
    left: Decimal

    def is_overdue(self, on: date) -> bool:
        """Whether it is past due on a day."""
        return self.left > 0 and self.due is not None and self.due < on


@dataclass(frozen=True)
class OpenItems:
    """All open items of a customer, the oldest first, and what the ledger says that they add up to."""

    items: Sequence[OpenItem]
    in_ledger: dict[str, Decimal]
    rates: dict[str, Decimal | None] = field(default_factory=dict)

    @property
    def by_currency(self) -> dict[str, Decimal]:
        """What the items add up to, per currency."""
        sums: dict[str, Decimal] = {}
        for item in self.items:
            sums[item.currency] = sums.get(item.currency, Decimal(0)) + item.left
        return sums

    @property
    def agrees(self) -> bool:
        """Whether the items are the ledger's receivable to the cent."""
        currencies = {*self.by_currency, *self.in_ledger}
        return all(
            self.by_currency.get(code, Decimal(0)) == self.in_ledger.get(code, Decimal(0))
            for code in currencies
        )


def open_items(account: Account, entity: LegalEntity, on: date) -> OpenItems:
    """The open items of an account and of those that live on in it, at the end of a day. One question."""
    given = {"account": account.pk, "entity": entity.pk, "on": on}
    items: list[OpenItem] = []
    in_ledger: dict[str, Decimal] = {}
    rates: dict[str, Decimal | None] = {}
    with connection.cursor() as cursor:
        cursor.execute(_ITEMS.replace("/*rate*/", rate_sql("g.currency", entity.currency, on)), given)
        for kind, row_id, number, day, due, currency, amount, rate in cursor.fetchall():
            if kind == "ledger":
                in_ledger[currency], rates[currency] = amount, rate
            else:
                items.append(OpenItem(kind, row_id, number, day, due, currency, amount))
    return OpenItems(items, in_ledger, rates)


def with_left(invoices: QuerySet[Any]) -> QuerySet[Any]:
    """Each invoice with `paid` (what was collected on it or written off) and `left`."""
    settling = LedgerLine.objects.filter(
        settles_room="billing", settles_id=OuterRef("pk"), kind__in=_SETTLING
    ).order_by()
    sums = settling.values("settles_id").annotate(total=Sum(F("net") + F("tax"))).values("total")
    paid = Coalesce(Subquery(sums, output_field=_AMOUNT), Decimal(0), output_field=_AMOUNT)
    return invoices.annotate(paid=paid).annotate(left=F("net") + F("tax") - F("paid"))


_ITEMS = """
    WITH own AS (
        SELECT id FROM accounts_account WHERE id = %(account)s OR merged_into_id = %(account)s
    ), documents AS (
        SELECT i.id, i.kind, i.number, i.day, i.due, i.currency, i.net + i.tax AS gross, i.extra->>'credits' AS credits
        FROM billing_invoice i
        WHERE i.account_id IN (SELECT id FROM own) AND i.entity_id = %(entity)s AND i.archived_at IS NULL
            AND i.day <= %(on)s
    ), settled AS (
        SELECT l.settles_id AS id, sum(l.net + l.tax) AS paid
        FROM ledger_ledgerline l
        WHERE l.settles_room = 'billing' AND l.settles_id IN (SELECT id FROM documents)
            AND l.kind IN ('collected', 'written_off') AND l.day <= %(on)s
        GROUP BY 1
    ), items AS (
        SELECT 'invoice' AS kind, d.id, d.number, d.day, d.due, d.currency,
            d.gross - coalesce(s.paid, 0) + coalesce(
                (SELECT sum(c.gross) FROM documents c
                 WHERE c.kind = 'credit_note' AND c.credits = d.number AND c.currency = d.currency), 0) AS left_open
        FROM documents d LEFT JOIN settled s ON s.id = d.id WHERE d.kind = 'invoice'
        UNION ALL
        SELECT 'credit_note', c.id, c.number, c.day, NULL, c.currency, c.gross - coalesce(s.paid, 0)
        FROM documents c LEFT JOIN settled s ON s.id = c.id
        WHERE c.kind = 'credit_note' AND NOT EXISTS (
            SELECT 1 FROM documents d WHERE d.kind = 'invoice' AND d.number = c.credits AND d.currency = c.currency)
        UNION ALL
        SELECT 'payment', l.document_id, '', min(l.day), NULL, l.currency, -sum(l.net + l.tax)
        FROM ledger_ledgerline l
        WHERE l.sold_to_id IN (SELECT id FROM own) AND l.entity_id = %(entity)s AND l.settles_id IS NULL
            AND l.kind IN ('collected', 'written_off') AND l.day <= %(on)s
        GROUP BY l.room, l.document_id, l.currency
    ), rolled_up AS MATERIALIZED (
        SELECT r.currency, r.kind, r.net + r.tax AS gross, r.cell_end
        FROM ledger_ledgerrollup r
        WHERE r.sold_to_id IN (SELECT id FROM own) AND r.entity_id = %(entity)s AND r.cell_end <= %(on)s::date + 1
    ), posted AS (
        SELECT currency, kind, gross FROM rolled_up
        UNION ALL
        SELECT l.currency, l.kind, l.net + l.tax
        FROM ledger_ledgerline l
        WHERE l.sold_to_id IN (SELECT id FROM own) AND l.entity_id = %(entity)s AND l.day <= %(on)s
            AND l.day >= coalesce((SELECT max(cell_end) FROM rolled_up), '-infinity')
    ), grossed AS (
        SELECT currency, sum(CASE WHEN kind IN ('invoiced', 'credited') THEN gross ELSE -gross END) AS gross
        FROM posted WHERE kind IN ('invoiced', 'credited', 'collected', 'written_off') GROUP BY 1
    )
    SELECT kind, id, number, day, due, currency, left_open, NULL::numeric FROM items WHERE left_open <> 0
    UNION ALL
    SELECT 'ledger', NULL, '', NULL, NULL, g.currency, g.gross, /*rate*/ FROM grossed g WHERE g.gross <> 0
    ORDER BY day, number, id
"""
