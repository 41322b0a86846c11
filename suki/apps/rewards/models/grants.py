"""Who won what and why, what they chose, where it is, and their points: an account that is only ever added to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from suki.apps.compensation.models import Attainment, Bonus
from suki.apps.people.models import Person
from suki.apps.quotas.models import kept_trigger
from suki.apps.rewards.models.catalogue import MONEY, Reward, RewardRule
from suki.base.models import StoredFile
from suki.base.rows import Row, Rows, revision_trigger, tracked


@tracked()
class Purse(Row):
    """What belongs to one person: everything they win and spend hangs on this row, and waits for its lock."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="+")

    class Meta:
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return str(self.person)


@tracked()
class Grant(Row):
    """Somebody has won: by a rule and an attainment, by a place in a contest, or by a word with its reason.

    `facts` say how it came about as it stood that day: period, attainment, figures, their source. What may be chosen
    from stands in `offered`; points and money are given at once.
    """

    purse = models.ForeignKey(Purse, models.PROTECT, related_name="grants")
    rule = models.ForeignKey(RewardRule, models.PROTECT, null=True, blank=True, related_name="+")
    contest = models.ForeignKey("rewards.Contest", models.PROTECT, null=True, blank=True, related_name="+")
    what_for = models.CharField(_("what for"), max_length=200)
    period = models.CharField(_("period"), max_length=40, blank=True)
    attainment = models.ForeignKey(Attainment, models.PROTECT, null=True, blank=True, related_name="+")
    facts = models.JSONField(default=dict)
    points = models.PositiveIntegerField(_("points"), default=0)
    bonus = models.OneToOneField(Bonus, models.PROTECT, null=True, blank=True, related_name="+")
    offered = models.ManyToManyField(Reward, blank=True, related_name="+")
    choose_by = models.DateField(_("choose by"), null=True, blank=True)
    granted_on = models.DateField(_("won on"))
    granted_by = models.ForeignKey("base.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["purse", "rule", "period"],
                condition=Q(rule__isnull=False),
                name="granted_once_a_period",
            ),
            models.UniqueConstraint(
                fields=["purse", "contest"], condition=Q(contest__isnull=False), name="granted_once_a_contest"
            ),
        ]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.what_for


@tracked()
class Choice(Row):
    """The winner chose a reward, by a grant or for points. What it was worth that day stays noted."""

    purse = models.ForeignKey(Purse, models.PROTECT, related_name="choices")
    grant = models.ForeignKey(Grant, models.PROTECT, null=True, blank=True, related_name="choices")
    reward = models.ForeignKey(Reward, models.PROTECT, related_name="+")
    points = models.PositiveIntegerField(_("points"), default=0)
    value = models.DecimalField(_("value"), **MONEY)
    currency = models.CharField(_("currency"), max_length=3)
    taxable_value = models.DecimalField(_("taxable value"), **MONEY, null=True, blank=True)
    chosen_at = models.DateTimeField(default=timezone.now)
    is_returned = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["grant"],
                condition=Q(grant__isnull=False, is_returned=False),
                name="chosen_once_a_grant",
            ),
        ]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return str(self.reward)


class Return(models.Model):
    """The winner thought better of it before it was sent: the piece and the points are theirs to choose with again."""

    choice = models.OneToOneField(Choice, models.CASCADE, related_name="returned")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("base.User", models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return str(self.choice)


@tracked()
class Delivery(Row):
    """A chosen reward is on its way: since when, how, by whom."""

    choice = models.OneToOneField(Choice, models.CASCADE, related_name="delivery")
    sent_on = models.DateField(_("sent on"))
    reference = models.CharField(_("how, and under which number"), max_length=200, blank=True)
    sent_by = models.ForeignKey("base.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return str(self.choice)


@tracked()
class Receipt(Row):
    """It has arrived: the winner said so, or something shows it."""

    delivery = models.OneToOneField(Delivery, models.CASCADE, related_name="receipt")
    received_on = models.DateField(_("received on"))
    proof = models.CharField(_("what shows it"), max_length=400, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    said_by = models.ForeignKey("base.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return str(self.delivery)


class PointEntry(models.Model):
    """A line in somebody's account of points. The balance is the sum; lines are never changed."""

    class Why(models.TextChoices):
        WON = "won", _("won")
        SPENT = "spent", _("spent")
        RETURNED = "returned", _("given back")
        CORRECTED = "corrected", _("corrected")

    purse = models.ForeignKey(Purse, models.PROTECT, related_name="points")
    points = models.IntegerField(_("points"))
    why = models.CharField(_("why"), max_length=10, choices=Why.choices)
    note = models.CharField(_("note"), max_length=200, blank=True)
    grant = models.ForeignKey(Grant, models.PROTECT, null=True, blank=True, related_name="+")
    choice = models.ForeignKey(Choice, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("base.User", models.SET_NULL, null=True, related_name="+")

    objects = Rows.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(points=0), name="point_entry_is_some"),
            models.UniqueConstraint(fields=["grant"], condition=Q(why="won"), name="points_won_once"),
        ]
        indexes = [models.Index(fields=["purse", "-id"], name="point_entry_purse")]
        triggers = [kept_trigger()]

    def __str__(self) -> str:
        return f"{self.points:+d}"
