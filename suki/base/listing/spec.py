"""How a room describes a list: its rows, its fields, and the views it comes with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any, Literal, NamedTuple

from django.db.models import Q, QuerySet

from suki.base.access import Can
from suki.base.tables import Column

FilterKind = Literal["", "text", "choice", "amount", "number", "day", "yes_no"]


class Choice(NamedTuple):
    """One of the values that a field can have."""

    value: str
    label: Any


@dataclass(frozen=True)
class Context:
    """Who asks for the list, and on which day."""

    actor: Any
    today: date
    currency: str = ""


@dataclass(frozen=True)
class ListField:
    """A field of a list: the column that shows it, and how it is worked out, sorted by, filtered and edited.

    `annotate` gives the expression where the value is no column of the row; `path` is what is filtered and sorted by
    (the field's name where nothing is said); `order` a path to sort by instead. `where` filters in a way of its own.
    `asks_for_choices` says that the choices are a question to the database, asked only when somebody filters.
    """

    column: Column
    annotate: Callable[[Context], Any] | None = None
    path: str = ""
    order: str = ""
    also: tuple[str, ...] = ()
    filter: FilterKind = ""
    choices: Callable[[Context], Sequence[Choice]] | None = None
    asks_for_choices: bool = False
    where: Callable[[str, str, Context], Q] | None = None
    capability: Can | None = None
    opens: Callable[[Context, Any], str] | None = None

    def column_in(self, context: Context) -> Column:
        """The column as this reader's list shows it; `opens` leads a figure of a row to what it is made of."""
        if self.opens is None:
            return self.column
        return replace(self.column, opens=partial(self.opens, context))

    @property
    def name(self) -> str:
        return self.column.name

    @property
    def source(self) -> str:
        """What of the row the value is read from."""
        return self.path or self.name


@dataclass(frozen=True)
class View:
    """A view that the list comes with: a name and the wishes it stands for."""

    name: str
    label: Any
    query: str


@dataclass(frozen=True)
class Listing:
    """A list that people work with. `rows` are those the actor may see, by `visible_to`."""

    name: str
    title: Any
    kind: str
    capability: Can
    rows: Callable[[Context], QuerySet[Any]]
    fields: Sequence[ListField]
    sort: str
    row_href: Callable[[Any], str]
    search: Callable[[str], Q] | None = None
    views: Sequence[View] = field(default_factory=tuple)
    page_size: int = 50

    def fields_for(self, context: Context, extra: Sequence[ListField] = ()) -> dict[str, ListField]:
        """The fields this reader may see, custom ones included; what is hidden is no column, filter, order or export."""
        from suki.base.access import can, masked_fields

        hidden = masked_fields(context.actor, self.kind)
        return {
            each.name: each
            for each in (*self.fields, *extra)
            if each.name not in hidden and (each.capability is None or can(context.actor, each.capability))
        }
