"""What the results rest on: the largest customers, how much hangs on few of them, who is new and who is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db import connection

from suki.apps.ledger.queries import MERGED, bought_before, sql_day
from suki.kernel.money import RATIO
from suki.reports.asking import Asked
from suki.reports.facts import ZERO, Sums, facts_of, sum_columns
from suki.reports.scope import Scope

TOP: Final = 10
LISTED: Final = 100
"""Of new and lost customers so many are named; all are counted."""

Named = tuple[int, Sums]


@dataclass(frozen=True)
class Part:
    """Customers of one sort: how many, what they stand for, and the largest of them."""

    count: int = 0
    revenue: Decimal = ZERO
    largest: Sequence[Named] = ()


@dataclass(frozen=True)
class Weight:
    """How much of the revenue hangs on how few, customers under common control counted as one in `groups` figures."""

    customers: int = 0
    total: Decimal = ZERO
    positive: Decimal = ZERO
    squares: Decimal = ZERO
    groups: int = 0
    group_squares: Decimal = ZERO
    top_1: Decimal = ZERO
    top_5: Decimal = ZERO
    top_10: Decimal = ZERO
    top_fifth: Decimal = ZERO
    ten_percent: Sequence[Named] = ()

    def share(self, amount: Decimal) -> Decimal | None:
        """A part of what the customers with revenue brought in; a customer with more credit than revenue has none."""
        return RATIO.divide(max(amount, ZERO), self.positive) if self.positive else None

    @property
    def hhi(self) -> Decimal | None:
        """The Herfindahl-Hirschman index by customer: squared percentages, 10,000 for a single one."""
        return self._index(self.squares)

    @property
    def group_hhi(self) -> Decimal | None:
        """The same with customers under common control as one."""
        return self._index(self.group_squares)

    def _index(self, squares: Decimal) -> Decimal | None:
        return RATIO.divide(squares * 10_000, self.positive * self.positive) if self.positive else None


@dataclass(frozen=True)
class Customers:
    """The customers behind the results of a period."""

    top: Sequence[Named]
    weight: Weight
    new: Part
    lost: Part


def results_of(asked: Asked, scope: Scope) -> tuple[dict[int | None, Sums], Customers]:
    """The sums of every subject with lines in the period or one it is compared with, and the customers behind them.

    Both come from one reading of the credits; only products are summed on their own, for they and the accounts
    together would be about as many as the lines.
    """
    with connection.cursor() as cursor:
        cursor.execute(_query(asked, scope))
        rows = cursor.fetchall()
        if asked.by == "product":
            facts = facts_of(asked, scope, by_account=False)
            cursor.execute(
                f"SELECT 'subject', subject, {sum_columns(asked)} FROM ({facts}) f GROUP BY subject"
            )
            rows += cursor.fetchall()
    found: dict[str, list[tuple[int | None, Sums]]] = {}
    for section, row_id, *sums in rows:
        found.setdefault(section, []).append((row_id, Sums(*sums)))
    return dict(found.get("subject", ())), _customers(found)


def _customers(found: dict[str, list[Any]]) -> Customers:
    """The single rows of the query carry their figures in the columns of `Sums`, in the order asked for there."""
    (customers, sums), (groups, of_groups), (_count, tops) = (
        found[name][0] for name in ("customers", "groups", "tops")
    )
    weight = Weight(
        customers, sums.revenue, sums.previous, sums.last_year, groups, of_groups.last_year,
        tops.revenue, tops.previous, tops.last_year, tops.cost, found.get("ten", []),
    )  # fmt: skip
    new, lost = found["new in all"][0], found["lost in all"][0]
    return Customers(
        top=found.get("top", []),
        weight=weight,
        new=Part(new[0], new[1].revenue, found.get("new", [])),
        lost=Part(lost[0], lost[1].last_year, found.get("lost", [])),
    )


def _query(asked: Asked, scope: Scope) -> str:
    """One row of figures for each listed account, and one for each set of customers as a whole."""
    old = bought_before(asked.entity, asked.period.start, "account")
    columns = "account, revenue, previous, last_year, cost, known, lines, once"
    shown, subjects = (
        asked,
        f" UNION ALL (SELECT 'subject', subject, {sum_columns(asked)} FROM facts GROUP BY subject)",
    )
    if asked.by == "product":
        shown, subjects = replace(asked, by="account"), ""
    return f"""
        WITH RECURSIVE facts AS MATERIALIZED ({facts_of(shown, scope, by_account=True)}),
        sums({columns}) AS MATERIALIZED (
            SELECT account, {sum_columns(asked, lines="once")} FROM facts GROUP BY account),
        present AS (SELECT * FROM sums WHERE lines > 0),
        ranked AS (
            SELECT revenue, row_number() OVER (ORDER BY revenue DESC, account) AS place, count(*) OVER () AS of
            FROM present),
        {_roots(asked.period.last)},
        grouped AS (
            SELECT coalesce(r.root, p.account) AS account, sum(revenue) AS revenue, sum(lines)::bigint AS lines
            FROM present p LEFT JOIN roots r ON r.account = p.account GROUP BY 1),
        fresh AS (SELECT * FROM sums WHERE revenue > 0 AND previous = 0 AND NOT {old}),
        gone AS (SELECT * FROM sums WHERE last_year > 0 AND revenue <= 0)
        (SELECT 'top', {columns} FROM present ORDER BY revenue DESC, account LIMIT {TOP})
        UNION ALL (SELECT 'ten', account, revenue, 0, 0, 0, 0, lines, lines FROM grouped
            WHERE revenue > 0 AND revenue * 10 >= (SELECT sum(revenue) FROM present) ORDER BY revenue DESC, account)
        UNION ALL (SELECT 'new', {columns} FROM fresh ORDER BY revenue DESC, account LIMIT {LISTED})
        UNION ALL (SELECT 'lost', {columns} FROM gone ORDER BY last_year DESC, account LIMIT {LISTED})
        UNION ALL {_single("customers", "present", "sum(revenue)", _POSITIVE, _SQUARES)}
        UNION ALL {_single("groups", "grouped", "sum(revenue)", _POSITIVE, _SQUARES)}
        UNION ALL {_single("tops", "ranked", _top("1"), _top("5"), _top("10"), _top("(of + 4) / 5"))}
        UNION ALL {_single("new in all", "fresh", "sum(revenue)")}
        UNION ALL {_single("lost in all", "gone", "0", "0", "sum(last_year)")}{subjects}"""


_POSITIVE = "sum(revenue) FILTER (WHERE revenue > 0)"
_SQUARES = "sum(revenue * revenue) FILTER (WHERE revenue > 0)"


def _top(count: str) -> str:
    return f"sum(revenue) FILTER (WHERE place <= {count} AND revenue > 0)"


def _single(section: str, source: str, *figures: str) -> str:
    """A row that says how many there are, and up to four figures, in the columns of `Sums`."""
    shown = [f"coalesce({figure}, 0)" for figure in figures] + ["0"] * (4 - len(figures))
    return f"(SELECT '{section}', count(*), {', '.join(shown)}, 0, 0, 0 FROM {source})"


def _roots(day: date) -> str:
    """The top of the group that each account belongs to on a day, where it belongs to one."""
    parents = f"""
        SELECT p.account_id, coalesce(m.merged_into_id, p.parent_id) AS parent_id
        FROM accounts_accountparent p LEFT JOIN {MERGED} m ON m.id = p.parent_id WHERE p.valid @> {sql_day(day)}"""
    return f"""
        parents AS MATERIALIZED ({parents}),
        up(account, root) AS (
            SELECT account_id, parent_id FROM parents
            UNION SELECT u.account, p.parent_id FROM up u JOIN parents p ON p.account_id = u.root),
        roots AS (
            SELECT account, min(root) AS root FROM up
            WHERE NOT EXISTS (SELECT 1 FROM parents p WHERE p.account_id = up.root) GROUP BY account)"""
