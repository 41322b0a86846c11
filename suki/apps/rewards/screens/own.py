"""One's own rewards: points, what there is to choose, what was chosen and where it is."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suki.apps.company.queries import default_entity
from suki.apps.rewards import actions, forms, queries
from suki.apps.rewards.models import Contest, Reward
from suki.apps.rewards.purses import person_of, purse_of
from suki.apps.rewards.showing import shown_choices
from suki.base.access import Can, can, screen
from suki.base.answers import acted, form_answer
from suki.base.files import open_file
from suki.base.lists import Tab
from suki.base.toasts import toast


def tabs(request: HttpRequest, here: str) -> list[Tab]:
    """The parts of the room that the reader may open."""
    parts = [("rewards", _("Mine"), Can.SEE_REWARDS), ("reward_catalogue", _("Catalogue"), Can.SEE_REWARDS)]
    parts += [("contests", _("Contests"), Can.SEE_REWARDS), ("reward_rules", _("Rules"), Can.SEE_REWARDS)]
    parts += [("reward_grants", _("Winners"), Can.MANAGE_REWARDS)]
    return [
        Tab(label, reverse(name), is_here=name == here)
        for name, label, wanted in parts
        if can(request.user, wanted)
    ]


@screen(Can.SEE_REWARDS)
def rewards(request: HttpRequest) -> HttpResponse:
    """What I have won, what I may choose, where it is, and my points line by line."""
    today = default_entity().today
    mine = queries.mine(request.user, today)
    page = {
        "mine": mine,
        "choices": shown_choices(mine.choices),
        "contests": Contest.objects.in_use().filter(
            valid__contains=today, entries__person=person_of(request.user)
        ),
        "tabs": tabs(request, "rewards"),
    }
    return render(request, "rewards/rewards.html", page)


@screen(Can.SEE_REWARDS)
def reward_catalogue(request: HttpRequest) -> HttpResponse:
    """Everything that can be won."""
    mine = queries.mine(request.user, default_entity().today)
    page = {
        "rewards": list(queries.catalogue()),
        "balance": mine.balance,
        "may_manage": can(request.user, Can.MANAGE_REWARDS),
        "tabs": tabs(request, "reward_catalogue"),
    }
    return render(request, "rewards/catalogue.html", page)


@screen(Can.SEE_REWARDS)
def reward_picture(request: HttpRequest, reward_id: int) -> HttpResponseBase:
    """The picture of a reward."""
    reward = get_object_or_404(
        Reward.objects.filter(picture__isnull=False).select_related("picture"), pk=reward_id
    )
    return FileResponse(open_file(reward.picture), content_type=reward.picture.content_type)


@screen(Can.SEE_REWARDS)
def grant(request: HttpRequest, grant_id: int) -> HttpResponse:
    """What was won, by what, and what there is to choose."""
    found = queries.grant_for(request.user, grant_id)
    chosen = found.choices.filter(is_returned=False).select_related("reward", "delivery__receipt").first()
    today = default_entity().today
    page = {
        "grant": found,
        "facts": found.facts,
        "chosen": chosen,
        "choices": shown_choices([chosen]) if chosen else [],
        "is_own": found.purse.person == person_of(request.user),
        "is_open": chosen is None and found.choose_by is not None and today <= found.choose_by,
        "may_manage": can(request.user, Can.MANAGE_REWARDS),
        "crumbs": [(_("Rewards"), reverse("rewards"))],
    }
    return render(request, "rewards/grant.html", page)


@require_POST
@screen(Can.SEE_REWARDS)
def grant_choice(request: HttpRequest, grant_id: int) -> HttpResponse:
    """The winner chooses one of the rewards that the grant offers."""
    found = queries.grant_for(request.user, grant_id)
    asked = request.POST.get("reward", "")
    reward = get_object_or_404(found.offered.all(), pk=int(asked) if asked.isdecimal() else 0)
    act = partial(actions.choose_reward, actor=request.user, purse=found.purse, reward=reward, grant=found)
    toast(request, acted(act) or _("“{reward}” is yours.").format(reward=reward))
    return redirect("reward_grant", found.pk)


@require_POST
@screen(Can.SEE_REWARDS)
def points_choice(request: HttpRequest, reward_id: int) -> HttpResponse:
    """Choose a reward for points."""
    reward = get_object_or_404(Reward.objects.in_use(), pk=reward_id)
    person = person_of(request.user)
    if person is None:
        toast(request, _("Only somebody who works here can choose a reward."))
        return redirect("reward_catalogue")

    def choose() -> Any:
        from django.db import transaction

        with transaction.atomic():
            return actions.choose_reward(actor=request.user, purse=purse_of(person), reward=reward)

    refused = acted(choose)
    toast(request, refused or _("“{reward}” is yours.").format(reward=reward))
    return redirect("reward_catalogue" if refused else "rewards")


@require_POST
@screen(Can.SEE_REWARDS)
def choice_return(request: HttpRequest, choice_id: int) -> HttpResponse:
    """Choose anew, as long as nothing is on its way."""
    found = queries.choice_for(request.user, choice_id)
    refused = acted(partial(actions.return_choice, actor=request.user, choice=found))
    toast(request, refused or _("“{reward}” is given back; choose again.").format(reward=found.reward))
    return redirect("rewards")


@screen(Can.SEE_REWARDS)
def choice_received(request: HttpRequest, choice_id: int) -> HttpResponse:
    """It has arrived."""
    found = queries.choice_for(request.user, choice_id)
    form = forms.ReceivedForm(request.POST or None, request.FILES or None)
    page: dict[str, Any] = {"title": _("It has arrived"), "word": _("It is here"), "sub": str(found.reward)}
    page |= {"said": _("Received: {reward}").format(reward=found.reward), "is_multipart": True}
    act = partial(actions.confirm_receipt, actor=request.user, choice=found)
    return form_answer(request, form, act, on=reverse("rewards"), **page)
