"""What has to agree about orders: their lines, the ledger, their numbers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from suki.apps.ledger.documents_agree import documents_agree, lines_sum_to_documents, posts
from suki.base.checking import Finding, check
from suki.base.gaps import gaps_in

ROOM = posts("orders")


@check("orders.lines", gettext_lazy("Every order is the sum of its lines"))
def orders_are_the_sum_of_their_lines() -> Finding:
    return lines_sum_to_documents(table="orders_order", lines="orders_orderline", parent="order_id")


@check("orders.ledger", gettext_lazy("Every order stands in the ledger as it is"))
def orders_stand_in_the_ledger() -> Finding:
    return documents_agree(table="orders_order", room=ROOM, name="d.number", kind="'booked'", tax="d.tax")


@check("orders.numbers", gettext_lazy("Orders that Suki numbered have no gap"))
def orders_have_no_gap() -> Finding:
    return gaps_in(
        "order",
        """
        SELECT e.code, o.number,
            EXISTS (SELECT 1 FROM base_externalid x WHERE x.kind = 'order' AND x.row_id = o.id) AS is_imported
        FROM orders_order o JOIN company_legalentity e ON e.id = o.entity_id
        """,
    )
