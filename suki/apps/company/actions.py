"""Changes to the firm itself: its first entity, its fiscal calendar, its closed periods."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from suki.apps.company.keeping import cut_by_fiscal_calendar as cut_by_fiscal_calendar
from suki.apps.company.keeping import keep_entity
from suki.apps.company.models import LegalEntity, PeriodClosing
from suki.apps.company.queries import closed_through
from suki.base.access import Can, action
from suki.base.files import store
from suki.base.history import record
from suki.kernel.errors import RuleBroken


@action(Can.MANAGE_COMPANY)
def settle_default_entity(*, actor: Any, **facts: Any) -> LegalEntity:
    """Say who the firm's first legal entity is. Its currency is fixed from the first ledger line on."""
    entity = LegalEntity.objects.select_for_update().filter(is_default=True).first()
    if entity is None:
        entity = LegalEntity(code="main", name="", currency="EUR", is_default=True)
    return keep_entity(actor, entity, facts)


@action(Can.MANAGE_COMPANY)
def put_logo(*, actor: Any, entity: LegalEntity, content: Any, content_type: str) -> LegalEntity:
    """The mark that stands on the entity's documents from now on."""
    entity = LegalEntity.objects.locked(entity.pk)
    entity.logo = store(content, content_type=content_type)
    entity.save()
    record("logo put", actor=actor, about=entity, sha256=entity.logo.sha256)
    return entity


@action(Can.MANAGE_COMPANY)
def take_logo(*, actor: Any, entity: LegalEntity) -> LegalEntity:
    """Documents carry the name alone."""
    entity = LegalEntity.objects.locked(entity.pk)
    entity.logo = None
    entity.save()
    record("logo taken", actor=actor, about=entity)
    return entity


@action(Can.CLOSE_PERIODS)
def close_period(*, actor: Any, entity: LegalEntity, through: date) -> PeriodClosing:
    """Close an entity's ledger up to and including a day; later corrections go to the first open day."""
    LegalEntity.objects.select_for_update().get(pk=entity.pk)
    closed = closed_through(entity)
    if closed and closed >= through:
        raise RuleBroken(_("{entity} is already closed through {day}.").format(entity=entity, day=closed))
    closing = PeriodClosing.objects.create(entity=entity, through=through, closed_by=_user(actor))
    record("period closed", actor=actor, about=entity, through=through)
    return closing


@action(Can.CLOSE_PERIODS)
def reopen_period(*, actor: Any, entity: LegalEntity, reason: str) -> PeriodClosing:
    """Reopen the latest closed period of an entity, by a person and with a reason."""
    LegalEntity.objects.select_for_update().get(pk=entity.pk)
    closing = (
        PeriodClosing.objects.filter(entity=entity, reopened_at__isnull=True).order_by("-through").first()
    )
    if closing is None:
        raise RuleBroken(_("{entity} has no closed period.").format(entity=entity))
    if not reason.strip():
        raise RuleBroken(_("Reopening a period needs a reason."))
    closing.reopened_at, closing.reopened_by, closing.reason = timezone.now(), _user(actor), reason
    closing.save()
    record("period reopened", actor=actor, about=entity, through=closing.through, reason=reason)
    return closing


def _user(actor: Any) -> Any:
    return actor if actor.pk else None
