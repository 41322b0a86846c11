"""What a book is made of: who works for which account since when, its sums, its rhythm, what it owes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.db import connection

from suki.apps.accounts.models import Account, AccountTeamMember, TeamRole
from suki.apps.company.models import LegalEntity
from suki.apps.company.queries import rate_on
from suki.apps.credits.queries import credited
from suki.apps.ledger.queries import MERGED, order_days, receivables, sql_day, sql_ids
from suki.apps.people.models import Person
from suki.kernel.errors import RuleBroken
from suki.kernel.money import digits, round_half_up
from suki.kernel.periods import Period
from suki.reports.facts import ZERO, Sums

ROLES: Final = (TeamRole.OWNER, TeamRole.DEPUTY, TeamRole.SELLER, TeamRole.SPONSOR, TeamRole.SPECIALIST)
GAPS: Final = 12
"""The usual gap between orders is the median of the last so many."""


@dataclass(frozen=True)
class Holding:
    """The roles somebody has for an account, the weightiest first, each with its first day."""

    roles: tuple[tuple[str, date | None], ...]

    @property
    def role(self) -> str:
        """The weightiest role."""
        return self.roles[0][0]

    @property
    def since(self) -> date | None:
        """The day from which they have had it without a break."""
        return self.roles[0][1]


@dataclass(frozen=True)
class Rhythm:
    """When an account last ordered, and how many days it usually lets pass between two orders."""

    last: date | None = None
    gap: Decimal | None = None


@dataclass(frozen=True)
class Owed:
    """What an account still has to pay, and how much of it is past due; None where no due day is known."""

    open: Decimal = ZERO
    overdue: Decimal | None = None


def holdings_of(person: Person, on: date) -> dict[int, Holding]:
    """The accounts that a person works for on a day, those merged into another one under that one."""
    spans: dict[tuple[int, str], list[tuple[date | None, date | None]]] = {}
    rows = AccountTeamMember.objects.filter(person=person).order_by("valid")
    for account, merged, role, valid in rows.values_list(
        "account_id", "account__merged_into", "role", "valid"
    ):
        spans.setdefault((merged or account, role), []).append((valid.lower, valid.upper))
    roles: dict[int, list[tuple[str, date | None]]] = {}
    for (account, role), stretches in spans.items():
        held, since = _held_since(stretches, on)
        if held:
            roles.setdefault(account, []).append((role, since))
    order = {str(role): place for place, role in enumerate(ROLES)}
    return {
        account: Holding(tuple(sorted(held, key=lambda one: order[one[0]])))
        for account, held in roles.items()
    }


def sums_of(
    entity: LegalEntity, accounts: Collection[int], year: Period, last_year: Period
) -> dict[int, Sums]:
    """Revenue, cost and lines of accounts in a stretch of days, and the revenue of another one a year earlier."""
    own = _with_merged(accounts)
    now = credited(entity=entity, start=year.start, end=year.end, accounts=own)
    before = credited(entity=entity, start=last_year.start, end=last_year.end, accounts=own)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT account_id, sum(net), 0, sum(before), sum(cost), sum(known), sum(lines)::bigint, sum(lines)::bigint
                FROM (
                    SELECT account_id, base_net, 0, base_cost, net_with_cost, lines FROM ({now}) n
                    UNION ALL SELECT account_id, 0, base_net, 0, 0, 0 FROM ({before}) b
                ) parts(account_id, net, before, cost, known, lines) GROUP BY account_id"""
        )
        return {account: _stated(Sums(*sums), entity) for account, *sums in cursor.fetchall()}


def rhythms_of(entity: LegalEntity, accounts: Collection[int], on: date) -> dict[int, Rhythm]:
    """The last order and the usual gap of each account; a gap needs three days with orders."""
    days = order_days(entity, on, _with_merged(accounts))
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT account_id, max(day),
                    percentile_cont(0.5) WITHIN GROUP (ORDER BY gap) FILTER (WHERE place <= {GAPS}), count(gap)
                FROM (
                    SELECT account_id, day, day - lag(day) OVER (PARTITION BY account_id ORDER BY day) AS gap,
                        row_number() OVER (PARTITION BY account_id ORDER BY day DESC) AS place
                    FROM ({days}) d
                ) gaps GROUP BY account_id"""
        )
        return {
            account: Rhythm(last, Decimal(str(gap)) if gaps >= 2 else None)
            for account, last, gap, gaps in cursor.fetchall()
        }


def owed_by(entity: LegalEntity, accounts: Collection[int], on: date) -> Mapping[int, Owed]:
    """What each account owes at the end of a day. Overdue is what is left of invoices past due, at most all that is open."""
    own = _with_merged(accounts)
    opens = _in_base(entity, on, receivables(entity, on, own))
    late = _in_base(entity, on, past_due(entity, on, own))
    owed = {}
    for account in accounts:
        open_now = opens.get(account, ZERO)
        past = late.get(account)
        owed[account] = Owed(open_now, None if past is None else min(past, max(open_now, ZERO)))
    return owed


def _held_since(stretches: list[tuple[date | None, date | None]], on: date) -> tuple[bool, date | None]:
    """Whether somebody has a role on a day, and from when on without a break."""
    since, until = None, None
    for start, end in sorted(stretches, key=lambda stretch: stretch[0] or date.min):
        if start is None or start != until:
            since = start
        until = end
        if (start is None or start <= on) and (end is None or on < end):
            return True, since
    return False, None


def past_due(entity: LegalEntity, on: date, accounts: Collection[int]) -> str:
    """What is left of invoices, by account and currency, where a due day is known: only those past it count."""
    left = f"""i.net + i.tax - coalesce((
        SELECT sum(l.net + l.tax) FROM ledger_ledgerline l
        WHERE l.settles_room = 'billing' AND l.settles_id = i.id AND l.kind IN ('collected', 'written_off')
            AND l.day <= {sql_day(on)}), 0)"""
    return f"""
        SELECT coalesce(m.merged_into_id, i.account_id) AS account_id, i.currency,
            sum(CASE WHEN i.due < {sql_day(on)} THEN greatest({left}, 0) ELSE 0 END) AS gross, NULL::numeric AS base
        FROM billing_invoice i LEFT JOIN {MERGED} m ON m.id = i.account_id
        WHERE i.account_id = ANY({sql_ids(accounts)}) AND i.entity_id = {int(entity.pk)} AND i.kind = 'invoice'
            AND i.day <= {sql_day(on)} AND i.due IS NOT NULL AND i.archived_at IS NULL
        GROUP BY 1, 2"""


def _in_base(entity: LegalEntity, on: date, relation: str) -> dict[int, Decimal]:
    """Amounts by account and currency in the entity's currency, at the rate of the day; without one, as posted."""
    sums: dict[int, Decimal] = {}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT account_id, currency, gross, base FROM ({relation}) owed")
        for account, currency, gross, base in cursor.fetchall():
            sums[account] = sums.get(account, ZERO) + _converted(entity, on, currency, gross, base)
    return {account: round_half_up(amount, digits(entity.currency)) for account, amount in sums.items()}


def _converted(entity: LegalEntity, on: date, currency: str, gross: Decimal, base: Decimal | None) -> Decimal:
    if currency == entity.currency or not gross:
        return gross
    try:
        return gross * rate_on(on, of=currency, into=entity.currency)
    except RuleBroken:
        return gross if base is None else base


def _with_merged(accounts: Collection[int]) -> list[int]:
    merged = Account.objects.filter(merged_into__in=list(accounts)).values_list("pk", flat=True)
    return [*accounts, *merged]


def _stated(sums: Sums, entity: LegalEntity) -> Sums:
    places = digits(entity.currency)
    stated = {name: round_half_up(getattr(sums, name), places) for name in ("revenue", "last_year")}
    return Sums(**{**vars(sums), **stated})
