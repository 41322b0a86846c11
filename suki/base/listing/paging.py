"""Pages by key: each begins where the one before ended, so the thousandth costs what the first does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from suki.base.listing.asking import Asked, cursor_of, values_of

COUNT_UP_TO = 10_000


@dataclass(frozen=True)
class Page:
    """The rows of one page, as dictionaries, and the cursors to its neighbours."""

    rows: list[dict[str, Any]]
    before: str
    after: str
    count: int
    is_counted: bool


def page_of(asked: Asked, names: list[str]) -> Page:
    """One page of the list with the values of these fields."""
    rows = filtered(asked, names)
    key, descending = _order(asked)
    size = asked.listing.page_size
    after, before = (values_of(asked.given.get(side, "")) for side in ("after", "before"))
    backwards = before is not None and after is None
    place = before if backwards else after
    if place is not None and len(place) == 2:
        rows = rows.filter(_beyond(key, place, descending != backwards))
    wanted = [*dict.fromkeys([*value_names(asked, names), key, "pk"])]
    found = list(rows.order_by(*_by(rows, key, descending != backwards)).values(*wanted)[: size + 1])
    more = len(found) > size
    found = found[:size]
    if backwards:
        found.reverse()
    counted = filtered(asked, []).order_by().values("pk")[: COUNT_UP_TO + 1].count()
    has_before = more if backwards else place is not None
    has_after = True if backwards else more
    return Page(
        rows=found,
        before=cursor_of([found[0][key], found[0]["pk"]]) if found and has_before else "",
        after=cursor_of([found[-1][key], found[-1]["pk"]]) if found and has_after else "",
        count=min(counted, COUNT_UP_TO),
        is_counted=counted <= COUNT_UP_TO,
    )


def filtered(asked: Asked, names: list[str]) -> QuerySet[Any]:
    """The rows that the wishes leave, with what the named fields (and the filters) work out."""
    rows = asked.listing.rows(asked.context)
    sort, _descending = asked.sorted_by
    needed = {*names, *(wish.field.name for wish in asked.wishes)} | ({sort.name} if names else set())
    for name in needed:
        known = asked.fields[name]
        if known.annotate and known.source not in rows.query.annotations:
            rows = rows.annotate(**{known.source: known.annotate(asked.context)})
    return rows.filter(asked.query)


def in_order(asked: Asked, names: list[str]) -> QuerySet[Any]:
    """All the rows in the order asked for, for an export."""
    key, descending = _order(asked)
    rows = filtered(asked, names)
    return rows.order_by(*_by(rows, key, descending)).values(
        *dict.fromkeys([*value_names(asked, names), "pk"])
    )


def value_names(asked: Asked, names: list[str]) -> list[str]:
    """The columns of the database that these fields are drawn from."""
    return [path for name in names for path in (asked.fields[name].source, *asked.fields[name].also)]


def _order(asked: Asked) -> tuple[str, bool]:
    by, descending = asked.sorted_by
    return by.order or by.source, descending


def _by(rows: QuerySet[Any], key: str, descending: bool) -> list[Any]:
    """The order, nulls the smallest; said of nulls only where there can be some, for no index is in that order."""
    nulls = _may_be_null(rows, key)
    if descending:
        return [F(key).desc(nulls_last=True if nulls else None), "-pk"]
    return [F(key).asc(nulls_first=True if nulls else None), "pk"]


def _may_be_null(rows: QuerySet[Any], key: str) -> bool:
    columns = {field.name: field.null for field in rows.model._meta.concrete_fields}
    return key in rows.query.annotations or columns.get(key, True)


def _beyond(key: str, place: list[Any], descending: bool) -> Q:
    """Rows that come after a place; nulls are the smallest, as the order has them."""
    value, pk = place
    side = "lt" if descending else "gt"
    if value is None:
        same = Q(**{f"{key}__isnull": True, f"pk__{side}": pk})
        return same if descending else same | Q(**{f"{key}__isnull": False})
    beyond = Q(**{f"{key}__{side}e": value}) & (Q(**{f"{key}__{side}": value}) | Q(**{f"pk__{side}": pk}))
    return beyond | Q(**{f"{key}__isnull": True}) if descending else beyond
