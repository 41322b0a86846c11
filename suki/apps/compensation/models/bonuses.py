"""Money that somebody has won beside what plans pay: it is paid with the next statement."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from suki.apps.company.models import LegalEntity
from suki.apps.compensation.freezing import kept_trigger
from suki.apps.compensation.models.plans import MONEY
from suki.apps.people.models import Person


class Bonus(models.Model):
    """A bonus that is due: a calculation of the period that holds `day`, or of the next one, makes it a line.

    `source_kind` and `source_id` name what it was won by; the same thing is won once. What was given is not rewritten: a
    mistake is taken back by a bonus below zero.
    """

    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    amount = models.DecimalField(_("amount"), **MONEY)
    currency = models.CharField(_("currency"), max_length=3)
    day = models.DateField(_("day"))
    reason = models.CharField(_("reason"), max_length=200)
    source_kind = models.CharField(max_length=60, blank=True)
    source_id = models.BigIntegerField(null=True)
    given_at = models.DateTimeField(default=timezone.now)
    given_by = models.ForeignKey("base.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source_kind", "source_id"], condition=~Q(source_kind=""), name="bonus_won_once"
            ),
            models.CheckConstraint(condition=~Q(amount=0), name="bonus_is_some"),
        ]
        indexes = [models.Index(fields=["entity", "day"], name="bonus_day")]
        triggers = [kept_trigger()]

    def __str__(self) -> str:
        return f"{self.person}: {self.amount} {self.currency}"
