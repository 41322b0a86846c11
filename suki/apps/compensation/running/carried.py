"""What a period takes over from those before it: balances, held pay that is due, instalments, decided disputes."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.fields.json import KT

from suki.apps.compensation.models import Dispute, PayLine, PayPeriod, Statement
from suki.apps.compensation.running.states import SETTLED, earlier_periods, state_of

Kind = PayLine.Kind


def lines_that_stand() -> QuerySet[PayLine]:
    """The lines of each statement that are of the run it stands by; older calculations only tell what was."""
    return PayLine.objects.filter(run=F("statement__run"))


def openings(period: PayPeriod) -> list[list[Any]]:
    """What each person's newest earlier statement ended with, where that was not nothing."""
    rows = (
        Statement.objects.filter(period__entity=period.entity, period__valid__fully_lt=period.valid)
        .order_by("person_id", "currency", "-period__valid")
        .distinct("person_id", "currency")
        .values_list("person_id", "currency", "closing")
    )
    return [list(row) for row in rows if row[2]]


def held_due(period: PayPeriod) -> list[dict[str, Any]]:
    """Held pay of settled periods that nobody has released yet, whenever it vests: whoever leaves has it earlier."""
    answered = lines_that_stand().filter(
        kind__in=(Kind.RELEASED, Kind.FORFEITED), corrects=OuterRef("pk")
    ).exclude(statement__period=period)  # fmt: skip
    rows = _of_settled(period).filter(kind=Kind.HELD).filter(~Exists(answered)).order_by("pk")
    names = (
        "id", "statement__person_id", "statement__currency", "version_id", "component", "account_id", "document",
        "commission", "rate", "amount", "vests_on", "why",
    )  # fmt: skip
    return [_named(row) for row in rows.values(*names)]


def instalments_due(period: PayPeriod) -> list[dict[str, Any]]:
    """What is taken back over several periods, with how many of its instalments have been taken."""
    found = []
    for row in _of_settled(period).filter(kind=Kind.CLAWBACK, why__has_key="instalments").order_by("pk").values(
        "id", "statement__person_id", "statement__currency", "version_id", "component", "account_id", "document",
        "rate", "why", "corrects_id",
    ):  # fmt: skip
        taken = _of_settled(period).filter(kind=Kind.CLAWBACK, why__instalment_of=row["id"]).count() + 1
        if taken < int(row["why"]["instalments"]):
            found.append(_named(row) | {"taken": taken})
    return found


def decisions_due(period: PayPeriod) -> list[dict[str, Any]]:
    """Disputes that have been decided and whose money is still to be moved."""
    moved = lines_that_stand().filter(kind=Kind.ADJUSTMENT).exclude(statement__period=period)
    done = {
        int(number)
        for number in moved.filter(why__has_key="dispute").values_list(KT("why__dispute"), flat=True)
    }
    decided = Dispute.objects.filter(line__statement__period__entity=period.entity).exclude(decision="")
    found = []
    for dispute in decided.select_related("line__statement__period", "line__credit").order_by("pk"):
        if dispute.pk not in done and (due := _decision(dispute, period)) is not None:
            found.append(due)
    return found


def _decision(dispute: Dispute, period: PayPeriod) -> dict[str, Any] | None:
    line, statement = dispute.line, dispute.line.statement
    is_here = statement.period_id == period.pk
    if not is_here and state_of(statement.period) not in SETTLED:
        return None
    paid = was_left_out(dispute)
    if dispute.decision != Dispute.Decision.ACCEPTED and not paid:
        return None
    credit = line.credit
    return {
        "dispute": dispute.pk, "line": line.pk, "person": statement.person_id, "currency": statement.currency,
        "version": line.version_id, "component": line.component, "account": line.account_id,
        "document": line.document, "day": line.day, "rate": line.rate, "amount": line.amount,
        "granted": dispute.granted if dispute.decision == Dispute.Decision.ACCEPTED else line.amount,
        "left_out": paid, "is_here": is_here,
        "key": None if credit is None else [
            credit.line_id, credit.product_id, credit.person_id, credit.why, line.component, statement.person_id,
        ],
    }  # fmt: skip


def was_left_out(dispute: Dispute) -> bool:
    """Whether the line was in doubt when its statement was paid, so that its money stayed here."""
    paid = getattr(dispute.line.statement, "paid", None)
    if paid is None:
        return False
    at = paid.noted_at
    return bool(dispute.raised_at < at and (dispute.decided_at is None or dispute.decided_at > at))


def _of_settled(period: PayPeriod) -> QuerySet[PayLine]:
    settled = [each.pk for each in earlier_periods(period) if state_of(each) in SETTLED]
    return lines_that_stand().filter(statement__period__in=settled)


def _named(row: dict[str, Any]) -> dict[str, Any]:
    """The same row with short names, as a run keeps it."""
    return {name.removeprefix("statement__").removesuffix("_id"): value for name, value in row.items()}
