"""Periods of pay, their runs, statements and every line behind them.

Nothing is overwritten: a new calculation makes new rows, and what was paid wrongly is put right by a line of its own.
"""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from suki.apps.accounts.models import Account
from suki.apps.company.models import LegalEntity
from suki.apps.compensation.freezing import kept_trigger
from suki.apps.compensation.models.plans import MONEY, PlanVersion
from suki.apps.credits.models import CreditBatch, FrozenCredit
from suki.apps.people.models import Person
from suki.base.dated import one_at_a_time
from suki.base.models import StoredFile
from suki.base.rows import Row, Rows, revision_trigger, tracked

RATIO = {"max_digits": 24, "decimal_places": 10}


@tracked()
class PayPeriod(Row):
    """A stretch of days that is calculated, reviewed, approved, paid and closed as a whole."""

    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+")
    name = models.CharField(_("period"), max_length=40)
    valid = DateRangeField(_("from and to"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "name"], name="pay_period_once"),
            one_at_a_time("one_pay_period_a_day", "entity"),
        ]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.name


class PayStep(models.Model):
    """A period went one step on, or back: who, when, and going back with the reason. The newest row is where it stands."""

    class Step(models.TextChoices):
        OPEN = "open", _("open")
        CALCULATED = "calculated", _("calculated")
        IN_REVIEW = "in_review", _("in review")
        APPROVED = "approved", _("approved")
        PAID = "paid", _("paid")
        CLOSED = "closed", _("closed")

    period = models.ForeignKey(PayPeriod, models.CASCADE, related_name="steps")
    step = models.CharField(max_length=12, choices=Step.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("base.User", models.SET_NULL, null=True, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["period", "-id"], name="pay_step_newest")]
        triggers = [kept_trigger()]

    def __str__(self) -> str:
        return f"{self.period}: {self.step}"


class PayRun(models.Model):
    """One calculation of a period: what went in (frozen, with its checksum) and the checksum of what came out.

    A run that was interrupted has no `finished_at` and no rows that count. `inputs` holds plans, members, quotas, rates
    and scores as they were; the credits are rows of `credits`.
    """

    period = models.ForeignKey(PayPeriod, models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField()
    engine = models.CharField(max_length=12, default="python")
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    by = models.ForeignKey("base.User", models.SET_NULL, null=True, related_name="+")
    credits = models.ForeignKey(CreditBatch, models.PROTECT, null=True, related_name="+")
    inputs = models.JSONField(default=dict)
    inputs_checksum = models.CharField(max_length=64, blank=True)
    lines_checksum = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["period", "number"], name="pay_run_once")]

    def __str__(self) -> str:
        return f"{self.period} / {self.number}"


@tracked()
class Statement(Row):
    """What somebody is paid for a period in the currency they are paid in; its totals are the sums of its lines.

    `opening` and `closing` are the balance of draws and of what could not be taken back yet (negative: owed).
    """

    period = models.ForeignKey(PayPeriod, models.PROTECT, related_name="statements")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    run = models.ForeignKey(PayRun, models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    earned = models.DecimalField(**MONEY, default=0)
    adjusted = models.DecimalField(**MONEY, default=0)
    held = models.DecimalField(**MONEY, default=0)
    released = models.DecimalField(**MONEY, default=0)
    opening = models.DecimalField(**MONEY, default=0)
    drawn = models.DecimalField(**MONEY, default=0)
    closing = models.DecimalField(**MONEY, default=0)
    payout = models.DecimalField(**MONEY, default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period", "person", "currency"], name="statement_once")
        ]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.period}: {self.person}"


class StatementStep(models.Model):
    """Somebody approved a statement or sent it back with a reason; approved ones are passed over by a new calculation."""

    class Step(models.TextChoices):
        SUBMITTED = "submitted", _("submitted")
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("sent back")
        UNLOCKED = "unlocked", _("unlocked")

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="steps")
    step = models.CharField(max_length=12, choices=Step.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("base.User", models.SET_NULL, null=True, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["statement", "-id"], name="statement_step_newest")]
        triggers = [kept_trigger()]

    def __str__(self) -> str:
        return f"{self.statement}: {self.step}"


class Attainment(models.Model):
    """How far somebody came in a component: what they were credited with against the quota, in the plan's currency.

    `attainment` is none where there is no quota above zero: undefined, never 0% and never 100%.
    """

    run = models.ForeignKey(PayRun, models.CASCADE, related_name="attainments")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="+")
    component = models.CharField(max_length=120)
    accumulated = models.CharField(max_length=40)
    credited = models.DecimalField(**MONEY)
    quota = models.DecimalField(**MONEY, null=True)
    attainment = models.DecimalField(**RATIO, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "person", "version", "component", "accumulated"], name="attainment_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.component}"


class PayLine(models.Model):
    """One line of a statement: one credit in one component, or a correction, with everything that led to its amount.

    `commission` is in the plan's currency, `amount` in the currency paid, each rounded half up once. `parts` are the
    stretches of the rate table; `why` names the rule with its values, for words in any language. A correction points
    to the line that it corrects. Lines are never changed.
    """

    class Kind(models.TextChoices):
        EARNED = "earned", _("earned")
        ADJUSTMENT = "adjustment", _("correction of an earlier period")
        CLAWBACK = "clawback", _("taken back")
        HELD = "held", _("held back")
        RELEASED = "released", _("released")
        FORFEITED = "forfeited", _("forfeited")
        DRAW = "draw", _("draw")
        GUARANTEE = "guarantee", _("guarantee")
        BONUS = "bonus", _("bonus")

    run = models.ForeignKey(PayRun, models.CASCADE, related_name="lines")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.EARNED)
    version = models.ForeignKey(PlanVersion, models.PROTECT, null=True, related_name="+")
    component = models.CharField(max_length=120, blank=True)
    credit = models.ForeignKey(FrozenCredit, models.PROTECT, null=True, related_name="+")
    attainment = models.ForeignKey(Attainment, models.PROTECT, null=True, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    document = models.CharField(max_length=80, blank=True)
    day = models.DateField()
    credited = models.DecimalField(**MONEY, default=0)
    before = models.DecimalField(**RATIO, null=True)
    after = models.DecimalField(**RATIO, null=True)
    parts = models.JSONField(default=list)
    commission = models.DecimalField(**MONEY)
    rate = models.DecimalField(**RATIO, default=1)
    amount = models.DecimalField(**MONEY)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    vests_on = models.DateField(null=True)
    why = models.JSONField(default=dict)

    objects = Rows.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "statement", "number"], name="pay_line_once")]
        indexes = [
            models.Index(fields=["statement", "number"], name="pay_line_statement"),
            models.Index(fields=["vests_on"], name="pay_line_vests", condition=Q(vests_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.statement} / {self.number}"


@tracked()
class Dispute(Row):
    """Somebody doubts a line of their statement: it is left out of the payout until the doubt is decided, only it.

    `expected` is what the line should come to, in the currency paid; `granted` what it comes to by the decision.
    """

    class Decision(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        REJECTED = "rejected", _("rejected")
        WITHDRAWN = "withdrawn", _("withdrawn")

    line = models.ForeignKey(PayLine, models.PROTECT, related_name="disputes")
    expected = models.DecimalField(_("what it should come to"), **MONEY, null=True, blank=True)
    justification = models.TextField(_("why"))
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    raised_at = models.DateTimeField(default=timezone.now)
    raised_by = models.ForeignKey("base.User", models.SET_NULL, null=True, related_name="+")
    taken_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    granted = models.DecimalField(**MONEY, null=True, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("base.User", models.SET_NULL, null=True, related_name="+")
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line"], condition=Q(decision=""), name="one_open_dispute_a_line")
        ]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.line}"


@tracked()
class Payout(Row):
    """Money that left the house for a statement: what, when, under which reference. Once for each statement."""

    statement = models.OneToOneField(Statement, models.PROTECT, related_name="paid")
    amount = models.DecimalField(**MONEY)
    currency = models.CharField(max_length=3)
    paid_on = models.DateField()
    reference = models.CharField(max_length=120, blank=True)
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.statement}: {self.amount} {self.currency}"
