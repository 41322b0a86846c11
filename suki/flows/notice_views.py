"""Screens of the notice to the client: read it, change it, approve it, say that it is sent."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suki.base.access import Can, screen
from suki.base.answers import acted, form_answer
from suki.base.languages import CODES
from suki.base.pages import kind_named
from suki.base.toasts import toast
from suki.flows import actions, forms
from suki.flows.client_joins.rights import gives, takes
from suki.flows.models import Handoff
from suki.flows.views import handoff_for


@screen(Can.HAND_OVER)
def notice(request: HttpRequest, handoff_id: int) -> HttpResponse:
    """What the client will read; changing it takes its approval back."""
    found = handoff_for(request.user, handoff_id)
    form = forms.NoticeForm(request.POST or None, initial={"text": found.notice, "revision": found.revision})
    is_changing = found.notice_approved_at is None or "change" in request.GET or bool(form.errors)
    page = {
        "handoff": found,
        "is_changing": is_changing,
        "title": _("Notice to the client"),
        "sub": found.account.name,
        "word": _("Keep the words"),
        "said": _("Kept."),
        "crumbs": kind_named("handoff").crumbs(found),
        "drafted_in": CODES,
        "may_write": found.state == Handoff.State.ACCEPTED
        and found.notice_sent_at is None
        and (gives(request.user, found) or takes(request.user, found)),
        "may_approve": takes(request.user, found),
        "template": "flows/notice.html",
    }
    on = reverse("handoff_notice", args=[found.pk])
    act = partial(actions.write_notice, actor=request.user, handoff=found)
    return form_answer(request, form, act, on=on, **page)


@screen(Can.HAND_OVER)
@require_POST
def draft(request: HttpRequest, handoff_id: int) -> HttpResponse:
    """Draft it anew, in a language."""
    found = handoff_for(request.user, handoff_id)
    language = request.POST.get("language", "")
    act = partial(actions.draft_notice, actor=request.user, handoff=found, language=language)
    return _pressed(request, found, act, _("Drafted anew."))


@screen(Can.HAND_OVER)
@require_POST
def approval(request: HttpRequest, handoff_id: int) -> HttpResponse:
    """The client may read this."""
    found = handoff_for(request.user, handoff_id)
    given = request.POST.get("revision", "")
    revision = int(given) if given.isdecimal() else None
    act = partial(actions.approve_notice, actor=request.user, handoff=found, revision=revision)
    return _pressed(request, found, act, _("Approved."))


@screen(Can.HAND_OVER)
@require_POST
def sending(request: HttpRequest, handoff_id: int) -> HttpResponse:
    """It has been sent."""
    found = handoff_for(request.user, handoff_id)
    act = partial(actions.notice_sent, actor=request.user, handoff=found)
    return _pressed(request, found, act, _("Kept as sent."))


def _pressed(request: HttpRequest, found: Handoff, act: partial[Handoff], said: str) -> HttpResponse:
    if refused := acted(act):
        messages.error(request, refused)
    else:
        toast(request, said)
    return redirect("handoff_notice", found.pk)
