"""What the ledger brings to pages: the lines of an account and of a document, and whom a product is sold to."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from suki.base.access import Can
from suki.base.pages import Panel, register_panel


def register() -> None:
    """Called at start-up."""
    see = Can.SEE_LEDGER
    register_panel("account", Panel("ledger", _("Ledger"), "account_ledger", see, "tab", 50))
    register_panel(
        "order",
        Panel("ledger", _("Ledger lines"), "order_ledger", see, "main", 40, lines=2, is_internal=True),
    )
    register_panel(
        "invoice",
        Panel("ledger", _("Ledger lines"), "invoice_ledger", see, "main", 40, lines=2, is_internal=True),
    )
    register_panel(
        "product", Panel("sales", _("Sold to"), "product_sales", see, "main", 30, hint=_("last 12 months"))
    )
