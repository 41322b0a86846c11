"""What Today says about pay plans: what is to be read by oneself, and by those whom one leads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from suki.apps.compensation.models import PlanVersion
from suki.apps.compensation.plans.queries import to_read, unread_by_others
from suki.apps.compensation.plans.reading_along import title_of
from suki.base.access import Can, can
from suki.desk.today.needs import Asking, Need, register_kind

MOST_NAMES = 4


def register() -> None:
    """Called once at start-up."""
    register_kind("plan_to_read", plans_to_read)
    register_kind("plan_unread", plans_unread)


def plans_to_read(asking: Asking) -> Iterable[Need]:
    """Versions by which the actor is paid, and which they have not said to have read."""
    if not can(asking.actor, Can.SEE_PAY):
        return
    for version in to_read(getattr(asking.actor, "person", None), asking.today):
        yield Need(
            kind="plan_to_read",
            key=str(version.pk),
            what=_("Read what you are paid by"),
            who=version.plan.name,
            why=title_of(version),
            by=_("Pay plan"),
            href=reverse("plan_version", args=[version.pk]),
            act=_("Read plan"),
            due=_since(version),
            is_late=_since(version) < asking.today,
        )


def plans_unread(asking: Asking) -> Iterable[Need]:
    """Versions that people whom the actor leads have not said to have read."""
    if not can(asking.actor, Can.APPROVE_PAY):
        return
    for version, people in unread_by_others(asking.actor, asking.today):
        names = ", ".join(person.name for person in people[:MOST_NAMES])
        more = len(people) - MOST_NAMES
        said = _("{names} and {count} more").format(names=names, count=more) if more > 0 else names
        yield Need(
            kind="plan_unread",
            key=f"{version.pk}:{len(people)}",
            what=ngettext(
                "Ask {count} person to read the plan", "Ask {count} people to read the plan", len(people)
            ).format(count=len(people)),
            who=version.plan.name,
            why=said,
            by=_("Pay plan"),
            href=reverse("pay_plan", args=[version.plan_id]),
            act=_("Open plan"),
            due=_since(version),
        )


def _since(version: PlanVersion) -> date:
    """From when on it could and should be read: the first day, or the day on which it was published later."""
    published = (
        timezone.localtime(version.published_at).date() if version.published_at else version.valid.lower
    )
    return max(published, version.valid.lower)
