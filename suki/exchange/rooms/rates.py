"""What a unit of a foreign currency was worth on a document's day."""

from __future__ import annotations

from django.utils.translation import gettext as _

from suki.exchange import keys
from suki.exchange.rooms.applying import Applying, Rule
from suki.exchange.staging import Staged, rows_of, run
from suki.kernel.money import digits


def find_rates(applying: Applying, stage: Staged) -> None:
    """For each staged document its rate: 1 in the entity's own currency, else the newest spot rate up to the day."""
    name = stage.target.name
    given = "s.rate" if "rate" in stage.target.by_name else "NULL::numeric"
    entity = keys.join(stage, "entity") if "entity" in stage.target.references else ""
    entity_id = f"coalesce(r_entity.row_id, {applying.entity.pk})" if entity else str(applying.entity.pk)
    run(f"""
        CREATE TEMP TABLE rate_{name} ON COMMIT DROP AS
        WITH needed AS (
            SELECT s.n, s.currency, s.day, e.currency AS base, {given} AS given
            FROM {stage.table} s {entity} JOIN company_legalentity e ON e.id = {entity_id} WHERE NOT s.bad
        ), pairs AS (
            SELECT p.currency, p.base, p.day, (
                SELECT q.rate FROM (
                    (SELECT r.rate, r.valid_on, 0 AS place FROM company_exchangerate r WHERE r.kind = 'spot'
                        AND r.base = p.currency AND r.quote = p.base AND r.valid_on <= p.day
                        ORDER BY r.valid_on DESC LIMIT 1)
                    UNION ALL
                    (SELECT round(1 / r.rate, 10), r.valid_on, 1 FROM company_exchangerate r WHERE r.kind = 'spot'
                        AND r.base = p.base AND r.quote = p.currency AND r.valid_on <= p.day
                        ORDER BY r.valid_on DESC LIMIT 1)
                ) q ORDER BY q.valid_on DESC, q.place LIMIT 1) AS rate
            FROM (SELECT DISTINCT currency, base, day FROM needed WHERE currency <> base AND given IS NULL) p
        )
        SELECT n.n, n.currency, n.base, n.day,
            CASE WHEN n.currency = n.base THEN 1 ELSE coalesce(n.given, p.rate) END AS rate
        FROM needed n LEFT JOIN pairs p ON p.currency = n.currency AND p.base = n.base AND p.day = n.day
    """)
    run(f"CREATE UNIQUE INDEX ON rate_{name} (n)")
    applying.refuse_rows(
        Rule(
            name,
            "currency",
            _("a currency with a rate on that day"),
            _("there is no rate of {value} up to {other}; bring it by the target “rates”."),
        ),
        f"SELECT n, currency AS value, day AS other FROM rate_{name} WHERE rate IS NULL",
    )


def digits_sql(currency: str, stage: Staged) -> str:
    """SQL for the decimals that amounts of a currency are stored with; only currencies that are staged are asked."""
    staged = [
        row[0] for row in rows_of(f"SELECT DISTINCT currency FROM {stage.table} WHERE currency IS NOT NULL")
    ]
    odd = " ".join(f"WHEN '{code}' THEN {digits(code)}" for code in staged if digits(code) != 2)
    return f"(CASE {currency} {odd} ELSE 2 END)" if odd else "2"
