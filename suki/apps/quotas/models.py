"""Quotas: what somebody or something is to reach in a period."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from suki.apps.accounts.models import Account
from suki.apps.catalog.models import Product
from suki.apps.company.models import LegalEntity
from suki.apps.people.models import Person, Team, Territory
from suki.base.dated import one_at_a_time
from suki.base.rows import Row, revision_trigger, tracked

SUBJECTS = ("person", "team", "territory", "product", "account")


def _exactly_one_subject() -> Q:
    one = Q()
    for chosen in SUBJECTS:
        one |= Q(**{f"{name}__isnull": name != chosen for name in SUBJECTS})
    return one


@tracked()
class Quota(Row):
    """The amount of a measure that one person, team, territory, product or account is to reach in a range of days."""

    class Measure(models.TextChoices):
        REVENUE = "revenue", _("revenue")
        MARGIN = "margin", _("margin")
        UNITS = "units", _("units")

    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    territory = models.ForeignKey(Territory, models.PROTECT, null=True, blank=True, related_name="+")
    product = models.ForeignKey(Product, models.PROTECT, null=True, blank=True, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    measure = models.CharField(_("measure"), max_length=10, choices=Measure.choices, default=Measure.REVENUE)
    valid = DateRangeField(_("from and to"))
    amount = models.DecimalField(_("amount"), max_digits=20, decimal_places=4)
    currency = models.CharField(_("currency"), max_length=3)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_exactly_one_subject(), name="quota_has_one_subject"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="quota_is_not_negative"),
            *(
                one_at_a_time(
                    f"one_quota_a_day_{name}",
                    name,
                    "entity",
                    "measure",
                    condition=Q(**{f"{name}__isnull": False}),
                )
                for name in SUBJECTS
            ),
        ]
        indexes = [GistIndex(fields=["valid"], name="quota_valid")]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        subject = self.person or self.team or self.territory or self.product or self.account
        return f"{subject}: {self.amount} {self.currency}"
