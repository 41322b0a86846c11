"""Changes to touchpoints: noting one, planning one, what came of it, taking the next step."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext as _

from suki.apps.accounts.models import Account, Contact
from suki.apps.company.queries import default_entity
from suki.apps.people.models import Person
from suki.apps.prospecting.models import Lead
from suki.apps.touchpoints.checks import Problems, in_order, of_theirs, one_of_us, with_whom
from suki.apps.touchpoints.models import Touchpoint
from suki.base.about.notes import asked_in
from suki.base.access import Can, action, can
from suki.base.history import kind_of, record
from suki.base.models import User
from suki.kernel.errors import RuleBroken

State = Touchpoint.State
FIRST = datetime(1900, 1, 2, tzinfo=UTC)
"""Nothing passed before this moment; far earlier ones cannot be read again."""

SOON = timedelta(hours=1)
"""Clocks differ; what is further off than this has not happened yet."""


@action(Can.LOG_TOUCHPOINTS)
def note_touchpoint(
    *, actor: Any, kind: str, at: datetime, person: Person, account: Account | None = None, lead: Lead | None = None,
    contacts: Iterable[Contact] = (), colleagues: Iterable[Person] = (), text: str = "", subject: str = "",
    outcome: str = "", next_step: str = "", next_step_on: date | None = None, state: str = State.DONE,
    uid: UUID | str | None = None, about: models.Model | None = None, **more: Any,
) -> Touchpoint:  # fmt: skip
    """What passed with a client, or will. The same `uid` twice is the same touchpoint, kept once and unchanged."""
    if uid is not None and (known := known_by(actor, uid)):
        return known
    account, lead = with_whom(actor, account, lead)
    values = {
        "kind": kind, "state": state, "at": at, "subject": subject.strip(), "text": text.strip(), "outcome": outcome,
        "next_step": next_step.strip(), "next_step_on": next_step_on, **more,
    }  # fmt: skip
    check_values(values)
    made = Touchpoint(
        person=one_of_us(person), account=account, lead=lead,
        about_kind=kind_of(about) if about is not None else "", about_id=about.pk if about is not None else None,
        **values, **({"uid": UUID(str(uid))} if uid else {}),
    )  # fmt: skip
    with_them = of_theirs(contacts, account)
    made.save(force_insert=True)
    made.contacts.set(with_them)
    made.colleagues.set(colleagues)
    _ask_mentioned(made)
    record(
        "touchpoint planned" if state == State.PLANNED else "touchpoint noted",
        actor=actor, about=made, account=account, lead=lead, kind=str(kind), at=at,
    )  # fmt: skip
    _first_contact(actor, made)
    return made


@action(Can.LOG_TOUCHPOINTS)
def plan_touchpoint(*, actor: Any, kind: str, at: datetime, person: Person, **facts: Any) -> Touchpoint:
    """A call, a meeting, a visit to come."""
    return note_touchpoint(actor=actor, kind=kind, at=at, person=person, **{**facts, "state": State.PLANNED})  # type: ignore[no-any-return]


@action(Can.LOG_TOUCHPOINTS)
def finish_touchpoint(
    *, actor: Any, touchpoint: Touchpoint, revision: int | None = None, contacts: Iterable[Contact] | None = None,
    **values: Any,
) -> Touchpoint:  # fmt: skip
    """What came of it: text, outcome, next step. One that was planned is done now; a cancelled one happened after all."""
    found = _locked(actor, touchpoint, revision)
    values.setdefault("at", min(found.at, timezone.now()))
    check_values({**_values_of(found), **values})
    for name, value in values.items():
        setattr(found, name, value.strip() if isinstance(value, str) else value)
    found.state = State.DONE
    found.save()
    if contacts is not None:
        found.contacts.set(of_theirs(contacts, found.account))
    _ask_mentioned(found)
    record("touchpoint noted", actor=actor, about=found, account=found.account_id, lead=found.lead_id)
    _first_contact(actor, found)
    return found


@action(Can.LOG_TOUCHPOINTS)
def move_touchpoint(
    *, actor: Any, touchpoint: Touchpoint, at: datetime, revision: int | None = None
) -> Touchpoint:
    """Planned for another moment."""
    found = _locked(actor, touchpoint, revision)
    if found.state != State.PLANNED:
        raise RuleBroken(_("Only what is planned can be put to another day."))
    before, found.at = found.at, at
    found.save()
    record("touchpoint moved", actor=actor, about=found, before=before, at=at)
    return found


@action(Can.LOG_TOUCHPOINTS)
def cancel_touchpoint(
    *, actor: Any, touchpoint: Touchpoint, reason: str = "", revision: int | None = None
) -> Touchpoint:
    """It will not take place."""
    found = _locked(actor, touchpoint, revision)
    if found.state == State.DONE:
        raise RuleBroken(_("It has taken place already: what happened cannot be cancelled."))
    found.state = State.CANCELLED
    found.save()
    record("touchpoint cancelled", actor=actor, about=found, reason=reason.strip())
    return found


@action(Can.LOG_TOUCHPOINTS)
def take_next_step(*, actor: Any, touchpoint: Touchpoint, on: date | None = None) -> Touchpoint:
    """The step that was agreed is taken."""
    found = _locked(actor, touchpoint, None)
    if not found.next_step:
        raise RuleBroken(_("No next step was agreed."))
    found.next_step_done_on = on or default_entity().today
    found.save()
    record("next step taken", actor=actor, about=found, on=found.next_step_done_on)
    return found


def check_values(values: dict[str, Any]) -> None:
    """Refuse what cannot be so, with a sentence for each problem."""
    problems = Problems()
    problems.choice("kind", values["kind"], Touchpoint.Kind)
    problems.choice("state", values["state"], Touchpoint.State)
    if values.get("outcome"):
        problems.choice("outcome", values["outcome"], Touchpoint.Outcome)
    problems.length("subject", values["subject"], 255)
    problems.length("next_step", values["next_step"], 255)
    problems.length("text", values["text"], 20_000)
    try:
        MinValueValidator(FIRST)(values["at"])
    except ValidationError as refused:
        problems.add("at", refused.messages[0])
    if values["state"] == State.DONE and values["at"] > timezone.now() + SOON:
        problems.add("at", _("This moment is still to come: plan it instead."))
    if values.get("next_step_on") and not values["next_step"]:
        problems.add("next_step", _("Say what is to be done by then."))
    in_order(
        problems, "next_step_on", timezone.localdate(values["at"]), values.get("next_step_on"),
        _("The next step lies before the talk it was agreed in."),
    )  # fmt: skip
    problems.raise_any()


def _values_of(found: Touchpoint) -> dict[str, Any]:
    names = ("kind", "at", "outcome", "subject", "next_step", "next_step_on", "text")
    return {**{name: getattr(found, name) for name in names}, "state": State.DONE}


def known_by(actor: Any, uid: UUID | str) -> Touchpoint | None:
    """What has been kept under this uid before; of two who bring it at once the second waits. Others' is not handed out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"touchpoint {uid}"])
    if not Touchpoint.objects.filter(uid=uid).exists():
        return None
    found: Touchpoint | None = Touchpoint.objects.visible_to(actor).filter(uid=uid).first()
    if found is None:
        raise RuleBroken(_("This has been kept already, by somebody else."))
    return found


def _locked(actor: Any, touchpoint: Touchpoint, revision: int | None) -> Touchpoint:
    found: Touchpoint = Touchpoint.objects.visible_to(actor).locked(touchpoint.pk, revision=revision)
    return found


def _ask_mentioned(touchpoint: Touchpoint) -> None:
    """Colleagues named after an @ in what was said find it on their Today."""
    asked = [each.user_id for each in asked_in(touchpoint.text)]
    touchpoint.mentions.set(User.objects.filter(pk__in=asked, is_active=True))


def _first_contact(actor: Any, touchpoint: Touchpoint) -> None:
    """Talking to a lead stops the clock of its first contact."""
    lead = touchpoint.lead
    spoke = touchpoint.state == State.DONE and touchpoint.outcome != Touchpoint.Outcome.NOT_MET
    if lead is None or not spoke or lead.contacted_at or not can(actor, Can.WORK_LEADS):
        return
    if lead.status in (Lead.Status.CONVERTED, Lead.Status.SET_ASIDE):
        return
    from suki.apps.prospecting import actions as prospecting

    prospecting.contacted(actor=actor, lead=lead, at=min(touchpoint.at, timezone.now()))
