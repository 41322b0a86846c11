"""“Did you mean …?” for a name that nothing bears."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from django.utils.translation import gettext as _


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A question naming the nearest known name, or nothing."""
    names = {known_name.casefold(): known_name for known_name in known}
    near = difflib.get_close_matches(name.casefold(), names, n=1, cutoff=0.6)
    return " " + _("Did you mean “{name}”?").format(name=names[near[0]]) if near else ""
