"""Changes to what passed with clients: touchpoints, promises, needs, visits; and what becomes of a lead's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from suki.apps.accounts.models import Account
from suki.apps.prospecting.models import Lead
from suki.apps.touchpoints.models import Need, Promise, Touchpoint
from suki.apps.touchpoints.needs.actions import (
    drop_need,
    match_need,
    meet_need,
    reopen_need,
    say_need,
)
from suki.apps.touchpoints.noting import (
    cancel_touchpoint,
    finish_touchpoint,
    move_touchpoint,
    note_touchpoint,
    plan_touchpoint,
    take_next_step,
)
from suki.apps.touchpoints.promises.actions import (
    break_promise,
    hand_promise,
    keep_promise,
    make_promise,
    move_promise,
    release_promise,
    reopen_promise,
)
from suki.apps.touchpoints.talking import finish_talk, log_talk
from suki.base.access import Can, action
from suki.base.history import record
from suki.kernel.errors import RuleBroken

__all__ = [
    "break_promise", "cancel_touchpoint", "drop_need", "finish_talk", "finish_touchpoint", "follow_to_account",
    "hand_promise", "keep_promise", "log_talk", "make_promise", "match_need", "meet_need", "move_promise",
    "move_touchpoint", "note_touchpoint", "plan_touchpoint", "release_promise", "reopen_need", "reopen_promise",
    "say_need", "take_next_step",
]  # fmt: skip


@action(Can.LOG_TOUCHPOINTS)
def follow_to_account(*, actor: Any, leads: Iterable[Lead], account: Account) -> int:
    """Leads have become a customer: what passed with them, what they need and what we promised stands there too."""
    ids = {lead.pk for lead in leads}
    if Lead.objects.visible_to(actor).filter(pk__in=ids).count() != len(ids):
        raise RuleBroken(_("Some of these leads are not there any more, or not yours to see."))
    moved = {
        model._meta.model_name: model.objects.filter(lead__in=ids, account__isnull=True).update(
            account=account
        )
        for model in (Touchpoint, Need, Promise)
    }
    count = sum(moved.values())
    if count:
        record("followed to account", actor=actor, about=account, leads=sorted(ids), **moved)
    return count
