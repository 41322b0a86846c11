"""Rows that hold from one day to another: `valid` is a half-open range of days, open where nobody knows yet."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from psycopg.types.range import DateRange


def one_at_a_time(name: str, *fields: str, **options: Any) -> ExclusionConstraint:
    """No two rows with the same fields hold on the same day."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((field, RangeOperators.EQUAL) for field in fields),
            ("valid", RangeOperators.OVERLAPS),
        ],
        **options,
    )


def on_day(day: date, prefix: str = "") -> Q:
    """The rows that hold on a day; `prefix` leads to them ("team__")."""
    return Q(**{f"{prefix}valid__contains": day})


def from_to(first: date | None, last: date | None) -> DateRange:
    """The range with both days in; `last` None is open."""
    return DateRange(first, None if last is None else last + timedelta(days=1), "[)")


def make_room(rows: models.QuerySet[Any], since: date) -> None:
    """Clear a stretch of days that begins at `since`: what holds then ends on the eve, what would begin later goes."""
    rows = rows.select_for_update()
    rows.annotate(first_day=Lower("valid")).filter(first_day__gte=since).delete()
    for row in rows.filter(valid__contains=since):
        end_before(row, since)


def end_before(row: Any, end: date) -> None:
    """What holds now holds up to the eve of `end`."""
    row.valid = DateRange(row.valid.lower, end)
    row.save()
