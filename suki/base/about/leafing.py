"""Long lists of dated rows, newest first, leafed through by day and id."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from suki.base.lists import Pages


def leaf(rows: Any, *, after: str, count: int, address: str) -> tuple[list[Any], Pages]:
    """Some rows with a `day`, the newest first, from a place on; and where the list goes on."""
    place = _place(after)
    if place:
        rows = rows.filter(Q(day__lt=place[0]) | Q(day=place[0], pk__lt=place[1]))
    found = list(rows.order_by("-day", "-pk")[: count + 1])
    shown = found[:count]
    following = ""
    if len(found) > count:
        following = f"{address}?after={shown[-1].day.isoformat()}.{shown[-1].pk}"
    return shown, Pages(before=address if place else "", after=following)


def _place(text: str) -> tuple[date, int] | None:
    """A place as an address names it; what is none is the beginning."""
    day, _dot, number = text.partition(".")
    try:
        return (date.fromisoformat(day), int(number)) if text else None
    except ValueError:
        return None
