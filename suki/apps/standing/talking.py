"""The person's own words, the talks of a plan, and who is part of a review."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from suki.apps.people.models import Person
from suki.apps.standing.guarding import (
    a_person,
    held,
    leads,
    not_to_come,
    own_words,
    person_of,
    somebody_else,
    still_open,
)
from suki.apps.standing.models import CheckIn, Closing, Look, Party, Reply, StandingReview, Talk
from suki.base.access import GRANTS, SYSTEM, Can, Function, action, functions_of
from suki.base.files import store
from suki.base.history import record
from suki.kernel.errors import NotAllowed, RuleBroken


@action(Can.SEE_STANDING)
def reply(*, actor: Any, review: StandingReview, text: str, file: Any = None) -> Reply:
    """The person says what they have to say: as often as they like, also when it is over, as long as it is kept."""
    a_person(actor)
    found = held(actor, review)
    if person_of(actor) != found.person:
        raise NotAllowed(_("Only {name} answers here.").format(name=found.person))
    if not text.strip():
        raise RuleBroken(_("Write what you have to say."))
    made = Reply.objects.create(
        review=found, text=text.strip(), by=actor, file_name=getattr(file, "name", "")[:255],
        file=store(file, content_type=getattr(file, "content_type", "")) if file else None,
    )  # fmt: skip
    record("standing answered", actor=actor, about=found)
    return made


@action(Can.DECIDE_STANDING)
def hold_check_in(*, actor: Any, check_in: CheckIn, held_on: date, notes: str, help_given: str = "") -> Talk:
    """Both sat down together: what was said, and what help was given."""
    a_person(actor)
    found = held(actor, check_in.plan.decision.review)
    still_open(found)
    somebody_else(actor, found)
    leads(actor, found)
    if Talk.objects.filter(check_in=check_in).exists():
        raise RuleBroken(_("This talk is written down already."))
    not_to_come(held_on, found.entity.today)
    made = Talk.objects.create(
        check_in=check_in, held_on=held_on, notes=own_words(notes, _("what was said")), by=actor,
        help_given=help_given.strip(),
    )  # fmt: skip
    record("standing talk held", actor=actor, about=found, on=held_on)
    return made


@action(Can.DECIDE_STANDING)
def ask_to_it(*, actor: Any, review: StandingReview, person: Person, role: str, reason: str) -> Party:
    """Somebody else is asked to the review by name: a second reviewer, or whoever has to be heard. The person sees it."""
    a_person(actor)
    found = held(actor, review)
    still_open(found)
    somebody_else(actor, found)
    leads(actor, found)
    if person == found.person:
        raise RuleBroken(_("{name} is part of it anyway.").format(name=person))
    if not reason.strip():
        raise RuleBroken(_("Say why {name} is asked.").format(name=person))
    if found.parties.filter(person=person).exists():
        raise RuleBroken(_("{name} is part of it already.").format(name=person))
    if role not in (Party.Role.SECOND, Party.Role.NAMED, Party.Role.LEAD):
        raise RuleBroken(_("Say as what {name} is asked.").format(name=person))
    _check_role(actor, person, role)
    made = Party.objects.create(review=found, person=person, role=role, reason=reason.strip()[:200], by=actor)
    record("standing asked to it", actor=actor, about=found, person=person)
    return made


def look_at(actor: Any, review: StandingReview, what: str = "page") -> None:
    """Whoever reads the record of somebody else is written down, for the person to see."""
    if actor is SYSTEM or person_of(actor) == review.person:
        return
    Look.objects.create(review=review, by_id=actor.pk, what=what)


def is_closed(review: StandingReview) -> bool:
    """Whether it is over."""
    return Closing.objects.filter(review=review).exists()


def _check_role(actor: Any, person: Person, role: str) -> None:
    """Who reads needs a sign-in that may; who leads or gives the second opinion needs authority, and is another person."""
    user = person.user
    able = (
        frozenset().union(*(GRANTS[Function(each)].capabilities for each in functions_of(user)))
        if user
        else ()
    )
    wanted = Can.SEE_STANDING if role == Party.Role.NAMED else Can.DECIDE_STANDING
    if wanted not in able:
        raise RuleBroken(_("{name} may not {what}.").format(name=person, what=wanted.label))
    if role == Party.Role.SECOND and person == person_of(actor):
        raise NotAllowed(_("The second reviewer is another person than you."))
