"""Tours at the desk, and the page of today's visits that a phone opens without a signal."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suki.apps.accounts.models import Account
from suki.apps.company.queries import default_entity
from suki.apps.touchpoints.models import Touchpoint
from suki.apps.touchpoints.visits import actions
from suki.apps.touchpoints.visits.forms import FIRST_DAY, LAST_DAY, RhythmForm, StopForm
from suki.apps.touchpoints.visits.queries import (
    DAYS_SHOWN,
    briefs_for,
    due_visits,
    own_accounts,
    tour_of,
)
from suki.apps.touchpoints.visits.sending import received
from suki.base.access import Can, can, open_screen, screen
from suki.base.answers import acted, form_answer
from suki.base.assets import static_version
from suki.base.formats import clock_text, day_text
from suki.base.lists import Lane, Ticket
from suki.base.marks import state
from suki.base.pages import masked, page_of
from suki.base.toasts import toast
from suki.kernel.ids import uuid7


@screen(Can.LOG_TOUCHPOINTS)
def visits(request: HttpRequest) -> HttpResponse:
    """The tours of the next days: in which order, on which day; and who is due for a visit."""
    person, first = getattr(request.user, "person", None), _day(request.GET.get("day"))
    today = default_entity().today
    page: dict[str, Any] = {"person": person, "today": today, "first": first}
    if person is not None:
        page |= {
            "lanes": _lanes(tour_of(person, first, DAYS_SHOWN), first),
            "due": due_visits(person, today),
            "days": [first + timedelta(days=each) for each in range(DAYS_SHOWN)],
            "form": StopForm(actor=request.user, initial={"day": first}),
            "before": (first - timedelta(days=DAYS_SHOWN)).isoformat(),
            "after": (first + timedelta(days=DAYS_SHOWN)).isoformat(),
            "may_set": can(request.user, Can.MANAGE_PIPELINES),
        }
    return render(request, "touchpoints/visits.html", page)


@require_POST
@screen(Can.LOG_TOUCHPOINTS)
def stop_new(request: HttpRequest) -> HttpResponse:
    """One more visit on a day."""
    form = StopForm(request.POST, actor=request.user)
    person = getattr(request.user, "person", None)
    if not form.is_valid() or person is None:
        messages.error(
            request, " ".join(str(said[0]) for said in form.errors.values()) or _("Choose an account.")
        )
        return redirect("visits")
    given = form.cleaned_data
    trouble = acted(lambda: actions.add_stop(actor=request.user, person=person, **given))
    said = _("{account} is on the tour of {day}.")
    toast(request, trouble or said.format(account=given["account"], day=day_text(given["day"], "near")))
    return redirect(f"{reverse('visits')}?day={request.POST.get('first') or given['day'].isoformat()}")


@require_POST
@screen(Can.LOG_TOUCHPOINTS)
def stop_move(request: HttpRequest) -> HttpResponse:
    """A visit goes to another place or another day."""
    visit = get_object_or_404(
        Touchpoint.objects.visible_to(request.user), pk=_number(request.POST.get("card")), kind="visit"
    )
    day, place = _day(request.POST.get("lane")), _number(request.POST.get("place")) or actions.MOST_A_DAY
    trouble = acted(lambda: actions.move_stop(actor=request.user, visit=visit, day=day, place=place))
    if trouble and request.headers.get("HX-Request"):
        return HttpResponse(trouble, status=422)
    if trouble:
        toast(request, trouble)
    return redirect(f"{reverse('visits')}?day={day.isoformat()}")


@screen(Can.MANAGE_PIPELINES)
def rhythms(request: HttpRequest) -> HttpResponse:
    """How often accounts of each tier are visited."""
    tiers = Account.objects.exclude(tier="").order_by("tier").values_list("tier", flat=True).distinct()
    form = RhythmForm(request.POST or None, tiers=list(tiers))

    def act(**given: Any) -> None:
        actions.set_rhythms(actor=request.user, days=form.days)

    page = {
        "title": _("How often accounts are visited"), "word": _("Keep it"), "said": _("It is kept."),
        "lead": _("Whoever has not been visited for so long is proposed for the next tour. Empty: nobody is proposed."),
        "crumbs": [(_("Visits"), reverse("visits"))],
    }  # fmt: skip
    return form_answer(request, form, act, on=reverse("visits"), **page)


@screen(Can.LOG_TOUCHPOINTS)
def visits_today(request: HttpRequest) -> HttpResponse:
    """Today's visits with what one should know at the door; what is said there waits in the phone for a signal."""
    person, today = getattr(request.user, "person", None), default_entity().today
    page = {
        "person": person,
        "today": today,
        "outcomes": Touchpoint.Outcome.choices,
        "briefs": briefs_for(tour_of(person, today), today, with_offers=can(request.user, Can.SEE_LEDGER))
        if person
        else [],
        "accounts": own_accounts(person, today) if person else [],
        "other_uid": uuid7(),
        "hidden": masked(request.user, "account"),
    }
    answer = render(request, "touchpoints/visits_today.html", page)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@screen(Can.LOG_TOUCHPOINTS)
def visit_sent(request: HttpRequest) -> HttpResponse:
    """A phone sends what it kept."""
    person = getattr(request.user, "person", None)
    if person is None:
        return JsonResponse({"state": "refused", "problems": [_("Say who of us.")]}, status=422)
    answer = received(request, person)
    if "text/html" in request.headers.get("Accept", "") and answer.status_code == 200:
        return redirect("visits_today")
    return answer


@open_screen
def visits_worker(request: HttpRequest) -> HttpResponse:
    """The script that opens today's visits without a signal; a new version of our files makes a new one of it."""
    script = f'const VERSION = "{static_version()}";\nimportScripts("{static("js/visits-worker.js")}");\n'
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


def _lanes(tour: list[Touchpoint], first: date) -> list[Lane]:
    days: dict[date, list[Ticket]] = {first + timedelta(days=each): [] for each in range(DAYS_SHOWN)}
    for visit in tour:
        whose = visit.account or visit.lead
        days[timezone.localdate(visit.at)].append(
            Ticket(
                visit.pk, str(whose), page_of("touchpoint", visit.pk), why=visit.subject or getattr(whose, "city", ""),
                worth=clock_text(timezone.localtime(visit.at)), mark=state("good", _("done")) if visit.state == "done" else "",
            )
        )  # fmt: skip
    return [Lane(day.isoformat(), day_text(day, "heading"), tuple(tickets)) for day, tickets in days.items()]


def _day(text: str | None) -> date:
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return default_entity().today
    return day if FIRST_DAY <= day <= LAST_DAY else default_entity().today


def _number(text: str | None) -> int:
    return int(text[:18]) if text and text.isdecimal() else 0
