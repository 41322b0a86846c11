"""What statements bring to the house at start-up: the menu, and what a deal would pay on the deal's page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from suki.base.access import Can
from suki.base.navigation import Entry, PaletteAction, register_entry, register_palette_action
from suki.base.pages import Panel, register_panel


def register() -> None:
    """Called once at start-up."""
    for entry in (
        Entry("pay", _("My pay"), "my_pay", "pay", Can.SEE_PAY, "me", 50, keywords=_("statement commission bonus")),
        Entry("pay_team", _("Pay of my people"), "pay_team", "group", Can.APPROVE_PAY, "me", 55),
        Entry("pay_periods", _("Pay"), "pay_periods", "recon", Can.RUN_PAY, "money", 60, keywords=_("payroll commission")),
    ):  # fmt: skip
        register_entry(entry)
    for action in (
        PaletteAction("pay_disputes", _("Disputes about pay"), "pay_disputes", "flag", Can.SEE_PAY),
        PaletteAction("pay_period_new", _("Open a period of pay"), "pay_period_new", "plus", Can.RUN_PAY),
    ):
        register_palette_action(action)
    register_panel(
        "deal",
        Panel(
            "pay", _("What it would pay you"), "deal_pay", Can.SEE_PAY, "side", 25, lines=2, is_internal=True
        ),
    )
