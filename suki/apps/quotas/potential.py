"""What people could rest a quota on: what their customers bought, and what they are about to buy."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import connection

from suki.apps.company.models import LegalEntity
from suki.apps.company.queries import rate_sql
from suki.apps.credits.queries import credited
from suki.apps.ledger.queries import sql_day
from suki.kernel.periods import Period


def potential_of(entity: LegalEntity, year: Period, on: date) -> dict[int, Decimal]:
    """By person: what the accounts they own today bought in the last twelve months, and their open deals that are
    expected in the year, weighted by probability. In the entity's currency; a deal without a rate is left out."""
    since = Period(on, date.fromordinal(on.toordinal() + 1)).last_year().start
    bought = f"""
        SELECT t.person_id, sum(c.base_net) AS amount
        FROM ({credited(entity=entity, start=since, end=on)}) c
        JOIN accounts_accountteammember t ON t.account_id = c.account_id AND t.role = 'owner' AND t.valid @> {sql_day(on)}
        GROUP BY 1"""
    deals = f"""
        SELECT d.owner_id, sum(d.value * d.probability / 100 * coalesce(
            CASE WHEN d.currency = '{_code(entity)}' THEN 1 END, {rate_sql("d.currency", entity.currency, on)}))
        FROM deals_deal d
        WHERE d.state = 'open' AND d.archived_at IS NULL AND d.entity_id = {int(entity.pk)} AND d.value IS NOT NULL
            AND d.expected_close >= {sql_day(year.start)} AND d.expected_close < {sql_day(year.end)}
        GROUP BY 1"""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT person_id, sum(amount) FROM ({bought} UNION ALL {deals}) p WHERE person_id IS NOT NULL GROUP BY 1"
        )
        return {person: amount or Decimal(0) for person, amount in cursor.fetchall()}


def _code(entity: LegalEntity) -> str:
    return entity.currency if entity.currency.isalpha() else ""
