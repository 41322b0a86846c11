"""Needs on pages: the panel of an account or a lead, and the page of one with the products that may meet it."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suki.apps.touchpoints import actions
from suki.apps.touchpoints.models import Need
from suki.apps.touchpoints.needs.forms import MatchForm, NeedForm, products_like
from suki.apps.touchpoints.needs.queries import proposed_for
from suki.apps.touchpoints.queries import needs_of
from suki.apps.touchpoints.views import part_answer, whose
from suki.base.about.going import back
from suki.base.access import Can, can, screen
from suki.base.answers import acted, form_answer
from suki.base.pages import kind_named, page_of, panels_of, tabs_of
from suki.base.partials import is_partial
from suki.base.toasts import toast
from suki.base.widgets import Option

SHORT, OFFERED = 6, 8


@screen(Can.SEE_ACCOUNTS)
def needs(request: HttpRequest, account_id: int | None = None, lead_id: int | None = None) -> HttpResponse:
    """What they need: what is open first."""
    kind, row = whose(request, account_id, lead_id)
    page = {
        "needs": needs_of(row)[: SHORT if is_partial(request) else 200],
        "new": reverse(f"{kind}_need_new", args=[row.pk]),
    }
    return part_answer(request, kind, row, "needs", page)


@screen(Can.LOG_TOUCHPOINTS)
def need_new(request: HttpRequest, account_id: int | None = None, lead_id: int | None = None) -> HttpResponse:
    """Write down what they said they need."""
    kind, row = whose(request, account_id, lead_id)
    act = partial(actions.say_need, actor=request.user, **{kind: row})
    page = {
        "title": _("What they need"), "word": _("Write it down"), "sub": str(row),
        "crumbs": kind_named(kind).crumbs(row), "said": _("The need is written down."),
    }  # fmt: skip
    return form_answer(request, NeedForm(request.POST or None), act, on=page_of(kind, row.pk), **page)


@screen(Can.SEE_ACCOUNTS)
def need(request: HttpRequest, need_id: int) -> HttpResponse:
    """One need, the products that share its words, and a search for others. Choosing is posted here."""
    found: Need = kind_named("need").row_for(request.user, need_id, with_rows=("account", "lead", "product"))
    may_log = can(request.user, Can.LOG_TOUCHPOINTS)
    kind = "account" if found.account_id else "lead"
    page = {
        "need": found, "whose": found.account or found.lead, "whose_href": page_of(kind, found.account_id or found.lead_id),
        "proposed": [each for each in proposed_for(found.text) if each.product.pk != found.product_id],
        "crumbs": kind_named("need").crumbs(), "tabs": tabs_of("need", request.user, found.pk),
        "panels": panels_of("need", request.user, found.pk, "main", "side"), "may_log": may_log,
        "form": MatchForm(),
    }  # fmt: skip
    return render(request, "touchpoints/need.html", page)


@require_POST
@screen(Can.LOG_TOUCHPOINTS)
def need_match(request: HttpRequest, need_id: int) -> HttpResponse:
    """A product that would meet it is chosen."""
    found: Need = kind_named("need").row_for(request.user, need_id)
    form = MatchForm(request.POST)
    trouble = _("Choose a product.")
    if form.is_valid():
        product = form.cleaned_data["product"]
        trouble = acted(lambda: actions.match_need(actor=request.user, need=found, product=product))
    toast(
        request, trouble or _("“{product}” would meet it.").format(product=form.cleaned_data.get("product"))
    )
    return redirect(page_of("need", found.pk))


@require_POST
@screen(Can.LOG_TOUCHPOINTS)
def need_settled(request: HttpRequest, need_id: int, became: str) -> HttpResponse:
    """The need is met, dropped, or open after all."""
    found: Need = kind_named("need").row_for(request.user, need_id)
    act = {"met": actions.meet_need, "dropped": actions.drop_need, "open": actions.reopen_need}[became]
    trouble = acted(lambda: act(actor=request.user, need=found))
    undo = "" if trouble or became == "open" else reverse("need_settled", args=[found.pk, "open"])
    said = {
        "met": _("The need is met."),
        "dropped": _("The need is dropped."),
        "open": _("The need is open."),
    }
    toast(request, trouble or said[became], undo=undo)
    return redirect(back(request, page_of("need", found.pk)))


@screen(Can.LOG_TOUCHPOINTS)
def products(request: HttpRequest) -> HttpResponse:
    """Products that go by some letters, to choose from."""
    text = request.GET.get("q", "").strip()
    found = products_like(text).values_list("pk", "name", "code")[:OFFERED]
    page = {"options": [Option(str(pk), name, code) for pk, name, code in found], "text": text}
    return render(request, "ui/options.html", page)
