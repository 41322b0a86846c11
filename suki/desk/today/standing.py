"""What reviews of missed quotas ask of somebody today. Whose review it is stands on its page only, not on Today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from suki.apps.standing.deciding import ends_on, plan_of
from suki.apps.standing.guarding import person_of
from suki.apps.standing.models import Decision, Party
from suki.apps.standing.queries import check_ins_due, reviews_for
from suki.base.access import Can, can
from suki.desk.today.needs import Asking, Need, register_kind

MOST = 20
RUNNING = (Decision.Kind.IMPROVEMENT, Decision.Kind.PROBATION, Decision.Kind.EXTENSION)


def register() -> None:
    """Called once at start-up."""
    register_kind("standing_answer", to_answer)
    register_kind("standing_decide", to_decide)
    register_kind("standing_talk", to_sit_down)
    register_kind("standing_opinion", to_give_an_opinion)


def to_answer(asking: Asking) -> Iterable[Need]:
    """One's own review that one has not answered yet."""
    person = person_of(asking.actor)
    if person is None or not can(asking.actor, Can.SEE_STANDING):
        return
    own = reviews_for(asking.actor).filter(person=person, closing__isnull=True, replies__isnull=True)
    for review in own[:MOST]:
        yield _need(
            "standing_answer",
            review,
            _("Say what stood in the way"),
            _("Your quota is looked at together."),
            _("Answer"),
        )


def to_decide(asking: Asking) -> Iterable[Need]:
    """Reviews that the actor leads and in which nothing is decided, or whose plan is over."""
    if not can(asking.actor, Can.DECIDE_STANDING):
        return
    leading = Party.objects.filter(person=person_of(asking.actor), role=Party.Role.LEAD).values("review")
    for review in reviews_for(asking.actor).filter(pk__in=leading, closing__isnull=True)[:MOST]:
        if not review.last:
            why = _("A missed quota is to be looked at together.")
        elif review.last in RUNNING and _is_over(review, asking):
            why = _("The time of the plan is over.")
        else:
            continue
        yield _need("standing_decide", review, _("Look at a review and decide"), why, _("Open review"))


def to_sit_down(asking: Asking) -> Iterable[Need]:
    """Talks whose day has come."""
    if not can(asking.actor, Can.DECIDE_STANDING):
        return
    for check_in in check_ins_due(asking.actor, asking.today)[:MOST]:
        yield Need(
            kind="standing_talk",
            key=str(check_in.pk),
            what=_("Sit down together"),
            why=_("A talk of a plan is due."),
            by=_("Standing"),
            href=reverse("standing_review", args=[check_in.plan.decision.review_id]),
            act=_("Open review"),
            due=check_in.due,
            is_late=check_in.due < asking.today,
        )


def to_give_an_opinion(asking: Asking) -> Iterable[Need]:
    """Reviews that wait for the actor's second opinion."""
    person = person_of(asking.actor)
    if person is None or not can(asking.actor, Can.DECIDE_STANDING):
        return
    asked = Party.objects.filter(person=person, role=Party.Role.SECOND).values("review")
    waiting = Decision.objects.filter(
        review__in=asked,
        kind=Decision.Kind.TERMINATION_REVIEW,
        opinion__isnull=True,
        review__closing__isnull=True,
    )
    for review in reviews_for(asking.actor).filter(pk__in=waiting.values("review"))[:MOST]:
        yield _need(
            "standing_opinion",
            review,
            _("Give a second opinion"),
            _("Two people look at it, not one."),
            _("Open review"),
        )


def _is_over(review: object, asking: Asking) -> bool:
    plan = plan_of(review)  # type: ignore[arg-type]
    return plan is not None and ends_on(plan) + timedelta(days=1) <= asking.today


def _need(kind: str, review: object, what: str, why: str, act: str) -> Need:
    pk = review.pk  # type: ignore[attr-defined]
    last = getattr(review, "last", "") or ""
    return Need(
        kind=kind, key=f"{pk}:{last}", what=what, why=why, by=_("Standing"), href=reverse("standing_review", args=[pk]),
        act=act,
    )  # fmt: skip
