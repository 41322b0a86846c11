"""Numbers of documents, without gaps: taken in the transaction that writes the document."""

from __future__ import annotations

from datetime import date

from django.db import connection


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


_TAKE = """
    INSERT INTO base_numberseries AS s (name, scope, pattern, last) VALUES (%s, %s, %s, %s)
    ON CONFLICT (name, scope) DO UPDATE SET last = s.last + %s
    RETURNING last, pattern
"""
