"""What has to agree about invoices, credit notes and payments: their lines, the ledger, their numbers."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suki.apps.ledger.documents_agree import documents_agree, lines_sum_to_documents, posts
from suki.base.checking import Finding, check, differing
from suki.base.gaps import gaps_in

INVOICES, PAYMENTS = posts("billing"), posts("payments")

_KIND = "CASE d.kind WHEN 'invoice' THEN 'invoiced' ELSE 'credited' END"
_NUMBERS = """
    SELECT e.code, i.number,
        EXISTS (SELECT 1 FROM base_externalid x WHERE x.kind = 'invoice' AND x.row_id = i.id) AS is_imported
    FROM billing_invoice i JOIN company_legalentity e ON e.id = i.entity_id WHERE i.kind = '{}'
"""


@check("billing.lines", gettext_lazy("Every invoice and credit note is the sum of its lines"))
def invoices_are_the_sum_of_their_lines() -> Finding:
    return lines_sum_to_documents(table="billing_invoice", lines="billing_invoiceline", parent="invoice_id")


@check("billing.ledger", gettext_lazy("Every invoice and credit note stands in the ledger as it is"))
def invoices_stand_in_the_ledger() -> Finding:
    return documents_agree(table="billing_invoice", room=INVOICES, name="d.number", kind=_KIND, tax="d.tax")


@check("billing.payments", gettext_lazy("Every payment stands in the ledger as it is"))
def payments_stand_in_the_ledger() -> Finding:
    return documents_agree(
        table="billing_payment",
        room=PAYMENTS,
        name="coalesce(nullif(d.reference, ''), 'payment ' || d.id)",
        kind="'collected'",
        net="amount",
        tax="0::numeric",
    )


@check("billing.settled", gettext_lazy("Every collected line settles an invoice that exists"))
def collected_lines_settle_invoices() -> Finding:
    return differing(
        """
        SELECT l.id, l.settles_id FROM ledger_ledgerline l
        WHERE l.settles_room = 'billing' AND NOT EXISTS (SELECT 1 FROM billing_invoice i WHERE i.id = l.settles_id)
        ORDER BY l.id
        """,
        _("Line {id} settles invoice {settles_id}, which is not there."),
        out_of="ledger_ledgerline WHERE settles_room = 'billing'",
    )


@check("billing.invoice_numbers", gettext_lazy("Invoices that Suki numbered have no gap"))
def invoices_have_no_gap() -> Finding:
    return gaps_in("invoice", _NUMBERS.format("invoice"))


@check("billing.credit_note_numbers", gettext_lazy("Credit notes that Suki numbered have no gap"))
def credit_notes_have_no_gap() -> Finding:
    return gaps_in("credit note", _NUMBERS.format("credit_note"))
