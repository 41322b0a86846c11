"""Importing in the menu and in the palette."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from suki.base.access import Can
from suki.base.navigation import Entry, register_entry


def register() -> None:
    """Called once at start-up."""
    words = _("files Excel CSV upload bring in")
    register_entry(
        Entry("imports", _("Import"), "imports", "import", Can.IMPORT, "house", 60, keywords=words)
    )
