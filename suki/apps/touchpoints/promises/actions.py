"""Changes to promises: making one, keeping it, breaking it, letting the client release us from it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from suki.apps.accounts.models import Account, Contact
from suki.apps.company.queries import default_entity
from suki.apps.people.models import Person
from suki.apps.prospecting.models import Lead
from suki.apps.touchpoints.checks import Problems, in_order, of_theirs, one_of_us, with_whom
from suki.apps.touchpoints.models import Promise
from suki.base.access import Can, action
from suki.base.formats import day_text
from suki.base.history import kind_of, record
from suki.kernel.errors import RuleBroken

State = Promise.State


@action(Can.LOG_TOUCHPOINTS)
def make_promise(
    *, actor: Any, text: str, due: date, owner: Person, account: Account | None = None, lead: Lead | None = None,
    contact: Contact | None = None, source: str = Promise.Source.TALK, made_from: models.Model | None = None,
    made_on: date | None = None,
) -> Promise:  # fmt: skip
    """We tell a client that we will do something by a day, and somebody of us answers for it."""
    account, lead = with_whom(actor, account, lead)
    made_on = made_on or default_entity().today
    problems = Problems()
    if not text.strip():
        problems.add("text", _("Say what is promised."))
    problems.length("text", text.strip(), 400)
    problems.choice("source", source, Promise.Source)
    in_order(
        problems,
        "due",
        made_on,
        due,
        _("The promise is due before it was made, on {day}.").format(day=day_text(made_on)),
    )
    problems.raise_any()
    made = Promise.objects.create(
        account=account, lead=lead, contact=of_theirs([contact], account)[0] if contact else None, text=text.strip(),
        made_on=made_on, due=due, first_due=due, owner=one_of_us(owner), source=source,
        source_kind=kind_of(made_from) if made_from is not None else "",
        source_id=made_from.pk if made_from is not None else None,
    )  # fmt: skip
    record("promise made", actor=actor, about=made, account=account, lead=lead, owner=owner, due=due)
    return made


@action(Can.LOG_TOUCHPOINTS)
def keep_promise(
    *, actor: Any, promise: Promise, on: date, proof: str = "", revision: int | None = None
) -> Promise:
    """It was done, on a day, and this shows it. After its due day it was kept late."""
    return _settle(actor, promise, State.KEPT, on, proof, revision, "promise kept")


@action(Can.LOG_TOUCHPOINTS)
def break_promise(
    *, actor: Any, promise: Promise, on: date, reason: str, revision: int | None = None
) -> Promise:
    """It will not be done; the client has to hear why."""
    if not reason.strip():
        raise RuleBroken(_("Say why the promise is broken."))
    return _settle(actor, promise, State.BROKEN, on, reason, revision, "promise broken")


@action(Can.LOG_TOUCHPOINTS)
def release_promise(
    *, actor: Any, promise: Promise, on: date, reason: str, revision: int | None = None
) -> Promise:
    """The client does not want it any more: neither kept nor broken."""
    if not reason.strip():
        raise RuleBroken(_("Say who of them released us, and why."))
    return _settle(actor, promise, State.WITHDRAWN, on, reason, revision, "promise released")


@action(Can.LOG_TOUCHPOINTS)
def move_promise(
    *, actor: Any, promise: Promise, due: date, reason: str, revision: int | None = None
) -> Promise:
    """Due on another day, for a reason. Whether it was kept in time is still measured by the first day."""
    found = _open(actor, promise, revision)
    problems = Problems()
    if not reason.strip():
        problems.add("reason", _("Say why it is due on another day."))
    in_order(
        problems, "due", found.made_on, due,
        _("The promise is due before it was made, on {day}.").format(day=day_text(found.made_on)),
    )  # fmt: skip
    problems.raise_any()
    before, found.due = found.due, due
    found.save()
    _say("promise moved", actor, found, before=before, due=due, reason=reason.strip())
    return found


@action(Can.LOG_TOUCHPOINTS)
def hand_promise(*, actor: Any, promise: Promise, owner: Person, revision: int | None = None) -> Promise:
    """Somebody else of us keeps it from now on."""
    found = _open(actor, promise, revision)
    before, found.owner = found.owner_id, one_of_us(owner)
    found.save()
    _say("promise handed", actor, found, before=before, owner=owner.pk)
    return found


@action(Can.LOG_TOUCHPOINTS)
def reopen_promise(*, actor: Any, promise: Promise, reason: str, revision: int | None = None) -> Promise:
    """It was settled by mistake: it is open again."""
    found: Promise = Promise.objects.visible_to(actor).locked(promise.pk, revision=revision)
    if found.state == State.OPEN:
        raise RuleBroken(_("The promise is open already."))
    if not reason.strip():
        raise RuleBroken(_("Say why the promise is open again."))
    found.state, found.settled_on = State.OPEN, None
    found.save()
    _say("promise reopened", actor, found, reason=reason.strip())
    return found


def _settle(
    actor: Any, promise: Promise, state: str, on: date, said: str, revision: int | None, event: str
) -> Promise:
    found = _open(actor, promise, revision)
    if on < found.made_on:
        raise RuleBroken(_("The promise was made on {day} only.").format(day=day_text(found.made_on)))
    if on > default_entity().today:
        raise RuleBroken(_("{day} is still to come.").format(day=day_text(on)))
    found.state, found.settled_on, found.proof = state, on, said.strip()
    found.save()
    _say(event, actor, found, on=on, due=found.due, reason=said.strip())
    return found


def _open(actor: Any, promise: Promise, revision: int | None) -> Promise:
    """The promise, locked; settled once, it is not settled again."""
    found: Promise = Promise.objects.visible_to(actor).locked(promise.pk, revision=revision)
    if found.state != State.OPEN:
        raise RuleBroken(
            _("The promise is settled: {state} on {day}.").format(
                state=found.get_state_display(), day=day_text(found.settled_on)
            )
        )
    return found


def _say(event: str, actor: Any, promise: Promise, **facts: Any) -> None:
    record(event, actor=actor, about=promise, account=promise.account_id, lead=promise.lead_id, **facts)
