"""What passed with an account or a lead: the panel, the form that keeps it, the page of one touchpoint."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.forms import HiddenInput, IntegerField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suki.apps.company.queries import default_entity
from suki.apps.touchpoints import actions
from suki.apps.touchpoints.forms import PlanForm, ReasonForm, TalkForm
from suki.apps.touchpoints.models import Touchpoint
from suki.apps.touchpoints.queries import needs_of, promises_to, touchpoints_of
from suki.apps.touchpoints.showing import (
    ShownTouchpoint,
    shown_promises,
    shown_touchpoints,
    version_of,
    voices_of,
)
from suki.base.about.going import back
from suki.base.access import Can, can, screen
from suki.base.answers import acted, form_answer
from suki.base.pages import kind_named, page_of, panels_of, part_page, tabs_of
from suki.base.partials import is_partial, render_part
from suki.base.toasts import toast

SHORT, FULL = 6, 40


def whose(request: HttpRequest, account_id: int | None, lead_id: int | None) -> tuple[str, Any]:
    """The kind and the row of an address that is about an account or about a lead."""
    kind = "account" if account_id is not None else "lead"
    return kind, kind_named(kind).row_for(request.user, account_id or lead_id or 0)


def part_answer(request: HttpRequest, kind: str, row: Any, name: str, page: dict[str, Any]) -> HttpResponse:
    """A panel alone, or as a page under the tabs of its row."""
    around = {} if is_partial(request) else part_page(kind, request.user, row, name)
    part = f"touchpoints/_{name}.html"
    values = {
        "row": row,
        "kind": kind,
        "part": part,
        "may_log": can(request.user, Can.LOG_TOUCHPOINTS),
        **around,
        **page,
    }
    return render_part(request, "about/page.html", part, values)


@screen(Can.SEE_ACCOUNTS)
def touchpoints(
    request: HttpRequest, account_id: int | None = None, lead_id: int | None = None
) -> HttpResponse:
    """What passed, newest first; what is planned stands above it."""
    kind, row = whose(request, account_id, lead_id)
    today = default_entity().today
    rows = touchpoints_of(row).exclude(state=Touchpoint.State.CANCELLED)
    planned = rows.filter(state=Touchpoint.State.PLANNED).order_by("at", "pk")[:FULL]
    done = rows.filter(state=Touchpoint.State.DONE)
    page = {
        "planned": shown_touchpoints(planned, today),
        "done": shown_touchpoints(done[: SHORT if is_partial(request) else 200], today),
        "log": reverse(f"{kind}_touchpoint_new", args=[row.pk]),
        "plan": reverse(f"{kind}_touchpoint_plan", args=[row.pk]),
        "all": reverse(f"{kind}_touchpoints", args=[row.pk]) if is_partial(request) else "",
    }
    return part_answer(request, kind, row, "touchpoints", page)


@screen(Can.LOG_TOUCHPOINTS)
def touchpoint_new(
    request: HttpRequest, account_id: int | None = None, lead_id: int | None = None
) -> HttpResponse:
    """Say what passed, what follows, what was promised and what they need, in one form."""
    kind, row = whose(request, account_id, lead_id)
    me, today = getattr(request.user, "person", None), default_entity().today
    form = TalkForm(request.POST or None, row=row, me=me, today=today, initial=_wished(request))
    act = partial(actions.log_talk, actor=request.user, **{kind: row})
    page = {"title": _("Log what passed"), "word": _("Keep it"), "said": _("It is kept.")}
    return form_answer(request, form, act, on=page_of(kind, row.pk), **_around(kind, row, me, today), **page)


@screen(Can.LOG_TOUCHPOINTS)
def touchpoint_plan(
    request: HttpRequest, account_id: int | None = None, lead_id: int | None = None
) -> HttpResponse:
    """Plan a call, a meeting or a visit."""
    kind, row = whose(request, account_id, lead_id)
    me, today = getattr(request.user, "person", None), default_entity().today
    form = PlanForm(request.POST or None, row=row, me=me, today=today, initial=_wished(request))
    act = partial(actions.plan_touchpoint, actor=request.user, **{kind: row})
    page = {"title": _("Plan a meeting"), "word": _("Plan it"), "said": _("It is planned.")}
    around = _around(kind, row, me, today) | {"template": "touchpoints/plan.html"}
    return form_answer(request, form, act, on=page_of(kind, row.pk), **around, **page)


@screen(Can.SEE_ACCOUNTS)
def touchpoint(request: HttpRequest, touchpoint_id: int) -> HttpResponse:
    """One touchpoint: what was said, what followed from it, its photos and its history."""
    found = _found(request, touchpoint_id)
    today = default_entity().today
    row, kind = found.account or found.lead, "account" if found.account_id else "lead"
    made_here = {"source_kind": "touchpoint", "source_id": found.pk}
    page = {
        "touchpoint": found,
        "it": ShownTouchpoint(found, today),
        "whose": row,
        "whose_href": page_of(kind, row.pk) if row else "",
        "colleagues": [str(each) for each in found.colleagues.all()],
        "promises": shown_promises(promises_to(row, today).filter(**made_here), today),
        "needs": needs_of(row).filter(touchpoint=found),
        "crumbs": kind_named("touchpoint").crumbs(),
        "tabs": tabs_of("touchpoint", request.user, found.pk),
        "panels": panels_of("touchpoint", request.user, found.pk, "main", "side"),
        "may_log": can(request.user, Can.LOG_TOUCHPOINTS),
    }
    return render(request, "touchpoints/touchpoint.html", page)


@screen(Can.LOG_TOUCHPOINTS)
def touchpoint_done(request: HttpRequest, touchpoint_id: int) -> HttpResponse:
    """What came of something planned."""
    found = _found(request, touchpoint_id)
    row, kind = found.account or found.lead, "account" if found.account_id else "lead"
    me, today = found.person, default_entity().today
    begun = {
        name: getattr(found, name)
        for name in ("kind", "subject", "outcome", "text", "next_step", "next_step_on")
    }
    begun |= {"contacts": found.contacts.all()}
    form = TalkForm(request.POST or None, row=row, me=me, today=today, initial=begun)
    form.fields["revision"] = IntegerField(required=False, widget=HiddenInput)
    act = partial(actions.finish_talk, actor=request.user, touchpoint=found)
    page: dict[str, Any] = {"title": _("What came of it"), "word": _("Keep it"), "said": _("It is kept.")}
    page |= {"revision": found.revision, "theirs": _changed_meanwhile(request, found)}
    return form_answer(
        request, form, act, on=page_of("touchpoint", found.pk), **_around(kind, row, me, today), **page
    )


@screen(Can.LOG_TOUCHPOINTS)
def touchpoint_cancel(request: HttpRequest, touchpoint_id: int) -> HttpResponse:
    """It will not take place."""
    found = _found(request, touchpoint_id)
    page = {"title": _("Cancel it"), "word": _("Cancel it"), "sub": str(found), "said": _("It is cancelled.")}
    act = partial(actions.cancel_touchpoint, actor=request.user, touchpoint=found)
    return form_answer(
        request, ReasonForm(request.POST or None), act, on=page_of("touchpoint", found.pk), **page
    )


@require_POST
@screen(Can.LOG_TOUCHPOINTS)
def step_taken(request: HttpRequest, touchpoint_id: int) -> HttpResponse:
    """The next step is taken."""
    found = _found(request, touchpoint_id)
    trouble = acted(lambda: actions.take_next_step(actor=request.user, touchpoint=found))
    toast(request, trouble or _("Done: {what}").format(what=found.next_step))
    return redirect(back(request, page_of("touchpoint", found.pk)))


def _changed_meanwhile(request: HttpRequest, found: Touchpoint) -> list[str]:
    """How it stands now, where somebody else was quicker; saving again means it."""
    given = request.POST.get("revision", "")
    return version_of(found)["lines"] if given.isdecimal() and int(given) != found.revision else []


def _found(request: HttpRequest, touchpoint_id: int) -> Touchpoint:
    found: Touchpoint = kind_named("touchpoint").row_for(
        request.user, touchpoint_id, with_rows=("account", "lead", "person")
    )
    return found


def _around(kind: str, row: Any, me: Any, today: Any) -> dict[str, Any]:
    """Whose page the form belongs to, and who speaks for us there."""
    roster = voices_of(row, today)
    voice = roster.voice if roster else None
    return {
        "template": "touchpoints/talk.html", "row": row, "sub": str(row), "crumbs": kind_named(kind).crumbs(row),
        "voice": voice, "is_voice": bool(voice and me and voice.person_id == me.pk), "deputy": roster.deputy if roster else None,
    }  # fmt: skip


def _wished(request: HttpRequest) -> dict[str, str]:
    """What the address asks the form to begin with."""
    kind = request.GET.get("kind", "")
    return {"kind": kind} if kind in Touchpoint.Kind.values else {}
