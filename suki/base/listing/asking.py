"""What a reader wishes to see of a list, read from the address and checked against what the list offers."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suki.base.listing.spec import Context, ListField, Listing
from suki.base.lists import Chip
from suki.base.names import search_form

RELATIONS: dict[str, Any] = {
    "": gettext_lazy("is"),
    "not": gettext_lazy("is not"),
    "has": gettext_lazy("contains"),
    "from": gettext_lazy("from"),
    "to": gettext_lazy("up to"),
}
KEPT = ("sort", "columns", "q")


@dataclass(frozen=True)
class Wish:
    """One filter: a field, a relation and what was written."""

    field: ListField
    relation: str
    written: str

    @property
    def key(self) -> str:
        return f"{self.field.name}.{self.relation}" if self.relation else self.field.name


@dataclass
class Asked:
    """The wishes of one address. Unknown ones are dropped; values that cannot be read are named in `problems`."""

    listing: Listing
    context: Context
    fields: dict[str, ListField]
    given: Mapping[str, str]
    wishes: list[Wish] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.given = {key: written.replace("\0", "") for key, written in self.given.items()}
        for key, written in self.given.items():
            name, _dot, relation = key.partition(".")
            known = self.fields.get(name)
            if known and known.filter and written and relation in RELATIONS:
                self.wishes.append(Wish(known, relation, written))

    @property
    def sorted_by(self) -> tuple[ListField, bool]:
        """The field to sort by, and whether from the largest down."""
        for wish in (self.given.get("sort", ""), self.listing.sort):
            known = self.fields.get(wish.lstrip("-"))
            if known and known.column.sort:
                return known, wish.startswith("-")
        raise LookupError(f"The list {self.listing.name} names no field to sort by.")

    @property
    def query(self) -> Q:
        """All filters together."""
        together = Q()
        for wish in self.wishes:
            try:
                together &= self._filter(wish)
            except ValueError:
                sentence = _("“{written}” does not fit {field}.")
                problem = sentence.format(written=wish.written, field=wish.field.column.label)
                self.problems += [] if problem in self.problems else [problem]
        searched = self.given.get("q", "").strip()
        if searched and self.listing.search:
            together &= self.listing.search(searched)
        return together

    def chips(self, address: str) -> list[Chip]:
        """The filters as sentences, each with the list without it."""
        drawn = [
            Chip(
                wish.field.column.label,
                RELATIONS[wish.relation or self._relation(wish.field)],
                self._said(wish),
                without=self.address(address, **{wish.key: ""}),
            )
            for wish in self.wishes
        ]
        if self.given.get("q"):
            drawn.append(
                Chip(_("Name"), RELATIONS["has"], self.given["q"], without=self.address(address, q=""))
            )
        return drawn

    def address(self, address: str, **changes: str) -> str:
        """The list's address with some wishes changed; a changed list begins on its first page."""
        given = {key: value for key, value in self.given.items() if key not in ("after", "before")}
        wishes = {key: value for key, value in {**given, **changes}.items() if value}
        return f"{address}?{urlencode(wishes)}" if wishes else address

    @property
    def to_save(self) -> str:
        """The wishes that make a view: filters, order and columns, not the place in the list."""
        keys = {wish.key for wish in self.wishes} | set(KEPT)
        return urlencode(sorted((key, value) for key, value in self.given.items() if key in keys and value))

    def _filter(self, wish: Wish) -> Q:
        own, path = wish.field, wish.field.source
        if own.where:
            return own.where(wish.relation, wish.written, self.context)
        if own.filter in ("choice", "yes_no"):
            values = wish.written.split(",")
            chosen = Q(
                **{f"{path}__in": [value == "yes" for value in values] if own.filter == "yes_no" else values}
            )
            return ~chosen if wish.relation == "not" else chosen
        if own.filter == "text":
            return _text(path, wish)
        return Q(**{f"{path}__{_BOUNDS[wish.relation]}": _value(own, wish.written)})

    def _said(self, wish: Wish) -> str:
        if wish.field.choices and (
            not wish.field.asks_for_choices or wish.written.replace(",", "").isdigit()
        ):
            labels = {choice.value: str(choice.label) for choice in wish.field.choices(self.context)}
            return ", ".join(labels.get(value, value) for value in wish.written.split(","))
        if wish.field.filter == "yes_no":
            return _("yes") if wish.written == "yes" else _("no")
        return wish.written

    def _relation(self, of: ListField) -> str:
        return "has" if of.filter == "text" else ""


_BOUNDS = {"": "exact", "from": "gte", "to": "lte", "not": "exact", "has": "exact"}


def _text(path: str, wish: Wish) -> Q:
    if path == "search_form":
        return Q(search_form__contains=search_form(wish.written))
    found = Q(**{f"{path}__icontains": wish.written})
    return ~found if wish.relation == "not" else found


def _value(of: ListField, written: str) -> Any:
    if of.filter == "day":
        return date.fromisoformat(written)
    try:
        return Decimal(written)
    except InvalidOperation as error:
        raise ValueError(written) from error


def cursor_of(values: list[Any]) -> str:
    """Where a page ends (or begins), as the next address names it."""
    return (
        base64.urlsafe_b64encode(json.dumps([_packed(value) for value in values]).encode())
        .decode()
        .rstrip("=")
    )


def values_of(cursor: str) -> list[Any] | None:
    """What a cursor names; None where somebody wrote it by hand."""
    try:
        read = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return [_unpacked(each) for each in read]
    except (ValueError, binascii.Error, TypeError, KeyError, InvalidOperation):
        return None


def _packed(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return {"b": bytes(value).hex()}
    if isinstance(value, Decimal):
        return {"d": str(value)}
    if isinstance(value, datetime):
        return {"m": value.isoformat()}
    if isinstance(value, date):
        return {"t": value.isoformat()}
    return value


def _unpacked(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if "b" in value:
        return bytes.fromhex(value["b"])
    if "m" in value:
        return datetime.fromisoformat(value["m"])
    return Decimal(value["d"]) if "d" in value else date.fromisoformat(value["t"])
