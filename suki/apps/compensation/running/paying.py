"""Money leaves the house: what of a statement is paid, and who has to read their plan first."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet

from suki.apps.company.policies import PAY_NEEDS_ACKNOWLEDGEMENT, policy
from suki.apps.compensation.models import (
    Acknowledgement,
    Dispute,
    PayLine,
    Payout,
    PayPeriod,
    PlanVersion,
    Statement,
)


def payable_lines(statement: Statement) -> QuerySet[PayLine]:
    """The lines that are paid: those that stand, without the ones in doubt."""
    doubted = Dispute.objects.filter(line=OuterRef("pk"), decision="")
    return (
        PayLine.objects.filter(statement=statement, run=statement.run_id)
        .filter(~Exists(doubted))
        .order_by("number")
    )


def payable(statement: Statement) -> Decimal:
    """What would leave the house for a statement today; never less than nothing."""
    return max(Decimal(0), sum((line.amount for line in payable_lines(statement)), Decimal(0)))


def unread_plans(statement: Statement) -> list[PlanVersion]:
    """The versions that pay somebody here and that they have not acknowledged, where the firm wants that first."""
    if policy(PAY_NEEDS_ACKNOWLEDGEMENT.key, entity=statement.period.entity) != "yes":
        return []
    read = Acknowledgement.objects.filter(version=OuterRef("pk"), person=statement.person_id)
    lines = PayLine.objects.filter(statement=statement, run=statement.run_id, version__isnull=False)
    versions = PlanVersion.objects.filter(pk__in=lines.values("version")).filter(~Exists(read))
    return list(versions.select_related("plan").order_by("plan__name", "number"))


def pay_statements(period: PayPeriod, paid_on: date, reference: str) -> int:
    """A payout for each statement that may be paid and has not been; returns how many."""
    waiting = Statement.objects.filter(period=period, paid__isnull=True).select_related(
        "person", "period__entity"
    )
    payouts = []
    for statement in waiting.order_by("person_id", "currency"):
        if not unread_plans(statement):
            payouts.append(
                Payout(
                    statement=statement, amount=payable(statement), currency=statement.currency, paid_on=paid_on,
                    reference=reference.strip(),
                )
            )  # fmt: skip
    Payout.objects.bulk_create(payouts)
    return len(payouts)


def waiting_for_acknowledgement(period: PayPeriod) -> list[Statement]:
    """The statements of a settled period whose money waits until somebody has read their plan."""
    unpaid = Statement.objects.filter(period=period, paid__isnull=True).select_related(
        "person", "period__entity"
    )
    return [each for each in unpaid.order_by("person__sort_key") if unread_plans(each)]
