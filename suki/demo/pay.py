"""The sample company's pay: the last quarter paid and closed, this one calculated, and a line that somebody doubts."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Sum
from psycopg.types.range import DateRange

from suki.apps.company.models import LegalEntity
from suki.apps.compensation.models import PayLine, PayPeriod
from suki.apps.compensation.running.actions import (
    approve_period,
    calculate,
    close_pay_period,
    open_period,
    pay_period,
    raise_dispute,
)
from suki.apps.compensation.running.queries import lines_of
from suki.apps.people.models import Person
from suki.apps.quotas.actions import communicate_quotas, set_quota
from suki.apps.quotas.models import Quota
from suki.base.access import SYSTEM
from suki.demo.plans import CURRENCY
from suki.kernel.periods import Period

DOUBTS = "joy"
TEAMS = {"grace": ("marisol", "joy", "leo"), "katrin": ("jonas", "minh", "sari")}
"""Whose quotas the quota of who leads them is made of."""


def load_pay(people: dict[str, Person], entity: LegalEntity, today: date) -> None:
    """Two quarters of pay, the earlier one settled. Joy misses something on her largest line."""
    now = Period.quarter(today.year, (today.month + 2) // 3)
    before = now.previous()
    for quarter in (before, now):
        for lead, team in TEAMS.items():
            _quota(people[lead], [people[key] for key in team], quarter)
    settled = _calculated(entity, before)
    approve_period(actor=SYSTEM, period=settled)
    pay_period(
        actor=SYSTEM, period=settled, paid_on=min(today, before.end + timedelta(days=14)), reference="PAY-001"
    )
    close_pay_period(actor=SYSTEM, period=settled)
    line = _largest_line(_calculated(entity, now), people[DOUBTS])
    if line is not None:
        raise_dispute(
            actor=people[DOUBTS].user,
            line=line,
            expected=line.amount + Decimal(1500),
            justification="The second delivery of this order is missing; the client signed for both.",
        )


def _quota(lead: Person, team: list[Person], quarter: Period) -> None:
    """Who leads a team is to reach what its people are to reach together."""
    days = DateRange(quarter.start, quarter.end)
    if Quota.objects.filter(person=lead, valid__overlap=days).exists():
        return
    held = Quota.objects.filter(person__in=team, measure="revenue", valid__overlap=days)
    total = held.aggregate(total=Sum("amount"))["total"] or Decimal(1_000_000)
    quota = set_quota(
        actor=SYSTEM, subject=lead, first=quarter.start, end=quarter.end, amount=total, currency=CURRENCY
    )
    communicate_quotas(actor=SYSTEM, quotas=[quota])


def _calculated(entity: LegalEntity, quarter: Period) -> PayPeriod:
    period = open_period(actor=SYSTEM, entity=entity, name=quarter.name, first=quarter.start, end=quarter.end)
    calculate(actor=SYSTEM, period=period)
    return period


def _largest_line(period: PayPeriod, person: Person) -> PayLine | None:
    statement = period.statements.filter(person=person).first()
    if statement is None:
        return None
    return lines_of(statement).filter(kind=PayLine.Kind.EARNED).order_by("-amount", "number").first()
