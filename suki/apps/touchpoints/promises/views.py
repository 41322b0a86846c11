"""Promises on pages: the panel of an account or a lead, the page of one, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from suki.apps.company.queries import default_entity
from suki.apps.touchpoints import actions
from suki.apps.touchpoints.models import Promise
from suki.apps.touchpoints.promises.forms import GivenUpForm, HandForm, KeptForm, MovedForm, PromiseForm
from suki.apps.touchpoints.queries import kept_in_a_year, of, promises_to, with_standing
from suki.apps.touchpoints.showing import ShownPromise, shown_promises
from suki.apps.touchpoints.views import part_answer, whose
from suki.base.about.attachments import attach_file
from suki.base.access import Can, can, screen
from suki.base.answers import form_answer
from suki.base.pages import kind_named, page_of, panels_of, tabs_of
from suki.base.partials import is_partial

SHORT = 6


@screen(Can.SEE_ACCOUNTS)
def promises(request: HttpRequest, account_id: int | None = None, lead_id: int | None = None) -> HttpResponse:
    """What we promised: what is open by its day, then what became of the rest."""
    kind, row = whose(request, account_id, lead_id)
    today = default_entity().today
    rows = promises_to(row, today)
    page = {
        "promises": shown_promises(rows[: SHORT if is_partial(request) else 200], today),
        "kept": kept_in_a_year(Promise.objects.in_use().filter(of(row)), today),
        "new": reverse(f"{kind}_promise_new", args=[row.pk]),
    }
    return part_answer(request, kind, row, "promises", page)


@screen(Can.LOG_TOUCHPOINTS)
def promise_new(
    request: HttpRequest, account_id: int | None = None, lead_id: int | None = None
) -> HttpResponse:
    """Write down what we promised."""
    kind, row = whose(request, account_id, lead_id)
    form = PromiseForm(request.POST or None, row=row, me=getattr(request.user, "person", None))
    act = partial(actions.make_promise, actor=request.user, **{kind: row})
    page = {
        "title": _("A promise"), "word": _("Write it down"), "sub": str(row), "crumbs": kind_named(kind).crumbs(row),
        "said": _("The promise stands in the register."),
    }  # fmt: skip
    return form_answer(request, form, act, on=page_of(kind, row.pk), **page)


@screen(Can.SEE_ACCOUNTS)
def promise(request: HttpRequest, promise_id: int) -> HttpResponse:
    """One promise: how it stands, what shows it, and every step in its history."""
    found = _found(request, promise_id)
    today = default_entity().today
    shown = with_standing(Promise.objects.filter(pk=found.pk), today).get()
    kind = "account" if found.account_id else "lead"
    page = {
        "promise": found,
        "it": ShownPromise(shown, today),
        "whose": found.account or found.lead,
        "whose_href": page_of(kind, found.account_id or found.lead_id),
        "source_href": page_of(found.source_kind, found.source_id),
        "crumbs": kind_named("promise").crumbs(),
        "tabs": tabs_of("promise", request.user, found.pk),
        "panels": panels_of("promise", request.user, found.pk, "main", "side"),
        "may_log": can(request.user, Can.LOG_TOUCHPOINTS),
    }
    return render(request, "touchpoints/promise.html", page)


@screen(Can.LOG_TOUCHPOINTS)
def promise_kept(request: HttpRequest, promise_id: int) -> HttpResponse:
    """It was done: when, and what shows it, a file too."""
    found = _found(request, promise_id)

    def keep(on: Any, proof: str, files: Any) -> None:
        with transaction.atomic():
            actions.keep_promise(actor=request.user, promise=found, on=on, proof=proof)
            if files is not None:
                attach_file(
                    actor=request.user, about=found, content=files, name=files.name, size=files.size,
                    content_type=files.content_type or "",
                )  # fmt: skip

    words = (_("The promise is kept"), _("It is kept"), _("Kept: {what}"))
    return _settling(request, found, KeptForm(request.POST or None, request.FILES or None), keep, *words)


@screen(Can.LOG_TOUCHPOINTS)
def promise_broken(request: HttpRequest, promise_id: int) -> HttpResponse:
    """It will not be done."""
    found = _found(request, promise_id)
    act = partial(actions.break_promise, actor=request.user, promise=found)
    words = (_("The promise is broken"), _("It is broken"), _("Broken: {what}"))
    return _settling(request, found, GivenUpForm(request.POST or None), act, *words)


@screen(Can.LOG_TOUCHPOINTS)
def promise_released(request: HttpRequest, promise_id: int) -> HttpResponse:
    """The client does not want it any more."""
    found = _found(request, promise_id)
    act = partial(actions.release_promise, actor=request.user, promise=found)
    words = (_("The client released us"), _("They released us"), _("Released: {what}"))
    return _settling(request, found, GivenUpForm(request.POST or None), act, *words)


@screen(Can.LOG_TOUCHPOINTS)
def promise_moved(request: HttpRequest, promise_id: int) -> HttpResponse:
    """It is due on another day."""
    found = _found(request, promise_id)
    act = partial(actions.move_promise, actor=request.user, promise=found)
    words = (_("Due on another day"), _("Move it"), _("Moved: {what}"))
    return _settling(request, found, MovedForm(request.POST or None, initial={"due": found.due}), act, *words)


@screen(Can.LOG_TOUCHPOINTS)
def promise_handed(request: HttpRequest, promise_id: int) -> HttpResponse:
    """Somebody else keeps it."""
    found = _found(request, promise_id)
    act = partial(actions.hand_promise, actor=request.user, promise=found)
    words = (_("Somebody else keeps it"), _("Hand it over"), _("Handed over: {what}"))
    return _settling(request, found, HandForm(request.POST or None), act, *words)


@screen(Can.LOG_TOUCHPOINTS)
def promise_reopened(request: HttpRequest, promise_id: int) -> HttpResponse:
    """It was settled by mistake."""
    from suki.apps.touchpoints.forms import ReasonForm

    found = _found(request, promise_id)
    act = partial(actions.reopen_promise, actor=request.user, promise=found)
    words = (_("The promise is open again"), _("Open it again"), _("Open again: {what}"))
    return _settling(request, found, ReasonForm(request.POST or None), act, *words)


def _settling(
    request: HttpRequest, found: Promise, form: BaseForm, act: Callable[..., Any], title: str, word: str, said: str
) -> HttpResponse:  # fmt: skip
    page = {"title": title, "word": word, "sub": found.text, "said": said.format(what=found.text)}
    page["crumbs"] = kind_named("promise").crumbs(found)  # type: ignore[assignment]
    return form_answer(
        request, form, act, on=page_of("promise", found.pk), is_multipart=form.is_multipart(), **page
    )


def _found(request: HttpRequest, promise_id: int) -> Promise:
    found: Promise = kind_named("promise").row_for(
        request.user, promise_id, with_rows=("account", "lead", "owner", "contact")
    )
    return found
