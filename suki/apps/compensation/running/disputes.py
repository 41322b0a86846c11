"""Doubts about a line: raised by whose line it is, decided by somebody else, put right by a line that points to it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from suki.apps.compensation.models import Dispute, PayLine, PayPeriod, Statement
from suki.apps.compensation.running.calculating import run_person, whole_run
from suki.apps.compensation.running.states import BEFORE_APPROVAL, is_approved, locked, state_of
from suki.base.access import SYSTEM, Can, action
from suki.base.history import record
from suki.base.models import StoredFile
from suki.kernel.errors import NotAllowed, RuleBroken
from suki.kernel.money import digits, round_half_up

Decision = Dispute.Decision


@action(Can.SEE_PAY)
def raise_dispute(
    *,
    actor: Any,
    line: PayLine,
    justification: str,
    expected: Decimal | None = None,
    file: StoredFile | None = None,
) -> Dispute:
    """Somebody doubts a line of their own statement. Until it is decided this line is not paid; all others are."""
    line = (
        PayLine.objects.visible_to(actor)
        .select_related("statement__person", "statement__period")
        .get(pk=line.pk)
    )
    _own(actor, line.statement)
    locked(line.statement.period)
    if not justification.strip():
        raise RuleBroken(_("Say what is wrong with this line."))
    if line.run_id != Statement.objects.get(pk=line.statement_id).run_id:
        raise RuleBroken(_("This line was calculated anew in the meantime. Look at the statement again."))
    if Dispute.objects.filter(line=line, decision="").exists():
        raise RuleBroken(_("This line is in doubt already."))
    dispute = Dispute.objects.create(
        line=line,
        expected=expected,
        justification=justification.strip(),
        file=file,
        raised_by=actor if actor.pk else None,
    )
    record(
        "dispute raised", actor=actor, about=dispute, person=line.statement.person_id, document=line.document
    )
    return dispute


@action(Can.APPROVE_PAY)
def take_dispute(*, actor: Any, dispute: Dispute) -> Dispute:
    """Somebody looks into it."""
    dispute = _open(actor, dispute)
    if getattr(actor, "person", None) is None:
        raise RuleBroken(_("Only a person takes a dispute on."))
    dispute.taken_by = actor.person
    dispute.save()
    record("dispute taken", actor=actor, about=dispute, person=actor.person.pk)
    return dispute


@action(Can.APPROVE_PAY)
def decide_dispute(
    *, actor: Any, dispute: Dispute, decision: str, answer: str, amount: Decimal | None = None
) -> Dispute:
    """Accepted with what the line comes to, or rejected; either way with an answer. Nobody decides on their own line.

    What is accepted becomes a correction in the open period that points to the line.
    """
    dispute = _open(actor, dispute)
    statement = dispute.line.statement
    if actor is not SYSTEM and statement.person.user_id == actor.pk:
        raise RuleBroken(_("Nobody decides about their own statement."))
    if decision not in (Decision.ACCEPTED, Decision.REJECTED):
        raise RuleBroken(_("A dispute is accepted or rejected."))
    if not answer.strip():
        raise RuleBroken(_("Give an answer."))
    return _decide(actor, dispute, decision, answer.strip(), amount)


@action(Can.SEE_PAY)
def withdraw_dispute(*, actor: Any, dispute: Dispute) -> Dispute:
    """Whoever raised it takes it back."""
    dispute = _open(actor, dispute)
    _own(actor, dispute.line.statement)
    return _decide(actor, dispute, Decision.WITHDRAWN, "", None)


def _decide(actor: Any, dispute: Dispute, decision: str, answer: str, amount: Decimal | None) -> Dispute:
    statement = dispute.line.statement
    if decision == Decision.ACCEPTED:
        granted = dispute.expected if amount is None else amount
        if granted is None:
            raise RuleBroken(_("Say what the line comes to."))
        dispute.granted = round_half_up(granted, digits(statement.currency))
    dispute.decision, dispute.answer = decision, answer
    dispute.decided_at, dispute.decided_by = timezone.now(), actor if actor.pk else None
    dispute.save()
    facts = {"answer": answer} if answer else {}
    record(f"dispute {decision}", actor=actor, about=dispute, person=statement.person_id, **facts)
    _put_right(actor, dispute)
    return dispute


def _put_right(actor: Any, dispute: Dispute) -> None:
    """Where the open period has been calculated already, this person's statement is worked out again at once."""
    statement = dispute.line.statement
    period = _open_period(statement)
    if period is None:
        if dispute.decision == Decision.ACCEPTED:
            raise RuleBroken(
                _("{period} is settled and no later period is open. Open the next one first.").format(
                    period=statement.period.name
                )
            )
        return
    period = locked(period)
    its_own = Statement.objects.filter(period=period, person=statement.person_id).first()
    if whole_run(period) is not None and not (its_own and is_approved(its_own)):
        run_person(period, statement.person_id, actor)


def _open_period(statement: Statement) -> PayPeriod | None:
    """The statement's own period while it is not settled, else the next one that is not."""
    later = PayPeriod.objects.filter(
        entity=statement.period.entity_id, valid__not_lt=statement.period.valid
    ).order_by("valid")
    for period in later:
        if state_of(period) in BEFORE_APPROVAL and not (
            period.pk == statement.period_id and is_approved(statement)
        ):
            return period
    return None


def _open(actor: Any, dispute: Dispute) -> Dispute:
    dispute = Dispute.objects.visible_to(actor).locked(dispute.pk)
    if dispute.decision:
        raise RuleBroken(_("This dispute has been decided already."))
    return dispute


def _own(actor: Any, statement: Statement) -> None:
    if actor is not SYSTEM and statement.person.user_id != actor.pk:
        raise NotAllowed(_("Only whose statement it is doubts a line of it."))
