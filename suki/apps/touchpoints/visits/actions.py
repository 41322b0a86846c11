"""Changes to tours: a stop more, another place in the day or another day, and how often each tier is visited."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from suki.apps.accounts.models import Account
from suki.apps.people.models import Person
from suki.apps.touchpoints.models import Touchpoint, TourStop, VisitRhythm
from suki.apps.touchpoints.noting import plan_touchpoint
from suki.apps.touchpoints.visits.queries import tour_of
from suki.base.access import Can, action
from suki.base.history import record
from suki.kernel.errors import BadInput, Problem, RuleBroken

BEGINS = time(9)
EACH = timedelta(minutes=60)
MOST_A_DAY = 30


@action(Can.LOG_TOUCHPOINTS)
def add_stop(*, actor: Any, account: Account, day: date, person: Person, subject: str = "") -> Touchpoint:
    """One more visit at the end of somebody's tour of a day."""
    _one_at_a_time(person, day)
    tour = tour_of(person, day)
    if len(tour) >= MOST_A_DAY:
        raise RuleBroken(_("{count} visits are enough for a day.").format(count=len(tour)))
    if any(each.account_id == account.pk for each in tour):
        raise RuleBroken(_("{account} is on the tour of this day already.").format(account=account))
    visit: Touchpoint = plan_touchpoint(
        actor=actor, kind=Touchpoint.Kind.VISIT, at=_hour(day, len(tour)), person=person, account=account,
        subject=subject,
    )  # fmt: skip
    _number([*tour, visit], person, day)
    return visit


@action(Can.LOG_TOUCHPOINTS)
def move_stop(*, actor: Any, visit: Touchpoint, day: date, place: int) -> Touchpoint:
    """A planned visit goes to a place in the tour of a day; the others make room."""
    found: Touchpoint = Touchpoint.objects.visible_to(actor).locked(visit.pk)
    if found.kind != Touchpoint.Kind.VISIT or found.state != Touchpoint.State.PLANNED:
        raise RuleBroken(_("Only a visit that is still planned can be moved."))
    before = timezone.localdate(found.at)
    for each in sorted({before, day}):
        _one_at_a_time(found.person, each)
    tour = [each for each in tour_of(found.person, day) if each.pk != found.pk]
    if len(tour) >= MOST_A_DAY:
        raise RuleBroken(_("{count} visits are enough for a day.").format(count=len(tour)))
    if before != day:
        found.at = timezone.make_aware(datetime.combine(day, timezone.localtime(found.at).time()))
        found.save()
        record("touchpoint moved", actor=actor, about=found, before=before, at=day)
    tour.insert(max(0, min(place - 1, len(tour))), found)
    _number(tour, found.person, day)
    return found


@action(Can.MANAGE_PIPELINES)
def set_rhythms(*, actor: Any, days: dict[str, int | None]) -> None:
    """How often accounts of each tier are visited; “” stands for all other tiers, and no number for never by itself."""
    wrong = [tier for tier, every in days.items() if every is not None and not 1 <= every <= 1000]
    if wrong:
        raise BadInput([Problem(tier, _("Between 1 and 1,000 days.")) for tier in wrong])
    for tier, every in days.items():
        rows = VisitRhythm.objects.filter(tier=tier)
        if every is None:
            rows.delete()
        else:
            VisitRhythm.objects.update_or_create(tier=tier, defaults={"every_days": every})
    record("visit rhythms set", actor=actor, days={tier or "*": every for tier, every in days.items()})


def _number(tour: list[Touchpoint], person: Person, day: date) -> None:
    """The order of a day, written down for every visit of it."""
    for position, visit in enumerate(tour):
        TourStop.objects.update_or_create(
            visit=visit, defaults={"person": person, "day": day, "position": position}
        )


def _one_at_a_time(person: Person, day: date) -> None:
    """Of two who change a tour at once the second waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"tour {person.pk} {day}"])


def _hour(day: date, place: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, BEGINS)) + EACH * min(place, 9)
