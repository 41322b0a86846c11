"""Ledger lines stay with the account they were written for; what has been posted since a merge makes it final."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Q
from django.utils.translation import ngettext

from suki.apps.ledger.models import LedgerLine

_DOCUMENTS: Final = {"orders.order": "orders", "billing.invoice": "billing", "billing.payment": "payments"}
"""Which documents post under which name."""


def posted_since(merge: Any) -> list[str]:
    """Why a merge of accounts stands: documents it moved were changed, credited or paid since, with the survivor."""
    moved = Q()
    for entry in merge.moved["keys"]:
        room = _DOCUMENTS.get(entry["model"])
        if room is not None:
            moved |= Q(room=room, document_id__in=entry["ids"])
            moved |= Q(settles_room=room, settles_id__in=entry["ids"])
    if not moved:
        return []
    lines = LedgerLine.objects.filter(moved, sold_to=merge.survivor_id, recorded_at__gt=merge.merged_at)
    documents = lines.values("room", "document_id").distinct().count()
    if not documents:
        return []
    return [
        ngettext(
            "{count} document that moved has been changed, credited or paid since.",
            "{count} documents that moved have been changed, credited or paid since.",
            documents,
        ).format(count=documents)
    ]
