"""Orders: what customers have bought. Each order posts booked lines to the ledger."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from suki.apps.accounts.models import Account
from suki.apps.catalog.models import Product
from suki.apps.company.models import LegalEntity
from suki.apps.people.models import Person
from suki.base.references import refer_to
from suki.base.rows import Extendable, Row, revision_trigger, tracked


class Document(Extendable, Row):
    """What orders, invoices and credit notes have in common. The net is rounded once; lines sum to it."""

    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(_("number"), max_length=60)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    bill_to = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    seller = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    day = models.DateField(_("day"))
    currency = models.CharField(_("currency"), max_length=3)
    rate = models.DecimalField(max_digits=24, decimal_places=10, default=1)
    rate_kind = models.CharField(max_length=10, default="spot")
    net = models.DecimalField(_("net"), max_digits=20, decimal_places=4)
    tax = models.DecimalField(_("tax"), max_digits=20, decimal_places=4, default=0)
    posting = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number


class DocumentLine(models.Model):
    """A line of a document; `discount` is a fraction of the price, `cost` the cost of the goods of the whole line."""

    line_key = models.CharField(max_length=40)
    position = models.PositiveIntegerField(default=0)
    product = models.ForeignKey(
        Product, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, db_constraint=False
    )
    description = models.CharField(max_length=255, blank=True)
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    unit_price = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    discount = models.DecimalField(max_digits=9, decimal_places=6, default=0)
    net = models.DecimalField(max_digits=20, decimal_places=4)
    tax = models.DecimalField(max_digits=20, decimal_places=4, default=0)
    cost = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.line_key} {self.net}"


@tracked()
class Order(Document):
    """A customer's order, booked on its day."""

    po_number = models.CharField(_("purchase order number"), max_length=80, blank=True)
    promised = models.DateField(_("promised for"), null=True, blank=True)
    shipped = models.DateField(_("shipped on"), null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entity", "number"], name="order_number_once")]
        indexes = [
            models.Index(fields=["day", "id"], name="order_day"),
            GinIndex(OpClass(Upper("number"), "gin_trgm_ops"), name="order_number_search"),
        ]
        triggers = [revision_trigger()]


@tracked()
class OrderLine(DocumentLine):
    """A line of an order."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "line_key"], name="order_line_once"),
            models.CheckConstraint(
                condition=Q(discount__gte=-1, discount__lte=1), name="order_line_discount"
            ),
        ]
        triggers = refer_to({"product_id": "catalog_product"})
