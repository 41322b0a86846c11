"""The desk's screens in the menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from suki.base.access import Can
from suki.base.navigation import Entry, register_entry


def register() -> None:
    """Called once at start-up."""
    for entry in (
        Entry("today", _("Today"), "today", "today", Can.SIGN_IN, "", 1, dock=1),
        Entry("accounts", _("Accounts"), "accounts", "accounts", Can.SEE_ACCOUNTS, "clients", 10, dock=2),
        Entry("contacts", _("Contacts"), "contacts", "contacts", Can.SEE_ACCOUNTS, "clients", 20),
        Entry("leads", _("Leads"), "leads", "filter", Can.SEE_LEADS, "clients", 30),
        Entry("campaigns", _("Campaigns"), "campaigns", "flag", Can.SEE_LEADS, "clients", 35),
        Entry("visits", _("Visits"), "visits", "visit", Can.LOG_TOUCHPOINTS, "clients", 50, dock=3),
        Entry("touchpoints", _("Touchpoints"), "touchpoints", "phone", Can.SEE_ACCOUNTS, "clients", 60),
        Entry("promises", _("Promises"), "promises", "check", Can.SEE_ACCOUNTS, "clients", 70),
        Entry("orders", _("Orders"), "orders", "orders", Can.SEE_LEDGER, "money", 10),
        Entry("invoices", _("Invoices"), "invoices", "invoices", Can.SEE_LEDGER, "money", 20),
        Entry("products", _("Products"), "products", "products", Can.SEE_CATALOG, "house", 30),
    ):
        register_entry(entry)
