"""Screens of contests: which there are, how one stands, opening and settling one."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suki.apps.company.queries import default_entity
from suki.apps.rewards import actions, forms, queries
from suki.apps.rewards.contests.queries import standing_of
from suki.apps.rewards.models import Contest
from suki.apps.rewards.purses import person_of
from suki.apps.rewards.screens.own import tabs
from suki.base.access import Can, can, screen
from suki.base.answers import acted, form_answer
from suki.base.toasts import toast


@screen(Can.SEE_REWARDS)
def contests(request: HttpRequest) -> HttpResponse:
    """What runs, what comes, what is over."""
    page = {
        "contests": queries.contests_for(request.user)[: queries.MOST],
        "today": default_entity().today,
        "may_manage": can(request.user, Can.MANAGE_REWARDS),
        "tabs": tabs(request, "contests"),
    }
    return render(request, "rewards/contests.html", page)


@screen(Can.SEE_REWARDS)
def contest(request: HttpRequest, contest_id: int) -> HttpResponse:
    """How a contest stands: by name where people may be compared, as sums where not; one's own place in any case."""
    held = Contest.objects.visible_to(request.user).in_use().select_related("entity", "result")
    found = get_object_or_404(held, pk=contest_id)
    standing = standing_of(found)
    me = person_of(request.user)
    is_over = found.valid.upper <= found.entity.today
    page = {
        "contest": found,
        "standing": standing,
        "mine": next((place for place, person in standing.places if person == me), None),
        "prizes": found.prizes.select_related("reward").order_by("rank"),
        "last": found.valid.upper - timedelta(days=1),
        "is_over": is_over,
        "is_settled": hasattr(found, "result"),
        "may_settle": is_over and not hasattr(found, "result") and can(request.user, Can.MANAGE_REWARDS),
        "currency": "" if found.measure == Contest.Measure.UNITS else found.entity.currency,
        "crumbs": [(_("Contests"), reverse("contests"))],
    }
    return render(request, "rewards/contest.html", page)


@screen(Can.MANAGE_REWARDS)
def contest_new(request: HttpRequest) -> HttpResponse:
    """Open a contest."""
    people = queries.people_to_reward(request.user, default_entity().today)
    form = forms.ContestForm(request.POST or None, people=people)
    page = {"title": _("New contest"), "word": _("Open the contest"), "said": _("The contest is open.")}
    act = partial(actions.open_contest, actor=request.user)
    crumbs = [(_("Contests"), reverse("contests"))]
    template = "rewards/contest_form.html"
    return form_answer(request, form, act, on=reverse("contests"), crumbs=crumbs, template=template, **page)


@require_POST
@screen(Can.MANAGE_REWARDS)
def contest_settlement(request: HttpRequest, contest_id: int) -> HttpResponse:
    """The places stand; prizes are given."""
    found = get_object_or_404(Contest.objects.visible_to(request.user).in_use(), pk=contest_id)
    refused = acted(partial(actions.settle_contest, actor=request.user, contest=found))
    toast(request, refused or _("The contest is settled; the winners have their prizes."))
    return redirect("contest", contest_id)
