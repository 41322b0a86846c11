"""The page of a deal, and what is done there: moving, winning, losing, opening again, giving on."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.forms import HiddenInput, IntegerField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suki.apps.accounts.models import Account
from suki.apps.deals import actions
from suki.apps.deals.fields import products_like
from suki.apps.deals.models import Deal, Stage
from suki.apps.deals.pages import forms
from suki.apps.deals.pipelines import stages_of
from suki.apps.deals.queries import stale_reason
from suki.base.about.details import details_of
from suki.base.access import Can, can, screen
from suki.base.answers import acted, form_answer, was_done
from suki.base.formats import amount_text
from suki.base.lists import Step
from suki.base.pages import acts_of, kind_named, panels_of, tabs_of
from suki.base.toasts import toast
from suki.base.widgets import Option
from suki.kernel.errors import Stale

WITH_ROWS = (
    "account",
    "contact",
    "owner",
    "pipeline",
    "stage",
    "entity",
    "loss_reason",
    "lost_to",
    "campaign",
)
ON_PAGE = ("name", "brief", "next_step", "next_step_on", "probability", "category", "value", "expected_close")
CLOSED_ACTS = ("reopen", "give")


def deal_for(request: HttpRequest, deal_id: int) -> Deal:
    """The deal, or 404 where it does not exist or is not theirs to see."""
    found: Deal = kind_named("deal").row_for(request.user, deal_id, with_rows=WITH_ROWS)
    return found


@screen(Can.SEE_DEALS)
def deal(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Everything about one deal: where it stands, what it is worth, what comes next."""
    found = deal_for(request, deal_id)
    stages = stages_of(found.pipeline)
    page = {
        "deal": found,
        "is_open": found.state == Deal.State.OPEN,
        "stages": stages,
        "steps": [Step(stage.name) for stage in _way(stages, found)],
        "at": next((at for at, stage in enumerate(_way(stages, found)) if stage.pk == found.stage_id), -1),
        "may_work": can(request.user, Can.WORK_DEALS),
        "stale": stale_reason(found, found.entity.today),
        "details": details_of(request.user, found, without=ON_PAGE),
        "acts": _acts(request, found),
        "facts": render_to_string(
            "deals/_facts.html", {"deal": found, "stale": stale_reason(found, found.entity.today)}
        ),
        "crumbs": kind_named("deal").crumbs(),
        "tabs": tabs_of("deal", request.user, deal_id),
        "main": panels_of("deal", request.user, deal_id, "main"),
        "side": panels_of("deal", request.user, deal_id, "side"),
    }
    return render(request, "deals/deal.html", page)


@screen(Can.WORK_DEALS)
def new_deal(request: HttpRequest, account_id: int | None = None) -> HttpResponse:
    """There is something to sell."""
    account = kind_named("account").row_for(request.user, account_id) if account_id else None
    form = forms.DealForm(request.POST or None, actor=request.user, initial=_beginning(account))
    opened: list[Deal] = []

    def act(**facts: Any) -> None:
        opened.append(actions.open_deal(actor=request.user, **facts))

    if request.method == "POST" and form.is_valid() and was_done(form, act):
        toast(request, _("“{deal}” is open.").format(deal=opened[0]))
        return redirect("deal", opened[0].pk)
    page = {
        "form": form, "title": _("New deal"), "word": _("Open the deal"), "sub": account.name if account else "",
        "crumbs": kind_named("deal").crumbs(),
        "cancel": reverse("account", args=[account.pk]) if account else reverse("deals"),
    }  # fmt: skip
    return render(request, "base/form.html", page, status=422 if form.errors else 200)


@require_POST
@screen(Can.WORK_DEALS)
def deal_stage(request: HttpRequest, deal_id: int) -> HttpResponse:
    """The deal goes to another stage."""
    found = deal_for(request, deal_id)
    asked = request.POST.get("stage", "")
    stages = Stage.objects.in_use().filter(pipeline=found.pipeline)
    stage = get_object_or_404(stages, pk=asked if asked.isdecimal() else 0)
    if stage.ends:
        return redirect("deal_win" if stage.ends == Stage.Ends.WON else "deal_loss", deal_id)
    given = request.POST.get("revision", "")
    revision = int(given) if given.isdecimal() else None
    refused = acted(
        lambda: actions.move_to_stage(actor=request.user, deal=found, stage=stage, revision=revision)
    )
    toast(request, refused or _("“{deal}” is in “{stage}” now.").format(deal=found, stage=stage))
    return redirect("deal", deal_id)


@screen(Can.WORK_DEALS)
def deal_win(request: HttpRequest, deal_id: int) -> HttpResponse:
    """The client said yes."""
    lead = _("From then on it counts as won, at the value it has now.")
    return _do(request, deal_id, forms.WonForm(request.POST or None), actions.win_deal, _("Won"), lead=lead)


@screen(Can.WORK_DEALS)
def deal_loss(request: HttpRequest, deal_id: int) -> HttpResponse:
    """The client said no."""
    return _do(request, deal_id, forms.LostForm(request.POST or None), actions.lose_deal, _("Lost"))


@screen(Can.WORK_DEALS)
def deal_reopening(request: HttpRequest, deal_id: int) -> HttpResponse:
    """It is not over after all."""
    form = forms.ReopenForm(request.POST or None)
    return _do(request, deal_id, form, actions.reopen_deal, _("Open again"))


@screen(Can.WORK_DEALS)
def deal_owner(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Somebody else goes on with it."""

    def act(*, deal: Deal, **given: Any) -> Any:
        return actions.give_deals(deals=[deal], **given)

    found = deal_for(request, deal_id)
    page = _page(found, _("Hand to")) | {"said": _("The deal has changed hands.")}
    on = reverse("deal", args=[deal_id]) if request.method == "GET" else reverse("deals")
    return form_answer(
        request,
        forms.GiveForm(request.POST or None),
        partial(act, actor=request.user, deal=found),
        on=on,
        **page,
    )


@screen(Can.SEE_DEALS)
def product_options(request: HttpRequest) -> HttpResponse:
    """Products for sale that go by some letters, to choose from."""
    text = request.GET.get("q", "").strip()
    rows = products_like(text).values_list("pk", "name", "code")[:8] if text else []
    page = {"options": [Option(str(pk), name, code) for pk, name, code in rows], "text": text}
    return render(request, "ui/options.html", page)


def _do(request: HttpRequest, deal_id: int, form: Any, act: Any, title: str, **more: Any) -> HttpResponse:
    """One form, one verb, on the deal as it was when the form was opened. Changed meanwhile, it shows what it is worth
    now, and sending it again means that."""
    found = deal_for(request, deal_id)
    form.fields["revision"] = IntegerField(required=False, widget=HiddenInput, initial=found.revision)

    def doing(**given: Any) -> None:
        try:
            act(actor=request.user, deal=found, **given)
        except Stale:
            form.data = form.data.copy()
            form.data["revision"] = str(found.revision)
            raise

    worth = "" if found.value is None else amount_text(found.value, found.currency)
    page = _page(found, title) | {"said": _("Kept."), "sub": " · ".join(filter(None, (found.name, worth)))}
    return form_answer(request, form, doing, on=reverse("deal", args=[deal_id]), **page | more)


def _page(deal: Deal, title: str) -> dict[str, Any]:
    crumbs = kind_named("deal").crumbs(deal)
    return {"title": title, "word": title, "sub": deal.name, "crumbs": crumbs}


def _acts(request: HttpRequest, deal: Deal) -> str:
    """What can be started here, as far as the deal's state lets it."""
    is_open = deal.state == Deal.State.OPEN
    acts = [
        each
        for each in acts_of("deal", request.user, deal.pk)
        if (
            each.part.name != "reopen"
            if is_open
            else each.part.name in CLOSED_ACTS or each.part.position >= 100
        )
    ]
    return render_to_string("prospecting/_acts.html", {"row": deal, "acts": acts}, request=request)


def _way(stages: list[Stage], deal: Deal) -> list[Stage]:
    """The stages a deal goes through: to the end it came to, or to being won."""
    end = Stage.Ends.LOST if deal.state == Deal.State.LOST else Stage.Ends.WON
    return [stage for stage in stages if stage.ends in ("", end)]


def _beginning(account: Account | None) -> dict[str, Any]:
    if account is None:
        return {}
    kind = Deal.Kind.NEW if account.lifecycle == "prospect" else Deal.Kind.CROSS_SELL
    return {"account": account, "kind": kind, "currency": account.currency or None}
