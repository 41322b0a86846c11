"""What running pay brings to the house at start-up: its events in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from suki.apps.accounts import moving
from suki.apps.compensation.models import PayLine
from suki.base.about.sentences import Sentence, register_sentence
from suki.base.access import Can

_PERSON = {"person": "person"}

TOLD = {
    "pay period opened": Sentence(_("Period of pay {name} opened"), "plus", capability=Can.SEE_PAY),
    "pay calculated": Sentence(_("Calculated, run {run}: {lines} lines"), "pay", capability=Can.SEE_PAY),
    "pay sent to review": Sentence(_("Sent to review"), "eye", capability=Can.SEE_PAY),
    "pay approved": Sentence(_("Approved"), "check", capability=Can.SEE_PAY),
    "pay paid": Sentence(
        _("Paid on {paid_on}: {count} payouts, {reference}"), "pay", days=("paid_on",), capability=Can.SEE_PAY
    ),
    "pay closed": Sentence(_("Closed"), "lock", capability=Can.SEE_PAY),
    "pay reopened": Sentence(_("Opened again: {reason}"), "undo", capability=Can.SEE_PAY),
    "pay exported": Sentence(_("Exported for payroll: {count} rows"), "download", capability=Can.SEE_PAY),
    "statement approved": Sentence(_("Statement of {person} approved"), "check", _PERSON, capability=Can.SEE_PAY),
    "statement sent back": Sentence(
        _("Statement of {person} sent back: {reason}"), "undo", _PERSON, capability=Can.SEE_PAY
    ),
    "statement unlocked": Sentence(
        _("Statement of {person} unlocked: {reason}"), "undo", _PERSON, capability=Can.SEE_PAY
    ),
    "dispute raised": Sentence(_("{person} doubts the line of {document}"), "flag", _PERSON, capability=Can.SEE_PAY),
    "dispute taken": Sentence(_("{person} looks into it"), "eye", _PERSON, capability=Can.SEE_PAY),
    "dispute accepted": Sentence(_("The doubt was right: {answer}"), "check", capability=Can.SEE_PAY),
    "dispute rejected": Sentence(_("The line stands: {answer}"), "x", capability=Can.SEE_PAY),
    "dispute withdrawn": Sentence(_("The doubt was withdrawn"), "undo", capability=Can.SEE_PAY),
}  # fmt: skip


def register() -> None:
    """Called at start-up. Lines of pay keep the account they were made with: what was paid stays as it was."""
    moving.stay_with_theirs(PayLine)
    for event, sentence in TOLD.items():
        register_sentence(event, sentence)
