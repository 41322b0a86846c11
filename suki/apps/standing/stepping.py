"""The steps that the customs of a country know: warnings, notices, hearings; taken, or set aside for a reason."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from suki.apps.standing.gathering import is_standard_known
from suki.apps.standing.guarding import (
    a_person,
    has_read,
    held,
    leads,
    not_to_come,
    own_words,
    somebody_else,
    still_open,
)
from suki.apps.standing.models import StandingReview, Step
from suki.apps.standing.profiles import profile
from suki.base.access import Can, action
from suki.base.files import store
from suki.base.history import record
from suki.engines.standing import (
    STANDARD_KNOWN,
    Profile,
    Taken,
    Warned,
    months_later,
    open_points,
    refuse_out_of_order,
)
from suki.kernel.errors import RuleBroken


@action(Can.DECIDE_STANDING)
def take_step(
    *, actor: Any, review: StandingReview, key: str, taken_on: date, text: str, handed_over: str = "", file: Any = None
) -> Step:  # fmt: skip
    """A step was taken: what was said or done, when, and how the person got it. Warnings follow one another."""
    found, customs = _ready(actor, review)
    not_to_come(taken_on, found.entity.today)
    step = refuse_out_of_order(customs, key, warnings_of(found), taken_on)
    if step.level:
        has_read(actor, found)
        if not handed_over.strip():
            raise RuleBroken(_("Say how the warning was handed over."))
    until = months_later(taken_on, step.valid_months) if step.valid_months else None
    made = Step.objects.create(
        review=found, key=key, taken_on=taken_on, valid_until=until, text=own_words(text, _("what was done")),
        handed_over=handed_over.strip()[:200], by=actor, file=_kept(file), file_name=getattr(file, "name", "")[:255],
    )  # fmt: skip
    record("standing step taken", actor=actor, about=found, key=key)
    return made


@action(Can.DECIDE_STANDING)
def set_step_aside(*, actor: Any, review: StandingReview, key: str, reason: str) -> Step:
    """A step is not taken, for a reason that others can check."""
    found, customs = _ready(actor, review)
    if key != STANDARD_KNOWN and customs.step(key) is None:
        raise RuleBroken(_("These customs know no such step."))
    made = Step.objects.create(
        review=found, key=key, taken_on=found.entity.today, text=own_words(reason, _("the reason")), is_set_aside=True,
        by=actor,
    )  # fmt: skip
    record("standing step set aside", actor=actor, about=found, key=key)
    return made


def customs_of(review: StandingReview) -> Profile:
    """The customs as they were when the review was opened."""
    return profile(review.profile, review.opened_on)


def warnings_of(review: StandingReview) -> list[Warned]:
    """The warnings that the person was given, in this review and before."""
    customs = customs_of(review)
    levels = {step.key: step.level for step in customs.warnings}
    given = Step.objects.filter(
        review__person=review.person, review__profile=review.profile, key__in=levels, is_set_aside=False
    )
    return [
        Warned(levels[each.key], each.taken_on, each.valid_until or each.taken_on)
        for each in given.order_by("taken_on", "pk")
    ]


def open_points_of(review: StandingReview) -> list[str]:
    """What the customs ask for and nobody has taken or set aside."""
    newest = review.evidence.order_by("-number").first()
    warned = warnings_of(review)
    levels = {each.level for each in warned}
    taken = set(review.steps.values_list("key", flat=True))
    taken |= {step.key for step in customs_of(review).warnings if step.level in levels}
    return open_points(
        customs_of(review),
        Taken(taken, warned, is_standard_known(newest.facts if newest else {}), review.entity.today),
    )


def _ready(actor: Any, review: StandingReview) -> tuple[StandingReview, Profile]:
    a_person(actor)
    found = held(actor, review)
    still_open(found)
    somebody_else(actor, found)
    leads(actor, found)
    return found, customs_of(found)


def _kept(file: Any) -> Any:
    return store(file, content_type=getattr(file, "content_type", "")) if file else None
