"""Contests: what counts, who takes part, what each rank wins, and how it ended."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from suki.apps.company.models import LegalEntity
from suki.apps.compensation.freezing import kept_trigger as untouched
from suki.apps.people.models import Person
from suki.apps.quotas.models import kept_trigger
from suki.apps.rewards.models.catalogue import MONEY, Reward
from suki.base.rows import Row, revision_trigger, tracked


@tracked()
class Contest(Row):
    """A stretch of days in which a measure counts for prizes. What happens when people are equal is said beforehand."""

    class Measure(models.TextChoices):
        REVENUE = "revenue", _("revenue")
        MARGIN = "margin", _("margin")
        UNITS = "units", _("units")
        BOOKED = "booked", _("orders taken")

    class Tie(models.TextChoices):
        BOTH = "both", _("each gets the prize of the rank")
        EARLIEST = "earliest", _("whoever reached it first stands before the others")
        SPLIT = "split", _("the prizes of the shared ranks are divided evenly")

    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    about = models.TextField(_("what it is about"), blank=True)
    valid = DateRangeField(_("from and to"))
    measure = models.CharField(
        _("what counts"), max_length=10, choices=Measure.choices, default=Measure.REVENUE
    )
    tie = models.CharField(_("where people are equal"), max_length=10, choices=Tie.choices)
    at_least = models.DecimalField(_("at least"), **MONEY, default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(at_least__gte=0), name="contest_at_least")]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """Somebody takes part in a contest."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="entries")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contest", "person"], name="entered_once")]

    def __str__(self) -> str:
        return f"{self.contest}: {self.person}"


class Prize(models.Model):
    """What a rank wins: money, points, or a reward."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="prizes")
    rank = models.PositiveSmallIntegerField(_("rank"))
    amount = models.DecimalField(_("money"), **MONEY, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    points = models.PositiveIntegerField(_("points"), null=True, blank=True)
    reward = models.ForeignKey(Reward, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contest", "rank"], name="prize_once_a_rank"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, points__isnull=True, reward__isnull=True)
                | Q(amount__isnull=True, points__gt=0, reward__isnull=True)
                | Q(amount__isnull=True, points__isnull=True, reward__isnull=False),
                name="prize_is_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contest}: {self.rank}"


class ContestResult(models.Model):
    """A contest is over when this row exists: who settled it, when, and what the figures rest on."""

    contest = models.OneToOneField(Contest, models.CASCADE, related_name="result")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("base.User", models.SET_NULL, null=True, related_name="+")
    credit = models.CharField(max_length=20)

    class Meta:
        triggers = [kept_trigger()]

    def __str__(self) -> str:
        return str(self.contest)


class ContestPlace(models.Model):
    """Where somebody came when the contest was settled."""

    result = models.ForeignKey(ContestResult, models.CASCADE, related_name="places")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()
    shared = models.PositiveSmallIntegerField(default=1)
    figure = models.DecimalField(**MONEY)
    reached_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["result", "person"], name="one_place_a_person")]
        triggers = [untouched()]

    def __str__(self) -> str:
        return f"{self.rank}. {self.person}"
