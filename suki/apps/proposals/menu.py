"""The proposals' screens in the menu and the palette."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from suki.apps.company.settings.sections import Section, register_section
from suki.apps.proposals.models import Proposal
from suki.base.access import Can, can
from suki.base.finding import MOST, Hit, register_finder
from suki.base.navigation import Entry, register_entry
from suki.base.pages import page_of


def register() -> None:
    """Called at start-up."""
    register_entry(Entry("proposals", _("Proposals"), "proposals", "file", Can.SEE_DEALS, "clients", 45))
    register_entry(Entry("approvals", _("Approvals"), "approvals", "check", Can.APPROVE_PROPOSALS, "me", 40))
    register_entry(
        Entry("reviews", _("Product reviews"), "reviews", "products", Can.REVIEW_PRODUCTS, "me", 45)
    )
    register_finder(_("Proposals"), find_proposals)
    register_section(
        Section(
            "settings_proposals",
            _("Proposals"),
            _("the texts and the look of documents, and whose word they need"),
            Can.MANAGE_PIPELINES,
            position=75,
        )
    )


def find_proposals(actor: Any, text: str) -> list[Hit]:
    """Proposals whose number holds what was typed, the latest first."""
    typed = text.strip()
    if len(typed) < 2 or not any(letter.isdigit() for letter in typed) or not can(actor, Can.SEE_DEALS):
        return []
    held = Proposal.objects.visible_to(actor).in_use().filter(number__icontains=typed)
    found = held.order_by("-pk").values_list("pk", "number", "deal__name")[:MOST]
    return [Hit(number, page_of("proposal", pk), "file", name) for pk, number, name in found]
