"""Questions about reviews: whose one sees, how one stands, and what happened in it, in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from suki.apps.company.models import LegalEntity
from suki.apps.people.queries import people_led_by
from suki.apps.standing.gathering import FEWEST_PEERS
from suki.apps.standing.guarding import person_of
from suki.apps.standing.measuring import measured, people_of, periods_of
from suki.apps.standing.models import CheckIn, Decision, MissRule, Opinion, Party, StandingReview
from suki.apps.standing.wording import STEPS, TONES
from suki.base import marks
from suki.base.access import SYSTEM, Can, Reach, reach_of

MOST = 200


@dataclass(frozen=True)
class Happened:
    """One thing that happened in a review: when, what, in whose words, and who."""

    at: datetime
    icon: str
    what: Any
    text: str = ""
    more: str = ""
    by: str = ""
    href: str = ""


def reviews_for(actor: Any) -> QuerySet[StandingReview]:
    """The reviews that the actor may see, the newest first, each with its last decision."""
    last = Decision.objects.filter(review=OuterRef("pk")).order_by("-pk").values("kind")[:1]
    seen = StandingReview.objects.visible_to(actor).order_by().values("pk")
    held = StandingReview.objects.filter(pk__in=seen).select_related("person", "rule", "closing")
    return held.annotate(last=Subquery(last)).order_by("-pk")


def review_for(actor: Any, standing_id: int) -> StandingReview:
    """The review, or 404 where it is not theirs to see."""
    return get_object_or_404(reviews_for(actor).select_related("entity", "person__user"), pk=standing_id)


def state_of(review: Any) -> Any:
    """How it stands, in a word with its mark."""
    last = review.last or ""
    word = Decision.Kind(last).label if last else _("nothing decided yet")
    return marks.state(TONES[last], word)


def course_of(review: StandingReview) -> list[Happened]:
    """Everything that was said, done and decided, the newest first."""
    found = [*_decisions(review), *_replies(review), *_talks(review), *_steps(review), *_parties(review)]
    return sorted(found, key=lambda each: each.at, reverse=True)


def check_ins_due(actor: Any, today: date) -> QuerySet[CheckIn]:
    """Talks of open plans whose day has come, where the actor leads."""
    mine = Party.objects.filter(person=person_of(actor), role=Party.Role.LEAD).values("review")
    held = CheckIn.objects.filter(
        plan__decision__review__in=mine, plan__decision__review__closing__isnull=True, talk__isnull=True,
        due__lte=today,
    )  # fmt: skip
    return held.select_related("plan__decision__review__person").order_by("due", "pk")


@dataclass(frozen=True)
class Together:
    """A period for everybody whom a rule measures, as a group: nobody can be told apart."""

    period: str
    people: int
    median: Decimal | None
    below: int | None


def together(actor: Any, rule: MissRule) -> list[Together]:
    """How the people in the actor's reach did as a group in the periods of a rule."""
    today = rule.entity.today
    people = [person.pk for person in people_of(rule, today)]
    if actor is not SYSTEM and reach_of(actor, Can.DECIDE_STANDING) is not Reach.ALL:
        led = set(people_led_by(actor, today))
        people = [pk for pk in people if pk in led]
    rows = []
    for period in periods_of(rule, today):
        shares = sorted(
            each.adjusted
            for each in measured(rule.entity, period, people).values()
            if each.adjusted is not None
        )
        enough = len(shares) >= FEWEST_PEERS
        middle = (shares[(len(shares) - 1) // 2] + shares[len(shares) // 2]) / 2 if enough else None
        below = sum(share < rule.below for share in shares) if enough else None
        rows.append(Together(period.name, len(shares), middle, below))
    return rows


def rules_of(entity: LegalEntity) -> QuerySet[MissRule]:
    """The rules of an entity, those that hold last first."""
    return MissRule.objects.in_use().filter(entity=entity).select_related("entity").order_by("-valid", "pk")


def _name(user: Any) -> str:
    person = getattr(user, "person", None) if user is not None else None
    return person.name if person else getattr(user, "email", "Suki")


def _decisions(review: StandingReview) -> Iterable[Happened]:
    for each in review.decisions.select_related("by__person", "plan"):
        more = each.alternatives and _("Also considered: {what}").format(what=each.alternatives)
        yield Happened(each.at, "check", each.get_kind_display(), each.reasons, more, _name(each.by))
        opinion = Opinion.objects.filter(decision=each).select_related("by__person").first()
        if opinion is not None:
            what = _("Second opinion: agrees") if opinion.agrees else _("Second opinion: does not agree")
            yield Happened(opinion.at, "eye", what, opinion.reasons, "", _name(opinion.by))


def _replies(review: StandingReview) -> Iterable[Happened]:
    from django.urls import reverse

    for each in review.replies.select_related("by__person"):
        href = reverse("standing_file", args=[review.pk, "reply", each.pk]) if each.file_id else ""
        what = _("{name} answers").format(name=review.person)
        yield Happened(each.at, "note", what, each.text, each.file_name, _name(each.by), href)


def _talks(review: StandingReview) -> Iterable[Happened]:
    from suki.apps.standing.models import Talk

    for each in Talk.objects.filter(check_in__plan__decision__review=review).select_related(
        "by__person", "check_in"
    ):
        at = _noon(each.held_on)
        more = each.help_given and _("Help given: {what}").format(what=each.help_given)
        yield Happened(at, "calendar", _("Sat down together"), each.notes, more, _name(each.by))


def _steps(review: StandingReview) -> Iterable[Happened]:
    from django.urls import reverse

    for each in review.steps.select_related("by__person"):
        what: Any = STEPS.get(each.key, each.key)
        if each.is_set_aside:
            what = _("Set aside: {what}").format(what=what)
        href = reverse("standing_file", args=[review.pk, "step", each.pk]) if each.file_id else ""
        yield Happened(each.at, "flag", what, each.text, each.handed_over, _name(each.by), href)


def _parties(review: StandingReview) -> Iterable[Happened]:
    for each in review.parties.select_related("person", "by__person"):
        what = f"{each.person}: {each.get_role_display()}"
        yield Happened(each.since, "group", what, each.reason, "", _name(each.by) if each.by else "Suki")


def _noon(day: date) -> datetime:
    from django.utils import timezone

    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))
