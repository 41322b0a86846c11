"""How Suki looks to one person: theme, language and name, known before the first line of the page is written."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

THEMES = ("light", "dark")
_NAME = "name"


def theme_of(request: HttpRequest) -> str:
    """The person's theme, else the one this browser chose, else empty: as the system has it."""
    own = getattr(getattr(request, "user", None), "theme", "") or request.COOKIES.get("theme", "")
    return own if own in THEMES else ""


def my_name(request: HttpRequest) -> str:
    """What to call the person who is signed in; asked once per session."""
    user = getattr(request, "user", None)
    if not getattr(user, "is_authenticated", False):
        return ""
    kept = request.session.get(_NAME)
    if kept is None:
        person = getattr(user, "person", None)
        kept = request.session[_NAME] = person.name if person else str(user)
    return str(kept)


def appearance(request: HttpRequest) -> dict[str, Any]:
    """For every template: the theme, the languages to choose from, and whose page it is."""
    return {
        "theme": theme_of(request),
        "languages": settings.LANGUAGES,
        "my_name": lambda: my_name(request),
    }
