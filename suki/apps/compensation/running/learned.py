"""Whether something was learned of a settled period after it had been worked out: then its days are worked out again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import connection
from psycopg.types.range import DateRange

from suki.apps.compensation.models import PayPeriod, PayRun, PlanMember, Score, Statement
from suki.apps.compensation.running.facts import FAR, day_of, money_of
from suki.apps.compensation.running.handing_on import handovers
from suki.apps.credits.freezing import credit_rule
from suki.apps.credits.gathered import daily_sums, frozen_sums
from suki.apps.quotas.models import Quota

YEAR = timedelta(days=366)
Below = Callable[[list[Any], list[Any], date, date], dict[str, list[Any]]]
"""Who was below whom on some days, for those whom these plans pay for their team."""


def learned_since(period: PayPeriod, settled: Iterable[PayPeriod], below: Below) -> date:
    """The first day of the earliest settled period of which something was learned; without any, that of the period.

    Lines of the ledger count however late they come. Who is credited with them, who leads whom, quotas, scores and members are compared
    with what was frozen for the periods of the year before.
    """
    for each in settled:
        if _is_learned(each, period.valid.lower - YEAR, below):
            found: date = each.valid.lower
            return found
    first: date = period.valid.lower
    return first


def _is_learned(period: PayPeriod, oldest: date, below: Below) -> bool:
    """Compared with the oldest calculation that a statement stands by: who was approved early was passed over later."""
    standing = Statement.objects.filter(period=period).values("run")
    runs = PayRun.objects.filter(period=period).select_related("credits")
    run = (
        runs.filter(pk__in=standing).order_by("started_at", "number").first()
        or runs.order_by("-number").first()
    )
    if run is None or run.credits is None:
        return False
    if _later_lines(period, run.started_at):
        return True
    if period.valid.lower < oldest:
        return False
    return _other_facts(period, run) or _other_teams(period, run, below) or _other_credits(period, run)


def _other_teams(period: PayPeriod, run: PayRun, below: Below) -> bool:
    """Whether others were below those who are paid for their team."""
    first, end = period.valid.lower, period.valid.upper
    now = below(run.inputs["plans"], run.inputs["members"], first, end)
    kept = {
        (top, person, max(day_of(since), first), min(day_of(until), end))
        for top, rows in run.inputs["below"].items() for person, since, until in rows
        if day_of(since) < end and day_of(until) > first
    }  # fmt: skip
    return kept != {
        (top, person, max(since, first), min(until, end))
        for top, rows in now.items() for person, since, until in rows
    }  # fmt: skip


def _later_lines(period: PayPeriod, since: Any) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM ledger_ledgerline WHERE entity_id = %s AND day >= %s AND day < %s"
            " AND recorded_at > %s)",
            [period.entity_id, period.valid.lower, period.valid.upper, since],
        )
        return bool(cursor.fetchone()[0])


def _other_credits(period: PayPeriod, run: PayRun) -> bool:
    """Whether the same lines are credited to others now. Another rule of the firm is no news of days that were paid."""
    assert run.credits is not None, "a finished run has credits"
    first, end = period.valid.lower, period.valid.upper
    rule = credit_rule()[1][:80]
    if run.credits.credits.filter(why="own").exclude(rule__startswith=rule).exists():
        return False
    now = daily_sums(
        entity=period.entity, start=first, end=end, handovers=handovers(period.entity, first, end)
    )
    return now != frozen_sums(run.credits, first, end)


def _other_facts(period: PayPeriod, run: PayRun) -> bool:
    """Whether members, their quotas or their scores are others on these days than those that were frozen."""
    kept = run.inputs
    days = DateRange(period.valid.lower, period.valid.upper)
    people = {each["person"] for each in kept["members"]}
    members = PlanMember.objects.in_use().filter(
        plan__entity=period.entity, plan__archived_at__isnull=True, valid__overlap=days
    )
    quotas = Quota.objects.in_use().filter(entity=period.entity, person__in=people, valid__overlap=days)
    scores = Score.objects.in_use().filter(plan__entity=period.entity, valid__overlap=days)
    return any(
        _told(rows.values(*names, "valid"), names, days) != _kept(kept[what], names, days)
        for what, rows, names in (
            ("members", members, ("plan", "person", "target_pay", "paid_in")),
            ("quotas", quotas, ("person", "measure", "amount", "currency")),
            ("scores", scores, ("plan", "person", "component", "score")),
        )
    )


def _told(rows: Iterable[Mapping[str, Any]], names: Iterable[str], days: Any) -> set[tuple[Any, ...]]:
    return {_one(row, names, row["valid"].lower or date.min, row["valid"].upper or FAR, days) for row in rows}


def _kept(rows: Iterable[Mapping[str, Any]], names: Iterable[str], days: Any) -> set[tuple[Any, ...]]:
    spans = ((row, day_of(row["first"] or "0001-01-01"), day_of(row["end"])) for row in rows)
    return {
        _one(row, names, first, end, days)
        for row, first, end in spans
        if first < days.upper and end > days.lower
    }


def _one(row: Mapping[str, Any], names: Iterable[str], first: date, end: date, days: Any) -> tuple[Any, ...]:
    """What a row says of these days; of an amount for a stretch, how long that is belongs to it."""
    said = tuple(
        money_of(row[name])
        if name in ("amount", "score", "target_pay") and row[name] is not None
        else row[name]
        for name in names
    )
    whole = (first, end) if "amount" in names else (max(first, days.lower), min(end, days.upper))
    return (*said, *whole)
