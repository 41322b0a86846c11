"""Pay plans: what they say, who is paid by them, who has read them, and the base pay beside them."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from suki.apps.company.models import LegalEntity
from suki.apps.compensation.freezing import kept_trigger, published_trigger
from suki.apps.people.models import Person
from suki.base.dated import one_at_a_time
from suki.base.rows import Row, revision_trigger, tracked

MONEY = {"max_digits": 20, "decimal_places": 4}


@tracked()
class PayPlan(Row):
    """A way of paying for results that several people may share. What it says stands in its versions."""

    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entity", "name"], name="pay_plan_once")]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.name


@tracked()
class PlanVersion(Row):
    """What a plan says from one day to another: `rules` as `suki calc commission` reads them.

    A draft changes freely; once published, the database refuses another word. Published versions of a plan follow one
    another without holding on the same day.
    """

    plan = models.ForeignKey(PayPlan, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    valid = DateRangeField(_("from and to"))
    rules = models.JSONField(_("rules"), default=dict)
    note = models.TextField(_("what changed"), blank=True)
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        "base.User", models.SET_NULL, null=True, related_name="+", editable=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once"),
            one_at_a_time("one_published_version_a_day", "plan", condition=Q(published_at__isnull=False)),
        ]
        triggers = [revision_trigger(), published_trigger()]

    def __str__(self) -> str:
        return f"{self.plan} {self.number}"

    @property
    def is_published(self) -> bool:
        """Whether people may be paid by it."""
        return self.published_at is not None


@tracked()
class PlanMember(Row):
    """Who is paid by a plan, from one day to another. `target_pay` is what 100% is worth a year, in the plan's currency."""

    plan = models.ForeignKey(PayPlan, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    valid = DateRangeField(_("from and to"))
    target_pay = models.DecimalField(_("target pay a year"), **MONEY, null=True, blank=True)
    paid_in = models.CharField(_("paid in"), max_length=3, blank=True)

    class Meta:
        constraints = [one_at_a_time("one_membership_a_day", "plan", "person")]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.person}: {self.plan}"


class Acknowledgement(models.Model):
    """Somebody has read what a version says and said so. Only the person can make this row; silence never does."""

    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="acknowledgements")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    language = models.CharField(max_length=8)
    wording = models.TextField()
    by = models.ForeignKey("base.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "person"], name="acknowledged_once")]
        triggers = [kept_trigger()]

    def __str__(self) -> str:
        return f"{self.person}: {self.version}"


@tracked()
class Salary(Row):
    """Base pay, from one day to another: with target pay it makes the pay mix. Seen by the person and who runs pay."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    valid = DateRangeField(_("from and to"))
    amount = models.DecimalField(_("amount a month"), **MONEY)
    currency = models.CharField(_("currency"), max_length=3)

    class Meta:
        constraints = [
            one_at_a_time("one_salary_a_day", "person"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="salary_is_not_negative"),
        ]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.person}"


@tracked()
class Score(Row):
    """How far somebody met an agreed aim (a component of a plan that people score), as a fraction, with the reason."""

    plan = models.ForeignKey(PayPlan, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    component = models.CharField(_("component"), max_length=120)
    valid = DateRangeField(_("from and to"))
    score = models.DecimalField(_("score"), max_digits=9, decimal_places=6)
    reason = models.TextField(_("reason"))
    scored_by = models.ForeignKey("base.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [one_at_a_time("one_score_a_day", "plan", "person", "component")]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.person}: {self.component}"
