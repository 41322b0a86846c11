"""The evidence of a review: everything that speaks for and against the person, each with its source."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Any

from django.db.models import Q
from psycopg.types.range import DateRange

from suki.apps.accounts.models import AccountTeamMember, TeamRole
from suki.apps.compensation.models import Attainment, Dispute, PayRun
from suki.apps.compensation.reached import credit_basis
from suki.apps.people.models import Person, TeamMember, TerritoryMember
from suki.apps.quotas.models import Quota, Step
from suki.apps.standing.measuring import Measured, measured, people_of
from suki.apps.standing.models import MissRule
from suki.base.dated import on_day
from suki.kernel.periods import Period

FEWEST_PEERS = 3
"""From so many others on a comparison says nothing about any one of them."""


def facts_of(rule: MissRule, person: Person, found: list[Measured]) -> dict[str, Any]:
    """What is known of the periods, the newest first, as plain values that can be frozen."""
    start, end = min(each.period.start for each in found), max(each.period.end for each in found)
    return {
        "rule": {
            "name": rule.name, "below": _text(rule.below), "misses": rule.misses, "of_last": rule.of_last,
            "span": rule.span,
        },
        "currency": rule.entity.currency,
        "credit": credit_basis(),
        "periods": [_period(rule, person, each) for each in found],
        "lost_accounts": _lost_accounts(person, start, end),
        "disputes": _disputes(person, start, end),
        "peers": _peers(rule, person, found),
    }  # fmt: skip


def checksum_of(facts: dict[str, Any]) -> str:
    """The same facts have the same checksum, whoever counts it."""
    written = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def is_standard_known(facts: dict[str, Any]) -> bool:
    """Whether every missed period's quota was acknowledged before the period was over."""
    missed = [each for each in facts.get("periods", ()) if each["is_missed"]]
    return bool(missed) and all(each["is_known"] for each in missed)


def _period(rule: MissRule, person: Person, it: Measured) -> dict[str, Any]:
    quotas = [_quota(each) for each in Quota.objects.filter(pk__in=it.quotas).order_by("pk")]
    last = it.period.last.isoformat()
    return {
        "name": it.period.name, "start": it.period.start.isoformat(), "end": it.period.end.isoformat(),
        "credited": _text(it.credited), "quota": _text(it.quota), "attainment": _ratio(it.attainment),
        "adjusted": _ratio(it.adjusted), "working_days": it.working_days, "days_away": it.days_away,
        "is_missed": it.is_below(rule.below), "quotas": quotas, "pay": _of_pay(person, it.period),
        "is_known": bool(quotas)
        and all(each["acknowledged"] and each["acknowledged"][:10] <= last for each in quotas),
    }  # fmt: skip


def _quota(quota: Quota) -> dict[str, Any]:
    """A quota with when it was communicated and acknowledged, and how it was worked out (ramp, days away)."""
    steps = quota.steps.order_by("pk").values_list("step", "at")
    reached = {step: at.isoformat(timespec="minutes") for step, at in steps}
    return {
        "id": quota.pk, "amount": _text(quota.amount), "currency": quota.currency,
        "first": quota.valid.lower.isoformat(), "made_of": quota.made_of,
        "communicated": reached.get(Step.COMMUNICATED), "acknowledged": reached.get(Step.ACKNOWLEDGED),
    }  # fmt: skip


def _of_pay(person: Person, period: Period) -> list[dict[str, Any]]:
    """What the calculation of pay of the same days came to, component by component."""
    run = PayRun.objects.filter(
        period__valid=DateRange(period.start, period.end), finished_at__isnull=False
    ).order_by("-number")
    rows = Attainment.objects.filter(run=run.first(), person=person).order_by("component", "accumulated")
    return [
        {"component": row.component, "attainment": _ratio(row.attainment), "run": row.run_id} for row in rows
    ]


def _lost_accounts(person: Person, start: date, end: date) -> list[dict[str, Any]]:
    """Accounts that the person stopped leading within the periods: what they could no longer sell to."""
    held = AccountTeamMember.objects.filter(
        person=person, role=TeamRole.OWNER, valid__endswith__gt=start, valid__endswith__lt=end
    ).select_related("account")
    return [
        {"name": each.account.name, "on": each.valid.upper.isoformat(), "stage": each.account.lifecycle}
        for each in held.order_by("valid", "pk")
    ]


def _disputes(person: Person, start: date, end: date) -> list[dict[str, Any]]:
    """Credits of these days that somebody doubts and nobody has decided on."""
    held = Dispute.objects.filter(
        line__statement__person=person, decision="", line__day__gte=start, line__day__lt=end
    ).select_related("line", "line__statement")
    return [
        {
            "document": each.line.document, "day": each.line.day.isoformat(), "expected": _text(each.expected),
            "currency": each.line.statement.currency,
        }
        for each in held.order_by("pk")
    ]  # fmt: skip


def _peers(rule: MissRule, person: Person, found: list[Measured]) -> list[dict[str, Any]]:
    """People in the same territory or team, each period as a whole: nobody is named, and too few are not shown."""
    peers = _like(rule, person, found[0].period.last)
    told = []
    for it in found:
        shares = sorted(
            each.adjusted
            for each in measured(rule.entity, it.period, peers).values()
            if each.adjusted is not None
        )
        row: dict[str, Any] = {"period": it.period.name, "people": len(shares)}
        if len(shares) >= FEWEST_PEERS:
            row |= {"median": _ratio(median(shares)), "below": sum(share < rule.below for share in shares)}
        told.append(row)
    return told


def _like(rule: MissRule, person: Person, on: date) -> list[int]:
    """Others of the rule who were responsible for the same market, or worked in the same team, on a day."""
    territories = TerritoryMember.objects.filter(on_day(on), person=person).values("territory")
    teams = TeamMember.objects.filter(on_day(on), person=person).values("team")
    near = Q(pk__in=TerritoryMember.objects.filter(on_day(on), territory__in=territories).values("person"))
    near |= Q(pk__in=TeamMember.objects.filter(on_day(on), team__in=teams).values("person"))
    measured_too = [each.pk for each in people_of(rule, on)]
    others = Person.objects.filter(near, pk__in=measured_too).exclude(pk=person.pk)
    return list(others.values_list("pk", flat=True))


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount.normalize() + 0:f}"


def _ratio(share: Decimal | None) -> str | None:
    return None if share is None else f"{share.quantize(Decimal('0.0001')):f}"
