"""Where one can go and what one can start from anywhere: rooms register their entries here at start-up.

The side, the dock on phones, the palette (Ctrl-K) and the page that lists everything all read this one registry, and show
to each person only what their functions allow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from suki.base.access import Can, can

Words = Any
"""A text or a lazily translated one."""

SECTIONS: dict[str, Words] = {
    "": "",
    "clients": _("Clients"),
    "money": _("Money"),
    "me": _("Me and my team"),
    "house": _("The house"),
}


@dataclass(frozen=True)
class Entry:
    """One screen in the menu. `count` may answer from what the request already knows; it must not query."""

    name: str
    label: Words
    url_name: str
    icon: str
    capability: Can
    section: str = ""
    position: int = 100
    dock: int | None = None
    keywords: Words = ""
    count: Callable[[Any], int | None] | None = None


@dataclass(frozen=True)
class PaletteAction:
    """Something that can be started from anywhere (“Log a visit”), found by its label and its keywords."""

    name: str
    label: Words
    url_name: str
    icon: str
    capability: Can
    keywords: Words = ""
    key: str = ""


@dataclass(frozen=True)
class MenuItem:
    """An entry as one person sees it on one page."""

    label: Words
    href: str
    icon: str
    is_here: bool = False
    count: int | None = None


@dataclass(frozen=True)
class MenuSection:
    """A heading of the menu and what stands under it."""

    label: Words
    items: list[MenuItem] = field(default_factory=list)


_entries: dict[str, Entry] = {}
_actions: dict[str, PaletteAction] = {}


def register_entry(entry: Entry) -> None:
    """Called by a room at start-up: one more screen in the menu. The same name replaces the entry."""
    if entry.section not in SECTIONS:
        raise ValueError(f"{entry.section} is no section of the menu: {', '.join(SECTIONS)}")
    _entries[entry.name] = entry


def register_palette_action(action: PaletteAction) -> None:
    """Called by a room at start-up: one more thing that can be started from anywhere."""
    _actions[action.name] = action


def entries_for(actor: Any) -> list[Entry]:
    """The screens an actor may open, in the order of the menu."""
    order = list(SECTIONS)
    return sorted(
        (entry for entry in _entries.values() if can(actor, entry.capability)),
        key=lambda entry: (order.index(entry.section), entry.position, entry.name),
    )


def palette_actions_for(actor: Any) -> list[PaletteAction]:
    """What an actor may start from the palette."""
    return [action for action in _actions.values() if can(actor, action.capability)]


def menu_for(actor: Any, path: str = "") -> list[MenuSection]:
    """The side of the page: sections with their screens, the present one marked."""
    shown = _placed(entries_for(actor))
    here = _here((href for _entry, href in shown), path)
    sections: dict[str, MenuSection] = {}
    for entry, href in shown:
        section = sections.setdefault(entry.section, MenuSection(SECTIONS[entry.section]))
        section.items.append(_item(entry, href, here, actor))
    return list(sections.values())


def dock_for(actor: Any, path: str = "") -> list[MenuItem]:
    """The foot of a phone's page: the three screens that matter most there."""
    docked = sorted(
        (entry for entry in entries_for(actor) if entry.dock is not None), key=lambda entry: entry.dock or 0
    )
    shown = _placed(docked)[:3]
    here = _here((href for _entry, href in shown), path)
    return [_item(entry, href, here, actor) for entry, href in shown]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """For every template: the menu and the dock of whoever is signed in. Worked out only where a page shows them."""
    return {
        "menu": lambda: menu_for(request.user, request.path),
        "dock": lambda: dock_for(request.user, request.path),
    }


def _placed(entries: Iterable[Entry]) -> list[tuple[Entry, str]]:
    """Entries with their addresses; one whose screen is not built yet is left out."""
    return [(entry, href) for entry in entries if (href := address_of(entry.url_name))]


@cache
def address_of(url_name: str) -> str:
    """Where a screen is; empty while it is not built."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _here(hrefs: Iterable[str], path: str) -> str:
    """The entry this page belongs to: the one with the longest address that begins the page's."""
    return max(
        (href for href in hrefs if path == href or (href != "/" and path.startswith(href))),
        key=len,
        default="",
    )


def _item(entry: Entry, href: str, here: str, actor: Any) -> MenuItem:
    return MenuItem(
        label=entry.label,
        href=href,
        icon=entry.icon,
        is_here=href == here,
        count=entry.count(actor) if entry.count else None,
    )
