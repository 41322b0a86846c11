"""Questions to the ledger: how a period lies in the cells of the roll-up, who had revenue before a day.

What is asked of sets is text of SQL, to be used inside a query. Only whole numbers and days of our own making are ever
written into it, so there is nothing to escape.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from suki.apps.company.models import FiscalCut, LegalEntity
from suki.apps.ledger.models import REVENUE

Stretch = tuple[date, date]
"""The days from the first up to, not including, the second."""


@dataclass(frozen=True)
class Cells:
    """A period as the roll-up sees it: a run of whole cells, and the days at its edges that cut a cell."""

    whole: tuple[Stretch, ...]
    edges: tuple[Stretch, ...]


def cells_of(entity: LegalEntity, start: date, end: date) -> Cells:
    """The whole cells in [start, end), and what is left of it before the first and after the last."""
    cuts = _cuts_near(entity, start, end)
    first = start if _cell_start(start, cuts) == start else _next_cell(start, cuts)
    last = _cell_start(end, cuts)
    if first > last:
        return Cells((), ((start, end),))
    whole, day = [], first
    while day < last:
        whole.append((day, _next_cell(day, cuts)))
        day = whole[-1][1]
    edges = [stretch for stretch in ((start, first), (last, end)) if stretch[0] < stretch[1]]
    return Cells(tuple(whole), tuple(edges))


def line_by_line(start: date, end: date) -> Cells:
    """The same days without the help of the roll-up: what opens a figure, and what proves it."""
    return Cells((), ((start, end),))


def sql_day(day: date) -> str:
    """A day as SQL writes it."""
    return f"DATE '{day.isoformat()}'"


def sql_ids(ids: Iterable[int]) -> str:
    """A list of row ids as SQL writes it."""
    return f"ARRAY[{','.join(str(int(row)) for row in ids)}]::bigint[]"


def within(column: str, stretches: Sequence[Stretch]) -> str:
    """The condition that a day lies in one of the stretches; of none, nothing does."""
    parts = [f"({column} >= {sql_day(start)} AND {column} < {sql_day(end)})" for start, end in stretches]
    return f"({' OR '.join(parts)})" if parts else "FALSE"


def run_of(cells: Cells) -> tuple[Stretch, ...]:
    """The whole cells of a period as one stretch: they follow each other."""
    return ((cells.whole[0][0], cells.whole[-1][1]),) if cells.whole else ()


def of_kinds(entity: LegalEntity, alias: str, kinds: Sequence[str] = REVENUE) -> str:
    """The condition that a line or a cell of the roll-up belongs to the entity and is of one of the kinds."""
    names = ", ".join(f"'{kind!s}'" for kind in kinds)
    return f"{alias}.entity_id = {int(entity.pk)} AND {alias}.kind IN ({names})"


MERGED = "(SELECT id, merged_into_id FROM accounts_account WHERE merged_into_id IS NOT NULL)"
"""Accounts that live on in another one: their lines count there."""


def bought_before(entity: LegalEntity, day: date, account: str) -> str:
    """The condition that an account (a column that names one) had revenue before a day, in all that is known of it.

    What was posted and taken back in the same cell for the same product and seller does not count.
    """
    cell = _cell_start(day, _cuts_near(entity, day, day))
    begun = ((cell, day),) if cell < day else ()
    return f"""EXISTS (
        SELECT 1 FROM (SELECT {account} AS id
                       UNION ALL SELECT a.id FROM accounts_account a WHERE a.merged_into_id = {account}) one
        CROSS JOIN LATERAL (
            (SELECT 1 FROM ledger_ledgerrollup r
             WHERE r.sold_to_id = one.id AND r.cell_start < {sql_day(cell)} AND {of_kinds(entity, "r")}
                AND r.base_net <> 0 LIMIT 1)
            UNION ALL
            (SELECT 1 FROM ledger_ledgerline l
             WHERE l.sold_to_id = one.id AND {within("l.day", begun)} AND {of_kinds(entity, "l")}
             GROUP BY l.product_id, l.seller_id HAVING sum(l.base_net) <> 0 LIMIT 1)
            LIMIT 1
        ) found)"""


def last_day_of(entity: LegalEntity) -> date | None:
    """The last day on which the entity's ledger has revenue."""
    query = (
        f"SELECT max(last_day) FROM ledger_ledgerrollup r WHERE {of_kinds(entity, 'r')} AND cell_start = ("
    )
    newest = f"SELECT max(cell_start) FROM ledger_ledgerrollup r WHERE {of_kinds(entity, 'r')})"
    with connection.cursor() as cursor:
        cursor.execute(query + newest)
        return cursor.fetchone()[0]


def _cuts_near(entity: LegalEntity, start: date, end: date) -> list[date]:
    near = (start - timedelta(days=31), end + timedelta(days=31))
    return list(FiscalCut.objects.filter(entity=entity, day__range=near).values_list("day", flat=True))


def _cell_start(day: date, cuts: Sequence[date]) -> date:
    return max([day.replace(day=1), *(cut for cut in cuts if cut <= day)])


def _next_cell(day: date, cuts: Sequence[date]) -> date:
    following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return min([following, *(cut for cut in cuts if cut > day)])
