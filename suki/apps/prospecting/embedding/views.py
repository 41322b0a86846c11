"""Lead forms: their settings, and the page that strangers fill in on somebody's website."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt

from suki.apps.company.settings.sections import sections_for
from suki.apps.people.identity.lockout import address_of
from suki.apps.prospecting.embedding import actions
from suki.apps.prospecting.embedding.asking import TRAP, StrangersForm
from suki.apps.prospecting.embedding.forms import LeadFormForm
from suki.apps.prospecting.embedding.tokens import Age, age_of, new_token
from suki.apps.prospecting.models import Lead, LeadForm
from suki.base.access import SYSTEM, Can, open_screen, screen
from suki.base.answers import acted, form_answer
from suki.base.languages import language_of
from suki.base.limiting import is_within
from suki.base.security import POLICY

HERE = "settings_lead_forms"
FROM_ONE_ADDRESS = (5, 600)
FOR_ONE_FORM = (300, 3600)
EMBEDDED_POLICY = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")


@screen(Can.RUN_CAMPAIGNS)
def lead_forms(request: HttpRequest) -> HttpResponse:
    """Every form, with what to put on the website, and how many leads it made."""
    forms = LeadForm.objects.in_use().select_related("campaign").order_by("-pk")
    rows = [
        {
            "form": form,
            "address": request.build_absolute_uri(reverse("public_lead_form", args=[form.key])),
            "leads": Lead.objects.filter(form=form).count(),
        }
        for form in forms
    ]
    page = {"sections": sections_for(request.user, HERE), "rows": rows}
    return render(request, "prospecting/forms.html", page)


@screen(Can.RUN_CAMPAIGNS)
def lead_form_new(request: HttpRequest) -> HttpResponse:
    """A new form."""
    return _form(request, LeadFormForm(request.POST or None), actions.make_lead_form, _("New form"))


@screen(Can.RUN_CAMPAIGNS)
def lead_form(request: HttpRequest, form_id: int) -> HttpResponse:
    """A form asks for something else, or is closed."""
    found = get_object_or_404(LeadForm.objects.in_use(), pk=form_id)
    known = {
        name: getattr(found, name) for name in ("name", "campaign", "language", "asks", "thanks", "is_open")
    }
    form = LeadFormForm(request.POST or None, initial=known)
    return _form(request, form, partial(actions.change_lead_form, form=found), _("Change the form"))


@csrf_exempt
@xframe_options_exempt
@open_screen
def public_form(request: HttpRequest, key: str) -> HttpResponse:
    """The form as strangers see it, inside any website. It reads no session and acts for nobody who is signed in.

    A browser does not send our cookies from inside another website, so the usual proof against forged posts cannot
    reach us; and there is nothing to forge, for a post does only what any stranger may do. What holds abuse off is a
    token that we signed for this form, a field that only machines fill in, and a limit for each address and form.
    """
    lead_form = LeadForm.objects.in_use().select_related("entity", "campaign").filter(key=key).first()
    if lead_form is None:
        raise Http404
    with translation.override(language_of(lead_form.language or lead_form.entity.language)):
        answer = _sent(request, lead_form) if request.method == "POST" else _asked(request, lead_form)
    answer.headers["Content-Security-Policy"] = EMBEDDED_POLICY
    answer.headers["Content-Language"] = lead_form.language or lead_form.entity.language
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _sent(request: HttpRequest, lead_form: LeadForm) -> HttpResponse:
    """Take it, or say what is wrong; a machine is thanked and forgotten."""
    if request.POST.get(TRAP):
        return _thanks(request, lead_form)
    form = StrangersForm(request.POST, lead_form=lead_form)
    if not form.is_valid():
        return _asked(request, lead_form, form)
    refused = _refusal(request, lead_form) or acted(partial(_take, request, lead_form, form))
    if refused:
        form.add_error(None, refused)
        return _asked(request, lead_form, form)
    return _thanks(request, lead_form)


def _take(request: HttpRequest, lead_form: LeadForm, form: StrangersForm) -> None:
    language = language_of(lead_form.language or lead_form.entity.language)
    token = request.POST.get("token", "")
    actions.take_lead(
        actor=SYSTEM, form=lead_form, language=language, idempotency_key=token[:120], **form.facts
    )


def _refusal(request: HttpRequest, lead_form: LeadForm) -> str:
    """Why a post is not taken now: too quick, too old, too many."""
    age = age_of(request.POST.get("token", ""), lead_form)
    if age is Age.TOO_YOUNG:
        return _("That was very quick. Press the button once more, please.")
    if age is not Age.FITTING:
        return _("This page had been open for too long. Press the button once more, please.")
    most, seconds = FROM_ONE_ADDRESS
    if not is_within(f"lead form {lead_form.pk}", address_of(request), most=most, seconds=seconds):
        return _("Too much was sent from here in a short time. Wait some minutes, please.")
    most, seconds = FOR_ONE_FORM
    if not is_within("lead form", lead_form.pk, most=most, seconds=seconds):
        return _("Very many people are writing at the moment. Try again in an hour, please.")
    return ""


def _asked(request: HttpRequest, lead_form: LeadForm, form: StrangersForm | None = None) -> HttpResponse:
    if not lead_form.is_open:
        return render(
            request, "prospecting/public_form.html", {"lead_form": lead_form, "is_closed": True}, status=410
        )
    shown = form or StrangersForm(lead_form=lead_form)
    page = {"lead_form": lead_form, "form": shown, "token": new_token(lead_form), "trap": TRAP}
    return render(request, "prospecting/public_form.html", page, status=422 if shown.errors else 200)


def _thanks(request: HttpRequest, lead_form: LeadForm) -> HttpResponse:
    return render(request, "prospecting/public_form.html", {"lead_form": lead_form, "is_sent": True})


def _form(request: HttpRequest, form: Any, act: Any, title: str) -> HttpResponse:
    page = {"title": title, "word": _("Save"), "template": "settings/form.html"}
    page["sections"] = sections_for(request.user, HERE)
    return form_answer(
        request, form, partial(act, actor=request.user), on=reverse(HERE), said=_("Kept."), **page
    )
