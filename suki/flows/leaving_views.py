"""The screen on which somebody's work is handed to their successors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from suki.apps.accounts.assigning.queries import LEADING
from suki.apps.company.queries import default_entity
from suki.apps.people.leading import sees_all
from suki.apps.people.models import Person, PersonFunction
from suki.apps.people.queries import people_led_by
from suki.base.access import Can, screen
from suki.base.answers import acted, was_done
from suki.base.dated import on_day
from suki.base.formats import NOTHING
from suki.base.toasts import toast
from suki.flows import actions
from suki.flows.forms import LeaverForm
from suki.flows.manager_leaves.work import Work, work_of
from suki.flows.models import Departure

PLANNED = {"moved_at__isnull": True, "archived_at__isnull": True}


@screen(Can.MANAGE_PEOPLE)
def leaving(request: HttpRequest, person_id: int) -> HttpResponse:
    """Everything that somebody has in hand, and who follows; one step moves it all."""
    person = _person(request.user, person_id)
    departure = Departure.objects.filter(person=person, **PLANNED).select_related("successor").first()
    if request.method == "POST" and departure is not None:
        return _withdrawn(request, departure)
    today = default_entity().today
    choices = _choices(person, today)
    form = LeaverForm(request.POST or None, people=choices, initial={"last_day": _last_day(person)})
    work = work_of(person, today)
    if request.method == "POST" and form.is_valid() and was_done(form, _plan(request, person)):
        toast(request, _("Planned. Their work moves the day after the last one, as a whole."))
        return redirect("person_leaving", person.pk)
    page = _page(request, person, form, work, choices) | {"departure": departure}
    return render(request, "flows/leaving.html", page, status=422 if form.errors else 200)


def _page(request: HttpRequest, person: Person, form: Any, work: Work, choices: list[int]) -> dict[str, Any]:
    accounts = [
        {"account": row.account, "field": f"account_{row.account_id}", "chosen": request.POST.get(f"account_{row.account_id}", "")}
        for row in work.accounts.select_related("account")
    ]  # fmt: skip
    return {
        "person": person,
        "form": form,
        "title": _("{person} leaves").format(person=person),
        "crumbs": [(person.name, f"/people/{person.pk}/")],
        "counted": _said(work.counts()),
        "accounts": accounts,
        "people": Person.objects.filter(pk__in=choices).order_by("sort_key"),
    }


def _said(counts: dict[str, int]) -> list[tuple[Any, int]]:
    words = {
        "accounts": _("Accounts led"),
        "roles": _("Other roles"),
        "deals": _("Open deals"),
        "proposals": _("Proposals"),
        "approvals": _("Approvals"),
        "leads": _("Open leads"),
        "promises": _("Open promises"),
        "plans": _("Planned visits and talks"),
        "handoffs": _("Open handoffs"),
    }
    return [(words[name], count) for name, count in counts.items()]


def _plan(request: HttpRequest, person: Person) -> Callable[..., Any]:
    given = {
        int(name.removeprefix("account_")): int(chosen)
        for name, chosen in request.POST.items()
        if name.startswith("account_")
        and name.removeprefix("account_").isdecimal()
        and str(chosen).isdecimal()
    }

    def plan(*, last_day: date, successor: Person) -> Departure:
        allowed = _choices(person, default_entity().today)
        people = Person.objects.in_bulk([pk for pk in given.values() if pk in allowed])
        others = {account: people[pk] for account, pk in given.items() if pk in people and pk != successor.pk}
        made: Departure = actions.plan_departure(
            actor=request.user, person=person, last_day=last_day, successor=successor, others=others
        )
        return made

    return plan


def _withdrawn(request: HttpRequest, departure: Departure) -> HttpResponse:
    if refused := acted(lambda: actions.withdraw_departure(actor=request.user, departure=departure)):
        messages.error(request, refused or NOTHING)
    else:
        toast(request, _("The work stays where it is."))
    return redirect("person_leaving", departure.person_id)


def _person(actor: Any, person_id: int) -> Person:
    """Somebody whom the actor leads; others are not there for them."""
    person = get_object_or_404(Person.objects.visible_to(actor), pk=person_id)
    own = person.user_id is not None and person.user_id == actor.pk
    led = sees_all(actor) or person.pk in people_led_by(actor, default_entity().today)
    planned = Departure.objects.filter(person=person, planned_by=actor, **PLANNED).exists()
    if own or not (led or planned):
        raise Http404
    return person


def _choices(person: Person, day: date) -> list[int]:
    """Everybody whose function is to lead accounts, but the leaver."""
    held = PersonFunction.objects.filter(on_day(day), function__in=LEADING, person__archived_at__isnull=True)
    return list(held.exclude(person=person).values_list("person_id", flat=True).distinct())


def _last_day(person: Person) -> date | None:
    end = person.employed.upper if person.employed else None
    return end - timedelta(days=1) if end else None
