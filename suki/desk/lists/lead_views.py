"""What can be done with all selected leads at once."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from suki.apps.prospecting.actions import assign_leads, route_leads, tag_leads
from suki.apps.prospecting.forms import OwnerForm
from suki.base.access import Can, screen
from suki.base.answers import acted
from suki.base.toasts import toast
from suki.desk.lists.bulk import counted, selected_rows
from suki.desk.lists.forms import TagForm
from suki.desk.lists.leads import LEADS


@screen(Can.ASSIGN_LEADS)
def assignment(request: HttpRequest) -> HttpResponse:
    """Hand all selected leads to one person."""
    form = OwnerForm(request.POST if "person" in request.POST else None)
    act = partial(assign_leads, actor=request.user, lead_ids=selected_rows(request))
    return _bulk(request, form, act, _("Hand to"), _handed)


@screen(Can.WORK_LEADS)
def tags(request: HttpRequest) -> HttpResponse:
    """Put a tag on all selected leads."""
    form = TagForm(request.POST if "name" in request.POST else None)
    act = partial(tag_leads, actor=request.user, lead_ids=selected_rows(request))
    return _bulk(request, form, act, _("Tag"), _tagged)


@require_POST
@screen(Can.ASSIGN_LEADS)
def routing(request: HttpRequest) -> HttpResponse:
    """Hand the selected leads that nobody has out by the routes."""
    done: list[int] = []
    said = acted(lambda: done.append(route_leads(actor=request.user, lead_ids=selected_rows(request))))
    toast(request, said or _routed(done[0]))
    return redirect("leads")


def _bulk(request: HttpRequest, form: Any, act: Any, title: str, told: Any) -> HttpResponse:
    selected, done = selected_rows(request), []
    if form.is_bound and form.is_valid():
        refused = acted(lambda: done.append(act(**form.cleaned_data)))
        if not refused:
            toast(request, told(done[0]))
            return redirect("leads")
        form.add_error(None, refused)
    page = {"form": form, "selected": selected, "counted": counted(LEADS, selected), "title": title}
    page["back"] = reverse("leads")
    return render(request, "desk/lists/bulk.html", page, status=422 if form.is_bound and form.errors else 200)


def _handed(count: int) -> str:
    return ngettext("{count} lead has changed hands.", "{count} leads have changed hands.", count).format(
        count=count
    )


def _tagged(count: int) -> str:
    return ngettext("{count} lead tagged.", "{count} leads tagged.", count).format(count=count)


def _routed(count: int) -> str:
    if not count:
        return _("No lead was handed out: either all have somebody, or no route finds anybody.")
    return ngettext("{count} lead has somebody now.", "{count} leads have somebody now.", count).format(
        count=count
    )
