"""Separation of duties (F04) as rooms ask for it: with the firm's policy, and the functions somebody has on a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from suki.apps.company.models import LegalEntity
from suki.apps.company.policies import SEPARATION_OF_DUTIES, policy
from suki.apps.people.models import Person
from suki.base.access import Duty, Function, Owned, duty
from suki.base.dated import on_day
from suki.base.history import record
from suki.kernel.errors import RuleBroken


class DutiesApart(RuleBroken):
    """The firm keeps winning and keeping customers apart: refer it instead."""


def duty_of(owned: Owned, person: Person, on: date, *, entity: LegalEntity | None = None) -> Duty:
    """What speaks against a person owning this from a day on, and whether the firm refuses it."""
    functions = person.functions.filter(on_day(on)).values_list("function", flat=True)
    return duty(owned, functions, _answers(entity))


def duty_note(owned: Owned, person: Person, on: date, *, entity: LegalEntity | None = None) -> str:
    """The note to show beside somebody's name; empty where nothing speaks against it."""
    return str(duty_of(owned, person, on, entity=entity).note)


def duty_notes(
    owned: Owned, functions: Mapping[int, Iterable[str]], *, entity: LegalEntity | None = None
) -> dict[int, str]:
    """The note for each of several people, by their ids, whose functions are known already."""
    answers = _answers(entity)
    return {person: str(duty(owned, held, answers).note) for person, held in functions.items()}


def check_duty(
    *, actor: Any, owned: Owned, person: Person, on: date, about: Any, entity: LegalEntity | None = None
) -> str:
    """Refuse where the firm is strict; where it advises, write the note into the journal of `about` and return it.

    Call it in the transaction of the change, after the row exists. Without an entity the default one's policy holds.
    """
    found = duty_of(owned, person, on, entity=entity)
    if found.is_refused:
        raise DutiesApart(
            _("{note} Refer it to somebody whose work it is, or change the policy.").format(note=found.note)
        )
    if found.note:
        record("duties noted", actor=actor, about=about, person=person.pk, owned=str(owned))
    return str(found.note)


def _answers(entity: LegalEntity | None) -> Callable[[Function], str]:
    """The firm's answers; a legal entity that nobody names is the default one."""

    @cache
    def answer(function: Function) -> str:
        whose = entity or LegalEntity.objects.filter(is_default=True).first()
        return policy(SEPARATION_OF_DUTIES.key, entity=whose, functions=[function])

    return answer
