"""What stands around a list: chips that say what it holds, views somebody saved, tabs, pages by key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Chip:
    """One filter, read as a sentence: field, relation, **value**. `href` changes it, `without` is the list without it."""

    field: Any
    relation: Any
    value: Any
    without: str = ""
    href: str = ""


@dataclass(frozen=True)
class Tab:
    """One of several views of the same thing; saved views of a list are tabs too."""

    label: Any
    href: str
    count: Any = None
    is_here: bool = False
    icon: str = ""


@dataclass(frozen=True)
class Pages:
    """Where a list by keys stands: the addresses before and after, and what is shown of how much."""

    before: str = ""
    after: str = ""
    shown: Any = ""
    order: Any = ""


@dataclass(frozen=True)
class Step:
    """One step of several: done, here, or to come."""

    label: Any
    href: str = ""


@dataclass(frozen=True)
class Line:
    """One line of a ledger: what stands in the margin (money or a date), the matter, why, and a figure or state at its end."""

    margin: Any
    what: Any
    why: Any = ""
    tail: Any = ""
    href: str = ""
    is_bad: bool = False


@dataclass(frozen=True)
class Explanation:
    """What a figure is made of: its rule in words and its lines, which add up to it."""

    title: Any
    figure: Any
    rule: Any
    lines: tuple[Line, ...] = ()
    total_label: Any = ""
    total_margin: Any = ""
    total: Any = ""
    agrees: Any = ""
    differs: Any = ""
    more: str = ""
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Reason:
    """Why somebody can see something: the function or the relation, and since when."""

    what: Any
    since: Any = ""


@dataclass(frozen=True)
class Node:
    """A node of a tree: what it is called, what stands at its end, and what is under it.

    Children that are not loaded yet come from `more` (an address that answers with the branch) when it is opened.
    """

    key: Any
    label: Any
    href: str = ""
    tail: Any = ""
    aside: Any = ""
    children: tuple[Node, ...] = ()
    is_open: bool = False
    more: str = ""


@dataclass(frozen=True)
class Ticket:
    """A card on a board: what it is called, what it is worth, why it matters now."""

    key: Any
    label: Any
    href: str = ""
    worth: Any = ""
    why: Any = ""
    mark: Any = ""
    face: str = ""


@dataclass(frozen=True)
class Lane:
    """A column of a board and the cards in it; of many only the first, then `hidden` more are in the list at `more`."""

    key: Any
    label: Any
    tickets: tuple[Ticket, ...] = ()
    sum: Any = ""
    hidden: int = 0
    more: str = ""

    @property
    def count(self) -> int:
        """How many cards are in it, those that are not drawn too."""
        return len(self.tickets) + self.hidden
