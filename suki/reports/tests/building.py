"""What the tests of the reports are made of: sales, and the figures of a row as plain numbers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from psycopg.types.range import DateRange

from suki.apps.accounts.models import Account
from suki.apps.company.queries import default_entity
from suki.apps.ledger.actions import post_lines
from suki.apps.ledger.posting import NewLine
from suki.apps.quotas.models import Quota
from suki.base.access import SYSTEM
from suki.base.models import ExternalId
from suki.reports.asking import asked
from suki.reports.quarterly import Results, quarterly_results
from suki.reports.quarterly_json import as_json

_numbers = count(1)


def sale(
    account: Account, day: str, net: str, *, seller: Any = None, cost: str | None = None, **more: Any
) -> None:
    """A line of an invoice on that day; `seller` is a person."""
    post_lines(
        actor=SYSTEM,
        lines=[
            NewLine(
                entity_id=more.pop("entity", None) or default_entity().pk,
                kind=more.pop("kind", "invoiced"),
                day=date.fromisoformat(day),
                sold_to_id=account.pk,
                bill_to_id=account.pk,
                currency="EUR",
                net=Decimal(net),
                cost=None if cost is None else Decimal(cost),
                seller_id=None if seller is None else seller.pk,
                room=more.pop("room", "billing"),
                document_id=more.pop("document", None) or next(_numbers),
                **more,
            )
        ],
    )


def quota(amount: str, first: str, end: str, **subject: Any) -> Quota:
    """A quota from the first day up to, not including, the end."""
    return Quota.objects.create(
        entity=default_entity(),
        valid=DateRange(date.fromisoformat(first), date.fromisoformat(end)),
        amount=Decimal(amount),
        currency=subject.pop("currency", "EUR"),
        **subject,
    )


def known_as(row: Any, key: str, *, source: str = "erp") -> None:
    """Another system knows the row by this key."""
    ExternalId.objects.create(kind=row._meta.model_name, source=source, key=key, row_id=row.pk)


def results(period: str, *, actor: Any = SYSTEM, **options: Any) -> Results:
    """The results of a period."""
    return quarterly_results(actor=actor, asked=asked(period, **options))


def shown(period: str, *, actor: Any = SYSTEM, **options: Any) -> dict[str, Any]:
    """The same as JSON."""
    return as_json(results(period, actor=actor, **options))


def by_name(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The rows of a report by the name of their subject."""
    return {row["name"]: row for row in report["rows"]}
