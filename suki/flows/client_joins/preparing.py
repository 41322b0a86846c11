"""The giver's side of a handoff: the checklist, what data cannot say, who takes over, handing it in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from suki.apps.accounts.models import Contact
from suki.apps.deals.models import Deal
from suki.apps.people.models import Person
from suki.apps.touchpoints.actions import make_promise
from suki.apps.touchpoints.models import Promise
from suki.base.access import Can, action
from suki.base.dated import on_day
from suki.base.history import record
from suki.flows.client_joins.package import draw
from suki.flows.client_joins.rights import OPEN, acts_for, given, gives, locked
from suki.flows.client_joins.rules import due_at, policy_for
from suki.flows.models import Handoff, HandoffGap, HandoffItem
from suki.kernel.errors import NotAllowed, RuleBroken

State = Handoff.State
WORDS = ("sold_because", "special_terms", "risks", "open_issues")


@action(Can.HAND_OVER)
def tick_point(*, actor: Any, item: HandoffItem, is_done: bool, note: str = "") -> HandoffItem:
    """A point of the checklist is done, or is not; with a word on it."""
    handoff = given(actor, item.handoff)
    item = HandoffItem.objects.locked(item.pk)
    item.is_done, item.note = is_done, note.strip()
    item.save()
    record("handoff point ticked", actor=actor, about=handoff, point=item.text, is_done=is_done)
    return item


@action(Can.HAND_OVER)
def describe(*, actor: Any, handoff: Handoff, revision: int | None = None, **words: str) -> Handoff:
    """What no data says: why they bought, special terms, risks, what is still open."""
    found = given(actor, handoff, revision=revision)
    for name in WORDS:
        if name in words:
            setattr(found, name, words[name].strip())
    found.save()
    record("handoff described", actor=actor, about=found)
    return found


@action(Can.HAND_OVER)
def choose_taker(*, actor: Any, handoff: Handoff, person: Person) -> Handoff:
    """Who takes the client over; a manager may still say somebody else while it waits for an answer."""
    found = locked(actor, handoff)
    if found.state not in OPEN:
        raise RuleBroken(_("This handoff is settled."))
    if not gives(actor, found) and not acts_for(actor, found.taker):
        raise NotAllowed(_("Only {person} prepares this handoff.").format(person=found.giver))
    if person.pk == found.giver_id:
        raise RuleBroken(_("{person} cannot hand over to themselves."), person=person)
    if not person.functions.filter(on_day(found.entity.today)).exists():
        raise RuleBroken(
            _("{person} has no function today, and could not look after a client."), person=person
        )
    found.taker = person
    if found.state == State.HANDED_IN:
        found.due_at, found.escalated_at = _answer_by(found), None
    found.save()
    record("handoff taker chosen", actor=actor, about=found, person=person)
    return found


@action(Can.HAND_OVER)
def promise_in_handoff(
    *, actor: Any, handoff: Handoff, text: str, due: date, contact: Contact | None = None
) -> Promise:
    """Something the client was told that stood nowhere yet; it is handed over with the rest."""
    found = given(actor, handoff)
    made: Promise = make_promise(
        actor=actor,
        text=text,
        due=due,
        owner=found.giver,
        account=found.account,
        contact=contact,
        source=Promise.Source.HANDOFF,
        made_from=found,
    )
    return made


@action(Can.HAND_OVER)
def answer_gap(*, actor: Any, gap: HandoffGap, answer: str) -> HandoffGap:
    """What was missing is said, or it is said why there is nothing to say."""
    handoff = given(actor, gap.handoff)
    if not answer.strip():
        raise RuleBroken(_("Say what was missing, or why there is nothing to say."))
    gap = HandoffGap.objects.locked(gap.pk)
    gap.answer, gap.closed_at = answer.strip(), timezone.now()
    gap.save()
    record("handoff gap answered", actor=actor, about=handoff, gap=gap.pk)
    return gap


@action(Can.HAND_OVER)
def hand_in(*, actor: Any, handoff: Handoff, revision: int | None = None) -> Handoff:
    """The package is complete: from here on it is frozen, and the account manager's clock runs."""
    found = given(actor, handoff, revision=revision)
    _check_complete(found)
    found.package = draw(found, found.entity.today)
    found.state, found.handed_in_at = State.HANDED_IN, timezone.now()
    found.due_at, found.escalated_at = _answer_by(found), None
    found.save()
    record("handoff handed in", actor=actor, about=found, taker=found.taker, due=found.due_at)
    return found


@action(Can.HAND_OVER)
def cancel_handoff(*, actor: Any, handoff: Handoff, reason: str) -> Handoff:
    """The client is not handed over after all."""
    found = locked(actor, handoff)
    if not acts_for(actor, found.giver):
        raise NotAllowed(
            _("Only {person}, or who leads them, cancels this handoff.").format(person=found.giver)
        )
    if found.state not in OPEN:
        raise RuleBroken(_("This handoff is settled."))
    if not reason.strip():
        raise RuleBroken(_("Say why the client is not handed over."))
    found.state, found.due_at = State.CANCELLED, None
    found.save()
    record("handoff cancelled", actor=actor, about=found, reason=reason.strip())
    return found


def missing_in(handoff: Handoff) -> list[str]:
    """What still stands against handing it in, each in a sentence."""
    missing = []
    if handoff.deal is not None and handoff.deal.state != Deal.State.WON:
        missing.append(_("“{deal}” is not won any more.").format(deal=handoff.deal))
    if handoff.taker_id is None:
        missing.append(_("Choose who takes over."))
    if (
        points := HandoffItem.objects.in_use()
        .filter(handoff=handoff, is_required=True, is_done=False)
        .count()
    ):
        missing.append(
            ngettext(
                "{count} point of the checklist is not done.",
                "{count} points of the checklist are not done.",
                points,
            ).format(count=points)
        )
    if gaps := HandoffGap.objects.in_use().filter(handoff=handoff, closed_at__isnull=True).count():
        missing.append(
            ngettext("{count} gap has no answer.", "{count} gaps have no answer.", gaps).format(count=gaps)
        )
    return missing


def _check_complete(handoff: Handoff) -> None:
    if missing := missing_in(handoff):
        raise RuleBroken(" ".join(missing))


def _answer_by(handoff: Handoff) -> Any:
    hours = policy_for(handoff.entity).hours_to_answer
    return due_at(timezone.now(), hours, handoff.taker, handoff.entity)
