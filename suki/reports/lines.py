"""The lines of the ledger behind a figure: page by page, and together exactly the figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import connection

from suki.apps.accounts.models import Account
from suki.apps.credits.queries import TEAM
from suki.apps.ledger.queries import sql_day
from suki.reports.asking import OF_PEOPLE, Asked
from suki.reports.facts import credits_of, room_to_sort, subject_column, with_territory
from suki.reports.quarterly import Results
from suki.reports.scope import Scope, scope_of

PAGE: Final = 100
HIDDEN_NAME: Final = "…"


@dataclass(frozen=True)
class Wanted:
    """Which lines: those of a subject, those of none, or of all, perhaps of one account only."""

    asked: Asked
    subject: int | None = None
    is_unassigned: bool = False
    account: int | None = None


@dataclass(frozen=True)
class Line:
    """A line of the ledger as a report shows it; `net` and `cost` are the part that counts here."""

    id: int
    day: date
    kind: str
    room: str
    document: str
    account_id: int | None
    account: str
    product: str
    seller: str
    quantity: Decimal
    whole_net: Decimal
    net: Decimal
    cost: Decimal | None

    @property
    def is_shared(self) -> bool:
        """Whether only a part of the line counts here."""
        return self.net != self.whole_net


@dataclass(frozen=True)
class Page:
    """Some lines in the order of their days, the figure that all of them make up, and where the next page begins."""

    lines: Sequence[Line]
    net: Decimal
    cost: Decimal | None
    count: int
    next: tuple[date, int] | None
    sees_cost: bool


def lines_page(*, actor: Any, wanted: Wanted, after: tuple[date, int] | None = None) -> Page:
    """The lines after a given one, and the sums over all."""
    scope = scope_of(actor, wanted.asked)
    narrowed = _narrowed(wanted, scope)
    with room_to_sort():
        net, cost, known, count = _whole(wanted, narrowed)
        lines = list(_read(wanted, narrowed, after, PAGE + 1))
    shown = lines[:PAGE]
    rest = (shown[-1].day, shown[-1].id) if len(lines) > PAGE else None
    return Page(shown, net, cost if known and scope.sees_cost else None, count, rest, scope.sees_cost)


def _whole(wanted: Wanted, scope: Scope) -> tuple[Decimal, Decimal, bool, int]:
    asked = wanted.asked
    relation = credits_of(asked, scope, asked.period.start, asked.period.end)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT coalesce(sum(c.base_net), 0), coalesce(sum(c.base_cost), 0),
                    coalesce(bool_or(c.net_with_cost <> 0 OR c.base_cost <> 0), false),
                    coalesce(sum(c.lines) FILTER (WHERE c.line_id IS NULL), 0)
                        + count(DISTINCT c.line_id) FILTER (WHERE c.line_id IS NOT NULL)
                FROM ({relation}) c {with_territory(asked.by)} WHERE {_of_subject(wanted)}"""
        )
        net, cost, known, count = cursor.fetchone()
    return net, cost, known, int(count)


def _read(wanted: Wanted, scope: Scope, after: tuple[date, int] | None, limit: int) -> Iterator[Line]:
    """Lines by their days, read in growing stretches: the first page of a year does not read the year."""
    start, left = after[0] if after else wanted.asked.period.start, limit
    for stretch in _stretches(start, wanted.asked.period.end):
        with connection.cursor() as cursor:
            cursor.execute(_query(wanted, scope, stretch, after, left))
            rows = cursor.fetchall()
        yield from (_as_seen(Line(*row), scope) for row in rows)
        left -= len(rows)
        if left <= 0:
            return


def _stretches(start: date, end: date) -> Iterator[tuple[date, date]]:
    days = 2
    while start < end:
        until = min(end, start + timedelta(days=days))
        yield start, until
        start, days = until, days * 6


def _query(
    wanted: Wanted, scope: Scope, stretch: tuple[date, date], after: tuple[date, int] | None, limit: int
) -> str:
    """Where people share lines the parts that count here are added up first; else each line is there once."""
    asked = wanted.asked
    relation = credits_of(asked, scope, *stretch, by_line=True)
    later = f"AND (c.day, c.line_id) > ({sql_day(after[0])}, {int(after[1])})" if after else ""
    chosen = f"""
        SELECT c.day, c.line_id, c.base_net, c.base_cost FROM ({relation}) c {with_territory(asked.by)}
        WHERE {_of_subject(wanted)} {later}"""
    if asked.basis == TEAM and asked.by in OF_PEOPLE:
        chosen = f"""
            SELECT day, line_id, sum(base_net) AS base_net, sum(base_cost) AS base_cost
            FROM ({chosen}) parts GROUP BY day, line_id"""
    return f"""
        SELECT {_SHOWN}
        FROM (SELECT * FROM ({chosen}) chosen ORDER BY day, line_id LIMIT {int(limit)}) x
        {_NAMED}
        ORDER BY x.day, x.line_id"""


_SHOWN = """l.id, l.day, l.kind, l.room, coalesce(i.number, o.number, l.document_id::text), l.sold_to_id, b.name,
            coalesce(p.name, ''), coalesce(s.name, ''), l.quantity, l.base_net, x.base_net,
            CASE WHEN l.base_cost IS NOT NULL THEN x.base_cost END"""
_NAMED = """JOIN ledger_ledgerline l ON l.id = x.line_id
        JOIN accounts_account b ON b.id = l.sold_to_id
        LEFT JOIN catalog_product p ON p.id = l.product_id
        LEFT JOIN people_person s ON s.id = l.seller_id
        LEFT JOIN billing_invoice i ON l.room = 'billing' AND i.id = l.document_id
        LEFT JOIN orders_order o ON l.room = 'orders' AND o.id = l.document_id"""


def _as_seen(line: Line, scope: Scope) -> Line:
    """The line without what the reader may not see: a customer's name, or cost."""
    if scope.named is not None and line.account_id not in scope.named:
        line = replace(line, account=HIDDEN_NAME, document=HIDDEN_NAME, account_id=None)
    return line if scope.sees_cost else replace(line, cost=None)


def _narrowed(wanted: Wanted, scope: Scope) -> Scope:
    """The same scope, limited beforehand to the person or account asked about, so that an index finds the lines."""
    if wanted.asked.by == "person" and wanted.subject is not None:
        allowed = scope.people is None or wanted.subject in scope.people
        scope = replace(scope, people=frozenset([wanted.subject] if allowed else []))
    account = wanted.subject if wanted.asked.by == "account" else wanted.account
    if account is not None:
        merged = Account.objects.filter(merged_into=account).values_list("pk", flat=True)
        own = frozenset([account, *merged])
        scope = replace(scope, accounts=own if scope.accounts is None else own & scope.accounts)
    return scope


def _of_subject(wanted: Wanted) -> str:
    column = subject_column(wanted.asked.by)
    conditions = ["TRUE"]
    if wanted.is_unassigned:
        conditions.append(f"{column} IS NULL")
    elif wanted.subject is not None:
        conditions.append(f"{column} = {int(wanted.subject)}")
    if wanted.account is not None:
        conditions.append(f"c.account_id = {int(wanted.account)}")
    return " AND ".join(conditions)


@dataclass(frozen=True)
class SubjectLines:
    """The lines of every row of a report, in the order of its rows: what a workbook holds."""

    rows: Sequence[tuple[int | None, Line]]
    first_row: dict[int | None, int]
    is_complete: bool


def lines_by_subject(results: Results, *, limit: int) -> SubjectLines:
    """The lines of each row after those of the one before, up to a limit."""
    asked, scope = results.asked, results.scope
    keys = [row.key for row in results.rows]
    if not keys:
        return SubjectLines([], {}, True)
    with room_to_sort(), connection.cursor() as cursor:
        cursor.execute(_subjects_query(asked, scope, keys, limit + 1))
        rows = [(row[0], _as_seen(Line(*row[1:]), scope)) for row in cursor.fetchall()]
    first_row: dict[int | None, int] = {}
    for place, (key, _line) in enumerate(rows[:limit]):
        first_row.setdefault(key, place)
    return SubjectLines(rows[:limit], first_row, len(rows) <= limit)


def _subjects_query(asked: Asked, scope: Scope, keys: Sequence[int | None], limit: int) -> str:
    relation = credits_of(asked, scope, asked.period.start, asked.period.end, by_line=True)
    places = ", ".join(
        f"({'NULL' if key is None else int(key)}::bigint, {place})" for place, key in enumerate(keys)
    )
    return f"""
        WITH chosen AS (
            SELECT {subject_column(asked.by)} AS subject, c.day, c.line_id, sum(c.base_net) AS base_net,
                sum(c.base_cost) AS base_cost
            FROM ({relation}) c {with_territory(asked.by)} GROUP BY 1, 2, 3)
        SELECT x.subject, {_SHOWN}
        FROM (SELECT chosen.*, r.place FROM chosen
              JOIN (VALUES {places}) AS r(subject, place) ON r.subject IS NOT DISTINCT FROM chosen.subject
              ORDER BY r.place, day, line_id LIMIT {int(limit)}) x
        {_NAMED}
        ORDER BY x.place, x.day, x.line_id"""
