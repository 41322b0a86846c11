"""The proposals' screens in the menu and the palette."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from suki.apps.company.settings.sections import Section, register_section
from suki.base.access import Can
from suki.base.navigation import Entry, register_entry


def register() -> None:
    """Called at start-up."""
    register_entry(Entry("proposals", _("Proposals"), "proposals", "file", Can.SEE_DEALS, "clients", 45))
    register_entry(Entry("approvals", _("Approvals"), "approvals", "check", Can.APPROVE_PROPOSALS, "me", 40))
    register_entry(
        Entry("reviews", _("Product reviews"), "reviews", "products", Can.REVIEW_PRODUCTS, "me", 45)
    )
    register_section(
        Section(
            "settings_proposals",
            _("Proposals"),
            _("the texts and the look of documents, and whose word they need"),
            Can.MANAGE_PIPELINES,
            position=75,
        )
    )
