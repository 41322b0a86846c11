"""The tables of a draft: headers, samples, and the parts of it that go to targets. Kept as plain data with the draft."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from suki.exchange.columns import Column, Target
from suki.exchange.targets import TARGETS

PEOPLE = ("name", "given_name", "family_name", "email")
IDENTIFIES = {
    "contacts": PEOPLE,
    "people": PEOPLE,
    "accounts": ("name",),
    "products": ("code", "name"),
}
"""What stands in for an id in a file that has none."""


EVERYWHERE = "*"
"""In place of a row's number: every row of the sheet that says the same."""


@dataclass
class Part:
    """What of a table goes to one target."""

    target: str
    columns: dict[str, str] = field(default_factory=dict)
    """Canonical column → header."""
    fixed: dict[str, str] = field(default_factory=dict)
    """Canonical column → the same value for every row."""
    once: bool = False
    """Whether several rows of the file tell the same thing, which is wanted once."""

    @property
    def kind(self) -> Target:
        """The target itself."""
        return TARGETS[self.target]

    @property
    def stands_in(self) -> tuple[str, ...]:
        """The columns an id is made of where the file has none."""
        if not self.kind.has_id or "id" in self.columns or "id" in self.fixed:
            return ()
        known = [name for name in IDENTIFIES.get(self.target, ("name",)) if name in self.columns]
        return tuple(known[:1] if self.target == "products" else known)

    @property
    def numbers_lines(self) -> bool:
        """Whether the lines of a document are numbered as they stand, for the file does not number them."""
        return "line" in self.kind.by_name and "line" not in self.columns and "line" not in self.fixed

    @property
    def missing(self) -> list[Column]:
        """Required columns that nothing fills yet."""
        given = {*self.columns, *self.fixed}
        return [
            column
            for column in self.kind.columns
            if column.required
            and column.name not in given
            and not (column.name == "id" and self.stands_in)
            and not (column.name == "line" and self.numbers_lines)
        ]


@dataclass
class Sheet:
    """One table of a file."""

    name: str
    """What queries call it."""
    file: str
    label: str
    """How its rows name it: “book.xlsx[Orders]”."""
    headers: list[str]
    rows: int
    samples: dict[str, list[str]]
    copy: str
    """The checksum of its rows as text, kept for looking at them."""
    sheet: str | None = None
    encoding: str | None = None
    parts: list[Part] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The sheet as the draft keeps it."""
        return asdict(self)


def sheet_of(kept: dict[str, Any]) -> Sheet:
    """A sheet as the draft kept it; targets that are no more are left out."""
    parts = [Part(**part) for part in kept["parts"] if part["target"] in TARGETS]
    return Sheet(**{**kept, "parts": parts})


def sheets_of(draft: Any) -> list[Sheet]:
    """Every table of a draft."""
    return [sheet_of(kept) for kept in draft.sheets]
