"""What quotas come to in a period, by days, and what was credited against them: one answer for screens and reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db import connection

from suki.apps.company.models import LegalEntity
from suki.apps.company.queries import rate_on
from suki.apps.credits.queries import credited
from suki.apps.credits.spans import FIRM_TEAMS
from suki.apps.ledger.queries import sql_day, sql_ids
from suki.apps.quotas.models import SUBJECTS, Measure, Segment
from suki.kernel.errors import RuleBroken

Quotas = dict[int | None, Fraction]
Result = dict[int | None, Decimal]
_Row = tuple[int | None, Decimal, str, date, int, int]


@dataclass(frozen=True)
class Asking:
    """Quotas or results of an entity from `start` up to (not including) `end`, by subject, of one measure."""

    entity: LegalEntity
    start: date
    end: date
    by: str = "person"
    measure: str = Measure.REVENUE
    people: Collection[int] | None = None

    def __post_init__(self) -> None:
        if self.by not in SUBJECTS or self.measure not in Measure.values:
            raise ValueError(f"There are no quotas by {self.by} of {self.measure}.")


def quotas_by_subject(asking: Asking) -> Quotas:
    """What each subject is to reach in the period, not rounded yet, in the entity's currency.

    A quota that the period covers in part counts by its days. A team without a quota of its own has those of its
    members for the days they are in it; what members have while in no team stands with none.
    """
    own = own_quotas(asking)
    if asking.by != "team":
        return own
    of_members = _summed(asking, _members_quotas(asking))
    return {**{team: amount for team, amount in of_members.items() if team not in own}, **own}


def own_quotas(asking: Asking) -> Quotas:
    """What was set for each subject itself."""
    return _summed(asking, _own_quotas(asking))


def credited_by_subject(asking: Asking) -> Result:
    """What was reached: the credits that reports and pay read, by subject; none where a subject has nothing."""
    if asking.by == "segment":
        return {segment.pk: _of_segment(asking, segment) for segment in Segment.objects.in_use()}
    if asking.by not in ("person", "team"):
        asking = Asking(asking.entity, asking.start, asking.end, asking.by, asking.measure)
    column = "a.territory_id" if asking.by == "territory" else f"c.{asking.by}_id"
    join = "JOIN accounts_account a ON a.id = c.account_id" if asking.by == "territory" else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column}, sum({_COUNTED[asking.measure]}) FROM ({_credits(asking)}) c {join} GROUP BY 1"
        )
        return dict(cursor.fetchall())


_COUNTED = {
    Measure.REVENUE: "c.base_net",
    Measure.MARGIN: "c.net_with_cost - c.base_cost",
    Measure.UNITS: "c.quantity",
}


def _of_segment(asking: Asking, segment: Segment) -> Decimal:
    """What the accounts that are of a kind now have brought."""
    said = {name: getattr(segment, name) for name in ("tier", "lifecycle", "industry")}
    wanted = [f"a.{name} = %s" for name, value in said.items() if value]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT coalesce(sum({_COUNTED[asking.measure]}), 0) FROM ({_credits(asking)}) c
                JOIN accounts_account a ON a.id = c.account_id WHERE {" AND ".join(wanted)}""",
            [value for value in said.values() if value],
        )
        found: Decimal = cursor.fetchone()[0]
        return found


def _credits(asking: Asking) -> str:
    relation = credited(
        entity=asking.entity,
        start=asking.start,
        end=asking.end,
        people=asking.people if asking.by in ("person", "team") else None,
        with_team=asking.by == "team",
    )
    return relation.replace("%", "%%") if asking.by == "segment" else relation


def _own_quotas(asking: Asking) -> str:
    column = f"q.{asking.by}_id"
    limit = _of_people(asking) if asking.by == "person" else ""
    return f"""
        SELECT {column}, q.amount, q.currency, lower(q.valid), upper(q.valid) - lower(q.valid),
            {_days("q.valid", asking)}
        FROM quotas_quota q WHERE {column} IS NOT NULL AND {_wanted(asking)}{limit}"""


def _members_quotas(asking: Asking) -> str:
    """Quotas of people, cut where they change teams."""
    return f"""
        WITH q AS (
            SELECT q.* FROM quotas_quota q WHERE q.person_id IS NOT NULL AND {_wanted(asking)}{_of_people(asking)}
        ), placed AS (
            SELECT q.id, s.team_id, {_days("q.valid * s.valid", asking)} AS days
            FROM q JOIN ({FIRM_TEAMS}) s ON s.person_id = q.person_id AND s.valid && q.valid
        ), homeless AS (
            SELECT q.id, NULL::bigint AS team_id,
                {_days("q.valid", asking)} - coalesce((SELECT sum(p.days) FROM placed p WHERE p.id = q.id), 0) AS days
            FROM q
        )
        SELECT p.team_id, q.amount, q.currency, lower(q.valid), upper(q.valid) - lower(q.valid), p.days::int
        FROM q JOIN (SELECT * FROM placed UNION ALL SELECT * FROM homeless) p ON p.id = q.id WHERE p.days > 0"""


def _of_people(asking: Asking) -> str:
    return f" AND q.person_id = ANY({sql_ids(asking.people)})" if asking.people is not None else ""


def _wanted(asking: Asking) -> str:
    """Quotas of the measure that begin, end and touch the period."""
    return f"""q.entity_id = {int(asking.entity.pk)} AND q.measure = '{Measure(asking.measure).value}'
        AND q.archived_at IS NULL
        AND NOT lower_inf(q.valid) AND NOT upper_inf(q.valid) AND q.valid && {_range(asking)}"""


def _range(asking: Asking) -> str:
    return f"daterange({sql_day(asking.start)}, {sql_day(asking.end)})"


def _days(days: str, asking: Asking) -> str:
    """How many days of the period a range has; of an empty one none."""
    return f"coalesce(upper({days} * {_range(asking)}) - lower({days} * {_range(asking)}), 0)"


def _summed(asking: Asking, query: str) -> Quotas:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return _sums(asking, cursor.fetchall())


def _sums(asking: Asking, rows: Iterable[_Row]) -> Quotas:
    sums: Quotas = defaultdict(Fraction)
    for subject, amount, currency, since, days, covered in rows:
        sums[subject] += Fraction(amount) * counted_at(asking, currency, since) * covered / days
    return dict(sums)


def counted_at(asking: Asking, currency: str, since: date) -> Fraction:
    """A quota in another currency counts at the plan rate of its first day, so that exchange rates make no quota."""
    if asking.measure == Measure.UNITS:
        return Fraction(1)
    into = asking.entity.currency
    try:
        return Fraction(rate_on(since, of=currency, into=into, kind="plan"))
    except RuleBroken:
        return Fraction(rate_on(since, of=currency, into=into))
