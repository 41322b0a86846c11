"""What becomes of a review. People decide, with reasons in their own words; Suki proposes nothing and decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from suki.apps.standing.guarding import (
    a_person,
    has_read,
    held,
    leads,
    own_words,
    somebody_else,
    still_open,
)
from suki.apps.standing.measuring import working_days_later
from suki.apps.standing.models import CheckIn, Closing, Decision, Goal, Opinion, Party, Plan, StandingReview
from suki.apps.standing.profiles import profile
from suki.apps.standing.stepping import open_points_of
from suki.base.access import Can, action
from suki.base.formats import day_text
from suki.base.history import record
from suki.engines.standing import months_later
from suki.kernel.errors import NotAllowed, RuleBroken

Kind = Decision.Kind
PLANS: Final = (Kind.IMPROVEMENT, Kind.PROBATION)
_BEGIN: Final = (Kind.SUPPORT, *PLANS, Kind.NO_MEASURE)
NEXT: Final[dict[str, tuple[Kind, ...]]] = {
    "": _BEGIN,
    Kind.SUPPORT: (*PLANS, Kind.MET, Kind.NO_MEASURE),
    Kind.IMPROVEMENT: (Kind.EXTENSION, Kind.MET, Kind.NOT_MET),
    Kind.PROBATION: (Kind.EXTENSION, Kind.MET, Kind.NOT_MET),
    Kind.EXTENSION: (Kind.EXTENSION, Kind.MET, Kind.NOT_MET),
    Kind.NOT_MET: (*_BEGIN, Kind.TERMINATION_REVIEW),
    Kind.TERMINATION_REVIEW: (Kind.KEEP, Kind.END),
    Kind.KEEP: _BEGIN,
}
"""What may follow what. Parting is never the next step after a missed figure, and has no default anywhere."""

CLOSING: Final = (Kind.MET, Kind.NO_MEASURE, Kind.END)
WITHOUT_WAITING: Final = (Kind.SUPPORT, Kind.NO_MEASURE, Kind.EXTENSION, Kind.MET, Kind.KEEP)
"""What helps the person needs no waiting for their answer."""


@action(Can.DECIDE_STANDING)
def decide(
    *,
    actor: Any,
    review: StandingReview,
    kind: str,
    reasons: str,
    alternatives: str = "",
    until: date | None = None,
) -> Decision:
    """A person decides what follows, having read the record, in words the person concerned can answer."""
    found = _ready(actor, review, kind)
    if kind in PLANS:
        raise RuleBroken(_("A plan says what is to be reached, until when, and how you help."))
    if kind == Kind.EXTENSION:
        _check_extension(found, until)
    if kind == Kind.END:
        _check_parting(actor, found, alternatives)
    made = Decision.objects.create(
        review=found, kind=kind, reasons=own_words(reasons, _("the reasons")), by=actor,
        alternatives=alternatives.strip(), until=until if kind == Kind.EXTENSION else None,
    )  # fmt: skip
    if kind in CLOSING:
        _close(found)
    record("standing decided", actor=actor, about=found, kind=kind)
    return made


@action(Can.DECIDE_STANDING)
def begin_plan(
    *, actor: Any, review: StandingReview, kind: str, reasons: str, starts: date, ends: date, support: str,
    goals: Sequence[str], check_ins: Sequence[date],
) -> Plan:  # fmt: skip
    """An improvement plan or a probation: goals, help, and the days on which both sit down together."""
    found = _ready(actor, review, kind)
    if kind not in PLANS:
        raise RuleBroken(_("Choose an improvement plan or a probation."))
    said = [goal.strip() for goal in goals if goal.strip()]
    if not said:
        raise RuleBroken(_("Name at least one goal that both sides can tell to be reached."))
    if ends <= starts or ends <= found.entity.today:
        raise RuleBroken(_("The plan ends on a day to come, after it begins."))
    days = sorted(set(check_ins))
    if not days or days[0] < starts or days[-1] > ends:
        raise RuleBroken(_("Name at least one day to sit down together, within the plan."))
    decision = Decision.objects.create(
        review=found, kind=kind, reasons=own_words(reasons, _("the reasons")), by=actor
    )
    plan = Plan.objects.create(
        decision=decision, starts=starts, ends=ends, support=own_words(support, _("how you help"))
    )
    Goal.objects.bulk_create(
        Goal(plan=plan, text=text[:400], position=place) for place, text in enumerate(said, start=1)
    )
    CheckIn.objects.bulk_create(CheckIn(plan=plan, due=day) for day in days)
    record("standing decided", actor=actor, about=found, kind=kind)
    return plan


@action(Can.SEE_STANDING)
def give_opinion(*, actor: Any, review: StandingReview, agrees: bool, reasons: str) -> Opinion:
    """The second reviewer, another person than who leads, says what they think of parting, before it is decided."""
    a_person(actor)
    found = held(actor, review)
    still_open(found)
    somebody_else(actor, found)
    if not found.parties.filter(person__user=actor, role=Party.Role.SECOND).exists():
        raise NotAllowed(_("Only the second reviewer gives the second opinion."))
    newest = newest_of(found)
    if newest is None or newest.kind != Kind.TERMINATION_REVIEW:
        raise RuleBroken(_("A second opinion is asked for once it is looked at whether you part."))
    if newest.by_id == actor.pk:
        raise NotAllowed(_("The second opinion is another person's."))
    if Opinion.objects.filter(decision=newest).exists():
        raise RuleBroken(_("The second opinion is given already."))
    has_read(actor, found)
    made = Opinion.objects.create(
        decision=newest, agrees=agrees, reasons=own_words(reasons, _("the reasons")), by=actor
    )
    record("standing second opinion", actor=actor, about=found)
    return made


def newest_of(review: StandingReview) -> Decision | None:
    """The newest decision; none while nothing is decided."""
    found: Decision | None = review.decisions.order_by("-pk").first()
    return found


def may_follow(review: StandingReview) -> tuple[Kind, ...]:
    """What may be decided next."""
    if Closing.objects.filter(review=review).exists():
        return ()
    newest = newest_of(review)
    return NEXT.get(newest.kind if newest else "", ())


def plan_of(review: StandingReview) -> Plan | None:
    """The newest plan."""
    found: Plan | None = Plan.objects.filter(decision__review=review).order_by("-pk").first()
    return found


def ends_on(plan: Plan) -> date:
    """The last day of a plan, with the time that was added to it."""
    added = plan.decision.review.decisions.filter(kind=Kind.EXTENSION, pk__gt=plan.decision_id)
    days: list[date] = [plan.ends, *added.values_list("until", flat=True)]
    return max(days)


def may_be_decided_from(review: StandingReview) -> date:
    """The first day on which something may be decided against somebody who has not answered yet."""
    customs = profile(review.profile, review.opened_on)
    return working_days_later(
        review.entity, review.opened_on, customs.reply_days, working=customs.reply_working
    )


def _ready(actor: Any, review: StandingReview, kind: str) -> StandingReview:
    """The review, ready to be decided on by this person in this way."""
    a_person(actor)
    found = held(actor, review)
    still_open(found)
    somebody_else(actor, found)
    leads(actor, found)
    if kind not in may_follow(found):
        raise RuleBroken(_("This cannot follow now."))
    has_read(actor, found)
    day = may_be_decided_from(found)
    if kind not in WITHOUT_WAITING and found.entity.today < day and not found.replies.exists():
        raise RuleBroken(
            _("{name} has until {day} to answer. Wait for their words.").format(
                name=found.person, day=day_text(day)
            )
        )
    return found


def _check_extension(review: StandingReview, until: date | None) -> None:
    plan = plan_of(review)
    if until is None:
        raise RuleBroken(_("Say until when."))
    if plan is not None and until <= ends_on(plan):
        raise RuleBroken(_("The plan lasts until {day} already.").format(day=day_text(ends_on(plan))))


def _check_parting(actor: Any, review: StandingReview, alternatives: str) -> None:
    """Parting needs another person's agreement, what else was considered, and an answer to each open point."""
    own_words(alternatives, _("what else you considered"))
    opinion = Opinion.objects.filter(decision=newest_of(review)).first()
    if opinion is None:
        raise RuleBroken(_("A second reviewer looks at it first."))
    if not opinion.agrees:
        raise RuleBroken(_("The second reviewer does not agree. Decide otherwise, or begin again."))
    if opinion.by_id == actor.pk:
        raise NotAllowed(_("The second reviewer does not decide alone."))
    if open_points_of(review):
        raise RuleBroken(
            _("Some steps are neither taken nor set aside with a reason. Go through them before you decide.")
        )


def _close(review: StandingReview) -> None:
    customs = profile(review.profile, review.opened_on)
    today = review.entity.today
    Closing.objects.create(review=review, on=today, keep_until=months_later(today, customs.retention_months))
