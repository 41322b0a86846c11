"""The targets of an import that are documents of trade: orders, invoices, payments."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from suki.exchange.columns import Target
from suki.exchange.vocabulary import CURRENCY_NEEDED, ENTITY, ID, amount, choice, date, number, refers, text

LINE = (
    text("line", meaning=_("number or id of the line in its document"), required=True, length=40),
    refers("product", "products", _("product")),
    text("description", meaning=_("what the line says"), length=255),
    number("quantity", meaning=_("quantity"), required=True),
    amount("unit_price", meaning=_("price of one unit before discount, net of tax")),
    number("discount", meaning=_("discount as a fraction: 0.1 is ten percent"), minimum="-1", maximum="1"),
    amount("net", meaning=_("net of the line; else quantity times price less discount")),
    amount("tax", meaning=_("tax of the line")),
    amount("cost", meaning=_("cost of goods of the whole line, in the document's currency")),
)

DOCUMENT = (
    refers("account", "accounts", _("customer (sold to)"), required=True),
    date("day", meaning=_("business day"), required=True),
    CURRENCY_NEEDED,
    text("number", meaning=_("the document's number; its id when empty"), length=60),
    refers("bill_to", "accounts", _("account that pays; the customer when empty")),
    refers("seller", "people", _("person named as seller")),
    amount("net", meaning=_("net of the document; else the sum of its lines")),
    amount("tax", meaning=_("tax of the document; else the sum of its lines")),
    ENTITY,
)

DOCUMENTS = (
    Target(
        "orders",
        "order",
        _("orders"),
        (
            ID,
            *DOCUMENT,
            text("po_number", meaning=_("the customer's purchase order number"), length=80),
            number(
                "rate",
                meaning=_(
                    "what one unit of the currency was worth in the entity's; else the rate of the day"
                ),
                minimum=">0",
            ),
            date("promised", meaning=_("promised delivery")),
            date("shipped", meaning=_("day of shipment")),
        ),
        ("id",),
        takes_extra=True,
    ),
    Target(
        "order_lines",
        "orderline",
        _("lines of orders"),
        (refers("order", "orders", _("order"), required=True), *LINE),
        ("order", "line"),
    ),
    Target(
        "invoices",
        "invoice",
        _("invoices and credit notes"),
        (
            ID,
            *DOCUMENT,
            date("due", meaning=_("day on which it is due")),
            choice("kind", ("invoice", "credit_note"), "invoice", _("invoice or credit note")),
            refers("order", "orders", _("order that it bills")),
        ),
        ("id",),
        takes_extra=True,
    ),
    Target(
        "invoice_lines",
        "invoiceline",
        _("lines of invoices"),
        (refers("invoice", "invoices", _("invoice"), required=True), *LINE),
        ("invoice", "line"),
    ),
    Target(
        "payments",
        "payment",
        _("payments received"),
        (
            ID,
            refers("account", "accounts", _("who paid"), required=True),
            date("day", meaning=_("day of payment"), required=True),
            amount("amount", meaning=_("amount"), required=True),
            CURRENCY_NEEDED,
            text("reference", meaning=_("what the payer wrote"), length=200),
            refers("invoice", "invoices", _("invoice that it settles")),
            text("method", meaning=_("way of payment"), length=40),
        ),
        ("id",),
    ),
)
