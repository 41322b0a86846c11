"""Who is credited with which revenue: the one relation that reports, attainment and pay read.

Credit of an open period is not stored; it follows from the ledger, the account teams and the teams of the firm as they
are known now, so a correction made later counts at once. Whole cells come from the roll-up. Where somebody came or
went inside a cell, or several people share an account, its lines are credited one by one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from suki.apps.company.models import LegalEntity
from suki.apps.credits.models import CreditRule
from suki.apps.credits.shares import split_by_share
from suki.apps.credits.spans import FIRM_TEAMS, account_team_between, begins_or_ends_inside
from suki.apps.ledger.models import REVENUE
from suki.apps.ledger.queries import (
    MERGED,
    Cells,
    cells_of,
    line_by_line,
    of_kinds,
    run_of,
    sql_day,
    sql_ids,
    within,
)
from suki.kernel.money import digits

DOCUMENT, TEAM = CreditRule.Basis.DOCUMENT, CreditRule.Basis.TEAM


def credited(
    *,
    entity: LegalEntity,
    start: date,
    end: date,
    basis: str = DOCUMENT,
    kinds: Sequence[str] = REVENUE,
    people: Collection[int] | None = None,
    accounts: Collection[int] | None = None,
    with_team: bool = False,
    by_line: bool = False,
) -> str:
    """The credits of [start, end) as a SQL relation.

    Columns: `person_id` (none: nobody's), `team_id` (with `with_team`: the person's on the day), `account_id` (the one
    that lives on), `sold_to_id`, `product_id`, `day` (of the line, or the first of its cell), `base_net`, `base_cost`,
    `net_with_cost` (the net of lines whose cost is known), `quantity`, `lines` (how many this person has a part in),
    `lines_once` (each line counted for one person only) and `line_id` (none where it comes from the roll-up).

    `document` credits the seller that the line names; `team` whoever sold for the account on the day. `people` and
    `accounts` (ids of the lines' own accounts) narrow it down. The credits of any set of lines, together with what is
    nobody's, make up the net of these lines to the cent.
    """
    cells = line_by_line(start, end) if by_line else cells_of(entity, start, end)
    asked = _Asked(entity, start, end, cells, kinds, people, accounts, with_team)
    relation = _by_account_team(asked) if basis == TEAM else _by_document(asked)
    if not with_team:
        return relation
    return f"""
        SELECT c.*, s.team_id FROM ({relation}) c
        LEFT JOIN ({FIRM_TEAMS}) s ON s.person_id = c.person_id AND s.valid @> c.day"""


@dataclass(frozen=True)
class _Asked:
    """What a relation is wanted of."""

    entity: LegalEntity
    start: date
    end: date
    cells: Cells
    kinds: Sequence[str]
    people: Collection[int] | None
    accounts: Collection[int] | None
    with_team: bool

    def lines(self, alias: str) -> str:
        """The condition on a line or a cell of the roll-up, days and people apart."""
        wanted = of_kinds(self.entity, alias, self.kinds)
        if self.accounts is None:
            return wanted
        return f"{wanted} AND {alias}.sold_to_id = ANY({sql_ids(self.accounts)})"

    def persons(self, column: str) -> str:
        """The condition on who is credited."""
        return "TRUE" if self.people is None else f"{column} = ANY({sql_ids(self.people)})"

    def cells_wanted(self, person: str) -> str:
        """The condition on a row of the roll-up, of which `person` is credited."""
        whole = within("r.cell_start", run_of(self.cells))
        return f"{self.lines('r')} AND {whole} AND {self.persons(person)}"

    @property
    def edges_wanted(self) -> str:
        """The condition on a line of a day that cuts a cell."""
        return f"{self.lines('l')} AND {within('l.day', self.cells.edges)}"

    @property
    def cell_rows(self) -> str:
        """The whole cells as a relation of `cell_start` and `cell_end`."""
        rows = ", ".join(f"({sql_day(start)}, {sql_day(end)})" for start, end in self.cells.whole)
        return f"(VALUES {rows}) AS c(cell_start, cell_end)" if rows else _NO_CELLS


_NO_CELLS = "(SELECT NULL::date AS cell_start, NULL::date AS cell_end WHERE FALSE) AS c"
_NOT_TORN = """AND NOT EXISTS (
            SELECT 1 FROM torn t WHERE (t.person_id, t.cell_start) = (r.seller_id, r.cell_start))"""
_LIVING = "coalesce(m.merged_into_id, {0}.sold_to_id) AS account_id, {0}.sold_to_id, {0}.product_id"
_OF_CELL = f"""{_LIVING.format("r")}, r.cell_start AS day, r.base_net, r.base_cost, r.net_with_cost,
            r.quantity, r.lines, r.lines AS lines_once, NULL::bigint AS line_id"""
_OF_LINE = f"""{_LIVING.format("l")}, l.day, l.base_net, coalesce(l.base_cost, 0) AS base_cost,
            CASE WHEN l.base_cost IS NULL THEN 0 ELSE l.base_net END AS net_with_cost,
            l.quantity, 1 AS lines, 1 AS lines_once, l.id AS line_id"""


def _by_document(asked: _Asked) -> str:
    """The seller that a line names has all of it."""
    torn = asked.with_team and bool(asked.cells.whole)
    relation = f"""
        SELECT r.seller_id AS person_id, {_OF_CELL}
        FROM ledger_ledgerrollup r LEFT JOIN {MERGED} m ON m.id = r.sold_to_id
        WHERE {asked.cells_wanted("r.seller_id")} {_NOT_TORN if torn else ""}
        UNION ALL
        SELECT l.seller_id, {_OF_LINE}
        FROM ledger_ledgerline l LEFT JOIN {MERGED} m ON m.id = l.sold_to_id
        WHERE {asked.edges_wanted} AND {asked.persons("l.seller_id")}"""
    if not torn:
        return relation
    return f"""
        WITH torn AS MATERIALIZED ({_torn_people(asked)}) {relation}
        UNION ALL
        SELECT l.seller_id, {_OF_LINE}
        FROM torn t
        JOIN ledger_ledgerline l ON l.seller_id = t.person_id AND l.day >= t.cell_start AND l.day < t.cell_end
        LEFT JOIN {MERGED} m ON m.id = l.sold_to_id
        WHERE {asked.lines("l")} AND {asked.persons("l.seller_id")}"""


def _by_account_team(asked: _Asked) -> str:
    """The sellers of the account on the line's day share it; without any the owner has it; without an owner nobody."""
    return f"""
        WITH team AS MATERIALIZED ({account_team_between(asked.start, asked.end)}),
        torn AS MATERIALIZED ({_torn_accounts(asked)}),
        loose AS (
            SELECT l.* FROM ledger_ledgerline l
            WHERE {asked.edges_wanted}
            UNION ALL
            SELECT l.* FROM torn t
            JOIN ledger_ledgerline l ON l.sold_to_id = t.account_id AND l.day >= t.cell_start AND l.day < t.cell_end
            WHERE {asked.lines("l")}
        ),
        shared AS (
            SELECT l.id AS line_id, s.person_id, s.share, l.sold_to_id, l.product_id, l.day, l.base_net, l.quantity,
                coalesce(l.base_cost, 0) AS base_cost, l.base_cost IS NOT NULL AS cost_is_known
            FROM loose l JOIN team s ON s.account_id = l.sold_to_id AND s.valid @> l.day AND s.share < 100
        )
        SELECT s.person_id, {_OF_CELL}
        FROM ledger_ledgerrollup r
        LEFT JOIN team s ON s.account_id = r.sold_to_id AND s.valid @> r.cell_start
        LEFT JOIN {MERGED} m ON m.id = r.sold_to_id
        WHERE {asked.cells_wanted("s.person_id")}
            AND NOT EXISTS (SELECT 1 FROM torn t WHERE (t.account_id, t.cell_start) = (r.sold_to_id, r.cell_start))
        UNION ALL
        SELECT s.person_id, {_OF_LINE}
        FROM loose l
        LEFT JOIN team s ON s.account_id = l.sold_to_id AND s.valid @> l.day
        LEFT JOIN {MERGED} m ON m.id = l.sold_to_id
        WHERE coalesce(s.share, 100) = 100 AND {asked.persons("s.person_id")}
        UNION ALL
        SELECT p.person_id, {_LIVING.format("p")}, p.day, p.base_net, p.base_cost,
            CASE WHEN p.cost_is_known THEN p.base_net ELSE 0 END, p.quantity, 1,
            CASE WHEN row_number() OVER (PARTITION BY p.line_id ORDER BY p.person_id) = 1 THEN 1 ELSE 0 END, p.line_id
        FROM ({split_by_share("SELECT * FROM shared", digits(asked.entity.currency))}) p
        LEFT JOIN {MERGED} m ON m.id = p.sold_to_id
        WHERE {asked.persons("p.person_id")}"""


def _torn_people(asked: _Asked) -> str:
    """Cells in which somebody changes from one team of the firm to another."""
    return f"""
        SELECT DISTINCT s.person_id, c.cell_start, c.cell_end
        FROM {asked.cell_rows} JOIN ({FIRM_TEAMS}) s ON {begins_or_ends_inside("s.valid", "c")}"""


def _torn_accounts(asked: _Asked) -> str:
    """Cells of accounts in which who is credited changes, or several are, or one of them changes teams."""
    torn = f"""
        SELECT s.account_id, c.cell_start, c.cell_end
        FROM {asked.cell_rows} JOIN team s ON {begins_or_ends_inside("s.valid", "c")}
            OR (s.share < 100 AND s.valid && daterange(c.cell_start, c.cell_end))"""
    if not asked.with_team:
        return torn.replace("SELECT s", "SELECT DISTINCT s", 1)
    return f"""{torn}
        UNION
        SELECT s.account_id, t.cell_start, t.cell_end
        FROM ({_torn_people(asked)}) t
        JOIN team s ON s.person_id = t.person_id AND s.valid && daterange(t.cell_start, t.cell_end)"""
