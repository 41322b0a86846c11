"""Answers to what needs somebody: done, later, or handed to a colleague; each can be taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from suki.base.access import Can, action
from suki.base.history import record
from suki.base.models import User
from suki.desk.models import Decision
from suki.kernel.errors import RuleBroken

Answer = Decision.Answer


@action(Can.SIGN_IN)
def answer_need(
    *,
    actor: Any,
    kind: str,
    key: str,
    answer: str,
    today: date,
    until: date | None = None,
    to: User | None = None,
) -> Decision:
    """Answer one thing of one's own Today. A snooze needs a later day, a handing a colleague."""
    if answer == Answer.SNOOZED and (until is None or until <= today):
        raise RuleBroken(_("Choose a day after today."))
    if answer == Answer.HANDED and (to is None or to == actor):
        raise RuleBroken(_("Choose a colleague to hand it to."))
    decision, _made = Decision.objects.update_or_create(
        user=actor, kind=kind, key=key, defaults={"answer": answer, "until": until, "handed_to": to}
    )
    record("need answered", actor=actor, kind=kind, key=key, answer=str(answer), until=until, to=to)
    return decision


@action(Can.SIGN_IN)
def take_answer_back(*, actor: Any, kind: str, key: str) -> None:
    """Undo an answer of one's own: the thing stands on Today again."""
    Decision.objects.filter(user=actor, kind=kind, key=key).delete()
    record("answer taken back", actor=actor, kind=kind, key=key)
