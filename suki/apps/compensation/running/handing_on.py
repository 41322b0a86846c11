"""What whoever handed an account on still has of its credit: by the rule that their own plan states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from psycopg.types.range import DateRange

from suki.apps.accounts.models import AccountTeamMember, TeamRole
from suki.apps.company.models import LegalEntity
from suki.apps.compensation.models import PlanMember, PlanVersion
from suki.apps.compensation.running.facts import FAR
from suki.apps.credits.freezing import Handover
from suki.engines.commission.periods import months_later


def handovers(entity: LegalEntity, start: date, end: date) -> list[Handover]:
    """Every account that changed hands, where the plan of its former owner says more than a date."""
    versions = PlanVersion.objects.filter(
        plan__entity=entity, archived_at__isnull=True, published_at__isnull=False,
        rules__handoff__rule__in=("first_order", "taper"),
    )  # fmt: skip
    rules = [
        {"plan": each.plan_id, "rules": each.rules, "first": each.valid.lower, "end": each.valid.upper}
        for each in versions.order_by("pk")
    ]
    if not rules:
        return []
    members = [
        {"plan": each.plan_id, "person": each.person_id, "first": each.valid.lower, "end": each.valid.upper}
        for each in PlanMember.objects.filter(
            plan__in={each["plan"] for each in rules}, archived_at__isnull=True
        )
    ]
    found: list[Handover] = []
    for account, giver, taker, day in _changes_of_hands(end):
        version = _version_of(giver, day, rules, members)
        if version is not None:
            found += _of(version, entity, account, giver, taker, day)
    return [each for each in found if each.first < end and (each.until is None or each.until > start)]


def _of(
    version: dict[str, Any], entity: LegalEntity, account: int, giver: int, taker: int, day: date
) -> Iterator[Handover]:
    rule = _rule(version)
    months = int(rule.get("months") or 12)
    if rule["rule"] == "taper":
        for place, share in enumerate(rule.get("shares") or ()):
            first, until = months_later(day, place * months), months_later(day, (place + 1) * months)
            if Decimal(str(share)) > 0:
                yield Handover(account, giver, taker, first, until, Decimal(str(share)), "taper")
        return
    if "months" in rule:
        first_order = _first_order(entity, account)
        if first_order and months_later(first_order, months) > day:
            yield Handover(
                account, giver, taker, day, months_later(first_order, months), Decimal(1), "first order"
            )
        return
    lines = tuple(_lines_of_first_order(entity, account))
    if lines:
        yield Handover(account, giver, taker, day, None, Decimal(1), "first order", lines)


def _changes_of_hands(end: date) -> Iterator[tuple[int, int, int, date]]:
    """Each day on which an account had a new owner, with the one before."""
    rows = AccountTeamMember.objects.filter(role=TeamRole.OWNER, valid__overlap=DateRange(None, end))
    before: tuple[int, int] | None = None
    for account, person, valid in rows.order_by("account_id", "valid").values_list(
        "account_id", "person_id", "valid"
    ):
        if before and before[0] == account and before[1] != person and valid.lower:
            yield account, before[1], person, valid.lower
        before = (account, person)


def _version_of(
    person: int, day: date, versions: Iterable[dict[str, Any]], members: Iterable[dict[str, Any]]
) -> dict[str, Any] | None:
    """The version by which somebody was paid when they handed on; who had left the plan has nothing any more."""
    eve = day - date.resolution
    plans = {each["plan"] for each in members if each["person"] == person and _holds(each, eve)}
    for version in versions:
        if version["plan"] in plans and _holds(version, eve):
            return version
    return None


def _holds(row: dict[str, Any], day: date) -> bool:
    return bool((row["first"] or date.min) <= day < (row["end"] or FAR))


def _rule(version: dict[str, Any]) -> dict[str, Any]:
    found = version["rules"].get("handoff")
    return found if isinstance(found, dict) else {}


def _first_order(entity: LegalEntity, account: int) -> date | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(day) FROM ledger_ledgerline WHERE entity_id = %s AND sold_to_id = %s"
            " AND kind IN ('booked', 'invoiced')",
            [entity.pk, account],
        )
        found: date | None = cursor.fetchone()[0]
    return found


def _lines_of_first_order(entity: LegalEntity, account: int) -> list[int]:
    """The lines of the account's first order, and of the invoices made of it; else those of its first invoice."""
    with connection.cursor() as cursor:
        cursor.execute(_FIRST_ORDER, {"entity": entity.pk, "account": account})
        return [line for (line,) in cursor.fetchall()]


_FIRST_ORDER = """
    WITH lines AS (
        SELECT l.id, l.kind, l.day, l.room, l.document_id, i.order_id
        FROM ledger_ledgerline l
        LEFT JOIN billing_invoice i ON l.room = 'billing' AND i.id = l.document_id
        WHERE l.entity_id = %(entity)s AND l.sold_to_id = %(account)s AND l.kind IN ('booked', 'invoiced')
    ), first_order AS (SELECT document_id FROM lines WHERE kind = 'booked' ORDER BY day, document_id, id LIMIT 1),
    first_invoice AS (SELECT document_id FROM lines WHERE kind = 'invoiced' ORDER BY day, document_id, id LIMIT 1)
    SELECT id FROM lines
    WHERE (kind = 'booked' AND document_id = (SELECT document_id FROM first_order))
        OR (kind = 'invoiced' AND CASE WHEN EXISTS (SELECT 1 FROM first_order)
            THEN order_id = (SELECT document_id FROM first_order)
            ELSE document_id = (SELECT document_id FROM first_invoice) END)
    ORDER BY id"""
