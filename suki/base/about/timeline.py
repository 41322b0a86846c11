"""Everything that happened about a row, from every room, newest first, page by page.

Each room registers what it adds: a query that yields moments, and how one is drawn. All of them are asked in one question.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from suki.base.about.naming import Named, names_of
from suki.base.about.sentences import untold
from suki.base.access import Can, can
from suki.base.history import kind_of
from suki.base.pages import masked

PAGE = 30
Place = tuple[datetime, str, int]
"""Where a page ends: the moment, the source it comes from, its id there."""


@dataclass(frozen=True)
class Happened:
    """A moment as its source's query gives it. `hidden` are fields of the row that the reader does not get to see."""

    at: datetime
    source: str
    id: int
    facts: Mapping[str, Any]
    kind: str = ""
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Moment:
    """A moment as it is shown. `has_hour` where the hour is known, not only the day."""

    at: datetime
    icon: str
    what: Any
    by: Any = ""
    why: Any = ""
    href: str = ""
    tail: Any = ""
    has_hour: bool = False


@dataclass(frozen=True)
class Source:
    """What one room adds to the timelines of a kind.

    `query` is SQL that yields `at` (a moment), `id` and `facts` (jsonb) of the row `%(row)s` of the kind `%(kind)s`; a
    day becomes a moment by `%(zone)s`, and `%(untold)s` are events that the reader is not told of. `named` says which rows' names the drawing needs.
    """

    name: str
    query: str
    draw: Callable[[Happened, Mapping[Named, str]], Moment]
    capability: Can
    named: Callable[[Mapping[str, Any]], Iterable[Named]] = lambda facts: ()


@dataclass(frozen=True)
class Timeline:
    """A page of moments and where the next one begins."""

    moments: Sequence[Moment]
    next: str = ""


_sources: dict[str, dict[str, Source]] = {}
EVERY_KIND = ""


def register_source(kind: str, source: Source) -> None:
    """Called by a room at start-up: one more source of moments for rows of a kind, or of every kind."""
    _sources.setdefault(kind, {})[source.name] = source


def timeline_of(actor: Any, row: Any, *, after: str = "", count: int = PAGE) -> Timeline:
    """The moments of a row that the actor may see, from a place on."""
    kind = kind_of(row)
    sources = {
        name: source
        for name, source in {**_sources.get(EVERY_KIND, {}), **_sources.get(kind, {})}.items()
        if can(actor, source.capability)
    }
    found = _ask(sources, row, kind, untold(actor), _place(after), count + 1)
    hidden = masked(actor, kind)
    shown = [replace(each, kind=kind, hidden=hidden) for each in found[:count]]
    names = names_of({name for each in shown for name in sources[each.source].named(each.facts)}, actor)
    moments = [sources[each.source].draw(each, names) for each in shown]
    return Timeline(moments, _written(shown[-1]) if len(found) > count else "")


def _ask(
    sources: Mapping[str, Source], row: Any, kind: str, hidden: Sequence[str], place: Place | None, limit: int
) -> list[Happened]:
    """One question to all sources, each limited by itself so that its own index serves it."""
    if not sources:
        return []
    zone = timezone.get_current_timezone_name()
    given: dict[str, Any] = {
        "row": row.pk,
        "kind": kind,
        "zone": zone,
        "untold": list(hidden),
        "limit": limit,
    }
    later = ""
    if place:
        given |= {"at": place[0], "source": place[1], "id": place[2]}
        later = "WHERE (at, source, id) < (%(at)s, %(source)s, %(id)s)"
    parts = [
        f"(SELECT * FROM (SELECT at, '{name}'::text COLLATE \"C\" AS source, id, facts FROM ({source.query}) q) s {later}"
        " ORDER BY at DESC, source DESC, id DESC LIMIT %(limit)s)"
        for name, source in sorted(sources.items())
    ]
    query = f"{' UNION ALL '.join(parts)} ORDER BY at DESC, source DESC, id DESC LIMIT %(limit)s"
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return [
            Happened(at, source, row_id, _facts(facts)) for at, source, row_id, facts in cursor.fetchall()
        ]


def _facts(given: Any) -> Mapping[str, Any]:
    return json.loads(given) if isinstance(given, str) else given  # type: ignore[no-any-return]


def _written(last: Happened) -> str:
    return f"{last.at.isoformat()}~{last.source}~{last.id}"


def _place(text: str) -> Place | None:
    """A place as an address names it; what is none is the beginning."""
    at, _one, rest = text.partition("~")
    source, _other, row_id = rest.partition("~")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, source, int(row_id)) if text and moment.tzinfo else None
    except ValueError:
        return None
