"""Holding what belongs to one person while it changes, and what every change begins with."""

from __future__ import annotations

from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from suki.apps.people.models import Person
from suki.apps.rewards.models import PointEntry, Purse
from suki.base.access import SYSTEM
from suki.kernel.errors import NotAllowed


def person_of(actor: Any) -> Person | None:
    """The person behind an actor."""
    return None if actor is SYSTEM else getattr(actor, "person", None)


def by(actor: Any) -> int | None:
    """The user who did it; nobody where Suki acts itself."""
    return None if actor is SYSTEM else actor.pk


def purse_of(person: Person) -> Purse:
    """The purse of a person, locked until the transaction ends; made the first time somebody wins something."""
    Purse.objects.get_or_create(person=person)
    return Purse.objects.select_for_update().get(person=person)


def balance_of(purse: Purse | None) -> int:
    """The points that somebody can spend: the sum of the lines."""
    if purse is None:
        return 0
    return PointEntry.objects.filter(purse=purse).aggregate(sum=Sum("points"))["sum"] or 0


def own_purse(actor: Any, purse: Purse) -> Purse:
    """One's own purse, locked. Nobody chooses for somebody else."""
    if actor is not SYSTEM and person_of(actor) != purse.person:
        raise NotAllowed(_("Only {name} chooses what they have won.").format(name=purse.person))
    return Purse.objects.select_for_update().get(pk=purse.pk)


def refuse_oneself(actor: Any, person: Person) -> None:
    """What one decides about oneself is not worth much."""
    if actor is not SYSTEM and person_of(actor) == person:
        raise NotAllowed(_("Somebody else decides on what you have won."))
