"""Who is credited with which revenue: the one relation that reports, attainment and pay read.

Credit of an open period is not stored; it follows from the ledger, the account teams and the teams of the firm as they
are known now, so a correction made later counts at once. Whole cells come from the roll-up. Where somebody came or
went inside a cell, or several people share an account, its lines are credited one by one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from suki.apps.company.models import LegalEntity
from suki.apps.credits.models import CreditRule
from suki.apps.ledger.models import REVENUE
from suki.apps.ledger.queries import MERGED, Cells, Stretch, cells_of, line_by_line, of_kinds, run_of, sql_day, sql_ids, within
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

    Columns: `person_id` (none: nobody's), `team_id` (asked for by `with_team`: the person's on the day), `account_id`
    (the one that lives on), `sold_to_id`, `product_id`, `day` (of the line, or the first of its cell), `base_net`,
    `base_cost`, `net_with_cost` (the net of lines whose cost is known), `quantity`, `lines` (how many this person has a
    part in), `lines_once` (each line counted for one person only) and `line_id` (none where it came from the roll-up).

    `document` credits the seller that the line names; `team` whoever sold for the account on the day. Only credits of
    `people` and lines sold to `accounts` where these are given. The direct credits of any set of lines together with
    what is nobody's make up the net of these lines, to the cent.
    """
    cells = line_by_line(start, end) if by_line else cells_of(entity, start, end)
    build = _by_team if basis == TEAM else _by_document
    relation = build(entity, cells, kinds, accounts, with_team)
    if people is not None:
        relation = f"SELECT * FROM ({relation}) c WHERE c.person_id = ANY({sql_ids(people)})"
    if basis == TEAM:
        relation = _count_once(relation)
    if with_team:
        relation = f"""
            SELECT c.*, s.team_id FROM ({relation}) c
            LEFT JOIN ({TEAM_SPANS}) s ON s.person_id = c.person_id AND s.valid @> c.day"""
    return relation
