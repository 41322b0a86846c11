"""Figures of an account inside a list's one query: from the roll-up, merged accounts counted with their survivor."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import DecimalField
from django.db.models.expressions import RawSQL

from suki.apps.company.queries import rate_sql
from suki.base.listing import Context

_OF_ACCOUNT = """
    FROM ledger_ledgerrollup r
    WHERE r.sold_to_id IN (SELECT s.id FROM accounts_account s
                           WHERE s.id = accounts_account.id OR s.merged_into_id = accounts_account.id)
        AND r.entity_id IN (SELECT e.id FROM company_legalentity e WHERE e.currency = %s)
"""
_REVENUE = "r.kind IN ('invoiced', 'credited') AND r.cell_start >= %s AND r.cell_start < %s"


def revenue(context: Context, start: date, end: date) -> Any:
    """Net invoiced and credited from the first of a month up to the first of another, in the list's currency."""
    return _amount(f"SELECT sum(r.base_net) {_OF_ACCOUNT} AND {_REVENUE}", context, start, end)


def margin_ratio(context: Context, start: date, end: date) -> Any:
    """Margin as a share of the revenue whose cost is known; unknown where no cost is."""
    return _amount(
        "SELECT round((sum(r.net_with_cost) - sum(r.base_cost)) / nullif(sum(r.net_with_cost), 0), 6) "
        f"{_OF_ACCOUNT} AND {_REVENUE}",
        context,
        start,
        end,
    )


def receivable(context: Context) -> Any:
    """What is invoiced, with tax, less what was credited, collected and written off; null where nothing is open.

    Other currencies count at the rate of the day, as on the account's own page and in the book; without a rate, as posted.
    """
    owed = "CASE WHEN r.kind IN ('invoiced', 'credited') THEN 1 ELSE -1 END"
    rate = rate_sql("o.currency", context.currency, context.today)
    return _amount(
        f"""SELECT nullif(sum(coalesce(o.gross * {rate}, o.base)), 0) FROM (
            SELECT r.currency, sum({owed} * (r.net + r.tax)) AS gross, sum({owed} * (r.base_net + r.base_tax)) AS base
            {_OF_ACCOUNT} AND r.kind IN ('invoiced', 'credited', 'collected', 'written_off') GROUP BY r.currency
        ) o""",
        context,
    )


def last_order(context: Context) -> Any:
    """The day of the newest order."""
    from django.db.models import DateField

    return RawSQL(
        f"(SELECT max(r.last_day) {_OF_ACCOUNT} AND r.kind = 'booked')",
        (context.currency,),
        output_field=DateField(),
    )


def _amount(query: str, context: Context, *parameters: Any) -> Any:
    return RawSQL(
        f"({query})",
        (context.currency, *parameters),
        output_field=DecimalField(max_digits=24, decimal_places=6),
    )
