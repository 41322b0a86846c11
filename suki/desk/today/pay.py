"""What Today says about pay: statements and doubts that wait for the actor's word, and one's own new statement."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from suki.apps.company.queries import rate_on
from suki.apps.compensation.models import PayStep
from suki.apps.compensation.statements import queries
from suki.base.access import Can, can
from suki.base.formats import amount_text
from suki.desk.today.needs import Asking, Need, register_kind
from suki.kernel.errors import RuleBroken

MOST = 50
LATELY = timedelta(days=14)


def register() -> None:
    """Called once at start-up."""
    register_kind("statement_approval", to_approve)
    register_kind("dispute", to_decide)
    register_kind("statement", to_look_at)


def to_approve(asking: Asking) -> Iterable[Need]:
    """Statements of the actor's people that are in review."""
    for statement in queries.to_approve(asking.actor)[:MOST]:
        yield Need(
            kind="statement_approval",
            key=f"{statement.pk}:{statement.run_id}",
            what=_("Approve the statement of {period}").format(period=statement.period.name),
            who=statement.person.name,
            why=_("{amount} are to be paid.").format(
                amount=amount_text(statement.payout, statement.currency)
            ),
            by=_("Pay"),
            stake=_worth(asking, statement.payout, statement.currency),
            href=reverse("pay_statement", args=[statement.pk]),
            act=_("Look at it"),
        )


def to_decide(asking: Asking) -> Iterable[Need]:
    """Doubted lines that wait for an answer."""
    for dispute in queries.to_decide(asking.actor)[:MOST]:
        statement = dispute.line.statement
        yield Need(
            kind="dispute",
            key=str(dispute.pk),
            what=_("Answer a doubt about pay"),
            who=statement.person.name,
            why=f"“{dispute.justification[:160]}”",
            by=dispute.line.document or statement.period.name,
            stake=_worth(asking, abs(dispute.line.amount), statement.currency),
            href=reverse("pay_dispute", args=[dispute.pk]),
            act=_("Decide"),
            due=timezone.localtime(dispute.raised_at).date(),
        )


def to_look_at(asking: Asking) -> Iterable[Need]:
    """The actor's own statement while it can still be put right before it is paid."""
    if not can(asking.actor, Can.SEE_PAY):
        return
    waiting = queries.own_statements(asking.actor).filter(
        period_step__in=(PayStep.Step.IN_REVIEW, PayStep.Step.APPROVED), paid__isnull=True,
        run__started_at__gte=timezone.now() - LATELY,
    )  # fmt: skip
    for statement in waiting[:3]:
        yield Need(
            kind="statement",
            key=f"{statement.pk}:{statement.run_id}",
            what=_("Look at your statement of {period}").format(period=statement.period.name),
            who=statement.period.entity.name,
            why=_("{amount}, line by line. Doubt what is wrong before it is paid.").format(
                amount=amount_text(statement.payout, statement.currency)
            ),
            by=_("Pay"),
            stake=_worth(asking, statement.payout, statement.currency),
            href=reverse("pay_statement", args=[statement.pk]),
            act=_("Look at it"),
        )


def _worth(asking: Asking, amount: Decimal, currency: str) -> Decimal | None:
    """The money at stake in the firm's currency; unknown where there is no rate."""
    try:
        return amount * rate_on(asking.today, of=currency, into=asking.entity.currency)
    except RuleBroken:
        return None
