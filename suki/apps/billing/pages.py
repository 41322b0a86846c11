"""What the billing room brings to pages."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suki.apps.billing.models import Invoice
from suki.base.about.panels import register_about
from suki.base.about.sentences import Sentence, register_sentence
from suki.base.about.timeline import Happened, Moment, Source, register_source
from suki.base.access import Can
from suki.base.editing import register_editable, register_editable_extra
from suki.base.formats import amount_marked
from suki.base.pages import Kind, Panel, page_of, register_kind, register_panel

_OWN = "SELECT a.id FROM accounts_account a WHERE a.id = %(row)s OR a.merged_into_id = %(row)s"
_INVOICES = f"""
    SELECT (i.day::timestamp AT TIME ZONE %(zone)s) AS at, i.id,
        jsonb_build_object('number', i.number, 'kind', i.kind, 'gross', (i.net + i.tax)::text, 'currency', i.currency) AS facts
    FROM billing_invoice i WHERE i.archived_at IS NULL AND i.account_id IN ({_OWN})
"""
_PAYMENTS = f"""
    SELECT (p.day::timestamp AT TIME ZONE %(zone)s) AS at, p.id,
        jsonb_build_object('reference', p.reference, 'invoice', p.invoice_id, 'amount', p.amount::text,
                           'currency', p.currency) AS facts
    FROM billing_payment p WHERE p.archived_at IS NULL AND p.account_id IN ({_OWN})
"""
_SEE = Can.SEE_LEDGER


def register() -> None:
    """Called at start-up."""
    register_kind(
        Kind(
            Invoice,
            gettext_lazy("invoice"),
            _SEE,
            Can.ISSUE_INVOICES,
            "invoice",
            "invoices",
            gettext_lazy("Invoices"),
        )
    )
    for kind, panel in (
        (
            "account",
            Panel(
                "receivables", gettext_lazy("Receivables"), "account_receivables", _SEE, "main", 20, lines=6
            ),
        ),
        ("account", Panel("invoices", gettext_lazy("Invoices"), "account_invoices", _SEE, "tab", 40)),
        ("order", Panel("invoices", gettext_lazy("Invoices"), "order_invoices", _SEE, "main", 10, lines=2)),
        (
            "invoice",
            Panel("payments", gettext_lazy("Payments"), "invoice_payments", _SEE, "main", 10, lines=2),
        ),
    ):
        register_panel(kind, panel)
    register_about("invoice", "notes", "files", "timeline", "history")
    register_source("account", Source("invoice", _INVOICES, _invoiced, _SEE))
    register_source("account", Source("payment", _PAYMENTS, _paid, _SEE))
    register_editable(Invoice, "due", capability=Can.ISSUE_INVOICES)
    register_editable_extra(Invoice, capability=Can.ISSUE_INVOICES)
    register_sentence("invoice issued", Sentence(gettext_lazy("Invoice issued"), "invoices"))
    register_sentence("credit note issued", Sentence(gettext_lazy("Credit note issued"), "invoices"))
    register_sentence("payment recorded", Sentence(gettext_lazy("Payment recorded"), "receivables"))


def _invoiced(happened: Happened, names: Mapping[tuple[str, int], str]) -> Moment:
    facts = happened.facts
    said = _("Credit note {number}") if facts["kind"] == Invoice.Kind.CREDIT_NOTE else _("Invoice {number}")
    return Moment(
        happened.at, "invoices", said.format(number=facts["number"]), href=page_of("invoice", happened.id),
        tail=amount_marked(Decimal(facts["gross"]), facts["currency"]),
    )  # fmt: skip


def _paid(happened: Happened, names: Mapping[tuple[str, int], str]) -> Moment:
    facts = happened.facts
    said = _("Paid: {reference}").format(reference=facts["reference"]) if facts["reference"] else _("Payment")
    return Moment(
        happened.at, "receivables", said, href=page_of("invoice", facts["invoice"]),
        tail=amount_marked(Decimal(facts["amount"]), facts["currency"]),
    )  # fmt: skip
