"""The second engine: PostgreSQL works out the same commission as a whole, beside the lines that explain it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import connection, transaction

from suki.engines.commission.plan import Plan
from suki.engines.commission.sets import Postgres, run
from suki.engines.commission.sets_rows import NotForSets, Rows, Work, rows_of
from suki.engines.commission.statements import Credit, EarnedBefore, Quota, Score, Statement, statements_of
from suki.kernel.errors import RuleBroken, _
from suki.kernel.fiscal import FiscalCalendar

COMMISSIONS = """
    SELECT e.credit, b.component, e.commission FROM pay_earning AS e INNER JOIN pay_book AS b ON b.book = e.book
"""
Commissions = Mapping[tuple[int, str], Decimal | None]
"""By the credit (its identity) and the name of the component."""


def earned_twice(
    plan: Plan, credits: Sequence[Credit], quotas: Sequence[Quota], scores: Sequence[Score],
    calendar: FiscalCalendar | None, earned_before: Sequence[EarnedBefore],
) -> tuple[list[Statement], dict[str, str]]:  # fmt: skip
    """Statements as Python explains them, every line compared with PostgreSQL; who differs by a cent is not paid.

    What only Python can do (scores, second inputs, returns that name their deal) is taken as it is.
    """
    found, refused = statements_of(plan, credits, quotas, scores, calendar, earned_before)
    try:
        rows = rows_of([Work(plan, credits, quotas, calendar)])
    except NotForSets:
        return found, refused
    commissions = _commissions(rows)
    for statement in found:
        for line in statement.lines:
            other = commissions.get((id(line.credit), line.component))
            if other != line.commission and statement.person not in refused:
                refused[statement.person] = _differ(
                    line.credit.document, line.component, line.commission, other
                )
    return [each for each in found if each.person not in refused], refused


def _commissions(rows: Rows) -> Commissions:
    """In tables of the running transaction that are taken back at once."""
    with transaction.atomic(), connection.cursor() as cursor:
        store = Postgres(cursor)
        rows.hand_to(store)
        run(store)
        found = {
            (id(rows.credits[credit][1]), rows.components[component][1]): commission
            for credit, component, commission in store.ask(COMMISSIONS)
        }
        transaction.set_rollback(True)
    return found


def _differ(document: str, component: str, one: Decimal, other: Decimal | None) -> str:
    return str(
        RuleBroken(
            _("“{document}” earns {one} in “{component}” by one engine and {other} by the other."),
            document=document,
            component=component,
            one=f"{one:f}",
            other="-" if other is None else f"{other:f}",
        )
    )
