"""The section of the settings about pipelines."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from suki.apps.company.settings.sections import Section, register_section
from suki.base.access import Can
from suki.base.navigation import PaletteAction, register_palette_action


def register() -> None:
    """Called at start-up."""
    about = _("stages, what they ask and propose, loss reasons")
    register_section(Section("settings_pipelines", _("Pipelines of deals"), about, Can.MANAGE_PIPELINES, 60))
    register_palette_action(
        PaletteAction(
            "pipelines",
            _("Pipelines of deals"),
            "settings_pipelines",
            "settings",
            Can.MANAGE_PIPELINES,
            about,
        )
    )
