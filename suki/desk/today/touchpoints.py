"""What Today says about clients: promises and next steps that fall due, talks not written down, who spoke with mine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from suki.apps.accounts.models import AccountTeamMember, TeamRole
from suki.apps.touchpoints.models import Promise, Touchpoint
from suki.apps.touchpoints.showing import ShownTouchpoint, shown_touchpoints
from suki.base import formats
from suki.base.access import Can, can
from suki.base.dated import on_day
from suki.base.pages import page_of
from suki.desk.today.kinds import book_for
from suki.desk.today.needs import Asking, Need, register_kind

AHEAD = timedelta(days=3)
"""A promise or a step stands on Today so long before its day."""
AGENDA = timedelta(days=7)
LATELY = timedelta(days=5)
MOST = 50


def register() -> None:
    """Called once at start-up."""
    register_kind("promise", promises)
    register_kind("step", next_steps)
    register_kind("unsaid", not_written_down)
    register_kind("asked", asked_in_talks)
    register_kind("voice", others_who_spoke)


@dataclass(frozen=True)
class Agenda:
    """What somebody has planned: today, and in the days after."""

    today: list[ShownTouchpoint]
    later: list[ShownTouchpoint]
    has_visits: bool

    def __bool__(self) -> bool:
        return bool(self.today or self.later)


def agenda_of(asking: Asking) -> Agenda:
    """The talks, meetings and visits that the actor has planned for today and the week after."""
    person = _person(asking)
    if person is None or not can(asking.actor, Can.SEE_ACCOUNTS):
        return Agenda([], [], False)
    begins, ends = _midnight(asking.today), _midnight(asking.today + AGENDA)
    rows = (
        Touchpoint.objects.in_use()
        .filter(person=person, state=Touchpoint.State.PLANNED, at__gte=begins, at__lt=ends)
        .select_related("account", "lead", "person")
        .prefetch_related("contacts")
        .order_by("at", "pk")[:MOST]
    )
    found = shown_touchpoints(rows, asking.today)
    tomorrow = _midnight(asking.today + timedelta(days=1))
    today = [each for each in found if each.row.at < tomorrow]
    return Agenda(
        today,
        [each for each in found if each.row.at >= tomorrow],
        any(each.row.kind == Touchpoint.Kind.VISIT for each in today),
    )


def promises(asking: Asking) -> Iterable[Need]:
    """What the actor promised that is due soon, today, or was due before."""
    person = _person(asking)
    rows = Promise.objects.in_use().filter(
        owner=person, state=Promise.State.OPEN, due__lte=asking.today + AHEAD
    )
    for row in rows.select_related("account", "lead", "contact").order_by("due")[:MOST] if person else ():
        to = _("to {name}").format(name=row.contact) if row.contact else ""
        made = _("Promised on {day}.").format(day=formats.day_text(row.made_on))
        yield Need(
            kind="promise", key=f"{row.pk}:{row.due}", what=_("Keep the promise: {text}").format(text=row.text),
            who=_client(row), why=f"{made} {to}".strip(), by=_("Promises"), stake=_stake(asking, row),
            href=page_of("promise", row.pk), act=_("Open promise"), due=row.due, is_late=row.due < asking.today,
        )  # fmt: skip


def next_steps(asking: Asking) -> Iterable[Need]:
    """Steps that were agreed with clients and not taken."""
    person = _person(asking)
    rows = Touchpoint.objects.in_use().filter(
        person=person,
        state=Touchpoint.State.DONE,
        next_step_done_on=None,
        next_step_on__lte=asking.today + AHEAD,
    )
    for row in (
        rows.exclude(next_step="").select_related("account", "lead").order_by("next_step_on")[:MOST]
        if person
        else ()
    ):
        agreed = _("Agreed on {day}: {what}.").format(
            day=formats.day_text(timezone.localdate(row.at)), what=row
        )
        yield Need(
            kind="step", key=f"{row.pk}:{row.next_step_on}", what=row.next_step, who=_client(row), why=agreed,
            by=_("Next step"), stake=_stake(asking, row), href=page_of("touchpoint", row.pk), act=_("Open it"),
            due=row.next_step_on, is_late=row.next_step_on < asking.today,
        )  # fmt: skip


def not_written_down(asking: Asking) -> Iterable[Need]:
    """Talks whose day has passed, and nobody has said what came of them."""
    person = _person(asking)
    rows = Touchpoint.objects.in_use().filter(
        person=person, state=Touchpoint.State.PLANNED, at__lt=_midnight(asking.today)
    )
    for row in rows.select_related("account", "lead").order_by("-at")[:MOST] if person else ():
        yield Need(
            kind="unsaid", key=str(row.pk), what=_("Say what came of it: {what}").format(what=row), who=_client(row),
            why=_("It was planned for {day}.").format(day=formats.day_text(timezone.localdate(row.at))),
            by=_("Plan"), href=page_of("touchpoint", row.pk), act=_("Open it"), due=timezone.localdate(row.at), is_late=True,
        )  # fmt: skip


def asked_in_talks(asking: Asking) -> Iterable[Need]:
    """Colleagues who ask the actor in what they wrote down of a talk."""
    since = _midnight(asking.today - timedelta(days=30))
    rows = Touchpoint.objects.in_use().filter(mentions=asking.actor, noted_at__gte=since)
    for row in rows.select_related("account", "lead", "person").order_by("-noted_at")[:20]:
        yield Need(
            kind="asked", key=str(row.pk), what=_("{name} mentioned you").format(name=row.person), who=_client(row),
            why=row.text[:160], by=_("Touchpoint"), href=page_of("touchpoint", row.pk), act=_("Open it"),
            due=timezone.localdate(row.noted_at),
        )  # fmt: skip


def others_who_spoke(asking: Asking) -> Iterable[Need]:
    """One voice: whoever leads an account hears when a colleague has spoken with the client."""
    person = _person(asking)
    if person is None:
        return
    mine = AccountTeamMember.objects.filter(on_day(asking.today), role=TeamRole.OWNER, person=person).values(
        "account"
    )
    rows = (
        Touchpoint.objects.in_use()
        .filter(account__in=mine, state=Touchpoint.State.DONE, at__gte=_midnight(asking.today - LATELY))
        .exclude(person=person)
        .exclude(colleagues=person)
    )
    for row in rows.select_related("account", "person").order_by("-at")[:20]:
        yield Need(
            kind="voice", key=str(row.pk), what=_("{name} spoke with your client").format(name=row.person),
            who=_client(row), why=(row.text or str(row))[:160], by=_("One voice"), href=page_of("touchpoint", row.pk),
            act=_("Read it"), due=timezone.localdate(row.at),
        )  # fmt: skip


def _person(asking: Asking) -> Any:
    return getattr(asking.actor, "person", None)


def _client(row: Any) -> str:
    return str(row.account or row.lead)


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _stake(asking: Asking, row: Any) -> Any:
    """What the client brought in the year so far, or in the year before: what a broken word puts at risk."""
    book = book_for(asking) if can(asking.actor, Can.SEE_BOOK) else None
    if book is None or row.account_id is None:
        return None
    kept = asking.actor.__dict__.setdefault("_stakes", {})
    if asking.today not in kept:
        kept[asking.today] = {
            each.key: each.figures.sums.last_year or each.figures.revenue for each in book.rows
        }
    return kept[asking.today].get(row.account_id) or None
