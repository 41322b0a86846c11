"""Who may change what about whom: one's own affairs, those of people one leads, and never more rights than one has."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from suki.apps.people.models import Person
from suki.apps.people.queries import people_led_by
from suki.base.access import GRANTS, SYSTEM, Can, Function, Reach, can, functions_of, reach_of
from suki.kernel.errors import NotAllowed


def sees_all(actor: Any) -> bool:
    """Whether the actor may change anybody: an administrator, or the house itself."""
    return actor is SYSTEM or reach_of(actor, Can.MANAGE_PEOPLE) is Reach.ALL


def led(actor: Any, person: Person, revision: int | None = None) -> Person:
    """The person, locked; only who sees all, or leads them, may change anything about them."""
    if sees_all(actor) or person.pk in people_led_by(actor, timezone.localdate()):
        found: Person = Person.objects.locked(person.pk, revision=revision)
        return found
    raise NotAllowed(_("{person} does not report to you.").format(person=person))


def own_or_led(actor: Any, person: Person) -> Person:
    """One's own affairs, or those of somebody one leads."""
    if actor is not SYSTEM and person.user_id == actor.pk:
        own: Person = Person.objects.locked(person.pk)
        return own
    if not can(actor, Can.MANAGE_PEOPLE):
        raise NotAllowed(_("You may not {what}.").format(what=Can.MANAGE_PEOPLE.label))
    return led(actor, person)


def may_give(actor: Any, function: Function) -> None:
    """Nobody gives rights that they do not have themselves."""
    if actor is SYSTEM or can(actor, Can.MANAGE_COMPANY):
        return
    own = frozenset().union(*(GRANTS[held].capabilities for held in functions_of(actor)))
    widest = max((GRANTS[held].reach for held in functions_of(actor)), default=Reach.NOTHING)
    if not GRANTS[function].capabilities <= own or GRANTS[function].reach > widest:
        raise NotAllowed(
            _("Only an administrator gives or takes the function {function}.").format(function=function.label)
        )
