"""What every change of a review begins with: who may, whether a person does it, whether they read what they decide on."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from suki.apps.people.models import Person
from suki.apps.standing.models import Closing, Look, Party, StandingReview
from suki.base.access import SYSTEM, Can, Reach, reach_of
from suki.engines.standing import is_solely_automated
from suki.kernel.errors import NotAllowed, RuleBroken

FEWEST_WORDS, FEWEST_LETTERS = 5, 25


def person_of(actor: Any) -> Person | None:
    """The person behind an actor."""
    return None if actor is SYSTEM else getattr(actor, "person", None)


def held(actor: Any, review: StandingReview) -> StandingReview:
    """The review, locked, if the actor may see it."""
    found: StandingReview = StandingReview.objects.visible_to(actor).locked(review.pk)
    return found


def a_person(actor: Any) -> None:
    """Suki itself decides nothing here, whatever it may do elsewhere."""
    if actor is SYSTEM or getattr(actor, "pk", None) is None:
        raise NotAllowed(_("Only people decide here; Suki does not."))


def somebody_else(actor: Any, review: StandingReview) -> None:
    """Nobody decides on themselves."""
    if person_of(actor) == review.person:
        raise NotAllowed(_("Somebody else decides on your own review."))


def leads(actor: Any, review: StandingReview) -> None:
    """Decisions are made by whoever leads the review, or by senior management; the second reviewer gives an opinion."""
    role = review.parties.filter(person=person_of(actor)).values_list("role", flat=True).first()
    if role == Party.Role.LEAD:
        return
    if role is None and reach_of(actor, Can.DECIDE_STANDING) is Reach.ALL:
        return
    raise NotAllowed(_("Only who leads this review decides on it."))


def still_open(review: StandingReview) -> None:
    """What is closed is not decided on again."""
    closing = Closing.objects.filter(review=review).first()
    if closing is not None:
        raise RuleBroken(_("This review is closed."))


def own_words(text: str, what: str) -> str:
    """Text of one's own: a code, a word or a line of dots gives no reason to anybody."""
    said = " ".join(text.split())
    words = [word for word in re.findall(r"[^\W\d_]+", said) if len(word) > 1]
    if (
        len(words) < FEWEST_WORDS
        or len(said) < FEWEST_LETTERS
        or len({word.lower() for word in words}) < FEWEST_WORDS
    ):
        raise RuleBroken(
            _("Write {what} in your own words, a sentence at least: the person has to understand it.").format(
                what=what
            )
        )
    return text.strip()


def has_read(actor: Any, review: StandingReview) -> None:
    """Who decides has opened the record since the last evidence and the last word of the person."""
    newest = [review.evidence.order_by("-number").values_list("gathered_at", flat=True).first()]
    newest.append(review.replies.order_by("-pk").values_list("at", flat=True).first())
    latest = max(at for at in newest if at is not None)
    read = Look.objects.filter(review=review, by_id=actor.pk, at__gte=latest).exists()
    if is_solely_automated(by_a_person=True, read_the_record=read):
        raise RuleBroken(
            _("Read the evidence and what {name} says to it first; then decide.").format(name=review.person)
        )


def not_to_come(day: date, today: date) -> None:
    """What was done is not in the future."""
    from suki.base.formats import day_text

    if day > today:
        raise RuleBroken(_("{day} is still to come.").format(day=day_text(day)))
