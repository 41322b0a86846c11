"""Questions about leads and campaigns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from suki.apps.prospecting.models import Lead

OPEN = (Lead.Status.NEW, Lead.Status.WORKING, Lead.Status.QUALIFIED)


def leads_for(actor: Any) -> QuerySet[Lead]:
    """The leads the actor may see, whatever became of them."""
    return Lead.objects.visible_to(actor).in_use()


def late(now: datetime | None = None) -> Q:
    """Leads that nobody has spoken with though the time for it is over."""
    return Q(status__in=OPEN, contacted_at__isnull=True, contact_by__lt=now or timezone.now())


def is_late(lead: Lead, now: datetime | None = None) -> bool:
    """Whether the time for the first contact is over, or was when somebody first spoke with it."""
    if lead.contact_by is None:
        return False
    if lead.contacted_at is not None:
        return lead.contacted_at > lead.contact_by
    return lead.status in OPEN and lead.contact_by < (now or timezone.now())


@dataclass(frozen=True)
class Reason:
    """A rule that holds, in words, and its points."""

    rule: str
    points: int

    @property
    def is_against(self) -> bool:
        """Whether it speaks against the lead."""
        return self.points < 0


def reasons_of(lead: Lead) -> Sequence[Reason]:
    """Why a lead has its score, what speaks for it first."""
    reasons = [Reason(str(each["rule"]), int(each["points"])) for each in lead.score_reasons]
    return sorted(reasons, key=lambda each: -each.points)


def late_leads_for(actor: Any) -> QuerySet[Lead]:
    """What somebody has to make up for, the longest late first."""
    return leads_for(actor).filter(late()).order_by(F("contact_by").asc(), "pk")


def status_word(status: str) -> str:
    """What a lead's status is called."""
    return str(dict(Lead.Status.choices).get(status, _("unknown")))
