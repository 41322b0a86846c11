"""Who is credited with a line of revenue: the rules. The credits themselves follow from them (`queries`)."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from suki.apps.accounts.models import Account
from suki.apps.catalog.models import Product
from suki.apps.company.models import LegalEntity
from suki.apps.ledger.models import LedgerLine
from suki.apps.people.models import Person, Territory
from suki.base.dated import one_at_a_time
from suki.base.rows import Row, revision_trigger, tracked


@tracked()
class CreditRule(Row):
    """How lines of the ledger become credit of people; a changed rule is a new version."""

    class Basis(models.TextChoices):
        DOCUMENT = "document", _("the seller named on the document")
        TEAM = "team", _("the account team on the day")

    name = models.CharField(_("name"), max_length=60)
    version = models.PositiveIntegerField(default=1)
    basis = models.CharField(_("basis"), max_length=10, choices=Basis.choices)
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "version"], name="credit_rule_once")]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


@tracked()
class Overlay(Row):
    """Credit that somebody has beside those who share the revenue: it counts for their pay, never as revenue twice.

    `share` is a percentage of the line and may be anything; an account, a product (with what lies below it) or a
    territory says of which lines, and without any it is all of them. `why` tells overlay from referral.
    """

    class Why(models.TextChoices):
        OVERLAY = "overlay", _("overlay")
        REFERRAL = "referral", _("referral")

    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    product = models.ForeignKey(Product, models.PROTECT, null=True, blank=True, related_name="+")
    territory = models.ForeignKey(Territory, models.PROTECT, null=True, blank=True, related_name="+")
    why = models.CharField(_("why"), max_length=10, choices=Why.choices, default=Why.OVERLAY)
    share = models.DecimalField(_("share in percent"), max_digits=9, decimal_places=4)
    valid = DateRangeField(_("from and to"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(share__gt=0), name="overlay_is_some"),
            one_at_a_time(
                "one_overlay_a_day", "entity", "person", "account", condition=Q(account__isnull=False)
            ),
        ]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.person}: {self.share}%"


class CreditBatch(models.Model):
    """The credits of a range of days, frozen as they followed from the ledger and the teams at one moment."""

    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+")
    start = models.DateField()
    end = models.DateField()
    frozen_at = models.DateTimeField(default=timezone.now)
    rows = models.PositiveIntegerField(default=0)
    checksum = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.entity}: {self.start} .. {self.end}"


class FrozenCredit(models.Model):
    """One line of the ledger as somebody's credit: how much of it, by which rule. In the entity's currency.

    `counted` says at which event it counts (booked, invoiced, collected); `why` whether as own revenue (all that are
    own make up the line to the cent), as overlay or as referral. A payment counts for its part of the document that it
    settles, so `net` and `cost` are that part.
    """

    class Why(models.TextChoices):
        OWN = "own", _("own")
        OVERLAY = "overlay", _("overlay")
        REFERRAL = "referral", _("referral")

    batch = models.ForeignKey(CreditBatch, models.CASCADE, related_name="credits")
    line = models.ForeignKey(LedgerLine, models.PROTECT, related_name="+", db_constraint=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    product = models.ForeignKey(Product, models.PROTECT, null=True, related_name="+")
    counted = models.CharField(max_length=12)
    why = models.CharField(max_length=10, choices=Why.choices, default=Why.OWN)
    day = models.DateField()
    document = models.CharField(max_length=80, blank=True)
    share = models.DecimalField(max_digits=9, decimal_places=4, default=100)
    net = models.DecimalField(max_digits=20, decimal_places=4)
    cost = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    quantity = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    rule = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [models.Index(fields=["batch", "person", "day"], name="frozen_credit_person")]

    def __str__(self) -> str:
        return f"{self.document}: {self.person}"
