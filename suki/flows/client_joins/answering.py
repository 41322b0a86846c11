"""The taker's side of a handoff: returning it with what is missing, or accepting it with everything that follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from suki.apps.accounts.actions import assign_owner, change_lifecycle
from suki.apps.accounts.models import Account, Lifecycle
from suki.apps.accounts.queries import of_account, owner_of
from suki.apps.people.models import Person
from suki.apps.prospecting.clock import calendar_of
from suki.apps.touchpoints.actions import plan_touchpoint
from suki.apps.touchpoints.models import Promise, Touchpoint
from suki.apps.touchpoints.promises.actions import hand_promise
from suki.base.access import SYSTEM, Can, action
from suki.base.formats import day_text
from suki.base.history import record
from suki.flows.client_joins.notice import drafted, language_of
from suki.flows.client_joins.rights import gives, locked, taken, takes
from suki.flows.client_joins.rules import due_at, policy_for
from suki.flows.models import Handoff, HandoffGap
from suki.kernel.errors import NotAllowed, RuleBroken

State = Handoff.State
LATEST_DAYS = 92
MOST_GAPS = 20
INTRODUCED_AFTER_DAYS = 3


@action(Can.HAND_OVER)
def return_handoff(
    *, actor: Any, handoff: Handoff, gaps: Sequence[str], revision: int | None = None
) -> Handoff:
    """Something is missing: each gap is named, and the giver's clock runs again."""
    found = taken(actor, handoff, revision=revision)
    named = [text.strip() for text in gaps if text.strip()]
    if not named:
        raise RuleBroken(_("Name at least one thing that is missing."))
    if len(named) > MOST_GAPS or any(len(text) > 400 for text in named):
        raise RuleBroken(_("At most {count} gaps of 400 letters each."), count=MOST_GAPS)
    by = _person_of(actor) or found.taker
    for text in named:
        HandoffGap.objects.create(handoff=found, text=text, named_by=by)
    hours = policy_for(found.entity).hours_to_submit
    found.state, found.escalated_at = State.RETURNED, None
    found.due_at = due_at(timezone.now(), hours, found.giver, found.entity)
    found.save()
    record("handoff returned", actor=actor, about=found, gaps=len(named))
    return found


@action(Can.HAND_OVER)
def accept_handoff(
    *,
    actor: Any,
    handoff: Handoff,
    on: date,
    meet_at: datetime | None = None,
    revision: int | None = None,
) -> Handoff:
    """The account manager takes the client over from a day on: account, promises and credit with it, or nothing."""
    found = taken(actor, handoff, revision=revision)
    _check_day(found, on)
    assert found.taker is not None
    _take_account(found, on)
    promises = _take_promises(found)
    found.state, found.accepted_on, found.credit_from = State.ACCEPTED, on, on
    found.due_at = None
    if meet_at is not None:
        found.introduction = _plan_meeting(actor, found, meet_at)
    _draft(found)
    found.save()
    told = {"taker": found.taker, "on": on}
    record(
        "handoff accepted", actor=actor, about=found, promises=promises, credit_rule=found.credit_rule, **told
    )
    record("account taken over", actor=actor, about=found.account, handoff=found, giver=found.giver, **told)
    return found


@action(Can.HAND_OVER)
def plan_introduction(*, actor: Any, handoff: Handoff, at: datetime) -> Handoff:
    """The giver introduces the taker to the client in person."""
    found = locked(actor, handoff)
    if not (gives(actor, found) or takes(actor, found)):
        raise NotAllowed(_("Only those who hand over or take over plan the introduction."))
    if found.state == State.CANCELLED or found.taker is None:
        raise RuleBroken(_("Nobody is to be introduced."))
    if found.introduction is not None and found.introduction.state == Touchpoint.State.PLANNED:
        raise RuleBroken(_("The introduction is planned already."))
    found.introduction = _plan_meeting(actor, found, at)
    if found.state == State.ACCEPTED and found.notice_approved_at is None:
        _draft(found)
    found.save()
    return found


def proposed_meeting(handoff: Handoff) -> datetime:
    """When the introduction could be: ten in the morning, three working days on."""
    calendar = calendar_of(handoff.taker, handoff.entity)
    day = calendar.add_working_days(handoff.entity.today, INTRODUCED_AFTER_DAYS)
    zone = calendar.local(timezone.now()).tzinfo
    return datetime(day.year, day.month, day.day, 10, 0, tzinfo=zone)


def _check_day(handoff: Handoff, on: date) -> None:
    today = handoff.entity.today
    if on < today:
        raise RuleBroken(
            _("{day} is past; who led the account on a past day stays answerable for it.").format(
                day=day_text(on)
            )
        )
    if on > today + timedelta(days=LATEST_DAYS):
        raise RuleBroken(_("Take over within three months."))


def _take_account(handoff: Handoff, on: date) -> None:
    """A prospect becomes a customer, and the taker leads the account from the day on."""
    account, taker = handoff.account, handoff.taker
    assert taker is not None
    with override(handoff.entity.language):
        why = _("handed over by {giver}").format(giver=handoff.giver)
    if account.lifecycle == Lifecycle.PROSPECT:
        change_lifecycle(actor=SYSTEM, account=account, lifecycle=Lifecycle.CUSTOMER, since=on, reason=why)
    if owner_of(account, on) != taker:
        assign_owner(actor=SYSTEM, account=account, person=taker, since=on, reason=why)


def _take_promises(handoff: Handoff) -> int:
    """What the giver promised this client is the taker's to keep."""
    rows = Promise.objects.in_use().filter(
        of_account(handoff.account), owner=handoff.giver, state=Promise.State.OPEN
    )
    promises = list(rows.order_by("pk"))
    for promise in promises:
        hand_promise(actor=SYSTEM, promise=promise, owner=handoff.taker)
    return len(promises)


def _plan_meeting(actor: Any, handoff: Handoff, at: datetime) -> Touchpoint:
    if at < timezone.now():
        raise RuleBroken(_("The introduction lies in the past."))
    with override(handoff.entity.language):
        subject = _("Introduction of {person}").format(person=handoff.taker)
    contact = handoff.deal.contact if handoff.deal else None
    meeting: Touchpoint = plan_touchpoint(
        actor=SYSTEM,
        kind=Touchpoint.Kind.MEETING,
        at=at,
        person=handoff.taker,
        account=Account.objects.get(pk=handoff.account_id),
        contacts=[contact] if contact is not None and _works_there(contact, handoff) else [],
        colleagues=[handoff.giver],
        subject=subject,
        about=handoff,
    )
    record("introduction planned", actor=actor, about=handoff, at=at)
    return meeting


def _works_there(contact: Any, handoff: Handoff) -> bool:
    return bool(contact.positions.filter(account=handoff.account_id).exists())


def _draft(handoff: Handoff) -> None:
    """The notice as the data stands; whoever sends it reads it first."""
    handoff.notice_language = handoff.notice_language or language_of(handoff)
    handoff.notice = drafted(handoff, handoff.notice_language)


def _person_of(actor: Any) -> Person | None:
    return getattr(actor, "person", None)
