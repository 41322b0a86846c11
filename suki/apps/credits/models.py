"""Who is credited with a line of revenue: the rules. The credits themselves follow from them (`queries`)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from suki.base.rows import Row, revision_trigger, tracked


@tracked()
class CreditRule(Row):
    """How lines of the ledger become credit of people; a changed rule is a new version."""

    class Basis(models.TextChoices):
        DOCUMENT = "document", _("the seller named on the document")
        TEAM = "team", _("the account team on the day")

    name = models.CharField(_("name"), max_length=60)
    version = models.PositiveIntegerField(default=1)
    basis = models.CharField(_("basis"), max_length=10, choices=Basis.choices)
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "version"], name="credit_rule_once")]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"
