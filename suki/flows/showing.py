"""A handoff as its page shows it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from suki.apps.touchpoints.models import Touchpoint
from suki.base.access import Can, can
from suki.base.lists import Step
from suki.base.pages import kind_named, page_of, panels_of, tabs_of
from suki.flows.client_joins.package import package_of, readable
from suki.flows.client_joins.preparing import missing_in
from suki.flows.client_joins.rights import OPEN, acts_for, gives, takes
from suki.flows.models import Handoff, HandoffGap, HandoffItem

State = Handoff.State
_STANCES = {"for": "good", "neutral": "warn", "against": "bad"}


def shown(actor: Any, handoff: Handoff) -> dict[str, Any]:
    """Everything `flows/handoff.html` shows."""
    may_give = can(actor, Can.HAND_OVER) and gives(actor, handoff)
    may_take = can(actor, Can.HAND_OVER) and takes(actor, handoff)
    is_preparing = handoff.state in (State.PREPARING, State.RETURNED)
    gaps = HandoffGap.objects.in_use().filter(handoff=handoff).select_related("named_by")
    package = readable(package_of(handoff, handoff.entity.today))
    for person in package["people"]:
        person["tone"] = _STANCES.get(person["stance"], "none")
        person["stance_said"] = _stance(person["stance"])
    return {
        "handoff": handoff,
        "title": _("Handoff of {account}").format(account=handoff.account),
        "crumbs": kind_named("handoff").crumbs(),
        "account_href": page_of("account", handoff.account_id),
        "deal_href": page_of("deal", handoff.deal_id),
        "items": HandoffItem.objects.in_use().filter(handoff=handoff).order_by("position"),
        "gaps": gaps.order_by("pk"),
        "package": package,
        "is_frozen": not is_preparing and bool(handoff.package),
        "missing": missing_in(handoff) if is_preparing else [],
        "may_prepare": may_give and is_preparing,
        "may_answer": may_take and handoff.state == State.HANDED_IN,
        "may_choose": handoff.state in OPEN and (may_give or may_take),
        "may_cancel": handoff.state in OPEN and acts_for(actor, handoff.giver),
        "may_introduce": handoff.taker_id is not None
        and (handoff.introduction is None or handoff.introduction.state == Touchpoint.State.CANCELLED)
        and handoff.state != State.CANCELLED
        and (may_give or may_take),
        "may_tell": handoff.state == State.ACCEPTED and (may_give or may_take),
        "is_late": handoff.due_at is not None and handoff.due_at < timezone.now(),
        "steps": _steps(),
        "at": _at(handoff),
        "tabs": tabs_of("handoff", actor, handoff.pk),
        "side": panels_of("handoff", actor, handoff.pk, "side"),
        "main": panels_of("handoff", actor, handoff.pk, "main"),
    }


def _stance(stance: str) -> str:
    from suki.apps.deals.models import DealContact

    return str(dict(DealContact.Stance.choices).get(stance, _("unknown")))


def _steps() -> list[Step]:
    return [Step(_("Prepare")), Step(_("Take over")), Step(_("Tell the client"))]


def _at(handoff: Handoff) -> int:
    """How far it has come, for the line of steps."""
    if handoff.state == State.ACCEPTED:
        return 3 if handoff.notice_sent_at else 2
    return 1 if handoff.state == State.HANDED_IN else 0
