"""The panels that base hangs on the pages of a kind, when its room asks for them."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from suki.base.access import Can
from suki.base.pages import Panel, register_panel

_PANELS = {
    "details": Panel("details", _("Details"), "details", Can.SIGN_IN, "tab", 5, by_kind=True),
    "notes": Panel("notes", _("Notes"), "notes", Can.SIGN_IN, "side", 60, by_kind=True),
    "files": Panel("files", _("Files"), "files", Can.SIGN_IN, "side", 70, by_kind=True),
    "timeline": Panel(
        "timeline",
        _("Timeline"),
        "timeline",
        Can.SIGN_IN,
        "main",
        80,
        by_kind=True,
        lines=6,
        is_internal=True,
    ),
    "history": Panel("history", _("History"), "history", Can.SIGN_IN, "tab", 90, by_kind=True),
}


def register_about(kind: str, *names: str, with_details: str = "tab") -> None:
    """Called by a room at start-up: rows of this kind have these of details, notes, files, timeline, history (all by
    default); `with_details` says where the details stand."""
    for name in names or tuple(_PANELS):
        panel = _PANELS[name]
        register_panel(kind, replace(panel, place=with_details) if name == "details" else panel)
