"""Screens about the people who are paid by plans: members, base pay, scores, and credit beside the shares."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from suki.apps.company.queries import default_entity
from suki.apps.compensation.models import PlanMember
from suki.apps.compensation.plans import forms, membership, queries
from suki.apps.compensation.plans.mixes import pay_mixes
from suki.apps.compensation.plans.reading_along import last_day
from suki.apps.compensation.plans.screens.way import crumbs
from suki.apps.credits.models import Overlay
from suki.apps.people.models import Person
from suki.base.access import Can, can, screen
from suki.base.answers import form_answer


@screen(Can.MANAGE_PLANS)
def new_member(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Somebody comes to be paid by a plan."""
    found = queries.plan_for(request.user, plan_id)
    form = forms.MemberForm(request.POST or None)
    act = partial(membership.add_member, actor=request.user, plan=found)
    return _form(request, form, act, _("Who is paid by it"), _("Add to the plan"), found)


@screen(Can.MANAGE_PLANS)
def member(request: HttpRequest, member_id: int) -> HttpResponse:
    """What somebody is paid changes."""
    found = queries.member_for(request.user, member_id)
    known = {"target_pay": found.target_pay, "paid_in": found.paid_in, "revision": found.revision}
    form = forms.ChangeMemberForm(request.POST or None, initial=known)
    act = partial(membership.change_member, actor=request.user, member=found)
    return _form(request, form, act, found.person.name, _("Keep"), found.plan)


@screen(Can.MANAGE_PLANS)
def member_end(request: HttpRequest, member_id: int) -> HttpResponse:
    """Somebody is paid by a plan no more."""
    found = queries.member_for(request.user, member_id)
    form = forms.EndForm(
        request.POST or None, initial={"revision": found.revision, "last": last_day(found.valid)}
    )
    act = partial(membership.end_membership, actor=request.user, member=found)
    title = _("{name}: last day in the plan").format(name=found.person.name)
    return _form(request, form, act, title, _("End it"), found.plan)


@screen(Can.APPROVE_PAY)
def new_score(request: HttpRequest, plan_id: int) -> HttpResponse:
    """How far somebody met an agreed aim, with the reason."""
    found = queries.plan_for(request.user, plan_id)
    seen = PlanMember.objects.visible_to(request.user).filter(plan=found).exclude(person__user=request.user)
    people = Person.objects.filter(pk__in=seen.values("person")).order_by("sort_key", "pk")
    form = forms.ScoreForm(request.POST or None, plan=found, people=people)
    act = partial(membership.set_score, actor=request.user, plan=found)
    return _form(request, form, act, _("Score an agreed aim"), _("Keep the score"), found)


@screen(Can.SEE_PAY)
def salaries(request: HttpRequest) -> HttpResponse:
    """Base pay beside target pay: the pay mix of everybody whose pay the reader sees."""
    today = default_entity().today
    page = {
        "mixes": pay_mixes(request.user, today),
        "may_manage": can(request.user, Can.MANAGE_PLANS),
        "crumbs": crumbs(),
    }
    return render(request, "compensation/salaries.html", page)


@screen(Can.MANAGE_PLANS)
def new_salary(request: HttpRequest) -> HttpResponse:
    """Base pay from a day on."""
    form = forms.SalaryForm(request.POST or None, initial=_asked_person(request))
    act = partial(membership.set_salary, actor=request.user)
    page = {
        "title": _("Base pay"), "word": _("Keep"), "said": _("Kept."),
        "crumbs": [*crumbs(), (_("Base pay and pay mix"), reverse("plan_salaries"))],
    }  # fmt: skip
    return form_answer(request, form, act, on=reverse("plan_salaries"), **page)


@screen(Can.MANAGE_PLANS)
def overlays(request: HttpRequest) -> HttpResponse:
    """Credit beside the shares of the revenue."""
    rows = Overlay.objects.in_use().select_related("person", "account", "product", "territory")
    today = default_entity().today
    page = {
        "overlays": [
            (each, last_day(each.valid), each.valid.upper is None or each.valid.upper > today)
            for each in rows.order_by("person__sort_key", "valid")
        ],
        "crumbs": crumbs(),
    }
    return render(request, "compensation/overlays.html", page)


@screen(Can.MANAGE_PLANS)
def new_overlay(request: HttpRequest) -> HttpResponse:
    """Somebody is credited beside those who share the revenue."""
    form = forms.OverlayForm(request.POST or None)
    act = partial(membership.grant_overlay, actor=request.user)
    return _overlay_form(request, form, act, _("Credit beside the shares"), _("Give the credit"))


@screen(Can.MANAGE_PLANS)
def overlay_end(request: HttpRequest, overlay_id: int) -> HttpResponse:
    """Credit beside the shares ends."""
    found = get_object_or_404(Overlay.objects.select_related("person"), pk=overlay_id)
    form = forms.EndForm(
        request.POST or None, initial={"revision": found.revision, "last": last_day(found.valid)}
    )
    act = partial(membership.end_overlay, actor=request.user, overlay=found)
    title = _("{name}: last day of the credit").format(name=found.person.name)
    return _overlay_form(request, form, act, title, _("End it"))


def _overlay_form(request: HttpRequest, form: Any, act: Any, title: str, word: str) -> HttpResponse:
    way = [*crumbs(), (_("Credit beside the shares"), reverse("plan_overlays"))]
    page = {
        "title": title, "word": word, "said": _("Kept."), "crumbs": way,
        "lead": _("It counts for pay only, never as revenue twice. Without a customer, product or territory it is of everything."),
    }  # fmt: skip
    return form_answer(request, form, act, on=reverse("plan_overlays"), **page)


def _asked_person(request: HttpRequest) -> dict[str, Any]:
    asked = request.GET.get("person", "")
    return {"person": int(asked)} if asked.isdecimal() and len(asked) < 10 else {}


def _form(request: HttpRequest, form: Any, act: Any, title: str, word: str, plan: Any) -> HttpResponse:
    page = {"title": title, "word": word, "sub": plan.name, "crumbs": crumbs(plan), "said": _("Kept.")}
    return form_answer(request, form, act, on=reverse("pay_plan", args=[plan.pk]), **page)
