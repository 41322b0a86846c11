"""Panels of the account page that the accounts room serves: people at the client, our team over time."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from suki.apps.accounts.actions import add_contact, place_under
from suki.apps.accounts.models import Account, AccountParent, ContactPosition
from suki.apps.accounts.pages import actions
from suki.apps.accounts.pages.drawing import spans_of
from suki.apps.accounts.pages.forms import ContactForm, LastDayForm, ParentForm
from suki.apps.accounts.pages.roster import roster_of, with_roster
from suki.apps.accounts.queries import accounts_for
from suki.apps.accounts.views import likely_contacts, unless_known
from suki.base.access import Can, can, screen
from suki.base.answers import form_answer
from suki.base.dated import on_day
from suki.base.names import search_form
from suki.base.pages import kind_named, masked, part_page
from suki.base.partials import is_partial, render_part
from suki.base.widgets import Option

MOST = 8


@screen(Can.SEE_ACCOUNTS)
def people(request: HttpRequest, account_id: int) -> HttpResponse:
    """Who decides and works at the client, and who did."""
    today = timezone.localdate()
    account = _with_roster(request, account_id)
    positions = list(
        ContactPosition.objects.filter(account=account)
        .select_related("contact")
        .order_by("contact__sort_key", "-valid")
    )
    here = [each for each in positions if each.valid.upper is None or each.valid.upper > today]
    gone = [each for each in positions if each not in here]
    page = {
        "account": account,
        "here": here,
        "gone": gone,
        "voice": roster_of(account, today).voice,
        "hidden": masked(request.user, "contact"),
        "may_edit": can(request.user, Can.EDIT_ACCOUNTS),
    }
    return _part(request, account, "people", page)


@screen(Can.SEE_ACCOUNTS)
def team(request: HttpRequest, account_id: int) -> HttpResponse:
    """Who of us works for the account, who did, from when to when."""
    account = _with_roster(request, account_id)
    roster = roster_of(account, timezone.localdate())
    page = {"account": account, "roster": roster, "spans": spans_of(roster)}
    return _part(request, account, "team", page)


@screen(Can.SEE_ACCOUNTS)
def options(request: HttpRequest) -> HttpResponse:
    """Accounts that go by some letters, to choose from."""
    text = request.GET.get("q", "").strip()
    found = (
        accounts_for(request.user).filter(search_form__contains=search_form(text))
        if text
        else Account.objects.none()
    )
    rows = found.order_by("sort_key", "pk").values_list("pk", "name", "city")[:MOST]
    page = {"options": [Option(str(pk), name, city) for pk, name, city in rows], "text": text}
    return render(request, "ui/options.html", page)


@screen(Can.EDIT_ACCOUNTS)
def contact_new(request: HttpRequest, account_id: int) -> HttpResponse:
    """Add a person on the client's side."""
    account = kind_named("account").row_for(request.user, account_id)
    page = {
        "title": _("Add a contact"), "word": _("Add the contact"), "sub": account.name,
        "crumbs": kind_named("account").crumbs(account), "said": _("The contact is added."),
    }  # fmt: skip
    likely = likely_contacts(request)
    page |= {"template": "accounts/contact_new.html", "likely": likely}
    act = unless_known(likely, partial(add_contact, actor=request.user, account=account))
    return form_answer(request, ContactForm(request.POST or None), act, on=_address(account), **page)


@screen(Can.EDIT_ACCOUNTS)
def parent(request: HttpRequest, account_id: int) -> HttpResponse:
    """To which company the account belongs from a day on."""
    account = kind_named("account").row_for(request.user, account_id)
    present = AccountParent.objects.filter(on_day(timezone.localdate()), account=account).first()
    page = {
        "title": _("Place in a group"), "word": _("Place it there"), "sub": account.name,
        "crumbs": kind_named("account").crumbs(account), "said": _("The account belongs there now."),
        "template": "accounts/page/parent.html", "account": account, "present": present,
    }  # fmt: skip
    act = partial(place_under, actor=request.user, account=account)
    form = ParentForm(request.POST or None, actor=request.user)
    return form_answer(request, form, act, on=_address(account), **page)


@screen(Can.EDIT_ACCOUNTS)
def parent_end(request: HttpRequest, account_id: int) -> HttpResponse:
    """The account stands by itself after a day."""
    account = kind_named("account").row_for(request.user, account_id)
    page = {
        "title": _("Take out of the group"), "word": _("Take it out"), "sub": account.name,
        "crumbs": kind_named("account").crumbs(account), "said": _("The account stands by itself."),
    }  # fmt: skip
    act = partial(actions.leave_group, actor=request.user, account=account)
    return form_answer(request, LastDayForm(request.POST or None), act, on=_address(account), **page)


def _with_roster(request: HttpRequest, account_id: int) -> Account:
    """The account with its team, or 404, in one question."""
    seen = kind_named("account").rows(request.user)
    return get_object_or_404(with_roster(seen, timezone.localdate()), pk=account_id)


def _part(request: HttpRequest, account: Account, name: str, page: dict[str, object]) -> HttpResponse:
    around = {"row": account} if is_partial(request) else part_page("account", request.user, account, name)
    template = f"accounts/page/_{name}.html"
    return render_part(request, "about/page.html", template, {**around, "part": template, **page})


def _address(account: Account) -> str:
    return reverse("account", args=[account.pk])
