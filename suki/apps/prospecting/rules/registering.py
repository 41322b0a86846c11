"""What the prospecting room brings to the settings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from suki.apps.company.settings.sections import Section, register_section
from suki.base.access import Can
from suki.base.navigation import PaletteAction, register_palette_action


def register() -> None:
    """Called at start-up."""
    register_section(
        Section(
            "settings_lead_rules", _("Scores and routes of leads"), _("what a lead is worth following up, and who gets it"),
            Can.MANAGE_PIPELINES, 120,
        )
    )  # fmt: skip
    register_section(
        Section(
            "settings_lead_forms",
            _("Lead forms"),
            _("forms for your website that make leads"),
            Can.RUN_CAMPAIGNS,
            121,
        )
    )
    for action in (
        PaletteAction(
            "lead_rules", _("Scores and routes of leads"), "settings_lead_rules", "settings", Can.MANAGE_PIPELINES,
            _("points assignment round robin territory"),
        ),
        PaletteAction(
            "lead_forms", _("Lead forms"), "settings_lead_forms", "settings", Can.RUN_CAMPAIGNS, _("website embed")
        ),
    ):  # fmt: skip
        register_palette_action(action)
