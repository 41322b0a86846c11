"""Numbers of documents, without gaps: taken in the transaction that writes the document."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from suki.base.models import NumberSeries


def next_number(series: str, *, scope: str = "", day: date | None = None, pattern: str = "{number:05d}") -> str:
    """The next number of a series; the counter row stays locked until the document is committed or given up."""
    return next_numbers(series, 1, scope=scope, day=day, pattern=pattern)[0]


def next_numbers(
    series: str, count: int, *, scope: str = "", day: date | None = None, pattern: str = "{number:05d}"
) -> list[str]:
    """As many numbers as there are documents, in one locked step."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A number is taken inside the transaction that uses it.")
    NumberSeries.objects.get_or_create(name=series, scope=scope, defaults={"pattern": pattern})
    counter = NumberSeries.objects.select_for_update().get(name=series, scope=scope)
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    return [counter.pattern.format(number=number, day=day) for number in range(first, counter.last + 1)]
