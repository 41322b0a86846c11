"""Numbers of documents, without gaps: taken in the transaction that writes the document."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from django.db import connection

LARGEST_STEP = 1024


def next_number(
    series: str, *, scope: str = "", day: date | None = None, pattern: str = "{number:05d}"
) -> str:
    """The next number of a series; the counter row stays locked until the document is committed or given up."""
    return next_numbers(series, 1, scope=scope, day=day, pattern=pattern)[0]


def next_numbers(
    series: str, count: int, *, scope: str = "", day: date | None = None, pattern: str = "{number:05d}"
) -> list[str]:
    """As many numbers as there are documents, in one locked step."""
    if not connection.in_atomic_block:
        raise RuntimeError("A number is taken inside the transaction that uses it.")
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [series, scope, pattern, count, count])
        last, pattern = cursor.fetchone()
    return [pattern.format(number=number, day=day) for number in range(last - count + 1, last + 1)]


def next_free_number(
    series: str,
    *,
    taken: Callable[[list[str]], Collection[str]],
    scope: str = "",
    day: date | None = None,
    pattern: str = "{number:05d}",
) -> str:
    """The next number that no document bears: documents that came with an import may stand ahead of the counter.

    `taken` says which of some numbers are borne already. What is passed over is on a document, so it is no gap.
    """
    step = 1
    while True:
        numbers = next_numbers(series, step, scope=scope, day=day, pattern=pattern)
        borne = set(taken(numbers))
        for index, number in enumerate(numbers):
            if number not in borne:
                _give_back(series, scope, len(numbers) - index - 1)
                return number
        step = min(2 * step, LARGEST_STEP)


def _give_back(series: str, scope: str, count: int) -> None:
    """Numbers that were looked at and not used; the counter has been locked since they were taken."""
    if count:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE base_numberseries SET last = last - %s WHERE name = %s AND scope = %s",
                [count, series, scope],
            )


_TAKE = """
    INSERT INTO base_numberseries AS s (name, scope, pattern, last) VALUES (%s, %s, %s, %s)
    ON CONFLICT (name, scope) DO UPDATE SET last = s.last + %s
    RETURNING last, pattern
"""
