"""Questions about deals: which the actor sees, how long each was where, which have gone stale and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from suki.apps.deals.models import Category, Deal, Stage, StageChange
from suki.apps.prospecting.models import Lead
from suki.base.formats import day_text


def deals_for(actor: Any) -> QuerySet[Deal]:
    """The deals the actor may see."""
    found: QuerySet[Deal] = Deal.objects.visible_to(actor).in_use()
    return found


@dataclass(frozen=True)
class Stay:
    """How long a deal was in a stage, from when to when, and what it was worth when it came."""

    stage: Stage
    since: datetime
    until: datetime | None
    value: Decimal | None
    by: Any

    @property
    def days(self) -> int:
        """Whole days, up to now where it is still there."""
        return ((self.until or timezone.now()) - self.since).days


def stays_of(deal: Deal) -> list[Stay]:
    """Every stage that a deal was in, in the order in which it came there."""
    changes: list[StageChange] = list(
        StageChange.objects.filter(deal=deal).select_related("stage", "by__person").order_by("at", "id")
    )
    ends = [*(change.at for change in changes[1:]), None]
    return [
        Stay(change.stage, change.at, None if change.stage.ends else end, change.value, change.by)
        for change, end in zip(changes, ends)
    ]


def stale_reason(deal: Deal, today: date) -> str:
    """Why an open deal needs a look: too long in its stage, its day of closing past, or its next step overdue."""
    if deal.state != Deal.State.OPEN:
        return ""
    if deal.expected_close and deal.expected_close < today:
        return _("was expected to close on {day}").format(day=day_text(deal.expected_close))
    days = (timezone.now() - deal.stage_since).days
    limit = deal.stage.stale_days
    if limit is not None and days > limit:
        return ngettext(
            "{days} day in this stage, {limit} are usual",
            "{days} days in this stage, {limit} are usual",
            days,
        ).format(days=days, limit=limit)
    if deal.next_step_on and deal.next_step_on < today:
        return _("the next step was due on {day}").format(day=day_text(deal.next_step_on))
    return ""


def stale_before(stages: Iterable[Stage]) -> dict[int, datetime]:
    """For each stage that knows what is usual: deals that came before this moment have been there too long."""
    now = timezone.now()
    return {
        stage.pk: now - timedelta(days=stage.stale_days + 1)
        for stage in stages
        if stage.stale_days is not None
    }


def source_label(source: str) -> str:
    """Where a deal came from, in words: what leads say of themselves is translated, what was typed stays."""
    return str(dict(Lead.Source.choices).get(source, source))


def category_label(category: str) -> str:
    """A forecast category in words."""
    return str(dict(Category.choices).get(category, category))
