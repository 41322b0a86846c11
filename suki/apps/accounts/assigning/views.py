"""Screens of giving an account to the right hands."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suki.apps.accounts.actions import assign_owner
from suki.apps.accounts.assigning import actions
from suki.apps.accounts.assigning.forms import OwnerForm, RequiredSkillForm
from suki.apps.accounts.assigning.queries import (
    accounts_led_by,
    candidates_for,
    fit_of_owner,
    last_day_of,
    needs_of,
    required_of,
)
from suki.apps.accounts.models import Account, AccountSkill
from suki.apps.accounts.queries import account_for
from suki.apps.people.models import Person, Skill
from suki.base.access import Can, can, screen
from suki.base.answers import form_answer
from suki.base.partials import is_partial
from suki.base.toasts import toast


def _address(account: Account) -> str:
    """The account's page."""
    return f"/accounts/{account.pk}/"


@screen(Can.ASSIGN_ACCOUNTS)
def owner(request: HttpRequest, account_id: int) -> HttpResponse:
    """Who leads the account from a day on: everybody who could, with fit and load."""
    account = account_for(request.user, account_id)
    needs = needs_of(account)
    candidates = candidates_for(account, timezone.localdate(), needs)
    form = OwnerForm(request.POST or None, people=[each.person.pk for each in candidates])
    page = {
        "account": account,
        "candidates": candidates,
        "needs": needs,
        "chosen": form["person"].value() or request.GET.get("person", ""),
        "crumbs": [(account.name, _address(account))],
        "template": "accounts/owner.html",
    }
    act = partial(assign_owner, actor=request.user, account=account)
    return form_answer(request, form, act, on=_address(account), said=_("The owner is assigned."), **page)


@screen(Can.SEE_ACCOUNTS)
def required_skills(request: HttpRequest, account_id: int) -> HttpResponse:
    """What the account requires of whoever leads it, and how far its owner brings it."""
    page = required_skills_of(request.user, account_for(request.user, account_id))
    template = "accounts/_required_skills.html" if is_partial(request) else "accounts/required_skills.html"
    return render(request, template, page)


def required_skills_of(actor: Any, account: Account) -> dict[str, Any]:
    """For `accounts/_required_skills.html`, wherever it is included."""
    required = list(required_of(account))
    owner = fit_of_owner(account, timezone.localdate(), needs_of(account, required)) if required else None
    return {
        "account": account,
        "required": required,
        "owner": owner and {"person": owner[0], "fit": owner[1]},
        "may_edit": can(actor, Can.EDIT_ACCOUNTS),
        "may_assign": can(actor, Can.ASSIGN_ACCOUNTS),
    }


@screen(Can.EDIT_ACCOUNTS)
def require(request: HttpRequest, account_id: int) -> HttpResponse:
    """One more thing the account requires."""
    account = account_for(request.user, account_id)
    form = RequiredSkillForm(request.POST or None)
    page = {
        "title": _("Require a skill"),
        "word": _("Require it"),
        "said": _("Kept."),
        "crumbs": [(account.name, _address(account))],
        "known": Skill.objects.in_use().order_by("name").values_list("name", flat=True)[:300],
        "template": "accounts/require_skill.html",
    }
    on = reverse("required_skills", args=[account.pk])
    return form_answer(
        request, form, partial(actions.require_skill, actor=request.user, account=account), on=on, **page
    )


@screen(Can.EDIT_ACCOUNTS)
@require_POST
def unrequire(request: HttpRequest, account_id: int, row_id: int) -> HttpResponse:
    """The account does not require it any more."""
    account = account_for(request.user, account_id)
    required = get_object_or_404(AccountSkill, account=account, pk=row_id)
    actions.drop_required_skill(actor=request.user, account=account, required=required)
    toast(request, _("No longer required."))
    return redirect("required_skills", account.pk)


@screen(Can.SEE_ACCOUNTS)
def person_accounts(request: HttpRequest, person_id: int) -> HttpResponse:
    """The accounts a person leads, led or will lead, with dates."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)
    today = timezone.localdate()
    rows = [
        {
            "row": row,
            "is_over": bool(row.valid.upper and row.valid.upper <= today),
            "last": last_day_of(row.valid),
        }
        for row in accounts_led_by(request.user, person)
    ]
    template = "accounts/_led.html" if is_partial(request) else "accounts/led.html"
    return render(request, template, {"person": person, "rows": rows})
