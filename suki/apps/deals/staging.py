"""What entering a stage does to a deal: it proposes a probability and a forecast, and leaves a row behind."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from suki.apps.deals.models import Deal, Stage, StageChange


def propose(deal: Deal, stage: Stage) -> None:
    """What the stage says of probability and forecast, where the seller has not said it already."""
    if not deal.probability_is_own:
        deal.probability = stage.probability
    if not deal.category_is_own:
        deal.category = stage.category


def enter_stage(deal: Deal, stage: Stage, *, actor: Any, at: datetime) -> StageChange:
    """The deal is in the stage from this moment on; what it is worth then is kept beside it. Saves the deal."""
    deal.stage = stage
    deal.stage_since = at
    deal.save()
    change: StageChange = StageChange.objects.create(
        deal=deal, stage=stage, at=at, by_id=actor.pk, value=deal.value, probability=deal.probability,
        category=deal.category,
    )  # fmt: skip
    deal.refresh_from_db(fields=["revision"])
    return change
