"""The page of a contact: who somebody on the client's side is, what they did where, and when they left."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suki.apps.accounts.actions import add_contact
from suki.apps.accounts.models import Account, ContactPosition
from suki.apps.accounts.pages import actions
from suki.apps.accounts.pages.forms import LastDayForm, NewContactForm, PositionForm
from suki.apps.accounts.pages.roster import roster_of, with_roster
from suki.apps.accounts.views import likely_contacts, unless_known
from suki.base.about.going import back
from suki.base.access import Can, can, screen
from suki.base.answers import acted, form_answer
from suki.base.pages import kind_named, masked, panels_of, tabs_of
from suki.base.toasts import toast


@screen(Can.SEE_ACCOUNTS)
def contact(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Somebody on the client's side, with every position they had and who of us speaks to them."""
    kind = kind_named("contact")
    rows = list(
        ContactPosition.objects.filter(contact__in=kind.rows(request.user), contact=contact_id)
        .select_related("contact")
        .order_by("-valid")
    )
    shown = rows[0].contact if rows else kind.row_for(request.user, contact_id)
    if shown.merged_into_id:
        return redirect("contact", shown.merged_into_id)
    positions = _positions(request.user, rows, timezone.localdate())
    page = {
        "contact": shown, "positions": positions, "crumbs": kind.crumbs(),
        "now": [each for each in positions if each["is_now"] and each["account"]],
        "hidden": masked(request.user, "contact"),
        "tabs": tabs_of("contact", request.user, shown.pk),
        "panels": panels_of("contact", request.user, shown.pk, "main", "side"),
        "may_edit": can(request.user, Can.EDIT_ACCOUNTS),
    }  # fmt: skip
    return render(request, "accounts/page/contact.html", page)


@screen(Can.EDIT_ACCOUNTS)
def contact_new(request: HttpRequest) -> HttpResponse:
    """Add a person at a client that is chosen on the form."""
    form = NewContactForm(request.POST or None, actor=request.user)
    page = {"title": _("Add a contact"), "word": _("Add the contact"), "said": _("The contact is added.")}
    page["crumbs"] = kind_named("contact").crumbs()
    likely = likely_contacts(request)
    page |= {"template": "accounts/contact_new.html", "likely": likely}
    act = unless_known(likely, partial(add_contact, actor=request.user))
    return form_answer(request, form, act, on=reverse("contacts"), **page)


@screen(Can.EDIT_ACCOUNTS)
def position_new(request: HttpRequest, contact_id: int) -> HttpResponse:
    """A new title, or a company more, from a day on."""
    shown = kind_named("contact").row_for(request.user, contact_id)
    page = {
        "title": _("New position"), "word": _("Save the position"), "sub": shown.name,
        "crumbs": kind_named("contact").crumbs(shown), "said": _("The position is kept."),
        "lead": _("At the same company it follows the position held there; at another one it stands beside it."),
    }  # fmt: skip
    form = PositionForm(request.POST or None, actor=request.user)
    act = partial(actions.take_position, actor=request.user, contact=shown)
    return form_answer(request, form, act, on=kind_named("contact").address(shown.pk), **page)


@screen(Can.EDIT_ACCOUNTS)
def departure(request: HttpRequest, position_id: int) -> HttpResponse:
    """Somebody left the company; everything about their time there stays."""
    position = _position_for(request.user, position_id)
    page = {
        "title": _("Left the company"), "word": _("Note the departure"), "sub": str(position),
        "crumbs": kind_named("contact").crumbs(position.contact),
        "said": _("Noted. The time there stays in the history."),
        "lead": _("{contact} stays known with everything that happened; {account} no longer lists them.").format(
            contact=position.contact, account=position.account
        ),
    }  # fmt: skip
    act = partial(actions.leave_company, actor=request.user, position=position)
    on = kind_named("contact").address(position.contact_id)
    return form_answer(request, LastDayForm(request.POST or None), act, on=on, **page)


@screen(Can.EDIT_ACCOUNTS)
@require_POST
def stay(request: HttpRequest, position_id: int) -> HttpResponse:
    """Somebody has not left after all."""
    position = _position_for(request.user, position_id)
    trouble = acted(lambda: actions.come_back(actor=request.user, position=position))
    toast(request, trouble or _("{contact} is at {account} again.").format(
        contact=position.contact, account=position.account
    ))  # fmt: skip
    return redirect(back(request, kind_named("contact").address(position.contact_id)))


def _positions(actor: Any, rows: list[ContactPosition], today: Any) -> list[dict[str, Any]]:
    """Every position, newest first; at companies that are not the reader's to see only that there was one."""
    seen = with_roster(Account.objects.visible_to(actor), today).in_bulk([row.account_id for row in rows])
    return [
        {
            "row": row, "account": seen.get(row.account_id),
            "voice": roster_of(seen[row.account_id], today).voice if row.account_id in seen else None,
            "is_now": row.valid.upper is None or row.valid.upper > today, "has_left": row.valid.upper is not None,
            "last": row.valid.upper and row.valid.upper.fromordinal(row.valid.upper.toordinal() - 1),
        }
        for row in rows
    ]  # fmt: skip


def _position_for(actor: Any, position_id: int) -> ContactPosition:
    rows = ContactPosition.objects.visible_to(actor).select_related("contact", "account")
    return get_object_or_404(rows, pk=position_id)
