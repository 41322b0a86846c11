"""The page of a campaign: what it brought, what it cost."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suki.apps.prospecting.campaigns import actions
from suki.apps.prospecting.campaigns.forms import CampaignForm, CostForm
from suki.apps.prospecting.campaigns.queries import figures_of
from suki.apps.prospecting.models import Campaign, CampaignCost
from suki.apps.prospecting.pages.views import acts_drawn
from suki.apps.prospecting.queries import leads_for
from suki.base.about.views import SHORT
from suki.base.access import Can, can, screen
from suki.base.answers import acted, form_answer
from suki.base.pages import acts_of, filled, kind_named, panels_of, part_page, tabs_of
from suki.base.partials import is_partial, render_part
from suki.base.tables import Column, Table
from suki.base.toasts import toast
from suki.kernel.money import Money

FULL = 50


@screen(Can.SEE_LEADS)
def campaign(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """One campaign: what it says, its figures with how they are counted, its leads and costs."""
    found = kind_named("campaign").row_for(request.user, campaign_id, with_rows=("owner", "entity"))
    slots = {name: filled("campaign", name, request.user, found) for name in ("wins", "won", "cost_per_win")}
    page = {
        "campaign": found,
        "figures": figures_of(found),
        "slots": slots,
        "leads_href": f"{reverse('leads')}?campaign={found.pk}",
        "facts": _facts(found),
        "acts": acts_drawn(request, found, acts_of("campaign", request.user, campaign_id)),
        "crumbs": kind_named("campaign").crumbs(),
        "tabs": tabs_of("campaign", request.user, campaign_id),
        "main": panels_of("campaign", request.user, campaign_id, "main"),
        "side": panels_of("campaign", request.user, campaign_id, "side"),
    }
    return render(request, "prospecting/campaign.html", page)


@screen(Can.RUN_CAMPAIGNS)
def new_campaign(request: HttpRequest) -> HttpResponse:
    """Plan a campaign."""
    form = CampaignForm(request.POST or None, actor=request.user)
    opened: list[Campaign] = []

    def act(**facts: Any) -> None:
        opened.append(actions.open_campaign(actor=request.user, **facts))

    page = {
        "title": _("New campaign"),
        "word": _("Plan the campaign"),
        "crumbs": kind_named("campaign").crumbs(),
    }
    answer = form_answer(
        request, form, act, on=reverse("campaigns"), said=_("The campaign is planned."), **page
    )
    return redirect("campaign", opened[0].pk) if opened and answer.status_code == 302 else answer


@screen(Can.SEE_LEADS)
def campaign_leads(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The leads that came of it, the latest first, as far as the reader may see them."""
    found = kind_named("campaign").row_for(request.user, campaign_id)
    rows = (
        leads_for(request.user)
        .filter(campaign=found)
        .select_related("owner")
        .order_by("-pk")[: _most(request)]
    )
    page = {"table": _leads_table(list(rows)), "more": f"{reverse('leads')}?campaign={found.pk}"}
    return _part(request, found, "leads", page)


@screen(Can.SEE_LEADS)
def campaign_costs(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """What was spent on it, day by day."""
    found = kind_named("campaign").row_for(request.user, campaign_id)
    costs = CampaignCost.objects.in_use().filter(campaign=found).order_by("-day", "-pk")
    page = {"costs": costs, "campaign": found, "may_change": can(request.user, Can.RUN_CAMPAIGNS)}
    return _part(request, found, "costs", page)


@screen(Can.RUN_CAMPAIGNS)
def campaign_cost_new(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Enter what was spent."""
    found = kind_named("campaign").row_for(request.user, campaign_id)
    form = CostForm(request.POST or None, currency=found.currency)
    act = partial(actions.enter_cost, actor=request.user, campaign=found)
    return _cost_form(request, found, form, act, _("Enter a cost"))


@screen(Can.RUN_CAMPAIGNS)
def campaign_cost(request: HttpRequest, cost_id: int) -> HttpResponse:
    """Put a cost right."""
    cost = _cost(request, cost_id)
    known = {"day": cost.day, "what": cost.what, "amount": Money(cost.amount, cost.campaign.currency)}
    form = CostForm(request.POST or None, currency=cost.campaign.currency, initial=known)
    act = partial(actions.correct_cost, actor=request.user, cost=cost)
    return _cost_form(request, cost.campaign, form, act, _("Put the cost right"))


@require_POST
@screen(Can.RUN_CAMPAIGNS)
def campaign_cost_removal(request: HttpRequest, cost_id: int) -> HttpResponse:
    """It was not spent after all."""
    cost = _cost(request, cost_id)
    refused = acted(partial(actions.remove_cost, actor=request.user, cost=cost))
    toast(request, refused or _("The cost is removed."))
    return redirect("campaign", cost.campaign_id)


def _cost_form(request: HttpRequest, campaign: Campaign, form: Any, act: Any, title: str) -> HttpResponse:
    kind = kind_named("campaign")
    page = {"title": title, "word": _("Save"), "sub": campaign.name, "crumbs": kind.crumbs(campaign)}
    return form_answer(request, form, act, on=kind.address(campaign.pk), said=_("Kept."), **page)


def _cost(request: HttpRequest, cost_id: int) -> CampaignCost:
    """The cost, if its campaign is the reader's to see."""
    seen = kind_named("campaign").rows(request.user)
    rows = CampaignCost.objects.in_use().filter(campaign__in=seen).select_related("campaign")
    found: CampaignCost = get_object_or_404(rows, pk=cost_id)
    return found


def _facts(campaign: Campaign) -> str:
    return render_to_string("prospecting/_campaign_facts.html", {"campaign": campaign})


def _most(request: HttpRequest) -> int:
    return SHORT if is_partial(request) else FULL


def _part(request: HttpRequest, campaign: Campaign, name: str, page: dict[str, Any]) -> HttpResponse:
    around = {} if is_partial(request) else part_page("campaign", request.user, campaign, name)
    template = f"prospecting/_campaign_{name}.html"
    return render_part(
        request, "about/page.html", template, {**around, "row": campaign, "part": template, **page}
    )


def _leads_table(leads: list[Any]) -> Table:
    columns = [
        Column("name", _("Lead"), "name"),
        Column("score", _("Score"), "number"),
        Column("status", _("Status"), value=lambda row: row.get_status_display()),
        Column("owner", _("Owner"), value="owner.name", is_minor=True),
    ]
    return Table(
        name="campaign-leads", columns=columns, rows=leads, caption=_("Leads"), is_sticky=False,
        row_href=lambda row: reverse("lead", args=[row.pk]),
    )  # fmt: skip
