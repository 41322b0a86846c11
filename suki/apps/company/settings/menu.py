"""What the settings add to the menu and the palette."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from suki.base.access import Can
from suki.base.navigation import Entry, PaletteAction, register_entry, register_palette_action


def register() -> None:
    """Called at start-up."""
    register_entry(
        Entry("settings", _("Settings"), "settings", "settings", Can.MANAGE_COMPANY, "house", 90,
              keywords=_("company fiscal calendar currency rates languages rights policies tags fields numbers"))
    )  # fmt: skip
    register_palette_action(
        PaletteAction(
            "enter_rate", _("Enter an exchange rate"), "enter_rate", "edit", Can.MANAGE_COMPANY, _("currency")
        )
    )
