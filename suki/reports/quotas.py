"""Quotas of a period: what counts of each, by days, for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db import connection

from suki.apps.company.queries import rate_on
from suki.apps.credits.spans import FIRM_TEAMS
from suki.apps.ledger.queries import sql_day, sql_ids
from suki.kernel.errors import RuleBroken
from suki.kernel.money import RATIO
from suki.reports.asking import Asked

Quotas = dict[int | None, Fraction]


def quotas_by_subject(asked: Asked, people: Collection[int] | None = None) -> Quotas:
    """What each subject is to reach in the period, not rounded yet.

    A quota that the period covers in part counts by its days. A team without a quota of its own has those of its
    members for the days they are in it; what members have while in no team stands with none.
    """
    own = _summed(asked, _own_quotas(asked, people))
    if asked.by != "team":
        return own
    of_members = _summed(asked, _members_quotas(asked, people))
    return {**{team: amount for team, amount in of_members.items() if team not in own}, **own}


def total_quota(asked: Asked, by_subject: Quotas, people: Collection[int] | None = None) -> Fraction | None:
    """What all are to reach together, each quota counted once: that of the subjects shown, else that of the people."""
    if not by_subject and asked.by != "person":
        everybody = Asked(asked.entity, asked.period, "person", asked.basis)
        by_subject = quotas_by_subject(everybody, people)
    return sum(by_subject.values(), Fraction(0)) if by_subject else None


def as_decimal(amount: Fraction) -> Decimal:
    """A quota before it is rounded, with more digits than any rounding needs."""
    return RATIO.divide(Decimal(amount.numerator), Decimal(amount.denominator))


_Row = tuple[int | None, Decimal, str, date, int, int]


def _own_quotas(asked: Asked, people: Collection[int] | None) -> str:
    column = f"q.{asked.by}_id"
    limit = (
        f" AND q.person_id = ANY({sql_ids(people)})" if people is not None and asked.by == "person" else ""
    )
    return f"""
        SELECT {column}, q.amount, q.currency, lower(q.valid), upper(q.valid) - lower(q.valid),
            {_days("q.valid", asked)}
        FROM quotas_quota q WHERE {column} IS NOT NULL AND {_wanted(asked)}{limit}"""


def _members_quotas(asked: Asked, people: Collection[int] | None) -> str:
    """Quotas of people, cut where they change teams."""
    limit = f" AND q.person_id = ANY({sql_ids(people)})" if people is not None else ""
    return f"""
        WITH q AS (SELECT q.* FROM quotas_quota q WHERE q.person_id IS NOT NULL AND {_wanted(asked)}{limit}),
        placed AS (
            SELECT q.id, s.team_id, {_days("q.valid * s.valid", asked)} AS days
            FROM q JOIN ({FIRM_TEAMS}) s ON s.person_id = q.person_id AND s.valid && q.valid
        ), homeless AS (
            SELECT q.id, NULL::bigint AS team_id,
                {_days("q.valid", asked)} - coalesce((SELECT sum(p.days) FROM placed p WHERE p.id = q.id), 0) AS days
            FROM q
        )
        SELECT p.team_id, q.amount, q.currency, lower(q.valid), upper(q.valid) - lower(q.valid), p.days::int
        FROM q JOIN (SELECT * FROM placed UNION ALL SELECT * FROM homeless) p ON p.id = q.id WHERE p.days > 0"""


def _wanted(asked: Asked) -> str:
    """Quotas for revenue that begin, end and touch the period."""
    return f"""q.entity_id = {int(asked.entity.pk)} AND q.measure = 'revenue' AND q.archived_at IS NULL
        AND NOT lower_inf(q.valid) AND NOT upper_inf(q.valid) AND q.valid && {_range(asked)}"""


def _range(asked: Asked) -> str:
    return f"daterange({sql_day(asked.period.start)}, {sql_day(asked.period.end)})"


def _days(days: str, asked: Asked) -> str:
    """How many days of the period a range has; of an empty one none."""
    return f"coalesce(upper({days} * {_range(asked)}) - lower({days} * {_range(asked)}), 0)"


def _summed(asked: Asked, query: str) -> Quotas:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return _sums(asked, cursor.fetchall())


def _sums(asked: Asked, rows: Iterable[_Row]) -> Quotas:
    sums: Quotas = defaultdict(Fraction)
    for subject, amount, currency, since, days, covered in rows:
        rate = Fraction(_rate(currency, asked.currency, since))
        sums[subject] += Fraction(amount) * rate * covered / days
    return dict(sums)


def _rate(currency: str, into: str, since: date) -> Decimal:
    """A quota in another currency counts at the plan rate of its first day, so that exchange rates make no quota."""
    try:
        return rate_on(since, of=currency, into=into, kind="plan")
    except RuleBroken:
        return rate_on(since, of=currency, into=into)
