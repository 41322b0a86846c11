"""Recurring work: looking whether somebody missed their quota, and forgetting records whose day is over."""

from __future__ import annotations

from suki.apps.company.models import LegalEntity
from suki.apps.standing.keeping import forget_old_records
from suki.apps.standing.opening import open_reviews
from suki.base.access import SYSTEM
from suki.base.jobs import job


@job
def look_at_missed_quotas() -> None:
    """Open the reviews that are due. What becomes of them people decide."""
    if LegalEntity.objects.exists():
        open_reviews(actor=SYSTEM)


@job
def forget_standing_records() -> None:
    """Delete closed reviews whose day is over."""
    forget_old_records()
