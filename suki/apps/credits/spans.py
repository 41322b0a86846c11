"""From when to when somebody is credited with an account's revenue, and in which team their own revenue counts."""

from __future__ import annotations

from datetime import date

from suki.apps.ledger.queries import MERGED, sql_day

ACCOUNT_TEAM = f"""
    WITH members AS (
        SELECT t.account_id, t.person_id, t.role, t.share, t.valid
        FROM accounts_accountteammember t WHERE t.role IN ('owner', 'seller')
        UNION ALL
        SELECT m.id, t.person_id, t.role, t.share, t.valid
        FROM {MERGED} m JOIN accounts_accountteammember t ON t.account_id = m.merged_into_id
        WHERE t.role IN ('owner', 'seller') AND NOT EXISTS (
            SELECT 1 FROM accounts_accountteammember o WHERE o.account_id = m.id AND o.role IN ('owner', 'seller'))
    ), shared AS (
        SELECT account_id, range_agg(valid) AS days FROM members WHERE role = 'seller' GROUP BY account_id
    )
    SELECT account_id, person_id, share, valid FROM members WHERE role = 'seller'
    UNION ALL
    SELECT o.account_id, o.person_id, 100, left_over.valid
    FROM members o LEFT JOIN shared s USING (account_id)
    CROSS JOIN LATERAL unnest(datemultirange(o.valid) - coalesce(s.days, '{{}}'::datemultirange)) left_over(valid)
    WHERE o.role = 'owner'
"""
"""Whoever is credited with an account's revenue by the account team, with the share in percent: on days with sellers
they, on other days the owner. A merged account that never had a team of its own has that of the one it lives on in."""

FIRM_TEAMS = """
    WITH edges AS (
        SELECT person_id, coalesce(lower(valid), '-infinity'::date) AS day FROM people_teammember
        UNION
        SELECT person_id, upper(valid) FROM people_teammember WHERE upper(valid) IS NOT NULL
    ), pieces AS (
        SELECT person_id, day, lead(day) OVER (PARTITION BY person_id ORDER BY day) AS until FROM edges
    )
    SELECT p.person_id, t.team_id, daterange(p.day, p.until) AS valid
    FROM pieces p CROSS JOIN LATERAL (
        SELECT m.team_id FROM people_teammember m WHERE m.person_id = p.person_id AND m.valid @> p.day
        ORDER BY m.is_lead, m.team_id LIMIT 1
    ) t
"""
"""In which team a person's revenue counts: the one they belong to, else the one they lead. One team a day."""


def account_team_between(start: date, end: date) -> str:
    """The spans of the account teams that touch [start, end)."""
    return f"SELECT * FROM ({ACCOUNT_TEAM}) spans WHERE valid && daterange({sql_day(start)}, {sql_day(end)})"


def begins_or_ends_inside(span: str, cell: str) -> str:
    """The condition that a span (a column) begins or ends inside a cell (an alias), not on its first day."""
    ends = (f"{end}({span})" for end in ("lower", "upper"))
    return "(" + " OR ".join(f"({day} > {cell}.cell_start AND {day} < {cell}.cell_end)" for day in ends) + ")"
