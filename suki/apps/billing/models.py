"""Invoices, credit notes and payments. They post invoiced, credited and collected lines to the ledger."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from suki.apps.accounts.models import Account
from suki.apps.company.models import LegalEntity
from suki.apps.orders.models import Document, DocumentLine, Order
from suki.base.references import refer_to
from suki.base.rows import Extendable, Row, revision_trigger, tracked


@tracked()
class Invoice(Document):
    """An invoice or a credit note; a credit note's amounts are negative."""

    class Kind(models.TextChoices):
        INVOICE = "invoice", _("invoice")
        CREDIT_NOTE = "credit_note", _("credit note")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.INVOICE)
    due = models.DateField(_("due"), null=True, blank=True)
    order = models.ForeignKey(Order, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entity", "number"], name="invoice_number_once")]
        indexes = [
            models.Index(fields=["day", "id"], name="invoice_day"),
            GinIndex(OpClass(Upper("number"), "gin_trgm_ops"), name="invoice_number_search"),
        ]
        triggers = [revision_trigger()]


@tracked()
class InvoiceLine(DocumentLine):
    """A line of an invoice or credit note."""

    invoice = models.ForeignKey(Invoice, models.CASCADE, related_name="lines", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invoice", "line_key"], name="invoice_line_once"),
            models.CheckConstraint(
                condition=Q(discount__gte=-1, discount__lte=1), name="invoice_line_discount"
            ),
        ]
        triggers = refer_to({"product_id": "catalog_product"})


@tracked()
class Payment(Extendable, Row):
    """Money that came in from a customer; refunds are negative."""

    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    day = models.DateField(_("received on"))
    amount = models.DecimalField(_("amount"), max_digits=20, decimal_places=4)
    currency = models.CharField(_("currency"), max_length=3)
    rate = models.DecimalField(max_digits=24, decimal_places=10, default=1)
    rate_kind = models.CharField(max_length=10, default="spot")
    reference = models.CharField(_("reference"), max_length=200, blank=True)
    method = models.CharField(_("method"), max_length=40, blank=True)
    invoice = models.ForeignKey(Invoice, models.PROTECT, null=True, blank=True, related_name="payments")
    posting = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        indexes = [models.Index(fields=["day", "id"], name="payment_day")]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} ({self.day})"
