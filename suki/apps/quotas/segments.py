"""Kinds of customers that a quota may be set for."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from suki.apps.quotas.models import Segment
from suki.base.access import Can, action
from suki.base.history import record
from suki.kernel.errors import RuleBroken


@action(Can.SET_QUOTAS)
def name_segment(
    *, actor: Any, name: str, tier: str = "", lifecycle: str = "", industry: str = ""
) -> Segment:
    """A kind of customers gets a name: those of a tier, of a stage of their life with us, of an industry."""
    if not name.strip():
        raise RuleBroken(_("A segment needs a name."))
    if not (tier or lifecycle or industry):
        raise RuleBroken(_("Say which accounts belong to it: a tier, a lifecycle or an industry."))
    if Segment.objects.filter(name__iexact=name.strip()).exists():
        raise RuleBroken(_("There is a segment “{name}” already.").format(name=name.strip()))
    segment = Segment.objects.create(
        name=name.strip(), tier=tier.strip(), lifecycle=lifecycle, industry=industry.strip()
    )
    record("segment named", actor=actor, about=segment, name=segment.name)
    return segment
