"""Looking for gaps in the numbers of documents."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from django.db import connection
from django.utils.translation import gettext as _

from suki.base.checking import Finding, found
from suki.base.models import NumberSeries

_PLACE = re.compile(r"\{(\w+)[^}]*\}")


def gaps_in(series: str, numbers_query: str) -> Finding:
    """What is missing between a series' first number in use and its last. The query yields scope and number.

    Numbers that came with an import look otherwise, or lie before the first; they are nobody's gap.
    """
    used: dict[str, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(numbers_query)
        for scope, number in cursor.fetchall():
            used[scope].append(number)
    counters = list(NumberSeries.objects.filter(name=series).order_by("scope"))
    return found(
        sum(counter.last for counter in counters),
        (sentence for counter in counters for sentence in _gaps(counter, used[counter.scope])),
    )


def _gaps(counter: NumberSeries, numbers: list[str]) -> Iterator[str]:
    pattern = _as_expression(counter.pattern)
    taken = {int(match["number"]) for number in numbers if (match := pattern.fullmatch(number))}
    for number in range(min(taken, default=counter.last), counter.last + 1):
        if number not in taken and number > 0:
            yield _("{series}: number {number} was given and is on no document.").format(
                series=counter, number=number
            )
    for number in sorted(number for number in taken if number > counter.last):
        yield _("{series}: number {number} is on a document and has not been given yet.").format(
            series=counter, number=number
        )


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
