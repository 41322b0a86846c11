"""Sums of revenue, cost and lines in a period, the one before and the same a year ago, straight from the credits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.db import connection, transaction

from suki.apps.credits.queries import DOCUMENT, TEAM, credited
from suki.kernel.periods import Period
from suki.reports.asking import OF_PEOPLE, Asked
from suki.reports.scope import Scope

ZERO: Final = Decimal(0)


@dataclass(frozen=True)
class Sums:
    """What a set of lines adds up to, with the revenue of the periods it is compared with."""

    revenue: Decimal = ZERO
    previous: Decimal = ZERO
    last_year: Decimal = ZERO
    cost: Decimal = ZERO
    with_cost: Decimal = ZERO
    lines: int = 0
    lines_once: int = 0

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.revenue + other.revenue,
            self.previous + other.previous,
            self.last_year + other.last_year,
            self.cost + other.cost,
            self.with_cost + other.with_cost,
            self.lines + other.lines,
            self.lines_once + other.lines_once,
        )


NOW, PREVIOUS, LAST_YEAR = 0, 1, 2


def sum_columns(asked: Asked, *, lines: str = "lines") -> str:
    """The columns of `Sums` over rows of `facts_of`. `lines` is `once` where a line that people share counts once."""
    parts = (NOW, PREVIOUS, PREVIOUS if asked.previous == asked.last_year else LAST_YEAR)
    nets = (f"coalesce(sum(net) FILTER (WHERE part = {part}), 0)" for part in parts)
    return f"{', '.join(nets)}, sum(cost), sum(known), sum({lines})::bigint, sum(once)::bigint"


def facts_of(asked: Asked, scope: Scope, *, by_account: bool) -> str:
    """A relation of sums by `subject`, `part` (the period, the one before, a year ago) and, where asked for, `account`.

    Cost and lines are those of the period itself. Where the period before is also that of last year it is read once.
    """
    before = {PREVIOUS: asked.previous, LAST_YEAR: asked.last_year}
    if asked.previous == asked.last_year:
        del before[LAST_YEAR]
    parts = [_part_of(asked, scope, NOW, asked.period, by_account)]
    parts += [_part_of(asked, scope, part, period, by_account) for part, period in before.items()]
    return " UNION ALL ".join(parts)


def credits_of(asked: Asked, scope: Scope, start: date, end: date, *, by_line: bool = False) -> str:
    """The credits that count here. Where no person matters, whose they are does not either."""
    of_people = asked.by in OF_PEOPLE or scope.people is not None
    return credited(
        entity=asked.entity,
        start=start,
        end=end,
        basis=asked.basis if of_people else DOCUMENT,
        people=scope.people,
        accounts=scope.accounts,
        with_team=asked.by == "team",
        by_line=by_line,
    )


@contextmanager
def room_to_sort() -> Iterator[None]:
    """A transaction in which a query over a whole year sorts and hashes in memory, seen at one moment."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SET LOCAL work_mem = '96MB'; SET LOCAL jit = off; SET LOCAL random_page_cost = 1.1"
            )
        yield


def subject_column(by: str, alias: str = "c") -> str:
    """The column of the credits that a subject is found in."""
    return "a.territory_id" if by == "territory" else f"{alias}.{by}_id"


def with_territory(by: str, alias: str = "c") -> str:
    """The join that a subject needs beside the credits."""
    return f"JOIN accounts_account a ON a.id = {alias}.account_id" if by == "territory" else ""


def _part_of(asked: Asked, scope: Scope, part: int, period: Period, by_account: bool) -> str:
    relation = credits_of(asked, scope, period.start, period.end)
    if asked.by == "team" and asked.basis == TEAM:
        relation = _each_line_once_a_team(relation)
    account = "c.account_id" if by_account else "NULL"
    measures = "sum(c.base_cost) AS cost, sum(c.net_with_cost) AS known"
    measures += ", sum(c.lines) AS lines, sum(c.lines_once) AS once"
    if part != NOW:
        measures = "0 AS cost, 0 AS known, 0 AS lines, 0 AS once"
    return f"""
        SELECT {subject_column(asked.by)} AS subject, {part} AS part, {account} AS account,
            sum(c.base_net) AS net, {measures}
        FROM ({relation}) c {with_territory(asked.by)} GROUP BY 1, 3"""


def _each_line_once_a_team(relation: str) -> str:
    """A line that two of one team share is one line of that team."""
    return f"""
        SELECT team_id, account_id, sum(base_net) AS base_net, sum(base_cost) AS base_cost,
            sum(net_with_cost) AS net_with_cost, CASE WHEN line_id IS NULL THEN sum(lines) ELSE 1 END AS lines,
            sum(lines_once) AS lines_once
        FROM ({relation}) c GROUP BY team_id, account_id, line_id"""
