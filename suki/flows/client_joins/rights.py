"""Who may act in a handoff: for the giver, for the taker, for both."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from suki.apps.people.models import Person
from suki.apps.people.queries import people_led_by
from suki.base.access import SYSTEM, Can, Reach, can, reach_of
from suki.flows.cover import covered_by
from suki.flows.models import Handoff
from suki.kernel.errors import NotAllowed, RuleBroken

State = Handoff.State
OPEN = (State.PREPARING, State.HANDED_IN, State.RETURNED)


def acts_for(actor: Any, person: Person | None) -> bool:
    """Whether somebody may act for a person: they themselves, their cover, those who lead them, administrators."""
    if actor is SYSTEM or (can(actor, Can.MANAGE_PEOPLE) and reach_of(actor, Can.MANAGE_PEOPLE) is Reach.ALL):
        return True
    if person is None or not can(actor, Can.HAND_OVER):
        return False
    today = timezone.localdate()
    if person.user_id == actor.pk or person.pk in covered_by(actor, today):
        return True
    return reach_of(actor, Can.HAND_OVER) >= Reach.TEAM and person.pk in people_led_by(actor, today)


def gives(actor: Any, handoff: Handoff) -> bool:
    """Whether the actor may prepare it and hand it in; coordinators may help."""
    is_helper = actor is not SYSTEM and reach_of(actor, Can.HAND_OVER) is Reach.ALL
    return is_helper or acts_for(actor, handoff.giver)


def takes(actor: Any, handoff: Handoff) -> bool:
    """Whether the actor may accept or return it."""
    return handoff.taker is not None and acts_for(actor, handoff.taker)


def given(actor: Any, handoff: Handoff, *, revision: int | None = None) -> Handoff:
    """The handoff, locked and still being prepared, if the actor may prepare it."""
    found = locked(actor, handoff, revision=revision)
    if not gives(actor, found):
        raise NotAllowed(_("Only {person} prepares this handoff.").format(person=found.giver))
    if found.state not in (State.PREPARING, State.RETURNED):
        raise RuleBroken(_settled(found))
    return found


def taken(actor: Any, handoff: Handoff, *, revision: int | None = None) -> Handoff:
    """The handoff, locked and waiting for an answer, if the actor may answer."""
    found = locked(actor, handoff, revision=revision)
    if not takes(actor, found):
        raise NotAllowed(
            _("Only {person} accepts or returns this handoff.").format(person=found.taker or "–")
        )
    if found.state != State.HANDED_IN:
        raise RuleBroken(_settled(found))
    return found


def locked(actor: Any, handoff: Handoff, *, revision: int | None = None) -> Handoff:
    """The handoff, locked, if the actor may see it; with what stands around it."""
    rows = Handoff.objects.visible_to(actor).values("pk")
    found: Handoff = (
        Handoff.objects.filter(pk__in=rows)
        .select_related("account", "giver", "taker", "entity", "deal")
        .locked(handoff.pk, revision=revision)
    )
    return found


def _settled(handoff: Handoff) -> str:
    """Why the answer comes too late, or too early."""
    if handoff.state == State.ACCEPTED:
        return _("{person} has accepted this handoff already.").format(person=handoff.taker)
    if handoff.state == State.CANCELLED:
        return _("This handoff was cancelled.")
    if handoff.state == State.HANDED_IN:
        return _("It is handed in and waits for {person}.").format(person=handoff.taker)
    if handoff.state == State.RETURNED:
        return _("It was returned, and waits for {person} to answer.").format(person=handoff.giver)
    return _("It is not handed in yet.")
