"""Recurring work of the flows."""

from __future__ import annotations

from suki.apps.company.models import LegalEntity
from suki.base.jobs import job
from suki.flows.client_joins.beginning import begin_handoffs
from suki.flows.client_joins.escalating import escalate_overdue
from suki.flows.manager_leaves.actions import carry_out_departures


@job
def sweep_handoffs() -> None:
    """Begin the handoffs that are due to begin, and tell the managers of those that are late."""
    begin_handoffs()
    escalate_overdue()


@job
def sweep_departures() -> None:
    """Move the work of those who have left."""
    if LegalEntity.objects.exists():
        carry_out_departures()
