"""Whether a stretch of days is already calculated: then no plan changes in it any more."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from suki.apps.company.models import LegalEntity
from suki.apps.compensation.models import PayPeriod, PayStep
from suki.base.formats import day_text
from suki.kernel.errors import RuleBroken

_OPEN = PayStep.Step.OPEN


def calculated_periods(entity: LegalEntity, valid: Any) -> QuerySet[PayPeriod]:
    """The periods in these days that are calculated, or further than that."""
    newest = PayStep.objects.filter(period=OuterRef("pk")).order_by("-pk").values("step")[:1]
    periods = PayPeriod.objects.filter(entity=entity, valid__overlap=valid, archived_at__isnull=True)
    return periods.annotate(stands=Subquery(newest)).filter(stands__isnull=False).exclude(stands=_OPEN)


def refuse_calculated(entity: LegalEntity, valid: Any) -> None:
    """A version begins after what is calculated."""
    last = calculated_periods(entity, valid).order_by("-valid").first()
    if last is not None:
        raise RuleBroken(
            _("The period {name} is already calculated; let the version begin on {day} or later.").format(
                name=last.name, day=day_text(last.valid.upper)
            )
        )


def cut_period(entity: LegalEntity, valid: Any) -> PayPeriod | None:
    """The period that would be paid by two versions, as this one begins in its middle."""
    found: PayPeriod | None = (
        PayPeriod.objects.filter(entity=entity, valid__contains=valid.lower, archived_at__isnull=True)
        .exclude(valid__startswith=valid.lower)
        .first()
    )
    return found
