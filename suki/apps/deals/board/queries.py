"""Open deals for a board: the most valuable of each stage, and what all of the stage come to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet, Sum, Window
from django.db.models.functions import RowNumber

from suki.apps.deals.models import Deal, Pipeline, Stage
from suki.apps.deals.pipelines import stages_of
from suki.apps.deals.queries import deals_for
from suki.apps.people.reach import people_in_reach
from suki.base.access import Reach

CARDS: Final = 20
"""So many cards stand in a column; the others are in the list."""

LINES: Final = 20
"""So many deals of a month stand in the calendar."""


@dataclass(frozen=True)
class Worth:
    """What deals of one currency come to, and what is likely of it."""

    currency: str
    count: int
    total: Decimal
    likely: Decimal


@dataclass
class Column:
    """A stage with its first cards, and the count and worth of all its deals by currency."""

    stage: Stage
    deals: list[Deal] = field(default_factory=list)
    count: int = 0
    sums: list[tuple[str, Decimal]] = field(default_factory=list)


def columns_of(actor: Any, pipeline: Pipeline, today: date, *, only_own: bool = False) -> list[Column]:
    """The open stages of a pipeline with their deals, and the one of what was won this month."""
    stages = [stage for stage in stages_of(pipeline) if stage.ends != Stage.Ends.LOST]
    columns = {stage.pk: Column(stage) for stage in stages}
    rows = _rows(actor, pipeline, today, only_own).filter(stage__in=columns)
    sums: dict[int, list[tuple[str, Decimal]]] = defaultdict(list)
    counted = rows.order_by("stage", "currency").values_list("stage", "currency")
    for stage_id, currency, count, total in counted.annotate(Count("pk"), Sum("value")):
        columns[stage_id].count += count
        if total:
            sums[stage_id].append((currency, total))
    place = Window(
        RowNumber(), partition_by="stage", order_by=[F("value").desc(nulls_last=True), F("pk").asc()]
    )
    first = rows.annotate(place=place).filter(place__lte=CARDS).order_by("place")
    for deal in first.select_related("account", "owner", "stage", "entity"):
        columns[deal.stage_id].deals.append(deal)
    for stage_id, column in columns.items():
        column.sums = sums[stage_id]
    return list(columns.values())


def expected(actor: Any, first: date, last: date, *, only_own: bool = False) -> QuerySet[Deal]:
    """Open deals expected to close on these days (both in), the soonest first."""
    rows = deals_for(actor).filter(state=Deal.State.OPEN, expected_close__range=(first, last))
    if only_own:
        rows = rows.filter(owner__in=people_in_reach(actor, first, Reach.OWN))
    return rows.select_related("account", "owner", "stage").order_by("expected_close", "-value", "pk")


def worth_of(rows: QuerySet[Deal]) -> list[Worth]:
    """What deals come to, by currency."""
    likely = Sum(F("value") * F("probability") / 100)
    found = (
        rows.order_by("currency").values_list("currency").annotate(Count("pk"), Sum("value"), likely=likely)
    )
    return [
        Worth(code, count, total or Decimal(0), likely or Decimal(0)) for code, count, total, likely in found
    ]


def _rows(actor: Any, pipeline: Pipeline, today: date, only_own: bool) -> QuerySet[Deal]:
    month = today.replace(day=1)
    lately = Q(state=Deal.State.WON, closed_on__gte=month, closed_on__lt=month + timedelta(days=31))
    rows = deals_for(actor).filter(Q(state=Deal.State.OPEN) | lately, pipeline=pipeline)
    if only_own:
        rows = rows.filter(owner__in=people_in_reach(actor, today, Reach.OWN))
    return rows
