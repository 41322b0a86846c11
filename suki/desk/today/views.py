"""Today: what needs somebody, the numbers of their book, and answers with one key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suki.apps.company.queries import default_entity
from suki.apps.people.models import Person
from suki.base import formats
from suki.base.access import Can, can, screen
from suki.base.models import User
from suki.base.toasts import toast
from suki.desk.today.actions import answer_need, take_answer_back
from suki.desk.today.figures import figures_of
from suki.desk.today.kinds import book_for
from suki.desk.today.needs import Answer, Asking, Need, need_of, needs_of
from suki.desk.today.touchpoints import agenda_of
from suki.kernel.errors import RuleBroken

SHOWN = 12


@screen(Can.SIGN_IN)
def today(request: HttpRequest) -> HttpResponse:
    """Each person's page of what needs them now."""
    asking = asking_of(request)
    needs = needs_of(asking)
    shown = needs if "all" in request.GET else needs[:SHOWN]
    book = book_for(asking) if can(request.user, Can.SEE_BOOK) else None
    later = _next_monday(asking.today)
    page = {
        "asking": asking,
        "currency": asking.entity.currency,
        "lines": [_line(need, asking) for need in shown],
        "count": len(needs),
        "more": len(needs) - len(shown),
        "book": book if book and book.rows else None,
        "figures": figures_of(asking, book) if book and book.rows else None,
        "agenda": agenda_of(asking),
        "later": later.isoformat(),
        "later_said": _("until {day}").format(day=formats.day_text(later)),
    }
    return render(request, "desk/today/page.html", page)


@require_POST
@screen(Can.SIGN_IN)
def answers(request: HttpRequest) -> HttpResponse:
    """Answer one thing: done, or later."""
    asking = asking_of(request)
    need = _need(asking, request)
    answer = request.POST.get("answer", "")
    if answer not in (Answer.DONE, Answer.SNOOZED):
        raise Http404
    until = _day(request.POST.get("until")) if answer == Answer.SNOOZED else None
    try:
        answer_need(
            actor=request.user, kind=need.kind, key=need.key, answer=answer, today=asking.today, until=until
        )
    except RuleBroken as broken:
        toast(request, str(broken))
    else:
        toast(request, _said(need, answer), undo=f"{reverse('today_undo')}?kind={need.kind}&key={need.key}")
    return redirect("today")


@screen(Can.SIGN_IN)
def handing(request: HttpRequest) -> HttpResponse:
    """Hand one thing to a colleague."""
    asking = asking_of(request)
    need = _need(asking, request)
    colleagues = (
        Person.objects.in_use().filter(user__is_active=True).exclude(user=request.user).order_by("sort_key")
    )
    problem = ""
    if request.method == "POST":
        to = User.objects.filter(
            person__in=colleagues, person__pk=_number(request.POST.get("person"))
        ).first()
        try:
            answer_need(
                actor=request.user,
                kind=need.kind,
                key=need.key,
                answer=Answer.HANDED,
                today=asking.today,
                to=to,
            )
        except RuleBroken as broken:
            problem = str(broken)
        else:
            toast(
                request,
                _said(need, Answer.HANDED),
                undo=f"{reverse('today_undo')}?kind={need.kind}&key={need.key}",
            )
            return redirect("today")
    page = {"need": need, "colleagues": colleagues, "problem": problem}
    return render(request, "desk/today/handing.html", page, status=422 if problem else 200)


@require_POST
@screen(Can.SIGN_IN)
def undo(request: HttpRequest) -> HttpResponse:
    """Take an answer back."""
    take_answer_back(actor=request.user, kind=request.GET.get("kind", ""), key=request.GET.get("key", ""))
    return redirect("today")


def asking_of(request: HttpRequest) -> Asking:
    """Whose day it is: the signed-in person's, on the firm's business day."""
    entity = default_entity()
    return Asking(request.user, entity.today, entity)


@dataclass(frozen=True)
class _Line:
    """A need as the page shows it."""

    need: Need
    margin: Any
    tail: Any
    by: str
    handing: str


def _line(need: Need, asking: Asking) -> _Line:
    stake = formats.short_marked(need.stake, asking.entity.currency) if need.stake else ""
    tail = formats.lateness_text(need.due, asking.today) if need.due else ""
    by = _("handed over by {name}").format(name=need.handed_by) if need.handed_by else need.by
    handing = f"{reverse('today_handing')}?{urlencode({'kind': need.kind, 'key': need.key})}"
    return _Line(need, stake, tail, by, handing)


def _next_monday(day: date) -> date:
    return day + timedelta(days=7 - day.weekday())


def _need(asking: Asking, request: HttpRequest) -> Need:
    given = request.POST if request.method == "POST" else request.GET
    need = need_of(asking, given.get("kind", ""), given.get("key", ""))
    if need is None:
        raise Http404
    return need


def _said(need: Need, answer: str) -> str:
    words: dict[str, Any] = {
        Answer.DONE: _("Done: {what}"),
        Answer.SNOOZED: _("Later: {what}"),
        Answer.HANDED: _("Handed over: {what}"),
    }
    return str(words[answer]).format(what=need.what)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0
