"""Ranges of days, less other ranges."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from psycopg.types.range import DateRange


def days_left(whole: DateRange, taken: Iterable[DateRange]) -> list[DateRange]:
    """What is left of a half-open range of days when others are taken out of it, in order."""
    left: list[tuple[date, date]] = [(whole.lower or date.min, whole.upper or date.max)]
    for other in taken:
        start, end = other.lower or date.min, other.upper or date.max
        left = [
            piece
            for first, last in left
            for piece in ((first, min(last, start)), (max(first, end), last))
            if piece[0] < piece[1]
        ]
    return [DateRange(_known(first), _known(last)) for first, last in sorted(left)]


def _known(day: date) -> date | None:
    return None if day in (date.min, date.max) else day
