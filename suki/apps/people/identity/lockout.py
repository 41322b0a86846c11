"""After a few wrong tries an account rests for a while, for the address they came from."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

NOWHERE = "0.0.0.0"
"""For requests that come through no network, such as those over a socket of the machine itself."""


def account_of(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The account that tries count for, however its mail address is written."""
    given = credentials or {}
    typed = given.get("email") or given.get("username") or request.POST.get("login", "")
    return str(typed).strip().lower()


def address_of(request: HttpRequest) -> str:
    """Where a request comes from; behind proxies of ours, the address that the outermost of them saw."""
    return get_client_ip(request) or NOWHERE


def is_resting(request: HttpRequest, email: str) -> bool:
    """Whether the account takes no tries from this address for now."""
    return not AxesProxyHandler.is_allowed(request, {"email": email})


def count_wrong_code(request: HttpRequest, email: str) -> None:
    """A wrong one-time code counts as a wrong password does."""
    AxesProxyHandler.user_login_failed(count_wrong_code, {"email": email}, request)


def tries_left(request: HttpRequest, email: str) -> int:
    """How many more wrong tries the account takes from this address."""
    failures = AxesProxyHandler.get_failures(request, {"email": email})
    return max(0, int(settings.AXES_FAILURE_LIMIT) - int(failures))


def tries_left_sentence(left: int) -> str:
    """So many tries are left, in words."""
    return ngettext("One try is left.", "{count} tries are left.", left).format(count=left)


def resting_sentence() -> str:
    """Why no try counts now, and what to do."""
    rest: timedelta = settings.AXES_COOLOFF_TIME
    return _(
        "Too many wrong tries. Wait {minutes} minutes and try again, or ask an administrator for a one-time link."
    ).format(minutes=int(rest.total_seconds() // 60))


def refused(request: HttpRequest, _answer: Any = None, _credentials: Any = None) -> HttpResponse:
    """The page for an account that rests."""
    page = {"sentence": resting_sentence(), "email": account_of(request, _credentials)}
    return render(request, "identity/resting.html", page, status=429)
