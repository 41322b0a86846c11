"""What only a first run does: the first administrator, and the first colleagues in one go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from suki.apps.people.actions import give_sign_in, hire
from suki.apps.people.identity.actions import give_link
from suki.apps.people.models import Person
from suki.apps.people.roster import Colleague
from suki.apps.people.titles import suggested_functions
from suki.base.access import SYSTEM, Can, Function, action
from suki.base.models import User
from suki.desk.first_run.code import forget_code, is_open
from suki.kernel.errors import RuleBroken


@transaction.atomic
def first_administrator(
    *, name: str, title: str, email: str, password: str, language: str, since: date
) -> User:
    """The first person who can sign in, and who lets the others in. There is one first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('suki first run'))")
    if not is_open():
        raise RuleBroken(_("Somebody has set Suki up already. Sign in, or ask them for a link."))
    own = [function for function in suggested_functions(title) if title.strip()]
    functions = list(dict.fromkeys([Function.ADMINISTRATOR, *own]))
    person = hire(
        actor=SYSTEM, name=name, title=title, since=since, functions=functions, email=email, language=language
    )
    user: User = give_sign_in(actor=SYSTEM, person=person, email=email, password=password)
    transaction.on_commit(forget_code)
    return user


@action(Can.MANAGE_COMPANY)
def welcome_colleagues(
    *, actor: Any, colleagues: Sequence[Colleague], since: date
) -> list[tuple[Person, str]]:
    """Everybody on a list joins; who has a mail address gets a one-time link to hand to them."""
    welcomed = []
    for colleague in colleagues:
        person = hire(
            actor=actor, name=colleague.name, title=colleague.title, since=since,
            functions=list(colleague.functions), email=colleague.email,
        )  # fmt: skip
        link = give_link(actor=actor, person=person) if colleague.email else ""
        welcomed.append((person, link))
    return welcomed
