"""What this room adds to the menu and the palette."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from suki.base.access import Can
from suki.base.navigation import Entry, PaletteAction, register_entry, register_palette_action


def register() -> None:
    """Called at start-up."""
    register_entry(
        Entry("people", _("People and teams"), "people", "group", Can.SEE_PEOPLE, "me", 40,
              keywords=_("colleagues reporting lines teams functions skills absence"))
    )  # fmt: skip
    register_entry(
        Entry("profile", _("My profile"), "profile", "eye", Can.SIGN_IN, "me", 90,
              keywords=_("language theme working hours absence password passkey"))
    )  # fmt: skip
    register_palette_action(
        PaletteAction("hire", _("Add a person"), "hire", "plus", Can.MANAGE_PEOPLE, _("colleague hire"))
    )
