"""What Today says about handing clients over: to hand in, to answer, overdue, the first promises, colleagues covered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from suki.apps.company.queries import rate_on
from suki.apps.people.models import ReportingLine
from suki.apps.touchpoints.models import Promise
from suki.base.access import Can, can
from suki.base.dated import on_day
from suki.base.formats import day_text
from suki.base.pages import page_of
from suki.desk.today.needs import Asking, Need, register_kind
from suki.desk.today.touchpoints import AHEAD
from suki.flows.client_joins.rights import OPEN
from suki.flows.cover import absences_covered_by, covered_by
from suki.flows.models import Departure, Handoff
from suki.kernel.errors import RuleBroken

State = Handoff.State
LATELY = timedelta(days=30)
MOST = 50


def register() -> None:
    """Called once at start-up."""
    register_kind("handoff_in", to_hand_in)
    register_kind("handoff_out", to_answer)
    register_kind("handoff_late", escalated)
    register_kind("handoff_told", to_tell)
    register_kind("first_promise", first_promises)
    register_kind("covered_promise", covered_promises)
    register_kind("departure", departures)


def to_hand_in(asking: Asking) -> Iterable[Need]:
    """Clients that the actor won and has to hand over, or whose handoff came back."""
    rows = _open(asking, State.PREPARING, State.RETURNED).filter(giver__in=_for_whom(asking))
    for row in rows:
        returned = row.state == State.RETURNED
        yield _need(
            asking, row, "handoff_in",
            what=_("Answer the gaps and hand in again") if returned else _("Hand over the client"),
            why=_("{person} returned the handoff.").format(person=row.taker) if returned
            else _("Won; the account manager waits for the package."),
            act=_("Open handoff"),
        )  # fmt: skip


def to_answer(asking: Asking) -> Iterable[Need]:
    """Clients that the actor is to take over."""
    rows = _open(asking, State.HANDED_IN).filter(taker__in=_for_whom(asking))
    for row in rows:
        yield _need(
            asking, row, "handoff_out", what=_("Take over the client, or return it"),
            why=_("{person} has handed it in.").format(person=row.giver), act=_("Open handoff"),
        )  # fmt: skip


def escalated(asking: Asking) -> Iterable[Need]:
    """Handoffs that ran out of time, for the managers of both who are concerned."""
    person = _person(asking)
    if person is None:
        return
    lines = ReportingLine.objects.filter(on_day(asking.today), manager=person).values("person")
    rows = _open(asking, *OPEN).filter(Q(giver__in=lines) | Q(taker__in=lines), escalated_at__isnull=False)
    for row in rows:
        who = row.taker if row.state == State.HANDED_IN else row.giver
        yield _need(
            asking, row, "handoff_late", what=_("A handoff is overdue"),
            why=_("{person} had until {day}.").format(person=who, day=day_text(timezone.localdate(row.due_at))),
            act=_("Open handoff"),
        )  # fmt: skip


def to_tell(asking: Asking) -> Iterable[Need]:
    """Clients whom nobody has told yet who looks after them now."""
    rows = (
        Handoff.objects.in_use()
        .filter(taker=_person(asking), state=State.ACCEPTED, notice_sent_at__isnull=True)
        .filter(accepted_on__gte=asking.today - LATELY)
    )
    for row in rows.select_related("account", "giver", "taker", "deal")[:MOST] if _person(asking) else ():
        is_approved = row.notice_approved_at is not None
        yield Need(
            kind="handoff_told", key=f"{row.pk}:{is_approved}", who=row.account.name,
            what=_("Send the notice to the client") if is_approved else _("Approve the notice to the client"),
            why=_("You took over from {person}.").format(person=row.giver), by=_("Handoff"),
            stake=_stake(asking, row), href=f"/handoffs/{row.pk}/notice/", act=_("Open notice"), due=row.accepted_on,
        )  # fmt: skip


def first_promises(asking: Asking) -> Iterable[Need]:
    """The first promise due to each client whom the actor took over lately; nearer ones stand there by themselves."""
    person = _person(asking)
    if person is None:
        return
    taken = Handoff.objects.in_use().filter(
        taker=person, state=State.ACCEPTED, accepted_on__gte=asking.today - LATELY
    )
    for row in taken.select_related("account", "giver", "deal")[:MOST]:
        promises = Promise.objects.in_use().filter(
            account=row.account_id, owner=person, state=Promise.State.OPEN
        )
        first = promises.order_by("due", "pk").first()
        if first is None or first.due <= asking.today + AHEAD:
            continue
        yield Need(
            kind="first_promise", key=f"{first.pk}:{first.due}", who=row.account.name,
            what=_("First promise due: {text}").format(text=first.text),
            why=_("{person} handed it over to you.").format(person=row.giver), by=_("Handoff"),
            stake=_stake(asking, row), href=page_of("promise", first.pk) or f"/handoffs/{row.pk}/",
            act=_("Open promise"), due=first.due,
        )  # fmt: skip


def covered_promises(asking: Asking) -> Iterable[Need]:
    """Promises that fall due while the actor covers for whoever made them."""
    if _person(asking) is None:
        return
    for absence in absences_covered_by(asking.actor, asking.today).select_related("person"):
        rows = Promise.objects.in_use().filter(
            owner=absence.person_id, state=Promise.State.OPEN, due__lte=asking.today + AHEAD
        )
        for row in rows.select_related("account", "lead").order_by("due")[:MOST]:
            yield Need(
                kind="covered_promise", key=f"{row.pk}:{row.due}", who=str(row.account or row.lead),
                what=_("Keep the promise: {text}").format(text=row.text),
                why=_("You cover for {person} until {day}.").format(
                    person=absence.person, day=day_text(absence.last_day)
                ),
                by=_("Cover"), href=page_of("promise", row.pk), act=_("Open promise"), due=row.due,
                is_late=row.due < asking.today,
            )  # fmt: skip


def departures(asking: Asking) -> Iterable[Need]:
    """Somebody's work that could not be moved when they had left."""
    rows = (
        Departure.objects.in_use().filter(planned_by=asking.actor, moved_at__isnull=True).exclude(problem="")
    )
    for row in rows.select_related("person"):
        yield Need(
            kind="departure", key=f"{row.pk}:{row.problem}", who=row.person.name,
            what=_("The work of somebody who left could not move"), why=row.problem, by=_("Departure"),
            href=f"/people/{row.person_id}/leaving/", act=_("See why"), due=row.last_day, is_late=True,
        )  # fmt: skip


def _open(asking: Asking, *states: str) -> Any:
    rows = Handoff.objects.in_use().filter(state__in=states).order_by("due_at")
    if _person(asking) is None or not can(asking.actor, Can.HAND_OVER):
        return rows.none()
    return rows.select_related("account", "giver", "taker", "deal", "entity")


def _need(asking: Asking, row: Handoff, kind: str, *, what: str, why: str, act: str) -> Need:
    return Need(
        kind=kind, key=f"{row.pk}:{row.state}:{row.due_at:%Y%m%d%H%M}", what=what, who=row.account.name, why=why,
        by=_("Handoff"), stake=_stake(asking, row), href=f"/handoffs/{row.pk}/", act=act,
        due=timezone.localdate(row.due_at), is_late=row.due_at < timezone.now(),
    )  # fmt: skip


def _stake(asking: Asking, row: Handoff) -> Decimal | None:
    """What was sold, in the entity's currency, where the rate is known."""
    if row.deal is None or row.deal.value is None:
        return None
    try:
        return row.deal.value * rate_on(asking.today, of=row.deal.currency, into=asking.entity.currency)
    except RuleBroken:
        return None


def _for_whom(asking: Asking) -> list[int]:
    """The actor, and whom they cover for today."""
    person = _person(asking)
    return [person.pk, *covered_by(asking.actor, asking.today)] if person else []


def _person(asking: Asking) -> Any:
    return getattr(asking.actor, "person", None)
