"""What the desk itself brings to the page of an account."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from suki.base.access import Can
from suki.base.pages import Act, Panel, register_act, register_panel


def register() -> None:
    """Called at start-up."""
    register_panel("account", Panel("group", _("Group"), "account_group", Can.SEE_LEDGER, "tab", 55))
    register_act("account", Act("why", _("Why can I see this?"), "account_why", "key", Can.SEE_ACCOUNTS, 90))
