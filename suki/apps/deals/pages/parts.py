"""Panels about deals: lines, stages, who decides, who else is after it; the deals of an account and of a campaign."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suki.apps.accounts.queries import of_account
from suki.apps.deals import actions
from suki.apps.deals.lines import NewLine
from suki.apps.deals.models import Deal, DealCompetitor, DealContact, DealLead
from suki.apps.deals.pages import forms
from suki.apps.deals.pages.views import deal_for
from suki.apps.deals.queries import deals_for, stays_of
from suki.apps.prospecting.models import Lead
from suki.base.about.columns import money, said
from suki.base.access import Can, can, screen
from suki.base.answers import form_answer, was_done
from suki.base.formats import amount_text
from suki.base.pages import kind_named, part_page
from suki.base.partials import is_partial, render_part
from suki.base.tables import Column, Table
from suki.base.toasts import toast

SHORT, FULL = 8, 200


@screen(Can.SEE_DEALS)
def lines_part(request: HttpRequest, deal_id: int) -> HttpResponse:
    """What the deal is about, line by line."""
    found = deal_for(request, deal_id)
    rows = list(found.lines.select_related("product").order_by("position", "id"))
    return _part(request, found, "lines", lines=rows, has_discount=any(row.discount for row in rows))


@screen(Can.WORK_DEALS)
def lines(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Change the lines: products with the list's price, or what somebody describes."""
    found = deal_for(request, deal_id)
    written = [
        {
            name: getattr(row, name)
            for name in ("product", "description", "quantity", "unit_price", "discount")
        }
        for row in found.lines.select_related("product").order_by("position", "id")
    ]
    formset = forms.LineForms(request.POST or None, initial=written)
    head = forms.forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and formset.is_valid() and head.is_valid():
        given = [_line(form.cleaned_data) for form in formset if any(form.cleaned_data.values())]
        revision = request.POST.get("revision", "")
        act = partial(actions.set_deal_lines, actor=request.user, deal=found, lines=given,
                      revision=int(revision) if revision.isdecimal() else None)  # fmt: skip
        if was_done(head, act):
            toast(request, _("The lines are kept."))
            return redirect("deal", deal_id)
    is_wrong = bool(head.errors) or (formset.is_bound and not formset.is_valid())
    page = {"deal": found, "formset": formset, "form": head, "crumbs": kind_named("deal").crumbs(found)}
    return render(request, "deals/lines.html", page, status=422 if is_wrong else 200)


@screen(Can.SEE_DEALS)
def stages(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Every stage the deal was in, for how long, and what it was worth then."""
    found = deal_for(request, deal_id)
    return _part(request, found, "stages", stays=stays_of(found))


@screen(Can.SEE_DEALS)
def deciders(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Who has a say on the client's side."""
    found = deal_for(request, deal_id)
    return _part(
        request, found, "deciders", deciders=found.decision_team.select_related("contact").order_by("id")
    )


@screen(Can.WORK_DEALS)
def decider_new(request: HttpRequest, deal_id: int) -> HttpResponse:
    """One more who has a say."""
    found = deal_for(request, deal_id)
    form = forms.DeciderForm(request.POST or None, deal=found, actor=request.user)
    lead = "" if found.account else _("The deal has no account yet: its people can be named when it has.")
    act = partial(actions.name_decider, actor=request.user, deal=found)
    return form_answer(request, form, act, on=_address(found), lead=lead, **_page(found, _("Who decides")))


@require_POST
@screen(Can.WORK_DEALS)
def decider_off(request: HttpRequest, deal_id: int, held_id: int) -> HttpResponse:
    """They have no say any more."""
    found = deal_for(request, deal_id)
    actions.drop_decider(actor=request.user, held=get_object_or_404(DealContact, pk=held_id, deal=found))
    return redirect(_address(found))


@screen(Can.SEE_DEALS)
def competitors(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Who else is after it."""
    found = deal_for(request, deal_id)
    rows = found.competitors.select_related("competitor").order_by("id")
    return _part(request, found, "competitors", competitors=rows)


@screen(Can.WORK_DEALS)
def competitor_new(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Somebody else is after it."""
    found = deal_for(request, deal_id)
    form = forms.CompetitorForm(request.POST or None)
    act = partial(actions.name_competitor, actor=request.user, deal=found)
    return form_answer(request, form, act, on=_address(found), **_page(found, _("Who else is after it")))


@require_POST
@screen(Can.WORK_DEALS)
def competitor_off(request: HttpRequest, deal_id: int, held_id: int) -> HttpResponse:
    """They are not after it any more."""
    found = deal_for(request, deal_id)
    actions.drop_competitor(
        actor=request.user, held=get_object_or_404(DealCompetitor, pk=held_id, deal=found)
    )
    return redirect(_address(found))


@screen(Can.SEE_DEALS)
def leads(request: HttpRequest, deal_id: int) -> HttpResponse:
    """The leads that the deal came of."""
    found = deal_for(request, deal_id)
    rows = Lead.objects.filter(pk__in=DealLead.objects.filter(deal=found).values("lead")).order_by("came_at")
    return _part(request, found, "leads", leads=rows, sees_leads=can(request.user, Can.SEE_LEADS))


@screen(Can.SEE_DEALS)
def account_deals(request: HttpRequest, account_id: int) -> HttpResponse:
    """The deals of an account: open ones first, the soonest to close."""
    account = kind_named("account").row_for(request.user, account_id)
    return _deals_part(request, "account", account, of_account(account))


@screen(Can.SEE_DEALS)
def campaign_deals(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """What a campaign led to: its deals, how many were won, and what for."""
    campaign = kind_named("campaign").row_for(request.user, campaign_id)
    return _deals_part(request, "campaign", campaign, Q(campaign=campaign))


def _deals_part(request: HttpRequest, kind: str, row: Any, which: Q) -> HttpResponse:
    rows = deals_for(request.user).filter(which).select_related("owner", "stage")
    ordered = (
        rows.order_by("closed_on", "expected_close", "id") if kind == "account" else rows.order_by("-id")
    )
    found = list(ordered[: SHORT if is_partial(request) else FULL])
    around = {"row": row} if is_partial(request) else part_page(kind, request.user, row, "deals")
    values = {**around, "part": "deals/_of_row.html", "table": _table(found), "won": _won_words(rows)}
    return render_part(request, "about/page.html", "deals/_of_row.html", values)


def _won_words(rows: Any) -> list[str]:
    """How many were won, and what for, each currency by itself."""
    won = rows.filter(state=Deal.State.WON).order_by("currency").values("currency")
    return [
        _("{count} won, {value}").format(
            count=each["count"], value=amount_text(each["total"] or Decimal(0), each["currency"])
        )
        for each in won.annotate(count=Count("pk"), total=Sum("value"))
    ]


def _table(deals: list[Deal]) -> Table:
    columns = [
        Column("name", _("Deal"), "name"),
        Column("stage", _("Stage"), value="stage.name"),
        Column("owner", _("Owner"), value="owner.name", is_minor=True),
        Column("close", _("Closes"), "day", value=lambda row: row.closed_on or row.expected_close),
        money("value", _("Value"), deals),
    ]
    return Table(
        name="deals", columns=said(columns, deals), rows=deals, caption=_("Deals"), is_sticky=False,
        row_href=lambda row: reverse("deal", args=[row.pk]),
    )  # fmt: skip


def _part(request: HttpRequest, deal: Deal, name: str, **page: Any) -> HttpResponse:
    around = {"row": deal} if is_partial(request) else part_page("deal", request.user, deal, name)
    template = f"deals/_{name}.html"
    page |= {"deal": deal, "may_work": can(request.user, Can.WORK_DEALS)}
    return render_part(request, "about/page.html", template, {**around, "part": template, **page})


def _page(deal: Deal, title: str) -> dict[str, Any]:
    return {
        "title": title, "word": _("Save"), "sub": deal.name, "crumbs": kind_named("deal").crumbs(deal), "said": _("Kept."),
    }  # fmt: skip


def _address(deal: Deal) -> str:
    return reverse("deal", args=[deal.pk])


def _line(given: dict[str, Any]) -> NewLine:
    quantity = given.get("quantity")
    return NewLine(
        product=given.get("product"), description=given.get("description") or "", unit_price=given.get("unit_price"),
        quantity=Decimal(1) if quantity is None else quantity, discount=given.get("discount") or Decimal(0),
    )  # fmt: skip
