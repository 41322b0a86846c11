"""One-time links: an administrator hands one to a colleague, who then chooses a password.

A link names the account and is signed; it ends with its time, with its first use, and with any sign-in in between.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.http import base36_to_int, int_to_base36

from suki.base.models import User


class _Links(PasswordResetTokenGenerator):
    key_salt = "suki.one-time link"


_links = _Links()


def link_for(user: User) -> str:
    """The path of a new one-time link of a user."""
    return reverse("welcome", args=[int_to_base36(user.pk), _links.make_token(user)])


def user_behind(who: str, token: str) -> User | None:
    """Whose link it is, while it holds."""
    try:
        user = User.objects.filter(pk=base36_to_int(who), is_active=True).first()
    except ValueError:
        return None
    return user if user and _links.check_token(user, token) else None


def days_valid() -> int:
    """How many days a link holds."""
    return int(settings.PASSWORD_RESET_TIMEOUT // 86400)
