"""The page of a lead, and what can be done there."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from suki.apps.prospecting import actions, forms
from suki.apps.prospecting.duplicates import ASKED, NOTHING_KNOWN, known_like
from suki.apps.prospecting.models import Lead
from suki.apps.prospecting.queries import OPEN, is_late, leads_for, reasons_of
from suki.base.about.details import details_of
from suki.base.access import Can, screen
from suki.base.answers import form_answer, was_done
from suki.base.history import kind_of
from suki.base.pages import acts_of, kind_named, masked, panels_of, part_page, tabs_of
from suki.base.partials import is_partial, render_part
from suki.base.toasts import toast

ON_PAGE = ("name", "message")
CLOSED_ACTS = {Lead.Status.SET_ASIDE: ("taken_up",), Lead.Status.CONVERTED: ()}


@screen(Can.WORK_LEADS)
def new_lead(request: HttpRequest) -> HttpResponse:
    """Enter a lead. One that reads like somebody known is entered only by who has looked at the other."""
    form = forms.LeadForm(
        request.POST or None, actor=request.user, initial={"campaign": request.GET.get("campaign")}
    )
    known = known_like(request.user, **_asked(request)) if request.POST else NOTHING_KNOWN
    is_warned = bool(known) and "insist" not in request.POST
    entered: list[Lead] = []

    def act(**facts: Any) -> None:
        entered.append(actions.enter_lead(actor=request.user, **facts))

    if request.method == "POST" and form.is_valid() and not is_warned and was_done(form, act):
        toast(request, _entered(entered[0]))
        is_theirs = leads_for(request.user).filter(pk=entered[0].pk).exists()
        return redirect("lead", entered[0].pk) if is_theirs else redirect("leads")
    page = {"form": form, "known": known, "is_warned": is_warned, "cancel": reverse("leads")}
    return render(request, "prospecting/new.html", page, status=422 if form.errors or is_warned else 200)


@screen(Can.WORK_LEADS)
def lead_duplicates(request: HttpRequest) -> HttpResponse:
    """What may be the lead that is being typed."""
    return render(request, "prospecting/_known.html", {"known": known_like(request.user, **_asked(request))})


@screen(Can.SEE_LEADS)
def lead(request: HttpRequest, lead_id: int) -> HttpResponse:
    """Everything about one lead: who it is, what it is worth following up and why, by when."""
    with_rows = ("owner", "campaign", "account", "contact", "territory", "entity")
    found = kind_named("lead").row_for(request.user, lead_id, with_rows=with_rows)
    page = {
        "lead": found,
        "reasons": reasons_of(found),
        "details": details_of(request.user, found, without=ON_PAGE),
        "facts": _facts(request, found),
        "acts": acts_drawn(request, found, _acts(request.user, found)),
        "crumbs": kind_named("lead").crumbs(),
        "tabs": tabs_of("lead", request.user, lead_id),
        "main": panels_of("lead", request.user, lead_id, "main"),
        "side": panels_of("lead", request.user, lead_id, "side"),
    }
    return render(request, "prospecting/lead.html", page)


@screen(Can.SEE_LEADS)
def lead_known(request: HttpRequest, lead_id: int) -> HttpResponse:
    """Accounts, contacts and other leads that may be the same."""
    found = kind_named("lead").row_for(request.user, lead_id)
    asked = {name: getattr(found, name) for name in ASKED}
    around = {} if is_partial(request) else part_page("lead", request.user, found, "known")
    known = known_like(request.user, **asked, apart_from=found.pk) if found.status in OPEN else NOTHING_KNOWN
    values = {**around, "row": found, "part": "prospecting/_of_lead.html", "known": known}
    return render_part(request, "about/page.html", "prospecting/_of_lead.html", values)


@screen(Can.WORK_LEADS)
def lead_contact(request: HttpRequest, lead_id: int) -> HttpResponse:
    """Somebody of us has spoken with the lead."""
    form = forms.ContactedForm(request.POST or None)
    return _do(request, lead_id, form, actions.contacted, _("We spoke"), _("The first contact is noted."))


@screen(Can.WORK_LEADS)
def lead_qualification(request: HttpRequest, lead_id: int) -> HttpResponse:
    """The lead is worth a deal."""
    lead = _("There is a need and somebody who decides: the lead is worth a deal.")
    form = Form(request.POST if request.method == "POST" else None)
    return _do(request, lead_id, form, actions.qualify, _("Qualify"), _("The lead is qualified."), lead=lead)


@screen(Can.WORK_LEADS)
def lead_setting_aside(request: HttpRequest, lead_id: int) -> HttpResponse:
    """Nothing comes of it."""
    form = forms.ReasonForm(request.POST or None)
    return _do(request, lead_id, form, actions.set_aside, _("Set aside"), _("The lead is set aside."))


@screen(Can.WORK_LEADS)
def lead_taking_up(request: HttpRequest, lead_id: int) -> HttpResponse:
    """It is followed up after all."""
    form = Form(request.POST if request.method == "POST" else None)
    return _do(
        request, lead_id, form, actions.take_up_again, _("Take up again"), _("The lead is open again.")
    )


@screen(Can.ASSIGN_LEADS)
def lead_assignment(request: HttpRequest, lead_id: int) -> HttpResponse:
    """Somebody else follows it up."""
    form = forms.OwnerForm(request.POST or None)
    return _do(request, lead_id, form, actions.assign_lead, _("Hand to"), _("The lead has changed hands."))


@screen(Can.WORK_LEADS)
def lead_referral(request: HttpRequest, lead_id: int) -> HttpResponse:
    """Pass a lead on to whoever may win it."""
    form = forms.ReferralForm(request.POST or None, actor=request.user)
    lead = _("The colleague follows it up. That it came from you stays known, and pay looks here.")
    return _do(request, lead_id, form, actions.refer, _("Refer to a colleague"), _("Passed on."), lead=lead)


@screen(Can.WORK_LEADS)
def account_referral(request: HttpRequest, account_id: int) -> HttpResponse:
    """New business at an account, passed on to whoever may win it."""
    kind = kind_named("account")
    account = kind.row_for(request.user, account_id)
    form = forms.ReferralForm(request.POST or None, actor=request.user)
    page = {
        "title": _("Refer new business"),
        "word": _("Refer"),
        "sub": account.name,
        "crumbs": kind.crumbs(account),
    }
    act = partial(actions.refer, actor=request.user, account=account)
    return form_answer(request, form, act, on=kind.address(account_id), said=_("Passed on."), **page)


def _do(
    request: HttpRequest, lead_id: int, form: Any, act: Any, title: str, said: str, **page: Any
) -> HttpResponse:
    """One form, one verb, back to the lead."""
    kind = kind_named("lead")
    found = kind.row_for(request.user, lead_id)
    page = {"title": title, "word": title, "sub": found.name, "crumbs": kind.crumbs(found), **page}
    on = kind.address(lead_id)
    act = partial(act, actor=request.user, lead=found)
    answer = form_answer(request, form, act, on=on, said=said, **page)
    is_gone = answer.status_code == 302 and not leads_for(request.user).filter(pk=lead_id).exists()
    return redirect("leads") if is_gone else answer


def _acts(actor: Any, lead: Lead) -> list[Any]:
    """What can be started here as the lead stands."""
    placed = acts_of("lead", actor, lead.pk)
    if lead.status in CLOSED_ACTS:
        return [each for each in placed if each.part.name in CLOSED_ACTS[lead.status]]
    left_out = {"taken_up"} | ({"qualified"} if lead.status == Lead.Status.QUALIFIED else set())
    return [each for each in placed if each.part.name not in left_out]


def _facts(request: HttpRequest, lead: Lead) -> str:
    """What stands under the name."""
    page = {"lead": lead, "is_late": is_late(lead), "is_open": lead.status in OPEN, "tone": _tone(lead)}
    return render_to_string("prospecting/_lead_facts.html", page, request=request)


def acts_drawn(request: HttpRequest, row: Any, acts: list[Any]) -> str:
    """What can be started here: the most important beside the name, the rest in a menu."""
    first = next((each for each in acts if each.part.is_primary), acts[0] if acts else None)
    page = {"row": row, "first": first, "rest": [each for each in acts if each is not first]}
    page["hidden"] = masked(request.user, kind_of(row))
    return render_to_string("prospecting/_acts.html", page, request=request)


def _tone(lead: Lead) -> str:
    tones = {Lead.Status.QUALIFIED: "good", Lead.Status.CONVERTED: "good", Lead.Status.SET_ASIDE: "none"}
    return tones.get(lead.status, "info")


def _asked(request: HttpRequest) -> dict[str, str]:
    values = request.POST or request.GET
    return {name: values.get(name, "")[:200] for name in ASKED}


def _entered(lead: Lead) -> str:
    if lead.owner is None:
        return _("{lead} is entered. No route found anybody for it.").format(lead=lead)
    return _("{lead} is entered. {owner} follows it up.").format(lead=lead, owner=lead.owner)
