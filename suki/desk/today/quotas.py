"""What Today says about quotas: what waits to be acknowledged, and what nobody has been told of yet."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from suki.apps.quotas.grid import Asked, Grid
from suki.apps.quotas.models import Measure
from suki.apps.quotas.own import Own, own_quotas
from suki.apps.quotas.page import amount_of, days_of
from suki.apps.quotas.reach import Setter
from suki.apps.quotas.years import this_year
from suki.base.access import Can, can
from suki.base.formats import amount_text, day_text
from suki.desk.today.needs import Asking, Need, register_kind


def register() -> None:
    """Called once at start-up."""
    register_kind("quota", to_acknowledge)
    register_kind("quota_change", changes_to_acknowledge)
    register_kind("quota_untold", not_communicated)


def to_acknowledge(asking: Asking) -> Iterable[Need]:
    """Quotas that were communicated to the actor and are not acknowledged, those whose days are over left out."""
    if not can(asking.actor, Can.SEE_QUOTAS):
        return
    for own in own_quotas(asking.actor, asking.today):
        if own.waits:
            quota = own.quota
            yield Need(
                kind="quota", key=f"{quota.pk}:{quota.amount}:{quota.valid}", what=_("Acknowledge your quota"),
                who=str(quota.team) if quota.team_id else "", stake=_worth(own, asking),
                why=_("{amount} from {days}.").format(amount=amount_of(quota, quota.amount), days=days_of(quota.valid)),
                by=_("Quotas"), href=reverse("quota", args=[quota.pk]), act=_("Read it"), due=quota.valid.lower,
            )  # fmt: skip


def changes_to_acknowledge(asking: Asking) -> Iterable[Need]:
    """Changes of acknowledged quotas that wait for the actor's word."""
    if not can(asking.actor, Can.SEE_QUOTAS):
        return
    for own in own_quotas(asking.actor, asking.today):
        if own.change is not None:
            change, quota = own.change, own.quota
            proposer = getattr(change.proposed_by, "person", None)
            yield Need(
                kind="quota_change", key=str(change.pk), what=_("Your quota is to change"), why=change.reason[:160],
                who=_("from {day} on {amount}").format(day=day_text(change.since), amount=amount_of(quota, change.amount)),
                by=proposer.name if proposer else _("Quotas"), stake=_worth(own, asking),
                href=reverse("quota", args=[quota.pk]), act=_("Read it"), due=change.since,
            )  # fmt: skip


def not_communicated(asking: Asking) -> Iterable[Need]:
    """Quotas of this year that were only proposed, for those who set them: all of them together."""
    if not can(asking.actor, Can.SET_QUOTAS):
        return
    grid = Grid(asking.actor, Asked(this_year(asking.entity)))
    setter = Setter(asking.actor, asking.today)
    untold = [quota for quota in grid.proposed_only if setter.may(quota.person)]
    if untold:
        total = sum((each.amount for each in untold if each.currency == asking.entity.currency), Decimal(0))
        sentence = ngettext(
            "{count} quota is proposed, {amount} in all; nobody has been told.",
            "{count} quotas are proposed, {amount} in all; nobody has been told.", len(untold),
        )  # fmt: skip
        yield Need(
            kind="quota_untold", key=f"{len(untold)}:{total}", what=_("Communicate the quotas"),
            why=sentence.format(count=len(untold), amount=amount_text(total, asking.entity.currency)), by=_("Quotas"),
            href=reverse("quotas"), act=_("Open quotas"), stake=total,
        )  # fmt: skip


def _worth(own: Own, asking: Asking) -> Decimal | None:
    quota = own.quota
    is_money = quota.measure != Measure.UNITS and quota.currency == asking.entity.currency
    return quota.amount if is_money else None
