"""Scores of many leads at once: after the rules have changed, and after an import."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import QuerySet

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


def score_many() -> int:
    """Work out anew what open leads are worth; how many changed."""
    return _anew(Lead.objects.filter(status__in=OPEN))


def score_these(ids: list[int]) -> int:
    """Work out anew what these leads are worth; how many changed."""
    return _anew(Lead.objects.filter(pk__in=ids)) if ids else 0


def _anew(leads: QuerySet[Lead]) -> int:
    rules, leads = rules_in_use(), leads.order_by("pk")
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
