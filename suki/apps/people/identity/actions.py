"""Changes to how somebody signs in."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from suki.apps.people.identity.links import link_for
from suki.apps.people.models import Person, PersonFunction
from suki.base.access import Can, Function, action
from suki.base.dated import on_day
from suki.base.history import record
from suki.base.models import User
from suki.kernel.errors import RuleBroken


@action(Can.MANAGE_COMPANY)
def give_link(*, actor: Any, person: Person, email: str = "") -> str:
    """A one-time link with which a person chooses a password: the first one, or a new one when it is forgotten."""
    person = Person.objects.locked(person.pk)
    user = person.user or _first_sign_in(person, email)
    if not user.is_active:
        raise RuleBroken(_("{person}'s sign-in is closed. Open it first.").format(person=person))
    AccessAttempt.objects.filter(username=user.email).delete()
    record("one-time link given", actor=actor, about=person)
    return link_for(user)


@transaction.atomic
def take_link(*, user: User, password: str) -> None:
    """Whoever holds the link chooses the password; what was open under the old one is signed out."""
    user.set_password(password)
    user.last_login = timezone.now()
    user.save(update_fields=["password", "last_login"])
    UserSession.objects.filter(user=user).delete()
    record("password chosen by link", actor=user, about=user)


@action(Can.SIGN_IN)
def change_password(*, actor: Any, password: str) -> None:
    """Another password; every other place where one is signed in has to sign in again."""
    user = User.objects.select_for_update().get(pk=actor.pk)
    user.set_password(password)
    user.save(update_fields=["password"])
    actor.password = user.password
    record("password changed", actor=actor, about=user)


@action(Can.SIGN_IN)
def sign_out_elsewhere(*, actor: Any, here: str) -> int:
    """End every other session of mine; how many there were."""
    others = list(UserSession.objects.filter(user=actor).exclude(session_key=here))
    for session in others:
        session.end()
    record("signed out elsewhere", actor=actor, about=actor, sessions=len(others))
    return len(others)


@action(Can.MANAGE_COMPANY)
def drop_second_factors(*, actor: Any, person: Person) -> int:
    """For somebody who lost phone and codes: the password alone signs them in until they set one up again."""
    found = Authenticator.objects.filter(user=_user_of(person))
    count = found.count()
    if not count:
        raise RuleBroken(_("{person} uses no second factor.").format(person=person))
    found.delete()
    record("second factors removed", actor=actor, about=person, count=count)
    return count


@action(Can.MANAGE_COMPANY)
def close_sign_in(*, actor: Any, person: Person) -> None:
    """From now on this person cannot sign in; what they did stays theirs."""
    user = _user_of(person)
    if user.pk == actor.pk:
        raise RuleBroken(_("You cannot close your own sign-in."))
    if not _another_administrator(user):
        raise RuleBroken(_("{person} is the only administrator who can sign in.").format(person=person))
    _set_active(user, False)
    for session in UserSession.objects.filter(user=user):
        session.end()
    record("sign-in closed", actor=actor, about=person)


@action(Can.MANAGE_COMPANY)
def open_sign_in(*, actor: Any, person: Person) -> None:
    """This person may sign in again."""
    _set_active(_user_of(person), True)
    record("sign-in opened", actor=actor, about=person)


def _first_sign_in(person: Person, email: str) -> User:
    email = (email or person.email).strip().lower()
    if not email:
        raise RuleBroken(_("A sign-in needs a mail address."))
    if User.objects.filter(email=email).exists():
        raise RuleBroken(_("Somebody already signs in with {email}.").format(email=email))
    person.user = User.objects.create_user(email, language=person.language)
    person.email = person.email or email
    person.save()
    return person.user


def _user_of(person: Person) -> User:
    if person.user is None:
        raise RuleBroken(_("{person} has no sign-in yet.").format(person=person))
    return User.objects.select_for_update().get(pk=person.user_id)


def _set_active(user: User, is_active: bool) -> None:
    user.is_active = is_active
    user.save(update_fields=["is_active"])


def _another_administrator(user: User) -> bool:
    """Whether the house still has somebody to administer it without this user."""
    today = timezone.localdate()
    administrators = PersonFunction.objects.filter(
        on_day(today), function=Function.ADMINISTRATOR, person__user__is_active=True
    )
    return administrators.exclude(person__user=user).exists()
