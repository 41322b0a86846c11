"""Opening an account, with a word about those that are named alike."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from suki.apps.accounts.actions import open_account
from suki.apps.accounts.duplicates import Likely, accounts_like, contacts_like, page_of
from suki.apps.accounts.forms import AccountForm
from suki.base.access import Can, screen
from suki.base.answers import was_done
from suki.base.toasts import toast
from suki.kernel.errors import RuleBroken

ABOUT_ACCOUNTS = ("name", "country", "tax_number", "email")
ABOUT_CONTACTS = ("name", "email", "phone")


@screen(Can.EDIT_ACCOUNTS)
def new_account(request: HttpRequest) -> HttpResponse:
    """Open an account. One that is named like another is opened only by somebody who has seen the other."""
    form = AccountForm(request.POST or None, actor=request.user)
    likely = accounts_like(request.user, **_given(request, ABOUT_ACCOUNTS)) if request.POST else Likely(())
    is_warned = bool(likely) and "insist" not in request.POST
    opened: list[Any] = []

    def act(**facts: Any) -> None:
        opened.append(open_account(actor=request.user, **facts))

    if request.method == "POST" and form.is_valid() and not is_warned and was_done(form, act):
        toast(request, _("{account} is open.").format(account=opened[0]))
        return redirect(page_of(opened[0]) or "accounts")
    page = {"form": form, "likely": likely, "is_warned": is_warned, "cancel": reverse("accounts")}
    return render(request, "accounts/new.html", page, status=422 if form.errors or is_warned else 200)


@screen(Can.EDIT_ACCOUNTS)
def account_duplicates(request: HttpRequest) -> HttpResponse:
    """The accounts that may be the one being typed."""
    return _duplicates(request, partial(accounts_like, **_given(request, ABOUT_ACCOUNTS)))


@screen(Can.EDIT_ACCOUNTS)
def contact_duplicates(request: HttpRequest) -> HttpResponse:
    """The contacts that may be the one being typed."""
    return _duplicates(request, partial(contacts_like, **_given(request, ABOUT_CONTACTS)))


def likely_contacts(request: HttpRequest) -> Likely:
    """Who is named like the contact that was sent, unless somebody has looked and insists."""
    if request.method != "POST" or "insist" in request.POST:
        return Likely(())
    return contacts_like(request.user, **_given(request, ABOUT_CONTACTS))


def unless_known(likely: Likely, act: Callable[..., Any]) -> Callable[..., Any]:
    """An action that is refused as long as there is somebody to look at first."""

    def checked(**facts: Any) -> Any:
        if likely:
            raise RuleBroken(
                _(
                    "Somebody is named alike. Look first whether it is one of them; if not, add the contact all the same."
                )
            )
        return act(**facts)

    return checked


def _duplicates(request: HttpRequest, like: Any) -> HttpResponse:
    return render(request, "accounts/_duplicates.html", {"likely": like(request.user)})


def _given(request: HttpRequest, names: tuple[str, ...]) -> dict[str, str]:
    values = request.POST or request.GET
    return {name: values.get(name, "")[:200] for name in names}
