"""Screens about customised products: asking a department, its answer, its price on a proposal."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from suki.apps.company.queries import default_entity
from suki.apps.proposals import reviewing
from suki.apps.proposals.models import Customisation, Proposal, ProposalLine
from suki.apps.proposals.screens import forms
from suki.base.access import Can, can, screen
from suki.base.answers import form_answer
from suki.base.pages import kind_named, part_page
from suki.base.partials import is_partial, render_part

_AROUND = ("deal__account", "deal__entity", "department", "product", "asked_by", "reviewed_by")


def review_for(request: HttpRequest, review_id: int) -> Customisation:
    """The request, or 404 for who is neither of its department nor sees its deal."""
    seen = reviewing.reviews_for(request.user).order_by().values("pk")
    return get_object_or_404(Customisation.objects.filter(pk__in=seen).select_related(*_AROUND), pk=review_id)


@screen(Can.SEE_DEALS)
def deal_reviews(request: HttpRequest, deal_id: int) -> HttpResponse:
    """What of a deal is made for the client, and what the departments say."""
    deal = kind_named("deal").row_for(request.user, deal_id)
    rows = Customisation.objects.in_use().filter(deal=deal).select_related(*_AROUND).order_by("-pk")
    around = {} if is_partial(request) else part_page("deal", request.user, deal, "reviews")
    page = {
        "row": deal,
        "part": "proposals/_reviews.html",
        "reviews": rows,
        "may_work": can(request.user, Can.WORK_DEALS),
        **around,
    }
    return render_part(request, "about/page.html", "proposals/_reviews.html", page)


@screen(Can.WORK_DEALS)
def ask_review(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Ask a department whether it can make what the client wants."""
    deal = kind_named("deal").row_for(request.user, deal_id)
    page = {
        "title": _("Ask for a customised product"), "word": _("Ask the department"), "sub": deal.name,
        "crumbs": kind_named("deal").crumbs(deal), "said": _("The department is asked."),
    }  # fmt: skip
    act = partial(reviewing.ask_review, actor=request.user, deal=deal)
    return form_answer(
        request, forms.ReviewAskForm(request.POST or None), act, on=reverse("deal", args=[deal_id]), **page
    )


@screen(Can.REVIEW_PRODUCTS)
def reviews(request: HttpRequest) -> HttpResponse:
    """What my department is asked, and what it said before."""
    found = reviewing.reviews_for(request.user).select_related(*_AROUND)
    mine = found.filter(department__in=reviewing.departments_of(request.user, default_entity().today))
    if can(request.user, Can.MANAGE_COMPANY):
        mine = found
    page = {
        "waiting": mine.filter(state=Customisation.State.ASKED).order_by("answer_by", "pk")[:200],
        "answered": mine.exclude(state=Customisation.State.ASKED).order_by("-reviewed_at", "-pk")[:50],
    }
    return render(request, "proposals/reviews.html", page)


@screen(Can.SEE_DEALS)
def review(request: HttpRequest, review_id: int) -> HttpResponse:
    """One request: what it must be, what the department says."""
    found = review_for(request, review_id)
    mine = found.department_id in reviewing.departments_of(request.user, found.deal.entity.today)
    may_answer = mine and found.state == Customisation.State.ASKED and can(request.user, Can.REVIEW_PRODUCTS)
    sees_deal = kind_named("deal").rows(request.user).filter(pk=found.deal_id).exists()
    page = {
        "review": found,
        "may_answer": may_answer,
        "may_work": sees_deal and can(request.user, Can.WORK_DEALS) and found.deal.state == "open",
        "sees_deal": sees_deal,
        "sees_cost": mine or can(request.user, Can.SEE_COST),
        "lines": ProposalLine.objects.filter(customisation=found)
        .select_related("version__proposal")
        .order_by("-pk"),
        "crumbs": [(_("Product reviews"), reverse("reviews"))] if mine else [],
    }
    return render(request, "proposals/review.html", page)


@screen(Can.REVIEW_PRODUCTS)
def review_answer(request: HttpRequest, review_id: int) -> HttpResponse:
    """The department answers."""
    found = review_for(request, review_id)
    form = forms.ReviewForm(request.POST or None)
    act = partial(reviewing.answer_review, actor=request.user, review=found, revision=found.revision)
    return _form(request, found, form, act, _("Answer"), _("Answer"), _("Your answer is with the seller."))


@screen(Can.WORK_DEALS)
def review_again(request: HttpRequest, review_id: int) -> HttpResponse:
    """Ask anew with another requirement."""
    found = review_for(request, review_id)
    form = forms.ReviewAgainForm(request.POST or None, initial={"requirement": found.requirement})
    act = partial(reviewing.ask_again, actor=request.user, review=found)
    return _form(
        request, found, form, act, _("Ask again"), _("Ask again"), _("The department is asked again.")
    )


@screen(Can.WORK_DEALS)
def review_offer(request: HttpRequest, review_id: int) -> HttpResponse:
    """Put it on a proposal at a price."""
    found = review_for(request, review_id)
    drafts = (
        kind_named("proposal")
        .rows(request.user)
        .filter(deal=found.deal_id, state=Proposal.State.DRAFT)
        .order_by("-pk")
    )
    if not drafts.exists():
        return redirect("draft_proposal", found.deal_id)
    form = forms.OfferReviewForm(request.POST or None, drafts=drafts)
    act = partial(reviewing.offer_customised, actor=request.user, review=found)
    return _form(
        request,
        found,
        form,
        act,
        _("Offer it"),
        _("Put it on the proposal"),
        _("It is a line of the proposal."),
    )


def _form(
    request: HttpRequest, found: Customisation, form: Any, act: Any, title: str, word: str, said: str
) -> HttpResponse:
    page = {
        "title": title, "word": word, "said": said, "sub": str(found), "lead": found.requirement,
        "crumbs": [(str(found), reverse("review", args=[found.pk]))],
    }  # fmt: skip
    return form_answer(request, form, act, on=reverse("review", args=[found.pk]), **page)
