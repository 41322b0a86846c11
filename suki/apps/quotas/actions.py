"""Setting quotas, making them known, and saying that one has read them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from psycopg.types.range import DateRange

from suki.apps.company.models import LegalEntity
from suki.apps.company.queries import default_entity
from suki.apps.quotas.changing import acknowledge_change as acknowledge_change
from suki.apps.quotas.changing import change_quota as change_quota
from suki.apps.quotas.changing import withdraw_change as withdraw_change
from suki.apps.quotas.models import Measure, Quota, QuotaChange, Step
from suki.apps.quotas.proposing import propose_own as propose_own
from suki.apps.quotas.proposing import withdraw_own as withdraw_own
from suki.apps.quotas.reach import Setter, who_acknowledges
from suki.apps.quotas.rules import check_amount, check_free, check_open_change
from suki.apps.quotas.segments import name_segment as name_segment
from suki.apps.quotas.standing import standing_of, standings_of, take_step, take_steps
from suki.base.access import Can, action
from suki.base.history import kind_of, record
from suki.kernel.errors import NotAllowed, RuleBroken


@action(Can.SET_QUOTAS)
def set_quota(
    *,
    actor: Any,
    subject: models.Model,
    first: date,
    end: date,
    amount: Decimal,
    currency: str,
    measure: str = Measure.REVENUE,
    entity: LegalEntity | None = None,
    made_of: dict[str, Any] | None = None,
) -> Quota:
    """What a person, team, territory, product, account or segment is to reach from `first` up to (not including) `end`.

    It is proposed; whoever is to reach it knows of it once it is communicated.
    """
    check_amount(amount, currency, measure)
    if end <= first:
        raise RuleBroken(_("A quota has to last at least a day."))
    entity = entity or default_entity()
    Setter(actor, entity.today).check(subject)
    check_free(subject, entity, measure, DateRange(first, end))
    quota = Quota.objects.create(
        **{kind_of(subject): subject},
        entity=entity,
        measure=measure,
        valid=DateRange(first, end),
        amount=amount,
        currency=currency,
        made_of=made_of or {},
    )
    take_step(quota, Step.PROPOSED, actor)
    record(
        "quota set", actor=actor, about=quota, subject=str(subject), first=first, end=end, amount=amount,
        currency=currency,
    )  # fmt: skip
    return quota


@action(Can.SET_QUOTAS)
def change_amount(
    *,
    actor: Any,
    quota: Quota,
    amount: Decimal,
    revision: int | None = None,
    made_of: dict[str, Any] | None = None,
) -> Quota:
    """A quota that nobody has acknowledged yet gets another amount, and is proposed anew."""
    quota = Quota.objects.visible_to(actor).locked(quota.pk, revision=revision)
    Setter(actor, quota.entity.today).check(quota.subject)
    check_amount(amount, quota.currency, quota.measure)
    if amount == quota.amount and not made_of:
        return quota
    if standing_of(quota).is_acknowledged:
        raise RuleBroken(
            _("{subject} has acknowledged this quota. Change it from a day on; the change holds once it is acknowledged.")
            .format(subject=quota.subject)
        )  # fmt: skip
    if quota.period is not None:
        raise RuleBroken(_("This quota was changed inside its period. Change it from a day on."))
    check_open_change(quota)
    before, quota.amount, quota.made_of = quota.amount, amount, made_of or {}
    quota.save()
    quota.refresh_from_db(fields=["revision"])
    take_step(quota, Step.PROPOSED, actor)
    record(
        "quota amount changed",
        actor=actor,
        about=quota,
        before=before,
        amount=amount,
        currency=quota.currency,
    )
    return quota


@action(Can.SET_QUOTAS)
def withdraw_quotas(*, actor: Any, quotas: Iterable[Quota]) -> int:
    """Quotas that were only proposed are taken back, as if they had never been set. Returns how many."""
    rows = _locked(actor, quotas)
    _check_all(actor, rows)
    states = standings_of(rows)
    for quota in rows:
        known = quota.steps.exclude(step=Step.PROPOSED).exists()
        if known or states[quota.pk].step != Step.PROPOSED:
            raise RuleBroken(_("{subject} knows of this quota already; it can be changed, not taken back.").format(subject=quota.subject))  # fmt: skip
    for quota in rows:
        record(
            "quota withdrawn", actor=actor, about=quota.subject, amount=quota.amount, currency=quota.currency,
            first=quota.valid.lower, end=quota.valid.upper,
        )  # fmt: skip
        quota.delete()
    return len(rows)


@action(Can.SET_QUOTAS)
def communicate_quotas(*, actor: Any, quotas: Iterable[Quota]) -> int:
    """Those who are to reach them are told. Returns how many were not known before."""
    rows = _locked(actor, quotas)
    _check_all(actor, rows)
    states = standings_of(rows)
    told = [quota for quota in rows if not states[quota.pk].binds]
    take_steps(told, Step.COMMUNICATED, actor)
    for quota in told:
        record("quota communicated", actor=actor, about=quota, amount=quota.amount, currency=quota.currency)
    return len(told)


@action(Can.SEE_QUOTAS)
def acknowledge_quotas(*, actor: Any, quotas: Iterable[Quota]) -> int:
    """The person says that they have read their quotas; of a team, its lead. Nobody says it for them, silence never does."""
    rows = _locked(actor, quotas)
    person = getattr(actor, "person", None)
    states = standings_of(rows)
    for quota in rows:
        if person is None or person.pk not in who_acknowledges(quota, quota.entity.today):
            raise NotAllowed(
                _("Only {subject} can acknowledge this quota.").format(subject=_whose_word(quota))
            )
        if not states[quota.pk].binds:
            raise RuleBroken(_("This quota is not communicated yet."))
    read = [quota for quota in rows if not states[quota.pk].is_acknowledged]
    take_steps(read, Step.ACKNOWLEDGED, actor)
    for quota in read:
        record("quota acknowledged", actor=actor, about=quota, amount=quota.amount, currency=quota.currency)
    return len(read)


def open_change_of(quota: Quota) -> QuotaChange | None:
    """The change that waits for the person's word, if any."""
    found: QuotaChange | None = quota.changes.filter(
        applied_at__isnull=True, withdrawn_at__isnull=True
    ).first()
    return found


def _whose_word(quota: Quota) -> str:
    if quota.team_id:
        return _("the lead of {team}").format(team=quota.team)
    return str(quota.subject)


def _locked(actor: Any, quotas: Iterable[Quota]) -> list[Quota]:
    """The rows, each once, locked in one order; what the actor may not see is as if it were not there."""
    wanted = {quota.pk for quota in quotas}
    seen = Quota.objects.visible_to(actor).filter(pk__in=wanted).values("pk")
    rows = Quota.objects.filter(pk__in=seen).select_for_update(of=("self",)).order_by("pk")
    found = list(
        rows.select_related("entity", "person", "team", "territory", "product", "account", "segment")
    )
    if len(found) < len(wanted):
        raise NotAllowed(_("There is a quota among these that is not yours to see."))
    return found


def _check_all(actor: Any, rows: list[Quota]) -> None:
    if rows:
        setter = Setter(actor, rows[0].entity.today)
        for quota in rows:
            setter.check(quota.subject)
