"""The page of a quota: where it stands, how it came about, what was reached; and what is done there."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suki.apps.quotas import actions
from suki.apps.quotas.forms import ChangeForm
from suki.apps.quotas.models import Quota, QuotaChange, Step
from suki.apps.quotas.page import facts_of, made_of_words, name_of, result_of, shown_of
from suki.apps.quotas.reach import Setter, who_acknowledges
from suki.apps.quotas.screens.overview import TONES
from suki.apps.quotas.standing import standing_of
from suki.base.access import Can, can, screen
from suki.base.answers import acted, form_answer
from suki.base.pages import kind_named, panels_of, tabs_of
from suki.base.toasts import toast

WITH_ROWS = ("entity", "person", "team", "territory", "product", "account", "segment")


def quota_for(request: HttpRequest, quota_id: int) -> Quota:
    """The quota, or 404 where it does not exist or is not theirs to see."""
    found: Quota = kind_named("quota").row_for(request.user, quota_id, with_rows=WITH_ROWS)
    return found


@screen(Can.SEE_QUOTAS)
def quota(request: HttpRequest, quota_id: int) -> HttpResponse:
    """Everything about one quota."""
    found = quota_for(request, quota_id)
    standing, today = standing_of(found), found.entity.today
    person = getattr(request.user, "person", None)
    result = result_of(request.user, found)
    may_set = can(request.user, Can.SET_QUOTAS) and Setter(request.user, today).may(found.subject)
    page = {
        "quota": found, "title": name_of(found), "standing": standing, "tone": TONES[standing.step], "word": Step(standing.step).label,
        "result": result, "shown": shown_of(found, result), "facts": facts_of(found), "made_of": made_of_words(found),
        "steps": found.steps.select_related("by__person").order_by("-pk"),
        "changes": found.changes.select_related("proposed_by__person", "follower").order_by("-pk"),
        "came_of": QuotaChange.objects.filter(follower=found).select_related("quota").first(),
        "open_change": actions.open_change_of(found),
        "may_set": may_set, "may_edit": may_set and not standing.is_acknowledged and found.period is None,
        "is_asked": person is not None and person.pk in who_acknowledges(found, today),
        "crumbs": kind_named("quota").crumbs(), "tabs": tabs_of("quota", request.user, quota_id),
        "side": panels_of("quota", request.user, quota_id, "side", "main"),
    }  # fmt: skip
    return render(request, "quotas/quota.html", page)


@screen(Can.SET_QUOTAS)
def change(request: HttpRequest, quota_id: int) -> HttpResponse:
    """From a day on, another figure."""
    found = quota_for(request, quota_id)
    whole = found.amount if found.figure is None else found.figure
    form = ChangeForm(request.POST or None, initial={"since": found.entity.today, "amount": whole})
    lead = (
        _("It was acknowledged. The change holds once {subject} acknowledges it as well.").format(
            subject=found.subject
        )
        if standing_of(found).is_acknowledged
        else _("Both versions are kept, each for its days.")
    )
    return form_answer(
        request, form, partial(actions.change_quota, actor=request.user, quota=found),
        on=reverse("quota", args=[quota_id]), said=_("The change is kept."), title=_("Change the quota from a day on"),
        word=_("Change it"), sub=name_of(found), lead=lead, crumbs=kind_named("quota").crumbs(found),
    )  # fmt: skip


@require_POST
@screen(Can.SET_QUOTAS)
def quota_communication(request: HttpRequest, quota_id: int) -> HttpResponse:
    """Whoever is to reach it is told."""
    return _do(request, quota_id, actions.communicate_quotas, _("It is communicated."))


@require_POST
@screen(Can.SEE_QUOTAS)
def quota_acknowledgement(request: HttpRequest, quota_id: int) -> HttpResponse:
    """The person says that they have read it."""
    return _do(request, quota_id, actions.acknowledge_quotas, _("You have acknowledged it."))


@require_POST
@screen(Can.SET_QUOTAS)
def quota_removal(request: HttpRequest, quota_id: int) -> HttpResponse:
    """It was only proposed, and is taken back."""
    found = quota_for(request, quota_id)
    refused = acted(lambda: actions.withdraw_quotas(actor=request.user, quotas=[found]))
    toast(request, refused or _("It is taken back."))
    return redirect("quota", quota_id) if refused else redirect("quotas")


@require_POST
@screen(Can.SEE_QUOTAS)
def change_acknowledgement(request: HttpRequest, quota_id: int, quota_change_id: int) -> HttpResponse:
    """The person says that they have read how it changes."""
    return _settle(
        request, quota_id, quota_change_id, actions.acknowledge_change, _("You have acknowledged the change.")
    )


@require_POST
@screen(Can.SET_QUOTAS)
def change_removal(request: HttpRequest, quota_id: int, quota_change_id: int) -> HttpResponse:
    """The change is taken back before anybody acknowledged it."""
    return _settle(
        request, quota_id, quota_change_id, actions.withdraw_change, _("The change is taken back.")
    )


def _settle(request: HttpRequest, quota_id: int, change_id: int, act: Any, said: str) -> HttpResponse:
    found = quota_for(request, quota_id)
    held = get_object_or_404(QuotaChange, pk=change_id, quota=found)
    refused = acted(lambda: act(actor=request.user, change=held))
    toast(request, refused or said)
    return redirect("quota", quota_id)


def _do(request: HttpRequest, quota_id: int, act: Any, said: str) -> HttpResponse:
    found = quota_for(request, quota_id)
    refused = acted(lambda: act(actor=request.user, quotas=[found]))
    toast(request, refused or said)
    return redirect("quota", quota_id)
