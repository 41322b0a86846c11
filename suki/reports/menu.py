"""What the reports add to the menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from suki.base.access import Can
from suki.base.navigation import Entry, register_entry


def register() -> None:
    """Called at start-up."""
    register_entry(
        Entry("quarterly", _("Sales results"), "quarterly", "reports", Can.SEE_RESULTS, "money", 40,
              keywords=_("report quarter revenue growth margin quota attainment"))
    )  # fmt: skip
    register_entry(
        Entry("pipeline_results", _("Results of deals"), "pipeline_results", "reports", Can.SEE_DEALS, "money", 50,
              keywords=_("report pipeline win rate cycle time conversion"))
    )  # fmt: skip
    register_entry(
        Entry("book", _("My book"), "book", "recon", Can.SEE_BOOK, "clients", 15,
              keywords=_("my accounts customers portfolio late overdue"))
    )  # fmt: skip
