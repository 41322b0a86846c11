"""A quota changes inside its period: both versions are kept, weighted by days; what was acknowledged waits for a new word."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.types.range import DateRange

from suki.apps.quotas.models import SUBJECTS, Quota, QuotaChange, Step
from suki.apps.quotas.reach import Setter, who_acknowledges
from suki.apps.quotas.rules import check_amount, check_open_change, digits_of
from suki.apps.quotas.standing import standing_of, take_step
from suki.base.access import Can, action
from suki.base.history import record
from suki.engines.quota import Stretch, weighted
from suki.kernel.errors import NotAllowed, RuleBroken


@action(Can.SET_QUOTAS)
def change_quota(
    *, actor: Any, quota: Quota, since: date, amount: Decimal, reason: str, revision: int | None = None
) -> QuotaChange:
    """From a day on, the quota is another one; `amount` is the figure for its whole period.

    What somebody has acknowledged changes only once they acknowledge the change; anything else at once, and then it is
    proposed anew.
    """
    quota = Quota.objects.visible_to(actor).locked(quota.pk, revision=revision)
    Setter(actor, quota.entity.today).check(quota.subject)
    check_amount(amount, quota.currency, quota.measure)
    if not reason.strip():
        raise RuleBroken(_("Say why the quota changes; the person reads it."))
    if quota.valid.upper is None or not quota.valid.lower <= since < quota.valid.upper:
        raise RuleBroken(_("The quota does not hold on that day; choose one inside its days."))
    check_open_change(quota)
    before = quota.amount if quota.figure is None else quota.figure
    if amount == before:
        raise RuleBroken(_("The quota is this already."))
    change = QuotaChange.objects.create(
        quota=quota, since=since, before=before, amount=amount, reason=reason.strip(), proposed_by_id=getattr(actor, "pk", None)
    )  # fmt: skip
    record(
        "quota change proposed", actor=actor, about=quota, since=since, before=before, amount=amount,
        currency=quota.currency, reason=change.reason,
    )  # fmt: skip
    standing = standing_of(quota)
    if not standing.is_acknowledged:
        _apply(change, actor, was=standing.step, becomes=Step.PROPOSED)
    return change


@action(Can.SEE_QUOTAS)
def acknowledge_change(*, actor: Any, change: QuotaChange) -> Quota:
    """The person says that they have read how their quota changes; from then on it does."""
    change = QuotaChange.objects.visible_to(actor).locked(change.pk)
    _check_open(change)
    person = getattr(actor, "person", None)
    quota = Quota.objects.locked(change.quota_id)
    if person is None or person.pk not in who_acknowledges(quota, quota.entity.today):
        raise NotAllowed(_("Only {subject} can acknowledge this quota.").format(subject=quota.subject))
    return _apply(change, actor, was=Step.ACKNOWLEDGED, becomes=Step.ACKNOWLEDGED)


@action(Can.SET_QUOTAS)
def withdraw_change(*, actor: Any, change: QuotaChange) -> QuotaChange:
    """A change that was not acknowledged yet is taken back."""
    change = QuotaChange.objects.visible_to(actor).locked(change.pk)
    Setter(actor, change.quota.entity.today).check(change.quota.subject)
    _check_open(change)
    change.withdrawn_at, change.withdrawn_by_id = timezone.now(), getattr(actor, "pk", None)
    change.save()
    record(
        "quota change withdrawn",
        actor=actor,
        about=change.quota,
        amount=change.amount,
        currency=change.quota.currency,
    )
    return change


def _check_open(change: QuotaChange) -> None:
    if not change.is_open:
        raise RuleBroken(_("This change is settled already."))


def _apply(change: QuotaChange, actor: Any, *, was: str, becomes: str) -> Quota:
    """Cut the quota at the day; the part before it stays as far as it had come."""
    quota = change.quota
    parts = _parts(change)
    if len(parts) == 1:
        quota.amount = parts[0]
        quota.figure = change.amount if quota.period is not None else None
        quota.save()
        held = quota
    else:
        held = _follower(change, parts[1])
        _shorten(quota, change, parts[0])
        held.save()
        take_step(quota, was, actor)
    take_step(held, becomes, actor)
    change.applied_at, change.applied_by_id = timezone.now(), getattr(actor, "pk", None)
    change.follower = held
    change.save()
    record(
        "quota changed from a day on", actor=actor, about=held, since=change.since, before=change.before,
        amount=change.amount, currency=quota.currency,
    )  # fmt: skip
    return held


def _parts(change: QuotaChange) -> list[Decimal]:
    quota = change.quota
    period = quota.period or quota.valid
    stretches = [Stretch(change.amount, change.since, quota.valid.upper)]
    if change.since > quota.valid.lower:
        stretches.insert(0, Stretch(change.before, quota.valid.lower, change.since))
    return weighted((period.lower, period.upper), stretches, digits_of(quota.currency, quota.measure))


def _shorten(quota: Quota, change: QuotaChange, amount: Decimal) -> None:
    quota.period = quota.period or quota.valid
    quota.figure, quota.amount = change.before, amount
    quota.valid = DateRange(quota.valid.lower, change.since)
    quota.save()


def _follower(change: QuotaChange, amount: Decimal) -> Quota:
    """The version from the day on, not saved yet: the one before it has to make room first."""
    quota = change.quota
    same: dict[str, models.Model | None] = {name: getattr(quota, name) for name in SUBJECTS}
    return Quota(
        **same, entity=quota.entity, measure=quota.measure, currency=quota.currency, amount=amount,
        valid=DateRange(change.since, quota.valid.upper), period=quota.period or quota.valid, figure=change.amount,
        made_of=quota.made_of,
    )  # fmt: skip
