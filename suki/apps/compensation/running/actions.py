"""What is done with a period of pay: opened, calculated, reviewed, approved, paid, closed, and at last opened again."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from psycopg.types.range import DateRange

from suki.apps.company.models import LegalEntity
from suki.apps.compensation.models import PayPeriod, PayRun, Statement, StatementStep
from suki.apps.compensation.running.calculating import run_period, whole_run
from suki.apps.compensation.running.disputes import decide_dispute as decide_dispute
from suki.apps.compensation.running.disputes import raise_dispute as raise_dispute
from suki.apps.compensation.running.disputes import take_dispute as take_dispute
from suki.apps.compensation.running.disputes import withdraw_dispute as withdraw_dispute
from suki.apps.compensation.running.paying import pay_statements
from suki.apps.compensation.running.problems import stopping
from suki.apps.compensation.running.replaying import replay as replay
from suki.apps.compensation.running.states import (
    BEFORE_APPROVAL,
    SETTLED,
    Step,
    earlier_periods,
    is_approved,
    locked,
    require,
    state_of,
    step_to,
)
from suki.base.access import SYSTEM, Can, action
from suki.base.history import record
from suki.kernel.errors import RuleBroken


@action(Can.RUN_PAY)
def open_period(*, actor: Any, entity: LegalEntity, name: str, first: date, end: date) -> PayPeriod:
    """Say which days are paid together: from `first` up to, not including, `end`."""
    name = name.strip()
    if not name:
        raise RuleBroken(_("A period of pay needs a name."))
    if end <= first:
        raise RuleBroken(_("A period of pay has at least a day."))
    LegalEntity.objects.select_for_update().get(pk=entity.pk)
    held = PayPeriod.objects.filter(entity=entity)
    if other := held.filter(valid__overlap=DateRange(first, end)).first():
        raise RuleBroken(_("{period} already pays some of these days.").format(period=other.name))
    if held.filter(name=name).exists():
        raise RuleBroken(_("There is already a period of pay called “{name}”.").format(name=name))
    later = held.filter(valid__fully_gt=DateRange(first, end)).order_by("valid").first()
    if later is not None and state_of(later) in SETTLED:
        raise RuleBroken(
            _("{period} comes later and has been approved; nothing is opened before it.").format(
                period=later.name
            )
        )
    period = PayPeriod.objects.create(entity=entity, name=name, valid=DateRange(first, end))
    step_to(period, Step.OPEN, actor)
    record("pay period opened", actor=actor, about=period, name=name, first=first, end=end)
    return period


@action(Can.RUN_PAY)
def calculate(*, actor: Any, period: PayPeriod, engine: str | None = None) -> PayRun:
    """Work the period out from what is known now. Statements that were approved stay as they are.

    What cannot be paid is said in the run's problems; nothing is paid as if it were nothing.
    """
    period = locked(period)
    require(period, *BEFORE_APPROVAL)
    run = run_period(period, actor, engine or "python")
    step_to(period, Step.CALCULATED, actor)
    record("pay calculated", actor=actor, about=period, run=run.number, lines=run.lines.count())
    return run


@action(Can.RUN_PAY)
def send_to_review(*, actor: Any, period: PayPeriod) -> PayPeriod:
    """The managers may look at their people's statements now."""
    period = locked(period)
    require(period, Step.CALCULATED)
    step_to(period, Step.IN_REVIEW, actor)
    record("pay sent to review", actor=actor, about=period)
    return period


@action(Can.APPROVE_PAY)
def approve_statement(*, actor: Any, statement: Statement) -> StatementStep:
    """Somebody's manager, or whoever sees all pay, says that a statement is right. Nobody says so of their own."""
    statement, period = _reviewed(actor, statement)
    require(period, Step.CALCULATED, Step.IN_REVIEW)
    if is_approved(statement):
        raise RuleBroken(_("This statement has been approved already."))
    return _statement_step(actor, statement, StatementStep.Step.APPROVED, "statement approved")


@action(Can.APPROVE_PAY)
def return_statement(*, actor: Any, statement: Statement, reason: str) -> StatementStep:
    """Send a statement back to whoever runs pay, with the reason."""
    statement, period = _reviewed(actor, statement)
    require(period, Step.CALCULATED, Step.IN_REVIEW)
    if is_approved(statement):
        raise RuleBroken(_("This statement has been approved; unlock it first."))
    return _statement_step(
        actor, statement, StatementStep.Step.RETURNED, "statement sent back", _said(reason)
    )


@action(Can.APPROVE_PAY)
def unlock_statement(*, actor: Any, statement: Statement, reason: str) -> StatementStep:
    """An approved statement may be calculated anew after all; the reason stays."""
    statement, period = _reviewed(actor, statement)
    require(period, Step.CALCULATED, Step.IN_REVIEW)
    if not is_approved(statement):
        raise RuleBroken(_("This statement is not locked."))
    if hasattr(statement, "paid"):
        raise RuleBroken(_("This statement has been paid; correct it in an open period."))
    return _statement_step(actor, statement, StatementStep.Step.UNLOCKED, "statement unlocked", _said(reason))


@action(Can.APPROVE_PAY)
def approve_period(*, actor: Any, period: PayPeriod) -> PayPeriod:
    """All of the period is right: whoever's statement was not approved one by one is approved with it.

    The approver's own statement needs somebody else's word first, and so does that of anybody whose pay they do not see.
    """
    period = locked(period)
    require(period, Step.CALCULATED, Step.IN_REVIEW)
    _refuse_unready(period)
    seen = set(Statement.objects.visible_to(actor).order_by().values_list("pk", flat=True))
    for statement in Statement.objects.filter(period=period).select_related("person"):
        if is_approved(statement):
            continue
        if actor is not SYSTEM and statement.person.user_id == actor.pk:
            raise RuleBroken(_("Somebody else has to approve your own statement first."))
        if statement.pk not in seen:
            raise RuleBroken(_("Others have to approve the statements of people whom you do not lead first."))
        _statement_step(actor, statement, StatementStep.Step.APPROVED, "statement approved")
    step_to(period, Step.APPROVED, actor)
    record("pay approved", actor=actor, about=period)
    return period


@action(Can.RUN_PAY)
def pay_period(*, actor: Any, period: PayPeriod, paid_on: date, reference: str = "") -> PayPeriod:
    """The money has left the house: a payout for each statement, without lines in doubt.

    Whose plan is not acknowledged yet waits, where the firm wants that; they are paid by the same act later, also after
    the period was closed.
    """
    period = locked(period)
    state = require(period, *SETTLED)
    count = pay_statements(period, paid_on, reference)
    if state != Step.APPROVED and not count:
        raise RuleBroken(
            _("Everybody who may be paid for {period} has been paid.").format(period=period.name)
        )
    if state == Step.APPROVED:
        step_to(period, Step.PAID, actor)
    record("pay paid", actor=actor, about=period, paid_on=paid_on, reference=reference, count=count)
    return period


@action(Can.RUN_PAY)
def close_pay_period(*, actor: Any, period: PayPeriod) -> PayPeriod:
    """Nothing of the period changes any more; what is learned later is put right in an open one."""
    period = locked(period)
    require(period, Step.PAID)
    step_to(period, Step.CLOSED, actor)
    record("pay closed", actor=actor, about=period)
    return period


@action(Can.RUN_PAY)
def reopen_pay_period(*, actor: Any, period: PayPeriod, reason: str) -> PayPeriod:
    """Open the latest closed period again: by a person, with a reason.

    What was paid stays paid. Whoever had been left out is calculated, approved and paid, and the period closed again.
    """
    if actor is SYSTEM:
        raise RuleBroken(_("A closed period is opened again by a person, never by itself."))
    period = locked(period)
    require(period, Step.CLOSED)
    later = PayPeriod.objects.filter(entity=period.entity, valid__fully_gt=period.valid)
    if any(state_of(each) in SETTLED for each in later):
        raise RuleBroken(_("Only the latest closed period is opened again."))
    step_to(period, Step.IN_REVIEW, actor, _said(reason))
    record("pay reopened", actor=actor, about=period, reason=reason)
    return period


def _refuse_unready(period: PayPeriod) -> None:
    """Earlier periods first, what they ended with known to this one, and nothing that stops somebody's pay."""
    run = whole_run(period)
    for earlier in earlier_periods(period):
        if state_of(earlier) not in SETTLED:
            raise RuleBroken(_("{period} comes first; approve it before.").format(period=earlier.name))
        if run is not None and earlier.steps.filter(step=Step.APPROVED, at__gt=run.started_at).exists():
            raise RuleBroken(
                _(
                    "{earlier} was approved after {period} had been calculated. Calculate {period} again."
                ).format(earlier=earlier.name, period=period.name)
            )
    for problem in stopping(run):
        raise RuleBroken(
            _("{period} cannot be approved yet: {sentence}").format(period=period.name, sentence=problem)
        )


def _reviewed(actor: Any, statement: Statement) -> tuple[Statement, PayPeriod]:
    """A statement that the actor sees and that is not their own, with its period locked."""
    period = locked(statement.period)
    statement = Statement.objects.visible_to(actor).locked(statement.pk)
    if actor is not SYSTEM and statement.person.user_id == actor.pk:
        raise RuleBroken(_("Nobody decides about their own statement."))
    return statement, period


def _statement_step(
    actor: Any, statement: Statement, step: str, event: str, reason: str = ""
) -> StatementStep:
    made = StatementStep.objects.create(
        statement=statement, step=step, by=actor if actor.pk else None, reason=reason
    )
    facts = {"person": statement.person_id, **({"reason": reason} if reason else {})}
    record(event, actor=actor, about=statement, **facts)
    return made


def _said(reason: str) -> str:
    if not reason.strip():
        raise RuleBroken(_("Say why."))
    return reason.strip()
