"""Work of the prospecting room that comes later."""

from __future__ import annotations

from suki.apps.prospecting.rescoring import score_many
from suki.base.jobs import job


@job
def score_open_leads() -> None:
    """The rules have changed: every open lead is scored anew."""
    score_many()
