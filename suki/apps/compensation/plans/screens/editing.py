"""Screens that write plans: a new one, the next version, the editor of its rules, publishing and withdrawing."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suki.apps.company.queries import default_entity
from suki.apps.compensation.models import PlanVersion
from suki.apps.compensation.plans import actions, queries
from suki.apps.compensation.plans.editor.page import beside_values, editor_values, hint_rows
from suki.apps.compensation.plans.editor.posted import done, nested
from suki.apps.compensation.plans.editor.reading import read
from suki.apps.compensation.plans.editor.writing import written
from suki.apps.compensation.plans.forms import DraftForm, HeadForm, NameForm, StartForm
from suki.apps.compensation.plans.reading_along import last_day, names_in
from suki.apps.compensation.plans.screens.way import crumbs
from suki.apps.compensation.plans.starting import STARTS, rules_from, start_named
from suki.base.access import Can, screen
from suki.base.answers import acted, form_answer, was_done
from suki.base.partials import is_partial
from suki.base.toasts import toast


@screen(Can.MANAGE_PLANS)
def new_plan(request: HttpRequest) -> HttpResponse:
    """A plan from a starting point that is copied."""
    entity = default_entity()
    begins = entity.today.replace(day=1)
    form = StartForm(request.POST or None, initial={"start": "accelerated", "first": begins})
    made: list[PlanVersion] = []
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        rules = rules_from(start_named(given["start"]) or STARTS[0], entity.currency)
        act = partial(actions.open_plan, actor=request.user, rules=rules)
        if was_done(form, lambda start, **said: made.append(act(**said))):
            toast(request, _("The plan is begun as a draft."))
            return redirect("plan_rules", made[0].pk)
    page = {"form": form, "starts": STARTS, "crumbs": crumbs()}
    return render(request, "compensation/plan_new.html", page, status=422 if form.errors else 200)


@screen(Can.MANAGE_PLANS)
def name(request: HttpRequest, plan_id: int) -> HttpResponse:
    """What a plan is called."""
    found = queries.plan_for(request.user, plan_id)
    form = NameForm(request.POST or None, initial={"name": found.name, "revision": found.revision})
    act = partial(actions.rename_plan, actor=request.user, plan=found)
    page = {"title": _("Rename the plan"), "word": _("Rename"), "crumbs": crumbs(found)}
    return form_answer(request, form, act, on=reverse("pay_plan", args=[plan_id]), said=_("Kept."), **page)


@screen(Can.MANAGE_PLANS)
def new_version(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The next version, as a copy of the newest one."""
    found = queries.plan_for(request.user, plan_id)
    form = DraftForm(request.POST or None)
    made: list[PlanVersion] = []
    if request.method == "POST" and form.is_valid():
        act = partial(actions.draft_version, actor=request.user, plan=found)
        if was_done(form, lambda **said: made.append(act(**said))):
            return redirect("plan_rules", made[0].pk)
    page = {
        "title": _("Draft the next version"), "word": _("Draft it"), "sub": found.name, "crumbs": crumbs(found),
        "lead": _("It begins as a copy of the newest version. Nobody is paid by it before it is published."),
    }  # fmt: skip
    return form_answer(request, form, lambda **said: None, on=reverse("pay_plan", args=[plan_id]), **page)


@screen(Can.MANAGE_PLANS)
def rules(request: HttpRequest, version_id: int) -> HttpResponse:
    """The editor: blocks of sentences. Its buttons move blocks and steps; only keeping saves, and only all of it."""
    found = queries.draft_for(request.user, version_id)
    head = HeadForm(request.POST or None, initial=_head(found))
    if request.method != "POST":
        raw = written(found.rules, names_in(found.rules))
        return _editor(request, found, head, editor_values(raw, found.rules, [], {}))
    raw, pressed = nested(request.POST), request.POST.get("do", "")
    if pressed:
        raw = done(raw, pressed)
        got = read(raw, actions.products_named, found.rules)
        values = editor_values(raw, got.rules, got.problems if pressed == "again" else [], request.POST)
        return _editor(request, found, HeadForm(initial=request.POST.dict()), values)
    got = read(raw, actions.products_named, found.rules)
    act = partial(actions.change_rules, actor=request.user, version=found, rules=got.rules)
    if head.is_valid() and not got.problems and was_done(head, act):
        toast(request, _("The draft is kept."))
        return redirect("plan_version", version_id)
    values = editor_values(raw, got.rules, got.problems, request.POST)
    return _editor(request, found, head, values, status=422)


@require_POST
@screen(Can.MANAGE_PLANS)
def example(request: HttpRequest, version_id: int) -> HttpResponse:
    """What the rules as they are typed come to; nothing is saved."""
    found = queries.draft_for(request.user, version_id)
    got = read(nested(request.POST), actions.products_named, found.rules)
    page = beside_values(got.rules, got.problems, request.POST)
    page["hint_rows"] = hint_rows(got.rules, got.problems)
    return render(request, "compensation/_example.html", page)


@require_POST
@screen(Can.MANAGE_PLANS)
def publication(request: HttpRequest, version_id: int) -> HttpResponse:
    """People are paid by it from its first day on."""
    found = queries.draft_for(request.user, version_id)
    act = partial(actions.publish_version, actor=request.user, version=found, revision=_revision(request))
    refused = acted(act)
    toast(
        request,
        refused or _("Version {number} is published. Ask its people to read it.").format(number=found.number),
    )
    return redirect("plan_version", version_id)


@require_POST
@screen(Can.MANAGE_PLANS)
def withdrawal(request: HttpRequest, version_id: int) -> HttpResponse:
    """The draft is not needed."""
    found = queries.draft_for(request.user, version_id)
    act = partial(actions.withdraw_draft, actor=request.user, version=found, revision=_revision(request))
    refused = acted(act)
    toast(request, refused or _("The draft is withdrawn."))
    if refused:
        return redirect("plan_version", version_id)
    gone = not queries.plans_for(request.user).filter(pk=found.plan_id).exists()
    return redirect("pay_plans") if gone else redirect("pay_plan", found.plan_id)


def _editor(
    request: HttpRequest, found: PlanVersion, head: HeadForm, values: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    page = {"version": found, "plan": found.plan, "form": head, "crumbs": crumbs(found.plan), **values}
    template = "compensation/_editor.html" if is_partial(request) else "compensation/editor.html"
    answer = render(request, template, page, status=status)
    answer["Vary"] = ", ".join(filter(None, [answer.get("Vary", ""), "HX-Request"]))
    return answer


def _head(found: PlanVersion) -> dict[str, Any]:
    return {
        "first": found.valid.lower, "last": last_day(found.valid), "note": found.note, "revision": found.revision,
    }  # fmt: skip


def _revision(request: HttpRequest) -> int | None:
    written_ = request.POST.get("revision", "")
    return int(written_) if written_.isdecimal() and len(written_) < 10 else None
