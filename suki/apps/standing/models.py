"""Where somebody stands who missed their quota: what was measured, what they say, and what people decided and why.

These rows keep no before-images: what is forgotten when its time is over is gone everywhere. What was said or decided is
not rewritten while it is kept.
"""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from suki.apps.company.models import LegalEntity
from suki.apps.compensation.freezing import kept_trigger
from suki.apps.people.models import Person
from suki.base.access import Function
from suki.base.models import StoredFile
from suki.base.rows import Row, revision_trigger, tracked


@tracked()
class MissRule(Row):
    """When a missed quota is looked at together: so many of the last periods below a share of the quota."""

    class Span(models.TextChoices):
        MONTH = "month", _("months")
        QUARTER = "quarter", _("quarters")
        YEAR = "year", _("years")

    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    span = models.CharField(_("periods"), max_length=8, choices=Span.choices, default=Span.QUARTER)
    misses = models.PositiveSmallIntegerField(_("so many"), default=2)
    of_last = models.PositiveSmallIntegerField(_("of the last"), default=3)
    below = models.DecimalField(_("below"), max_digits=6, decimal_places=4)
    function = models.CharField(
        _("for people with the function"), max_length=40, blank=True, choices=Function.choices
    )
    valid = DateRangeField(_("from and to"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(misses__gt=0, misses__lte=F("of_last"), of_last__lte=12), name="miss_rule_counts"
            ),
            models.CheckConstraint(condition=Q(below__gt=0, below__lte=1), name="miss_rule_below"),
        ]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.name


class StandingReview(Row):
    """A missed quota is looked at together. Suki may open it; what becomes of it only people decide.

    `fact` names the newest missed period, so that no review is opened twice for the same facts. The profile says which
    country's customs are kept in view.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    rule = models.ForeignKey(MissRule, models.PROTECT, related_name="+")
    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+")
    profile = models.CharField(_("customs of"), max_length=12)
    fact = models.CharField(max_length=40)
    opened_on = models.DateField(_("opened on"))
    opened_by = models.ForeignKey("base.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "rule", "fact"], name="one_review_of_a_fact"),
        ]
        indexes = [models.Index(fields=["person", "-id"], name="standing_review_person")]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.person}: {self.fact}"


class Evidence(models.Model):
    """What was known when it was gathered, with the source of every figure. Later knowledge is a row of its own."""

    review = models.ForeignKey(StandingReview, models.CASCADE, related_name="evidence")
    number = models.PositiveSmallIntegerField(default=1)
    gathered_at = models.DateTimeField(default=timezone.now)
    gathered_by = models.ForeignKey("base.User", models.PROTECT, null=True, related_name="+")
    facts = models.JSONField(default=dict)
    checksum = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "number"], name="evidence_once")]
        triggers = [kept_trigger()]

    def __str__(self) -> str:
        return f"{self.review} / {self.number}"


class Party(models.Model):
    """Somebody is part of a review: leads it, is its second reviewer, or was asked to it by name, for a reason."""

    class Role(models.TextChoices):
        LEAD = "lead", _("leads the review")
        SECOND = "second", _("second reviewer")
        NAMED = "named", _("asked to it")

    review = models.ForeignKey(StandingReview, models.CASCADE, related_name="parties")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.CharField(max_length=8, choices=Role.choices)
    reason = models.CharField(_("why"), max_length=200, blank=True)
    since = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("base.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "person"], name="party_once")]
        indexes = [models.Index(fields=["person", "review"], name="party_person")]
        triggers = [kept_trigger()]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"


class Look(models.Model):
    """Somebody other than the person read the record. The person sees who and when."""

    review = models.ForeignKey(StandingReview, models.CASCADE, related_name="looks")
    by = models.ForeignKey("base.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    what = models.CharField(max_length=12, default="page")

    class Meta:
        indexes = [models.Index(fields=["review", "-id"], name="look_newest")]
        triggers = [kept_trigger()]

    def __str__(self) -> str:
        return f"{self.review}: {self.by} {self.at:%Y-%m-%d %H:%M}"


class Reply(models.Model):
    """What the person says to it, in their own words. Nobody writes it for them, nobody changes it."""

    review = models.ForeignKey(StandingReview, models.CASCADE, related_name="replies")
    text = models.TextField(_("what you say to it"))
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=255, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("base.User", models.PROTECT, related_name="+")

    class Meta:
        triggers = [kept_trigger()]

    def __str__(self) -> str:
        return f"{self.review}: {self.text[:40]}"


class Decision(models.Model):
    """What a person decided, with their reasons in their own words and what else they considered.

    There is no decision without somebody who made it: the database holds that too.
    """

    class Kind(models.TextChoices):
        SUPPORT = "support", _("support")
        IMPROVEMENT = "improvement", _("improvement plan")
        PROBATION = "probation", _("probation")
        EXTENSION = "extension", _("more time")
        MET = "met", _("met")
        NOT_MET = "not_met", _("not met")
        TERMINATION_REVIEW = "termination", _("termination review")
        KEEP = "keep", _("stays with us")
        END = "end", _("we part")
        NO_MEASURE = "no_measure", _("no measure")

    review = models.ForeignKey(StandingReview, models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    reasons = models.TextField(_("reasons"))
    alternatives = models.TextField(_("what else was considered"), blank=True)
    until = models.DateField(_("until"), null=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("base.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reasons=""), name="decision_has_reasons"),
            models.CheckConstraint(
                condition=~Q(kind="end") | ~Q(alternatives=""), name="parting_considers_alternatives"
            ),
        ]
        indexes = [models.Index(fields=["review", "-id"], name="decision_newest")]
        triggers = [kept_trigger()]

    def __str__(self) -> str:
        return f"{self.review}: {self.get_kind_display()}"


class Plan(models.Model):
    """What somebody is to reach in an improvement plan or a probation, by when, and how they are helped."""

    decision = models.OneToOneField(Decision, models.CASCADE, related_name="plan")
    starts = models.DateField(_("from"))
    ends = models.DateField(_("to"))
    support = models.TextField(_("how we help"))

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="plan_lasts")]
        triggers = [kept_trigger()]

    def __str__(self) -> str:
        return str(self.decision)


class Goal(models.Model):
    """One thing that the plan asks for, so that both sides can tell whether it is reached."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="goals")
    text = models.CharField(_("goal"), max_length=400)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        triggers = [kept_trigger()]

    def __str__(self) -> str:
        return self.text


class CheckIn(models.Model):
    """A day on which both sit down together; held when `Talk` says what was said."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="check_ins")
    due = models.DateField(_("on"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "due"], name="check_in_once_a_day")]

    def __str__(self) -> str:
        return f"{self.plan}: {self.due}"


class Talk(models.Model):
    """What was said at a check-in: by whoever leads it, and by the person."""

    check_in = models.OneToOneField(CheckIn, models.CASCADE, related_name="talk")
    held_on = models.DateField(_("held on"))
    notes = models.TextField(_("what was said"))
    help_given = models.TextField(_("help that was given"), blank=True)
    by = models.ForeignKey("base.User", models.PROTECT, related_name="+")

    class Meta:
        triggers = [kept_trigger()]

    def __str__(self) -> str:
        return str(self.check_in)


class Step(models.Model):
    """A step of the country's customs was taken, or set aside for a reason: a warning, a notice, a hearing.

    A warning is in force until `valid_until`.
    """

    review = models.ForeignKey(StandingReview, models.CASCADE, related_name="steps")
    key = models.CharField(max_length=40)
    taken_on = models.DateField(_("on"))
    valid_until = models.DateField(_("in force until"), null=True)
    text = models.TextField(_("what was done or said"))
    is_set_aside = models.BooleanField(default=False)
    handed_over = models.CharField(_("how it was handed over"), max_length=200, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=255, blank=True)
    by = models.ForeignKey("base.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["review", "key"], name="step_of_review")]
        triggers = [kept_trigger()]

    def __str__(self) -> str:
        return f"{self.review}: {self.key}"


class Opinion(models.Model):
    """What the second reviewer, another person, thinks of parting: own words, before anything is decided."""

    decision = models.OneToOneField(Decision, models.CASCADE, related_name="opinion")
    agrees = models.BooleanField(_("agrees"))
    reasons = models.TextField(_("reasons"))
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("base.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reasons=""), name="opinion_has_reasons")]
        triggers = [kept_trigger()]

    def __str__(self) -> str:
        return str(self.decision)


class Closing(models.Model):
    """The review is over. The record is kept until a day, and then deleted unless it is held."""

    review = models.OneToOneField(StandingReview, models.CASCADE, related_name="closing")
    on = models.DateField(_("closed on"))
    keep_until = models.DateField(_("kept until"))

    class Meta:
        indexes = [models.Index(fields=["keep_until"], name="closing_kept_until")]
        triggers = [kept_trigger()]

    def __str__(self) -> str:
        return str(self.review)


class Hold(models.Model):
    """The record must stay beyond its day, for a reason (a dispute before a court), until somebody lifts it."""

    review = models.ForeignKey(StandingReview, models.CASCADE, related_name="holds")
    reason = models.TextField(_("reason"))
    since = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("base.User", models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey("base.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review"], condition=Q(lifted_at__isnull=True), name="one_hold_a_review"
            )
        ]

    def __str__(self) -> str:
        return f"{self.review}: {self.reason[:40]}"
