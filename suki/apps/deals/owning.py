"""Whether somebody may own a deal, by the firm's separation of duties (F04)."""

from __future__ import annotations

from datetime import date
from typing import Any

from suki.apps.deals.models import Deal
from suki.apps.people.duties import check_duty
from suki.base.access import Owned


def check_owner(actor: Any, deal: Deal, on: date) -> str:
    """Refuse new business to whom the firm keeps from it; where it only advises, the note goes into the journal."""
    if deal.kind != Deal.Kind.NEW:
        return ""
    return check_duty(
        actor=actor, owned=Owned.NEW_DEAL, person=deal.owner, on=on, about=deal, entity=deal.entity
    )
