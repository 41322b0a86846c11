"""Rows that hold from one day to another: the column `valid` is a half-open range of days, open where nobody knows yet."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db.models import Q
from psycopg.types.range import DateRange


def one_at_a_time(name: str, *fields: str, **options: Any) -> ExclusionConstraint:
    """No two rows with the same fields hold on the same day."""
    return ExclusionConstraint(
        name=name,
        expressions=[*((field, RangeOperators.EQUAL) for field in fields), ("valid", RangeOperators.OVERLAPS)],
        **options,
    )


def on_day(day: date, prefix: str = "") -> Q:
    """The rows that hold on a day; `prefix` leads to them ("team__")."""
    return Q(**{f"{prefix}valid__contains": day})


def from_to(first: date | None, last: date | None) -> DateRange:
    """The range with both days in; `last` None is open."""
    from datetime import timedelta

    return DateRange(first, None if last is None else last + timedelta(days=1), "[)")
