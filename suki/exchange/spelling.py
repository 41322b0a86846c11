"""“Did you mean …?” for a name that nothing bears."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.translation import gettext as _

from suki.base.names import search_form

MOST_COMPARED: Final = 2_000
"""Against so many names a spelling is compared letter by letter; against more only without spaces and signs."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A question naming the nearest known name, or nothing."""
    names = {known_name.casefold(): known_name for known_name in known}
    near = difflib.get_close_matches(name.casefold(), names, n=1, cutoff=0.6)
    return " " + _("Did you mean “{name}”?").format(name=names[near[0]]) if near else ""


def bare(name: str) -> str:
    """A name without spaces, signs, accents and case: “GTX Pro” and “GTXPro” are the same."""
    return search_form(name).replace(" ", "")


def likely_meant(written: str, known: Mapping[str, str]) -> str:
    """The known name that somebody may have meant, or nothing; `known` holds names by their bare form."""
    plain = bare(written)
    if len(plain) < 4:
        return ""
    if plain in known:
        return known[plain]
    if len(known) > MOST_COMPARED:
        return ""
    near = difflib.get_close_matches(plain, known, n=1, cutoff=0.85)
    return known[near[0]] if near else ""
