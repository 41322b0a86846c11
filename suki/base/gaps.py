"""Looking for gaps in the numbers of documents."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from django.db import connection
from django.utils.translation import gettext as _

from suki.base.checking import Finding, found
from suki.base.models import NumberSeries

_PLACE = re.compile(r"\{(\w+)[^}]*\}")


def gaps_in(series: str, numbers_query: str) -> Finding:
    """What is missing between a series' first number in use and its last, and what stands twice.

    The query yields scope, number, and whether the document came with an import. Such numbers look otherwise, lie
    before the first, or stand ahead of the counter, which passes them over; they are nobody's gap.
    """
    own: dict[str, list[str]] = defaultdict(list)
    imported: dict[str, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(numbers_query)
        for scope, number, is_imported in cursor.fetchall():
            (imported if is_imported else own)[scope].append(number)
    counters = list(NumberSeries.objects.filter(name=series).order_by("scope"))
    wrong = [
        sentence for scope in sorted({*own, *imported}) for sentence in _twice(own[scope] + imported[scope])
    ]
    wrong += [
        sentence
        for counter in counters
        for sentence in _gaps(counter, own[counter.scope], imported[counter.scope])
    ]
    counted = {counter.scope for counter in counters}
    wrong += [
        _(
            "{count} documents of our own have numbers that no counter of {series} gave; the next one would begin anew."
        ).format(count=len(own[scope]), series=f"{series} {scope}")
        for scope in sorted(own.keys() - counted)
    ]
    return found(sum(counter.last for counter in counters), wrong)


def _twice(numbers: list[str]) -> Iterator[str]:
    for number, count in sorted(Counter(numbers).items()):
        if count > 1:
            yield _("{number} is the number of {count} documents.").format(number=number, count=count)


def _gaps(counter: NumberSeries, own: list[str], imported: list[str]) -> Iterator[str]:
    given = _taken(counter, own)
    taken = given | _taken(counter, imported)
    for number in range(min(taken, default=counter.last), counter.last + 1):
        if number not in taken and number > 0:
            yield _("{series}: number {number} was given and is on no document.").format(
                series=counter, number=number
            )
    for number in sorted(number for number in given if number > counter.last):
        yield _("{series}: number {number} is on a document and has not been given yet.").format(
            series=counter, number=number
        )


def _taken(counter: NumberSeries, numbers: list[str]) -> set[int]:
    """The numbers of a series that stand on these documents."""
    pattern = _as_expression(counter.pattern)
    return {int(match["number"]) for number in numbers if (match := pattern.fullmatch(number))}


def _as_expression(pattern: str) -> re.Pattern[str]:
    """The pattern of a series, turned round: which number does a text bear?"""
    parts, end = [], 0
    for place in _PLACE.finditer(pattern):
        parts += [
            re.escape(pattern[end : place.start()]),
            r"(?P<number>\d+)" if place[1] == "number" else ".*",
        ]
        end = place.end()
    return re.compile("".join([*parts, re.escape(pattern[end:])]))
