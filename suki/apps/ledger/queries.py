"""Questions to the ledger: how a period lies in the cells of the roll-up, who had revenue before a day.

What is asked of sets is text of SQL, to be used inside a query. Only whole numbers and days of our own making are ever
written into it, so there is nothing to escape.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from suki.apps.company.models import FiscalCut, LegalEntity
from suki.apps.ledger.models import REVENUE, Kind

OWED = (*REVENUE, Kind.COLLECTED, Kind.WRITTEN_OFF)
"""The kinds of lines that a receivable is made of."""

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


def receivables(entity: LegalEntity, on: date, accounts: Iterable[int]) -> str:
    """A relation of what accounts still owe at the end of a day, by account (the one that lives on) and currency.

    Columns: `account_id`, `currency`, `gross` in that currency, `base` in the entity's. Gross invoiced and credited less
    what was collected and written off; what was sold to an account is its own, whoever is billed.
    """
    end = on + timedelta(days=1)
    cell = _cell_start(end, _cuts_near(entity, end, end))
    owed = "CASE WHEN {0}.kind IN ('invoiced', 'credited') THEN 1 ELSE -1 END"
    amounts = ", ".join(
        f"{owed} * ({{0}}.{net} + {{0}}.{tax})" for net, tax in (("net", "tax"), ("base_net", "base_tax"))
    )
    wanted = f"{{0}}.sold_to_id = ANY({sql_ids(accounts)}) AND {of_kinds(entity, '{0}', OWED)}"
    return f"""
        SELECT coalesce(m.merged_into_id, o.sold_to_id) AS account_id, o.currency, sum(o.gross) AS gross, sum(o.base) AS base
        FROM (
            SELECT r.sold_to_id, r.currency, {amounts.format("r")}
            FROM ledger_ledgerrollup r WHERE {wanted.format("r")} AND r.cell_start < {sql_day(cell)}
            UNION ALL
            SELECT l.sold_to_id, l.currency, {amounts.format("l")}
            FROM ledger_ledgerline l WHERE {wanted.format("l")} AND {within("l.day", [(cell, end)])}
        ) o(sold_to_id, currency, gross, base)
        LEFT JOIN {MERGED} m ON m.id = o.sold_to_id GROUP BY 1, 2"""


def order_days(entity: LegalEntity, on: date, accounts: Iterable[int]) -> str:
    """A relation of the days up to `on` on which accounts ordered: `account_id`, `day`.

    Orders are booked lines; an account of which only invoices are known is taken to have ordered when it was invoiced.
    """
    return f"""
        SELECT account_id, day FROM (
            SELECT account_id, day, kind, bool_or(kind = 'booked') OVER (PARTITION BY account_id) AS is_booked
            FROM (
                SELECT coalesce(m.merged_into_id, l.sold_to_id) AS account_id, l.day, l.kind
                FROM ledger_ledgerline l LEFT JOIN {MERGED} m ON m.id = l.sold_to_id
                WHERE l.sold_to_id = ANY({sql_ids(accounts)}) AND l.day <= {sql_day(on)}
                    AND {of_kinds(entity, "l", (Kind.BOOKED, Kind.INVOICED))} AND l.reverses_id IS NULL
                    AND NOT EXISTS (SELECT 1 FROM ledger_ledgerline r WHERE r.reverses_id = l.id)
                GROUP BY 1, 2, 3) days
        ) marked WHERE kind = CASE WHEN is_booked THEN 'booked' ELSE 'invoiced' END"""


def _cuts_near(entity: LegalEntity, start: date, end: date) -> list[date]:
    """Where fiscal periods cut months around some days; read once for as long as the entity is at hand."""
    kept = entity.__dict__.get("_cuts")
    if kept is None:
        days = FiscalCut.objects.filter(entity=entity).order_by("day").values_list("day", flat=True)
        kept = entity.__dict__["_cuts"] = list(days)
    first, last = start - timedelta(days=31), end + timedelta(days=31)
    return [day for day in kept if first <= day <= last]


def _cell_start(day: date, cuts: Sequence[date]) -> date:
    return max([day.replace(day=1), *(cut for cut in cuts if cut <= day)])


def _next_cell(day: date, cuts: Sequence[date]) -> date:
    following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return min([following, *(cut for cut in cuts if cut > day)])
