"""What the orders room brings to pages."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suki.apps.orders.models import Order
from suki.base.about.panels import register_about
from suki.base.about.sentences import Sentence, register_sentence
from suki.base.about.timeline import Happened, Moment, Source, register_source
from suki.base.access import Can
from suki.base.editing import register_editable, register_editable_extra
from suki.base.formats import amount_marked
from suki.base.pages import Kind, Panel, page_of, register_kind, register_panel

_ORDERS = """
    SELECT (o.day::timestamp AT TIME ZONE %(zone)s) AS at, o.id,
        jsonb_build_object('number', o.number, 'gross', (o.net + o.tax)::text, 'currency', o.currency) AS facts
    FROM orders_order o
    WHERE o.archived_at IS NULL
        AND o.account_id IN (SELECT a.id FROM accounts_account a WHERE a.id = %(row)s OR a.merged_into_id = %(row)s)
"""


def register() -> None:
    """Called at start-up."""
    register_kind(
        Kind(
            Order,
            gettext_lazy("order"),
            Can.SEE_LEDGER,
            Can.ENTER_ORDERS,
            "order",
            "orders",
            gettext_lazy("Orders"),
        )
    )
    register_panel(
        "account",
        Panel("orders", gettext_lazy("Orders"), "account_orders", Can.SEE_LEDGER, "main", 30, lines=6),
    )
    register_about("order", "notes", "files", "timeline", "history")
    register_source("account", Source("order", _ORDERS, _ordered, Can.SEE_LEDGER))
    register_editable(Order, "po_number", "promised", "shipped", capability=Can.ENTER_ORDERS)
    register_editable_extra(Order, capability=Can.ENTER_ORDERS)
    register_sentence("order entered", Sentence(gettext_lazy("Order entered"), "orders"))


def _ordered(happened: Happened, names: Mapping[tuple[str, int], str]) -> Moment:
    facts = happened.facts
    return Moment(
        happened.at, "orders", _("Order {number}").format(number=facts["number"]), href=page_of("order", happened.id),
        tail=amount_marked(Decimal(facts["gross"]), facts["currency"]),
    )  # fmt: skip
