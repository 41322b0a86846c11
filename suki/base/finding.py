"""Find or do: one box for screens, things to start, and whatever each room can find."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from suki.base import navigation
from suki.base.access import reached_once
from suki.base.names import search_form

MOST = 8


@dataclass(frozen=True)
class Hit:
    """One thing found: what it is called, where it is, and a few words that tell it from others of its name."""

    label: Any
    href: str
    icon: str
    aside: Any = ""
    key: str = ""


@dataclass(frozen=True)
class Found:
    """Hits of one kind under a heading."""

    label: Any
    hits: list[Hit]


Finder = Callable[[Any, str], Iterable[Hit]]
_finders: list[tuple[Any, Finder, Finder | None]] = []


def register_finder(label: Any, finder: Finder, *, alike: Finder | None = None) -> None:
    """Called by a room at start-up: how to find its rows by a few letters. It gets the actor and the typed text.

    `alike` finds rows that sound like what was typed; it is asked where no room has what was typed itself.
    """
    _finders.append((label, finder, alike))


def find(actor: Any, text: str) -> list[Found]:
    """What the actor may open or start that goes by these words; without words, every screen and every start."""
    typed = search_form(text)
    with reached_once(actor):
        groups = _found(actor, text, [(label, finder) for label, finder, _alike in _finders]) if typed else []
        if typed and not groups:
            groups = _found(actor, text, [(label, alike) for label, _finder, alike in _finders if alike])
    groups += [
        Found(_("Screens"), _screens(actor, typed)),
        Found(_("Do"), _starts(actor, typed)),
    ]
    return [group for group in groups if group.hits]


def _found(actor: Any, text: str, finders: list[tuple[Any, Finder]]) -> list[Found]:
    groups = [Found(label, list(finder(actor, text))[:MOST]) for label, finder in finders]
    return [group for group in groups if group.hits]


def marked(label: str, text: str) -> SafeString:
    """The label with the words that were typed marked in it, accents aside."""
    shown = str(label)
    plain = [search_form(letter) or " " for letter in shown]
    for word in sorted(search_form(text).split(), key=len, reverse=True):
        start = "".join(letter[0] for letter in plain).find(word)
        if start >= 0:
            end = start + len(word)
            return mark_safe(
                f"{escape(shown[:start])}<mark>{escape(shown[start:end])}</mark>{escape(shown[end:])}"
            )
    return mark_safe(escape(shown))


def _screens(actor: Any, typed: str) -> list[Hit]:
    return [
        Hit(entry.label, href, entry.icon)
        for entry in navigation.entries_for(actor)
        if _goes_by(typed, entry.label, entry.keywords) and (href := navigation.address_of(entry.url_name))
    ]


def _starts(actor: Any, typed: str) -> list[Hit]:
    return [
        Hit(action.label, href, action.icon, key=action.key)
        for action in navigation.palette_actions_for(actor)
        if _goes_by(typed, action.label, action.keywords) and (href := navigation.address_of(action.url_name))
    ]


def _goes_by(typed: str, label: Any, keywords: Any) -> bool:
    """Every typed word begins a word of the label or of the keywords."""
    words = search_form(f"{label} {keywords}").split()
    return all(any(word.startswith(part) for word in words) for part in typed.split())
