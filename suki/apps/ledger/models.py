"""One ledger: what was booked, invoiced, credited, collected, written off and spent, line by line, for ever."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from suki.apps.accounts.models import Account, Site
from suki.apps.catalog.models import Product
from suki.apps.company.models import LegalEntity
from suki.apps.ledger import triggers
from suki.apps.people.models import Person
from suki.base.references import refer_to
from suki.base.rows import Rows


class Kind(models.TextChoices):
    """What a ledger line says has happened."""

    BOOKED = "booked", _("booked")
    INVOICED = "invoiced", _("invoiced")
    CREDITED = "credited", _("credited")
    COLLECTED = "collected", _("collected")
    WRITTEN_OFF = "written_off", _("written off")
    COST = "cost", _("cost")


REVENUE = (Kind.INVOICED, Kind.CREDITED)
"""Revenue is the net of these; credit notes are negative."""


_CHECKED_BY_SETS: dict[str, Any] = {"related_name": "+", "db_index": False, "db_constraint": False}
REFERS_TO = {
    "entity_id": "company_legalentity",
    "sold_to_id": "accounts_account",
    "bill_to_id": "accounts_account",
    "site_id": "accounts_site",
    "product_id": "catalog_product",
    "seller_id": "people_person",
}


class LedgerLine(models.Model):
    """A fact about money that never changes. A mistake is corrected by a line that reverses it.

    `net`, `tax` and `cost` are in `currency`; the `base_` amounts in the legal entity's currency at `rate`
    (one unit of `currency` in base currency). `cost` is the cost of the goods sold, where known.
    """

    entity = models.ForeignKey(LegalEntity, models.PROTECT, **_CHECKED_BY_SETS)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    day = models.DateField()
    recorded_at = models.DateTimeField(db_default=Now())
    sold_to = models.ForeignKey(Account, models.PROTECT, **_CHECKED_BY_SETS)
    bill_to = models.ForeignKey(Account, models.PROTECT, **_CHECKED_BY_SETS)
    site = models.ForeignKey(Site, models.PROTECT, null=True, **_CHECKED_BY_SETS)
    product = models.ForeignKey(Product, models.PROTECT, null=True, **_CHECKED_BY_SETS)
    seller = models.ForeignKey(Person, models.PROTECT, null=True, **_CHECKED_BY_SETS)
    quantity = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    currency = models.CharField(max_length=3)
    net = models.DecimalField(max_digits=20, decimal_places=4)
    tax = models.DecimalField(max_digits=20, decimal_places=4, default=0)
    cost = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    rate = models.DecimalField(max_digits=24, decimal_places=10, default=1)
    rate_kind = models.CharField(max_length=10, default="spot")
    base_net = models.DecimalField(max_digits=20, decimal_places=4)
    base_tax = models.DecimalField(max_digits=20, decimal_places=4, default=0)
    base_cost = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    room = models.CharField(max_length=16)
    document_id = models.BigIntegerField()
    posting = models.PositiveIntegerField(default=1)
    line_key = models.CharField(max_length=40, default="")
    settles_room = models.CharField(max_length=16, blank=True, default="")
    settles_id = models.BigIntegerField(null=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversal")

    objects = Rows.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["room", "document_id", "posting", "kind", "line_key"],
                condition=Q(reverses__isnull=True),
                name="ledger_line_posted_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="ledger_line_kind"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="ledger_line_rate_is_positive"),
        ]
        indexes = [
            models.Index(fields=["day"], name="ledger_line_day"),
            models.Index(fields=["sold_to", "day"], name="ledger_line_sold_to"),
            models.Index(
                fields=["seller", "day"], name="ledger_line_seller", condition=Q(seller__isnull=False)
            ),
            models.Index(
                fields=["settles_room", "settles_id"],
                name="ledger_line_settles",
                condition=Q(settles_id__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_changes", operation=pgtrigger.Update | pgtrigger.Delete),
            triggers.refuse_closed_days(),
            triggers.keep_rollup(),
            *refer_to(REFERS_TO, operation=pgtrigger.Insert),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.net} {self.currency}"


class LedgerRollup(models.Model):
    """Sums of ledger lines by account, product, kind, currency, seller and cell, kept by the database itself.

    A cell is a calendar month, cut where a fiscal period starts inside it. Pages read this and never scan lines.
    """

    entity = models.ForeignKey(
        LegalEntity, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    sold_to = models.ForeignKey(
        Account, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    product = models.ForeignKey(
        Product, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    seller = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    currency = models.CharField(max_length=3)
    cell_start = models.DateField()
    cell_end = models.DateField()
    net = models.DecimalField(max_digits=24, decimal_places=4)
    tax = models.DecimalField(max_digits=24, decimal_places=4)
    base_net = models.DecimalField(max_digits=24, decimal_places=4)
    base_tax = models.DecimalField(max_digits=24, decimal_places=4)
    base_cost = models.DecimalField(max_digits=24, decimal_places=4)
    net_with_cost = models.DecimalField(max_digits=24, decimal_places=4)
    quantity = models.DecimalField(max_digits=24, decimal_places=6)
    lines = models.IntegerField()
    last_day = models.DateField()

    objects = Rows.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cell_start", "sold_to", "kind", "product", "seller", "currency", "entity"],
                name="ledger_rollup_once",
                nulls_distinct=False,
            ),
        ]
        indexes = [models.Index(fields=["sold_to", "cell_start"], name="ledger_rollup_sold_to")]

    def __str__(self) -> str:
        return f"{self.cell_start} {self.kind} {self.base_net}"
