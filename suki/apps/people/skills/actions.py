"""Changes to what is known of people's skills."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from suki.apps.people.leading import own_or_led
from suki.apps.people.models import Level, Person, PersonSkill, Skill
from suki.base.access import Can, action
from suki.base.history import record
from suki.kernel.errors import NotAllowed, RuleBroken


@action(Can.SIGN_IN)
def note_skill(
    *, actor: Any, person: Person, kind: str, name: str, level: int = Level.WORKING, evidence: str = ""
) -> PersonSkill:
    """Somebody knows something, this well, and this shows it. Said again, it is brought up to date."""
    person = own_or_led(actor, person)
    skill = skill_named(kind, name)
    noted, _new = PersonSkill.objects.select_for_update().get_or_create(person=person, skill=skill)
    if noted.level != level or noted.evidence != evidence:
        noted.confirmed_by, noted.confirmed_on = None, None
    noted.level, noted.evidence = Level(level), evidence.strip()
    noted.save()
    record("skill noted", actor=actor, about=person, skill=skill.name, level=int(level))
    return noted


@action(Can.SIGN_IN)
def drop_skill(*, actor: Any, noted: PersonSkill) -> None:
    """A skill was noted by mistake, or is out of use."""
    person = own_or_led(actor, noted.person)
    record("skill dropped", actor=actor, about=person, skill=noted.skill.name)
    noted.delete()


@action(Can.MANAGE_PEOPLE)
def confirm_skill(*, actor: Any, noted: PersonSkill) -> PersonSkill:
    """Somebody who leads the person vouches for the skill; nobody does so for themselves."""
    person = own_or_led(actor, noted.person)
    if person.user_id is not None and person.user_id == actor.pk:
        raise NotAllowed(_("Nobody confirms their own skills."))
    noted = PersonSkill.objects.locked(noted.pk)
    noted.confirmed_by = Person.objects.filter(user_id=actor.pk).first() if actor.pk else None
    noted.confirmed_on = timezone.localdate()
    noted.save()
    record("skill confirmed", actor=actor, about=person, skill=noted.skill.name)
    return noted


def skill_named(kind: str, name: str) -> Skill:
    """The skill of this name, however it is written; a new one where nobody has had it yet."""
    plain = " ".join(name.split())
    if not plain:
        raise RuleBroken(_("A skill needs a name."))
    known = Skill.objects.filter(kind=kind, name__iexact=plain).first()
    return known or Skill.objects.create(kind=Skill.Kind(kind), name=plain)
