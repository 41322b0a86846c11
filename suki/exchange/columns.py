"""The canonical columns of a target: what a recipe's query has to yield."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

EXTRA_PREFIX = "x_"
"""Columns that begin so are the firm's own fields."""

TYPES = (
    "id",
    "text",
    "date",
    "amount",
    "number",
    "integer",
    "yes_no",
    "currency",
    "country",
    "language",
    "choice",
    "list",
)


@dataclass(frozen=True)
class Column:
    """One canonical column."""

    name: str
    type: str
    meaning: str | Promise
    required: bool = False
    refers_to: str = ""
    choices: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    """Other systems' words for the choices: understood, but asked for of nobody."""
    default: str = ""
    length: int = 200
    minimum: str = ""
    maximum: str = ""
    is_personal: bool = False

    def as_json(self) -> dict[str, Any]:
        """The column for machines."""
        facts: dict[str, Any] = {
            "name": self.name,
            "type": self.type,
            "required": self.required,
            "meaning": str(self.meaning),
        }
        if self.refers_to:
            facts["refers_to"] = self.refers_to
        if self.choices:
            facts["choices"] = list(self.choices)
        if self.default:
            facts["default"] = self.default
        if self.is_personal:
            facts["personal"] = True
        return facts

    def type_words(self) -> str:
        """The type as a person reads it."""
        words = {
            "id": _("id"),
            "text": _("text"),
            "date": _("date"),
            "amount": _("amount"),
            "number": _("number"),
            "integer": _("whole number"),
            "yes_no": _("yes or no"),
            "currency": _("currency code (ISO 4217)"),
            "country": _("country code (ISO 3166, two letters)"),
            "language": _("language code"),
            "choice": _("one of {choices}").format(choices=", ".join(self.choices)),
            "list": _("list with commas"),
        }[self.type]
        if self.refers_to:
            return _("id of {target}").format(target=self.refers_to)
        return words


@dataclass(frozen=True)
class OneAtATime:
    """Of the rows with the same values in these columns, only one may hold on any day."""

    columns: tuple[str, ...]
    where: str = "true"
    """Which rows it is about, in SQL over the canonical columns."""


@dataclass(frozen=True)
class Target:
    """A kind of row that an import can bring."""

    name: str
    kind: str
    """The name of this kind of row in the house: of its external ids, of the journal."""
    meaning: str | Promise
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    """The columns that make a row of this target unique in one import."""
    one_of: tuple[tuple[str, ...], ...] = ()
    """Groups of columns of which at least one must be filled."""
    just_one_of: tuple[str, ...] = ()
    """Columns of which exactly one must be filled."""
    spans: tuple[tuple[str, str], ...] = field(default=())
    """Pairs of days of which the first must not be after the second."""
    one_at_a_time: tuple[OneAtATime, ...] = ()
    takes_extra: bool = False

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        """The columns by their names."""
        return {column.name: column for column in self.columns}

    @property
    def has_id(self) -> bool:
        """Whether its rows carry an external id."""
        return "id" in self.by_name

    @property
    def references(self) -> dict[str, str]:
        """The columns that name another row, and the target they name."""
        return {column.name: column.refers_to for column in self.columns if column.refers_to}

    def column(self, name: str) -> Column | None:
        """The column of this name; the firm's own fields count where they are taken."""
        if self.takes_extra and re.fullmatch(rf"{EXTRA_PREFIX}[a-z][a-z0-9_]{{0,39}}", name):
            return Column(name, "text", _("a field of the firm's own"), length=10_000)
        return self.by_name.get(name)

    def as_json(self) -> dict[str, Any]:
        """The target for machines."""
        return {
            "target": self.name,
            "meaning": str(self.meaning),
            "takes_own_fields": self.takes_extra,
            "columns": [column.as_json() for column in self.columns],
        }
