"""The firm itself: legal entities, currencies and their rates, fiscal calendars, holidays, taxes, closed periods."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from suki.base.dated import one_at_a_time
from suki.base.rows import Row, revision_trigger, tracked
from suki.kernel.fiscal import FiscalCalendar


@tracked()
class LegalEntity(Row):
    """A company of the firm that owns contracts, invoices and ledger lines. Its zone decides the business day."""

    class Pattern(models.TextChoices):
        MONTHS = "months", _("calendar months")
        WEEKS_445 = "445", "4-4-5"
        WEEKS_454 = "454", "4-5-4"
        WEEKS_544 = "544", "5-4-4"

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=200)
    currency = models.CharField(_("currency"), max_length=3)
    country = models.CharField(_("country"), max_length=2, blank=True)
    timezone = models.CharField(_("time zone"), max_length=60, default="UTC")
    language = models.CharField(_("language"), max_length=8, default="en")
    tax_number = models.CharField(_("tax number"), max_length=40, blank=True)
    logo = models.ForeignKey("base.StoredFile", models.SET_NULL, null=True, blank=True, related_name="+")
    fiscal_pattern = models.CharField(max_length=8, choices=Pattern.choices, default=Pattern.MONTHS)
    fiscal_start = models.PositiveSmallIntegerField(_("fiscal year starts in month"), default=1)
    fiscal_week_end = models.CharField(max_length=10, default="saturday")
    fiscal_rule = models.CharField(max_length=8, default="last")
    fiscal_name_by = models.CharField(max_length=8, default="end")
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="one_default_entity"
            ),
            models.CheckConstraint(
                condition=Q(fiscal_start__range=(1, 12)), name="entity_fiscal_start_is_a_month"
            ),
        ]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.name

    @property
    def fiscal_calendar(self) -> FiscalCalendar:
        """The calendar by which this entity's fiscal years and periods run."""
        return FiscalCalendar(
            pattern=self.fiscal_pattern,
            start_month=self.fiscal_start,
            week_end=self.fiscal_week_end,
            rule=self.fiscal_rule,
            name_by=self.fiscal_name_by,
        )

    @property
    def today(self) -> date:
        """The business day it is now, in the entity's own zone."""
        from zoneinfo import ZoneInfo

        return timezone.now().astimezone(ZoneInfo(self.timezone)).date()


class FiscalCut(models.Model):
    """A day on which a fiscal period starts inside a calendar month; roll-ups of the ledger are cut there too."""

    entity = models.ForeignKey(LegalEntity, models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entity", "day"], name="fiscal_cut_once")]

    def __str__(self) -> str:
        return f"{self.entity_id} {self.day}"


@tracked()
class Currency(Row):
    """A currency the firm uses. Storage digits are ISO 4217's; the digits shown are the firm's choice."""

    code = models.CharField(_("code"), max_length=3, unique=True)
    shown_digits = models.PositiveSmallIntegerField(_("digits shown"), null=True, blank=True)

    class Meta:
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.code


@tracked()
class ExchangeRate(Row):
    """On this day, one unit of `base` was worth `rate` units of `quote`."""

    class Kind(models.TextChoices):
        SPOT = "spot", _("spot")
        PLAN = "plan", _("plan")
        MONTH_END = "month_end", _("month end")

    base = models.CharField(max_length=3)
    quote = models.CharField(max_length=3)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.SPOT)
    valid_on = models.DateField()
    rate = models.DecimalField(max_digits=24, decimal_places=10)
    source = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["base", "quote", "kind", "valid_on"], name="exchange_rate_once"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="exchange_rate_is_positive"),
        ]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"1 {self.base} = {self.rate} {self.quote} ({self.valid_on})"


@tracked()
class TaxRate(Row):
    """A tax rate of a country while it was in force. Orientation for set-up, not legal advice."""

    country = models.CharField(max_length=2)
    name = models.CharField(max_length=60)
    percent = models.DecimalField(max_digits=7, decimal_places=4)
    valid = DateRangeField()

    class Meta:
        constraints = [
            one_at_a_time("tax_rate_one_a_day", "country", "name"),
        ]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.country} {self.name} {self.percent}%"


@tracked()
class CompanyHoliday(Row):
    """A day on which an entity does not work, beside the public holidays of its country."""

    entity = models.ForeignKey(LegalEntity, models.CASCADE, related_name="+")
    day = models.DateField()
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entity", "day"], name="company_holiday_once")]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.name} ({self.day})"


class PeriodClosing(models.Model):
    """Up to and including this day, an entity's ledger takes no more lines. The newest row counts."""

    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+")
    through = models.DateField()
    closed_at = models.DateTimeField(default=timezone.now)
    closed_by = models.ForeignKey("base.User", models.SET_NULL, null=True, related_name="+")
    reopened_at = models.DateTimeField(null=True)
    reopened_by = models.ForeignKey("base.User", models.SET_NULL, null=True, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["entity", "through"], name="period_closing_entity")]

    def __str__(self) -> str:
        return f"{self.entity} closed through {self.through}"


@tracked()
class Policy(Row):
    """A choice of the firm that rules follow, for one legal entity and function or for all (`*`)."""

    key = models.CharField(max_length=60)
    entity = models.ForeignKey(LegalEntity, models.CASCADE, null=True, blank=True, related_name="+")
    function = models.CharField(max_length=40, blank=True)
    value = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "entity", "function"], name="policy_once", nulls_distinct=False
            )
        ]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"


@tracked()
class FieldMask(Row):
    """A field that people with a function do not get to see, though they see the row."""

    function = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    field = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["function", "kind", "field"], name="field_mask_once")]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.function}: {self.kind}.{self.field}"
