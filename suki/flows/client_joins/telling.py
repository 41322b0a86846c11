"""Telling the client: the notice is drafted, somebody approves it, and only then it is sent."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from suki.base.access import Can, action
from suki.base.history import record
from suki.base.languages import CODES
from suki.flows.client_joins.notice import drafted
from suki.flows.client_joins.rights import gives, locked, takes
from suki.flows.models import Handoff
from suki.kernel.errors import NotAllowed, RuleBroken

LONGEST = 10_000


@action(Can.HAND_OVER)
def draft_notice(*, actor: Any, handoff: Handoff, language: str) -> Handoff:
    """The notice anew from the data, in a language; what was written by hand gives way."""
    found = _to_tell(actor, handoff)
    if language not in CODES:
        raise RuleBroken(_("There is no draft in this language."))
    found.notice_language, found.notice = language, drafted(found, language)
    return _unapproved(actor, found, "notice drafted")


@action(Can.HAND_OVER)
def write_notice(*, actor: Any, handoff: Handoff, text: str, revision: int | None = None) -> Handoff:
    """Somebody changed the words: they have to be approved anew."""
    found = _to_tell(actor, handoff, revision)
    if not text.strip() or len(text) > LONGEST:
        raise RuleBroken(_("The notice needs between 1 and {most} letters."), most=LONGEST)
    found.notice = text.strip().replace("\r\n", "\n") + "\n"
    return _unapproved(actor, found, "notice written")


@action(Can.HAND_OVER)
def approve_notice(*, actor: Any, handoff: Handoff, revision: int | None = None) -> Handoff:
    """The client may read this. The taker approves it, or who leads them: theirs is the one voice."""
    found = _to_tell(actor, handoff, revision)
    if not takes(actor, found):
        raise NotAllowed(_("Only {person} approves what the client reads.").format(person=found.taker))
    if not found.notice.strip():
        raise RuleBroken(_("There is no notice yet."))
    found.notice_approved_by = getattr(actor, "person", None) or found.taker
    found.notice_approved_at = timezone.now()
    found.save()
    record("notice approved", actor=actor, about=found)
    return found


@action(Can.HAND_OVER)
def notice_sent(*, actor: Any, handoff: Handoff) -> Handoff:
    """Somebody has sent the approved words to the client."""
    found = _to_tell(actor, handoff)
    if found.notice_approved_at is None:
        raise RuleBroken(_("The notice is not approved yet."))
    found.notice_sent_by, found.notice_sent_at = getattr(actor, "person", None), timezone.now()
    found.save()
    record("notice sent", actor=actor, about=found)
    record("client told of handoff", actor=actor, about=found.account, person=found.taker)
    return found


def _to_tell(actor: Any, handoff: Handoff, revision: int | None = None) -> Handoff:
    """The handoff, locked, where there is still something to tell."""
    found = locked(actor, handoff, revision=revision)
    if not (gives(actor, found) or takes(actor, found)):
        raise NotAllowed(_("Only those who hand over or take over write to the client."))
    if found.state != Handoff.State.ACCEPTED:
        raise RuleBroken(_("The client is told when the handoff is accepted."))
    if found.notice_sent_at is not None:
        raise RuleBroken(_("The client has been told already."))
    return found


def _unapproved(actor: Any, handoff: Handoff, event: str) -> Handoff:
    handoff.notice_approved_by = handoff.notice_approved_at = None
    handoff.save()
    record(event, actor=actor, about=handoff, language=handoff.notice_language)
    return handoff
