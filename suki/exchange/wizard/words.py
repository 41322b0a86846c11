"""What the targets of an import and the steps of its work are called on screens."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

LONGEST = 60

TARGET_NAMES: dict[str, Any] = {
    "entities": _("Legal entities"),
    "rates": _("Exchange rates"),
    "tax_rates": _("Tax rates"),
    "departments": _("Departments"),
    "people": _("People"),
    "teams": _("Teams"),
    "team_members": _("Team members"),
    "reporting_lines": _("Reporting lines"),
    "territories": _("Territories"),
    "territory_members": _("Territory members"),
    "products": _("Products"),
    "costs": _("Costs"),
    "prices": _("Prices"),
    "accounts": _("Accounts"),
    "account_team": _("Account team"),
    "contacts": _("Contacts"),
    "partner_roles": _("Partner roles"),
    "campaigns": _("Campaigns"),
    "leads": _("Leads"),
    "orders": _("Orders"),
    "order_lines": _("Order lines"),
    "invoices": _("Invoices"),
    "invoice_lines": _("Invoice lines"),
    "payments": _("Payments"),
    "quotas": _("Quotas"),
}

DOING: dict[str, Any] = {
    "read": _("Reading the files"),
    "check": _("Checking the rows"),
    "stage": _("Laying the rows out"),
    "apply": _("Writing the rows"),
    "settle": _("Settling the last details"),
}

PLACES = {
    "people": "people",
    "teams": "teams",
    "products": "products",
    "prices": "products",
    "accounts": "accounts",
    "account_team": "accounts",
    "contacts": "contacts",
    "campaigns": "campaigns",
    "leads": "leads",
    "orders": "orders",
    "order_lines": "orders",
    "invoices": "invoices",
    "invoice_lines": "invoices",
    "quotas": "quotas",
}
"""The screen that lists the rows of a target."""


def words_of(column: Any) -> str:
    """A column as people read it, short enough for a list to choose from."""
    meaning = str(column.meaning)
    return f"{meaning[:1].upper()}{meaning[1:LONGEST]}{'…' if len(meaning) > LONGEST else ''}"
