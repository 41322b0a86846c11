"""One form, several things: what was said, what was promised and what is needed are kept together or not at all."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from suki.apps.accounts.models import Contact
from suki.apps.catalog.models import Product
from suki.apps.touchpoints.models import Promise, Touchpoint
from suki.apps.touchpoints.needs.actions import say_need
from suki.apps.touchpoints.noting import finish_touchpoint, known_by, note_touchpoint
from suki.apps.touchpoints.promises.actions import make_promise
from suki.base.access import Can, action
from suki.kernel.errors import BadInput, Problem


@action(Can.LOG_TOUCHPOINTS)
def log_talk(
    *, actor: Any, uid: Any = None, promised: str = "", promised_by: date | None = None, needed: str = "",
    product: Product | None = None, **facts: Any,
) -> Touchpoint:  # fmt: skip
    """Something that passed with a client, with the promise we made and the need they named in it."""
    if uid is not None and (known := known_by(actor, uid)):
        return known
    made: Touchpoint = note_touchpoint(actor=actor, uid=uid, **facts)
    _what_followed(actor, made, promised, promised_by, needed, product)
    return made


@action(Can.LOG_TOUCHPOINTS)
def finish_talk(
    *, actor: Any, touchpoint: Touchpoint, promised: str = "", promised_by: date | None = None, needed: str = "",
    product: Product | None = None, **facts: Any,
) -> Touchpoint:  # fmt: skip
    """What came of something planned, with what was promised and needed in it."""
    done: Touchpoint = finish_touchpoint(actor=actor, touchpoint=touchpoint, **facts)
    _what_followed(actor, done, promised, promised_by, needed, product)
    return done


def _what_followed(
    actor: Any, touchpoint: Touchpoint, promised: str, promised_by: date | None, needed: str, product: Product | None
) -> None:  # fmt: skip
    day = timezone.localdate(touchpoint.at)
    contact: Contact | None = touchpoint.contacts.first()
    around = {"actor": actor, "account": touchpoint.account, "lead": touchpoint.lead, "contact": contact}
    if promised.strip() or promised_by:
        _named(
            {"text": "promised", "due": "promised_by"}, make_promise, text=promised, due=promised_by or day,
            owner=touchpoint.person, made_on=day, made_from=touchpoint,
            source=Promise.Source.MAIL if touchpoint.kind == Touchpoint.Kind.MAIL else Promise.Source.TALK, **around,
        )  # fmt: skip
    if needed.strip():
        _named(
            {"text": "needed"},
            say_need,
            text=needed,
            said_on=day,
            touchpoint=touchpoint,
            product=product,
            **around,
        )


def _named(fields: dict[str, str], act: Any, **given: Any) -> None:
    """Problems of a part are said of the field that it has in the whole form."""
    try:
        act(**given)
    except BadInput as bad:
        raise BadInput(
            [Problem(fields.get(each.where, each.where), each.what) for each in bad.problems]
        ) from None
