"""Groups of companies by their dated parents: who belonged to whom when, and what each node brought with all below it.

A line counts for whoever stood above its account on the line's own day. Restated, the tree of one day counts for all days.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from suki.apps.company.models import LegalEntity
from suki.apps.ledger.queries import of_kinds

ZERO = Decimal(0)


@dataclass(frozen=True)
class Sum:
    """What an account brought to a node in a stretch of days; cost where it is known."""

    net: Decimal = ZERO
    cost: Decimal = ZERO
    net_with_cost: Decimal = ZERO

    def __add__(self, other: Sum) -> Sum:
        return Sum(self.net + other.net, self.cost + other.cost, self.net_with_cost + other.net_with_cost)


@dataclass(frozen=True)
class GroupSums:
    """A group as it stands on a day, with everybody who belonged to it in a stretch of days.

    `above` says under whom an account stands on the day (nobody where it has left since, or is the head); `sums` what an
    account brought to a node while it stood below it.
    """

    head: int
    above: Mapping[int, int | None]
    sums: Mapping[tuple[int, int], Sum]

    @property
    def accounts(self) -> set[int]:
        """Everybody who belongs or belonged to it."""
        return set(self.above) | {account for _node, account in self.sums}

    def of(self, node: int, seen: Iterable[int]) -> Sum:
        """What a node brought with all below it, as far as these accounts count."""
        counted = set(seen)
        return sum(
            (found for (at, account), found in self.sums.items() if at == node and account in counted), Sum()
        )


def group_sums(
    entity: LegalEntity, account_id: int, start: date, end: date, *, on: date, restated: bool = False
) -> GroupSums:
    """The group that an account belongs to on a day, and the revenue of [start, end). One question."""
    given = {"account": account_id, "start": start, "end": end, "on": on, "restated": restated}
    with connection.cursor() as cursor:
        cursor.execute(
            _QUERY.replace("/*kinds_r*/", of_kinds(entity, "r")).replace(
                "/*kinds_l*/", of_kinds(entity, "l")
            ),
            given,
        )
        rows = cursor.fetchall()
    head = next(node for part, node, *_rest in rows if part == "head")
    above = {account: node for part, node, account, *_rest in rows if part == "above"}
    sums: dict[tuple[int, int], Sum] = {}
    for part, node, account, net, cost, known in rows:
        if part == "sum":
            sums[(node, account)] = sums.get((node, account), Sum()) + Sum(net, cost, known)
    return GroupSums(head, {**above, head: None}, sums)


_QUERY = """
    WITH RECURSIVE edges AS MATERIALIZED (
        SELECT p.account_id AS account, p.parent_id AS parent,
            CASE WHEN %(restated)s THEN daterange(NULL, NULL) ELSE p.valid END AS valid, p.valid @> %(on)s AS holds
        FROM accounts_accountparent p WHERE NOT %(restated)s OR p.valid @> %(on)s
    ), up(account, step) AS (
        SELECT %(account)s::bigint, 0
        UNION SELECT e.parent, u.step + 1 FROM up u JOIN edges e ON e.account = u.account AND e.holds WHERE u.step < 50
    ), head AS (
        SELECT account FROM up ORDER BY step DESC LIMIT 1
    ), members(account, valid) AS (
        SELECT account, daterange(%(start)s, %(end)s) FROM head
        UNION SELECT e.account, m.valid * e.valid FROM members m JOIN edges e ON e.parent = m.account AND e.valid && m.valid
    ), present(account, parent) AS (
        SELECT account, NULL::bigint FROM head
        UNION SELECT e.account, e.parent FROM present p JOIN edges e ON e.parent = p.account AND e.holds
    ), nodes AS (
        SELECT account FROM members UNION SELECT account FROM present
    ), below(node, account, valid) AS (
        SELECT account, account, daterange(%(start)s, %(end)s) FROM nodes
        UNION SELECT b.node, e.account, b.valid * e.valid FROM below b JOIN edges e ON e.parent = b.account AND e.valid && b.valid
    ), own(account, sold_to) AS (
        SELECT account, account FROM nodes
        UNION SELECT a.merged_into_id, a.id FROM accounts_account a JOIN nodes n ON n.account = a.merged_into_id
    ), cells AS (
        SELECT b.node, b.account, b.valid, r.sold_to_id, r.cell_start, r.cell_end,
            daterange(r.cell_start, r.cell_end) <@ b.valid AS is_whole,
            sum(r.base_net) AS net, sum(r.base_cost) AS cost, sum(r.net_with_cost) AS known
        FROM below b JOIN own o ON o.account = b.account
        JOIN ledger_ledgerrollup r ON r.sold_to_id = o.sold_to AND /*kinds_r*/
            AND r.cell_start < upper(b.valid) AND r.cell_end > lower(b.valid)
        GROUP BY 1, 2, 3, 4, 5, 6
    )
    SELECT 'head', account, account, NULL::numeric, NULL::numeric, NULL::numeric FROM head
    UNION ALL SELECT 'above', parent, account, NULL, NULL, NULL FROM present
    UNION ALL SELECT 'sum', node, account, sum(net), sum(cost), sum(known) FROM cells WHERE is_whole GROUP BY 2, 3
    UNION ALL
    SELECT 'sum', c.node, c.account, sum(l.base_net), sum(coalesce(l.base_cost, 0)),
        sum(CASE WHEN l.base_cost IS NULL THEN 0 ELSE l.base_net END)
    FROM cells c JOIN ledger_ledgerline l ON l.sold_to_id = c.sold_to_id AND /*kinds_l*/
        AND l.day >= c.cell_start AND l.day < c.cell_end AND l.day <@ c.valid
    WHERE NOT c.is_whole GROUP BY 2, 3
"""


def members_in_order(found: GroupSums, node: int) -> Sequence[int]:
    """The accounts that brought something to a node, the largest first."""
    brought = {account: each.net for (at, account), each in found.sums.items() if at == node}
    return sorted(brought, key=lambda account: (-brought[account], account))
