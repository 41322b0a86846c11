"""How far quotas have come: proposed, communicated, acknowledged; and what of them holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from suki.apps.quotas.models import Quota, QuotaStep, Step


@dataclass(frozen=True)
class Standing:
    """How far one quota has come, since when and by whose act. `is_changed`: it says something else than was said last."""

    step: str
    at: datetime | None = None
    by_id: int | None = None
    is_changed: bool = False

    @property
    def is_acknowledged(self) -> bool:
        """Whether the person has said that they have read this very figure."""
        return self.step == Step.ACKNOWLEDGED

    @property
    def binds(self) -> bool:
        """Whether the person knows of it."""
        return self.step != Step.PROPOSED


IMPORTED = Standing(Step.COMMUNICATED)
"""What came from a file without a step of its own was made known outside; it counts as communicated."""


def standings_of(quotas: Iterable[Quota]) -> dict[int, Standing]:
    """How far each has come, in one question. A figure that was changed since its last step is proposed anew."""
    rows = {quota.pk: quota for quota in quotas}
    newest = QuotaStep.objects.filter(quota__in=list(rows)).order_by("quota_id", "-id").distinct("quota_id")
    found = {step.quota_id: _of(rows[step.quota_id], step) for step in newest}
    return {pk: found.get(pk, IMPORTED) for pk in rows}


def standing_of(quota: Quota) -> Standing:
    """How far one quota has come."""
    return standings_of([quota])[quota.pk]


def take_step(quota: Quota, step: str, actor: Any) -> None:
    """The quota has come this far, at the figure and for the days that it has now."""
    take_steps([quota], step, actor)


def take_steps(quotas: Iterable[Quota], step: str, actor: Any) -> None:
    """Several quotas have come this far."""
    QuotaStep.objects.bulk_create(
        QuotaStep(
            quota=quota, step=step, by_id=getattr(actor, "pk", None), amount=quota.amount, currency=quota.currency,
            valid=quota.valid,
        )
        for quota in quotas
    )  # fmt: skip


def least(standings: Sequence[Standing]) -> str:
    """How far all of them have come together: as far as the one that has come least."""
    order = list(Step.values)
    return min((each.step for each in standings), key=order.index, default="")


def _of(quota: Quota, step: QuotaStep) -> Standing:
    says_the_same = (step.amount, step.currency, step.valid) == (quota.amount, quota.currency, quota.valid)
    return Standing(step.step if says_the_same else Step.PROPOSED, step.at, step.by_id, not says_the_same)
