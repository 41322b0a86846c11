"""How long records are kept: a day for each, holds with a reason, and forgetting what nobody needs any more."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from suki.apps.company.models import LegalEntity
from suki.apps.standing.guarding import a_person, held, leads, own_words, somebody_else
from suki.apps.standing.models import Hold, StandingReview
from suki.base.access import SYSTEM, Can, action
from suki.base.history import record
from suki.base.models import Event, StoredFile
from suki.base.removal import references_to
from suki.kernel.errors import RuleBroken


@action(Can.DECIDE_STANDING)
def hold_record(*, actor: Any, review: StandingReview, reason: str) -> Hold:
    """The record stays beyond its day, for a reason."""
    found = _led(actor, review)
    if found.holds.filter(lifted_at__isnull=True).exists():
        raise RuleBroken(_("The record is held already."))
    made = Hold.objects.create(review=found, reason=own_words(reason, _("the reason")), by=actor)
    record("standing held", actor=actor, about=found)
    return made


@action(Can.DECIDE_STANDING)
def lift_hold(*, actor: Any, review: StandingReview) -> Hold:
    """The reason is gone; the record goes on its day."""
    found = _led(actor, review)
    hold: Hold | None = found.holds.filter(lifted_at__isnull=True).first()
    if hold is None:
        raise RuleBroken(_("The record is not held."))
    hold.lifted_at, hold.lifted_by = timezone.now(), actor
    hold.save()
    record("standing hold lifted", actor=actor, about=found)
    return hold


def forget_old_records(today: date | None = None) -> int:
    """Delete closed reviews whose day is over and that nobody holds, with everything that hangs on them.

    The journal keeps that one was forgotten, not whose it was. Returns how many.
    """
    holds = Hold.objects.filter(review=OuterRef("pk"), lifted_at__isnull=True)
    due = StandingReview.objects.exclude(Exists(holds))
    forgotten = 0
    for entity in LegalEntity.objects.all():
        day = today or entity.today
        for pk in due.filter(entity=entity, closing__keep_until__lt=day).values_list("pk", flat=True):
            with transaction.atomic():
                review = StandingReview.objects.select_for_update().get(pk=pk)
                Event.objects.filter(about_kind="standingreview", about_id=pk).delete()
                files = _files_of(review)
                review.delete()
                _forget_files(files)
                record("standing record forgotten", actor=SYSTEM)
                forgotten += 1
    return forgotten


def _led(actor: Any, review: StandingReview) -> StandingReview:
    a_person(actor)
    found = held(actor, review)
    somebody_else(actor, found)
    leads(actor, found)
    return found


def _files_of(review: StandingReview) -> list[StoredFile]:
    ids = {*review.replies.values_list("file", flat=True), *review.steps.values_list("file", flat=True)}
    return list(StoredFile.objects.filter(pk__in=ids - {None}))


def _forget_files(files: list[StoredFile]) -> None:
    """What was attached goes with the record, unless something else has the same content."""
    for file in files:
        if not references_to(file):
            file.delete()
