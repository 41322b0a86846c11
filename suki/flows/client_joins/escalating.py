"""The clock of a handoff: whoever lets it run out is told on to both managers, once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from suki.base.access import SYSTEM
from suki.base.history import record
from suki.flows.client_joins.rights import OPEN
from suki.flows.models import Handoff


def escalate_overdue(now: datetime | None = None) -> int:
    """Mark each open handoff whose clock has run out; safe to run twice, and by two at once. Returns how many."""
    now = now or timezone.now()
    escalated = 0
    overdue = Handoff.objects.in_use().filter(state__in=OPEN, due_at__lt=now, escalated_at__isnull=True)
    for pk in list(overdue.order_by("due_at").values_list("pk", flat=True)):
        with transaction.atomic():
            found = overdue.filter(pk=pk).select_for_update(of=("self",), skip_locked=True).first()
            if found is None:
                continue
            found.escalated_at = now
            found.save()
            record("handoff escalated", actor=SYSTEM, about=found, due=found.due_at, state=found.state)
            escalated += 1
    return escalated
