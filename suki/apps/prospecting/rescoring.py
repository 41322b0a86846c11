"""Scores of many leads at once: after the rules have changed, and after an import."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Q

from suki.apps.prospecting.models import Lead, ScoreRule
from suki.apps.prospecting.queries import OPEN
from suki.apps.prospecting.scoring import FIELDS, rules_in_use, score_of

CHUNK = 5_000
_COLUMNS = (
    "pk",
    "score",
    "score_reasons",
    "campaign__channel",
    *(name for name in FIELDS if name != "channel"),
)

_WRITE = """
    UPDATE prospecting_lead l SET score = v.score, score_reasons = v.reasons
    FROM unnest(%s::bigint[], %s::smallint[], %s::jsonb[]) AS v(id, score, reasons) WHERE l.id = v.id
"""


def score_many(ids: tuple[int, int] | None = None) -> int:
    """Work out anew what open leads are worth, all of them or those whose ids lie in a range; how many changed."""
    rules = rules_in_use()
    leads = Lead.objects.filter(status__in=OPEN).order_by("pk")
    if ids is not None:
        leads = leads.filter(Q(pk__gte=ids[0]) & Q(pk__lt=ids[1]))
    changed, last = 0, 0
    while found := list(leads.filter(pk__gt=last).values(*_COLUMNS)[:CHUNK]):
        changed += _write(_scored(found, rules))
        last = found[-1]["pk"]
    return changed


def _scored(leads: Iterable[dict[str, Any]], rules: list[ScoreRule]) -> list[tuple[int, int, str]]:
    """Those whose score or reasons are others than before."""
    anew = []
    for lead in leads:
        found = score_of({**lead, "channel": lead["campaign__channel"]}, rules)
        if (found.points, found.reasons) != (lead["score"], lead["score_reasons"]):
            anew.append((lead["pk"], found.points, json.dumps(found.reasons)))
    return anew


def _write(scored: list[tuple[int, int, str]]) -> int:
    if scored:
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, [list(column) for column in zip(*scored)])
    return len(scored)
