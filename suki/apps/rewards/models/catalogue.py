"""What can be won, and by which rule."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from suki.apps.company.models import LegalEntity
from suki.apps.people.models import Team
from suki.base.access import Function
from suki.base.models import StoredFile
from suki.base.rows import Row, revision_trigger, tracked

MONEY = {"max_digits": 20, "decimal_places": 4}


@tracked()
class Reward(Row):
    """A thing in the catalogue. `stock` is what can still be chosen; none means as many as are wanted.

    Where it counts as a benefit in kind, `taxable_value` is noted for the payroll: what it is worth there may differ
    from what it cost.
    """

    name = models.CharField(_("name"), max_length=120)
    about = models.TextField(_("what it is"), blank=True)
    picture = models.ForeignKey(StoredFile, models.SET_NULL, null=True, blank=True, related_name="+")
    value = models.DecimalField(_("value"), **MONEY)
    currency = models.CharField(_("currency"), max_length=3)
    points = models.PositiveIntegerField(_("points"), null=True, blank=True)
    stock = models.PositiveIntegerField(_("in stock"), null=True, blank=True)
    is_taxable = models.BooleanField(_("a taxable benefit in kind"), default=True)
    taxable_value = models.DecimalField(_("taxable value"), **MONEY, null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(value__gte=0), name="reward_value_is_not_negative"),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__gt=0), name="reward_costs_points_or_none"
            ),
            models.UniqueConstraint(
                fields=["name"], condition=Q(archived_at__isnull=True), name="reward_once"
            ),
        ]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.name

    @property
    def can_be_had(self) -> bool:
        """Whether one may choose it now."""
        return self.archived_at is None and (self.stock is None or self.stock > 0)

    @property
    def noted_value(self) -> object:
        """What the payroll notes as a benefit in kind; none where it is not taxable."""
        return (
            None if not self.is_taxable else self.value if self.taxable_value is None else self.taxable_value
        )


@tracked()
class RewardRule(Row):
    """From which attainment on somebody wins, and what: points, money, or one of some rewards at their choice.

    With `per_point` points are given for every full percentage point above `reached`. Without a component the quota of
    the person counts; a function or a team narrows down whose rule it is.
    """

    class Method(models.TextChoices):
        THRESHOLD = "threshold", _("once the threshold is reached")
        PER_POINT = "per_point", _("for each percentage point above it")

    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    method = models.CharField(_("gives"), max_length=10, choices=Method.choices, default=Method.THRESHOLD)
    reached = models.DecimalField(_("from attainment"), max_digits=9, decimal_places=4)
    component = models.CharField(_("component of the pay plan"), max_length=120, blank=True)
    function = models.CharField(
        _("for people with the function"), max_length=40, blank=True, choices=Function.choices
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("for the team")
    )
    points = models.PositiveIntegerField(_("points"), null=True, blank=True)
    amount = models.DecimalField(_("money"), **MONEY, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    rewards = models.ManyToManyField(Reward, blank=True, related_name="+", verbose_name=_("one of these"))
    days_to_choose = models.PositiveSmallIntegerField(_("days to choose"), default=60)
    valid = DateRangeField(_("from and to"))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reached__gt=0), name="reward_rule_reached_is_some"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | (Q(amount__gt=0) & ~Q(currency="")),
                name="reward_rule_money",
            ),
            models.CheckConstraint(
                condition=Q(method="threshold") | Q(points__isnull=False, amount__isnull=True),
                name="reward_rule_points_by_point",
            ),
        ]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.name
