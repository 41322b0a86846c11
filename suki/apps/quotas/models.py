"""Quotas: what somebody or something is to reach in a period, who said so, who has read it, and what changed since."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from suki.apps.accounts.models import Account, Lifecycle
from suki.apps.catalog.models import Product
from suki.apps.company.models import LegalEntity
from suki.apps.people.models import Person, Team, Territory
from suki.base.dated import one_at_a_time
from suki.base.rows import Row, revision_trigger, tracked

SUBJECTS = ("person", "team", "territory", "product", "account", "segment")
MONEY = {"max_digits": 20, "decimal_places": 4}


def _exactly_one_subject() -> Q:
    one = Q()
    for chosen in SUBJECTS:
        one |= Q(**{f"{name}__isnull": name != chosen for name in SUBJECTS})
    return one


def kept_trigger() -> pgtrigger.Trigger:
    """A row that tells what happened is not rewritten; only who it was may be forgotten with their sign-in."""
    return pgtrigger.Trigger(
        name="stay_as_it_is",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange(exclude=["by"]),
        func="RAISE EXCEPTION 'What happened is not rewritten.';",
    )


class Measure(models.TextChoices):
    """What a quota counts."""

    REVENUE = "revenue", _("revenue")
    MARGIN = "margin", _("margin")
    UNITS = "units", _("units")


@tracked()
class Segment(Row):
    """A kind of customers: those of a tier, of a stage of their life with us, of an industry, or of several of these."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    tier = models.CharField(_("tier"), max_length=4, blank=True)
    lifecycle = models.CharField(_("lifecycle"), max_length=12, choices=Lifecycle.choices, blank=True)
    industry = models.CharField(_("industry"), max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(tier="", lifecycle="", industry=""), name="segment_says_which_accounts"
            )
        ]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.name


@tracked()
class Quota(Row):
    """The amount of a measure that one person, team, territory, product, account or segment is to reach in a range of days.

    Where a change has cut a period, `figure` is what the whole `period` would ask for, and `amount` the part for these
    days. `made_of` says how a proposed amount was worked out.
    """

    Measure = Measure

    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    territory = models.ForeignKey(Territory, models.PROTECT, null=True, blank=True, related_name="+")
    product = models.ForeignKey(Product, models.PROTECT, null=True, blank=True, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    segment = models.ForeignKey(Segment, models.PROTECT, null=True, blank=True, related_name="+")
    measure = models.CharField(_("measure"), max_length=10, choices=Measure.choices, default=Measure.REVENUE)
    valid = DateRangeField(_("from and to"))
    amount = models.DecimalField(_("amount"), **MONEY)
    currency = models.CharField(_("currency"), max_length=3)
    period = DateRangeField(_("period"), null=True, blank=True, editable=False)
    figure = models.DecimalField(_("figure of the period"), **MONEY, null=True, blank=True, editable=False)
    made_of = models.JSONField(
        default=dict, db_default=Value({}, models.JSONField()), blank=True, editable=False
    )

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
        return f"{self.subject}: {self.amount} {self.currency}"

    @property
    def subject_kind(self) -> str:
        """Whether it is a person's, a team's, a territory's, a product's, an account's or a segment's."""
        return next(name for name in SUBJECTS if getattr(self, f"{name}_id") is not None)

    @property
    def subject(self) -> models.Model:
        """Whose quota it is."""
        row: models.Model = getattr(self, self.subject_kind)
        return row


class Step(models.TextChoices):
    """How far a quota has come."""

    PROPOSED = "proposed", _("proposed")
    COMMUNICATED = "communicated", _("communicated")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")


class QuotaStep(models.Model):
    """A quota was proposed, communicated or acknowledged: who, when, and at which figure for which days.

    What is acknowledged is a figure. A quota that says something else than its newest step has not come that far.
    """

    quota = models.ForeignKey(Quota, models.CASCADE, related_name="steps")
    step = models.CharField(max_length=14, choices=Step.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("base.User", models.SET_NULL, null=True, related_name="+")
    amount = models.DecimalField(**MONEY)
    currency = models.CharField(max_length=3)
    valid = DateRangeField()

    class Meta:
        indexes = [models.Index(fields=["quota", "-id"], name="quota_step_newest")]
        triggers = [kept_trigger()]

    def __str__(self) -> str:
        return f"{self.quota}: {self.step}"


@tracked()
class QuotaChange(Row):
    """From a day on, a quota is to be another one. Both versions are kept and weighted by their days.

    An acknowledged quota changes only when whoever acknowledged it acknowledges this as well; until then the change
    waits. `before` and `amount` are figures of the whole period; `follower` holds from the day on.
    """

    quota = models.ForeignKey(Quota, models.CASCADE, related_name="changes")
    since = models.DateField(_("from"))
    before = models.DecimalField(_("before"), **MONEY)
    amount = models.DecimalField(_("amount"), **MONEY)
    reason = models.TextField(_("why"))
    proposed_at = models.DateTimeField(default=timezone.now)
    proposed_by = models.ForeignKey("base.User", models.SET_NULL, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey("base.User", models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey("base.User", models.SET_NULL, null=True, blank=True, related_name="+")
    follower = models.ForeignKey(Quota, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="changed_quota_is_not_negative"),
            models.UniqueConstraint(
                fields=["quota"],
                condition=Q(applied_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_change_of_a_quota",
            ),
        ]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.quota}: {self.before} → {self.amount}"

    @property
    def is_open(self) -> bool:
        """Whether it still waits for the person's word."""
        return self.applied_at is None and self.withdrawn_at is None


@tracked()
class QuotaProposal(Row):
    """What somebody thinks they can reach in a range of days, with one account or in all: the view from below."""

    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    measure = models.CharField(_("measure"), max_length=10, choices=Measure.choices, default=Measure.REVENUE)
    valid = DateRangeField(_("from and to"))
    amount = models.DecimalField(_("amount"), **MONEY)
    currency = models.CharField(_("currency"), max_length=3)
    note = models.CharField(_("why"), max_length=200, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="quota_proposal_is_not_negative")
        ]
        indexes = [GistIndex(fields=["valid"], name="quota_proposal_valid")]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.person}: {self.amount} {self.currency}"


class QuotaSheet(models.Model):
    """A workbook of quotas that came back: what it asks to change, looked over before anything is done."""

    by = models.ForeignKey("base.User", models.CASCADE, related_name="+")
    read_at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=255)
    content = models.JSONField(default=dict)
    applied_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
