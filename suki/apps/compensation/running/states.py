"""Where a period of pay stands, and what may be done with it there."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import OperationalError
from django.utils.translation import gettext as _

from suki.apps.compensation.models import PayPeriod, PayStep, Statement, StatementStep
from suki.kernel.errors import RuleBroken

Step = PayStep.Step
BEFORE_APPROVAL = (Step.OPEN, Step.CALCULATED, Step.IN_REVIEW)
SETTLED = (Step.APPROVED, Step.PAID, Step.CLOSED)


def state_of(period: PayPeriod) -> str:
    """Where a period stands: its newest step."""
    newest = period.steps.order_by("-id").values_list("step", flat=True).first()
    return str(newest or Step.OPEN)


def statement_state(statement: Statement) -> str:
    """The newest step of a statement; nothing where nobody has looked at it yet."""
    newest = statement.steps.order_by("-id").values_list("step", flat=True).first()
    return str(newest or "")


def is_approved(statement: Statement) -> bool:
    """Whether a new calculation passes it over."""
    return statement_state(statement) == StatementStep.Step.APPROVED


def step_to(period: PayPeriod, step: str, actor: Any, reason: str = "") -> PayStep:
    """The period goes to a step; the row says who, when and why."""
    return PayStep.objects.create(period=period, step=step, by=_user(actor), reason=reason)


def locked(period: PayPeriod) -> PayPeriod:
    """The period, nobody else's until the transaction ends. Who comes while somebody works on it is told so."""
    try:
        found: PayPeriod = PayPeriod.objects.select_for_update(of=("self",), nowait=True).get(pk=period.pk)
    except OperationalError as error:
        raise RuleBroken(
            _("{period} is being worked on at this moment. Try again when that is done.").format(
                period=period.name
            )
        ) from error
    return found


def require(period: PayPeriod, *steps: str) -> str:
    """Refuse what does not fit where the period stands; returns where that is."""
    state = state_of(period)
    if state not in steps:
        raise RuleBroken(
            _("{period} is {state}; this needs it to be {wanted}.").format(
                period=period.name,
                state=Step(state).label,
                wanted=_(" or ").join(str(Step(step).label) for step in steps),
            )
        )
    return state


def earlier_periods(period: PayPeriod) -> list[PayPeriod]:
    """The entity's periods before this one, the first one first."""
    before = PayPeriod.objects.filter(entity=period.entity, valid__fully_lt=period.valid)
    return list(before.order_by("valid"))


def period_on(entity: Any, day: date) -> PayPeriod | None:
    """The period of pay in which a day lies."""
    found: PayPeriod | None = PayPeriod.objects.filter(entity=entity, valid__contains=day).first()
    return found


def _user(actor: Any) -> Any:
    return actor if actor.pk else None
