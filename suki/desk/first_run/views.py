"""Screens of the first run. Each step keeps what it asked; one can leave, come back, and go back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from suki.apps.company.actions import put_logo, settle_default_entity
from suki.apps.company.forms import FirmForm, FiscalYearForm, LogoForm, MoneyAndTimeForm
from suki.apps.company.models import LegalEntity
from suki.apps.company.proposals import proposal_for
from suki.base.access import SYSTEM, Can, open_screen, screen
from suki.base.answers import form_answer, was_done
from suki.base.lists import Step
from suki.base.partials import is_partial
from suki.desk.first_run.actions import first_administrator, welcome_colleagues
from suki.desk.first_run.code import is_open
from suki.desk.first_run.forms import AdministratorForm, CodeForm, ColleagueForms, RosterForm, forms_for

_MAY = "first_run"
STEPS = (
    ("first_run_firm", gettext_lazy("Firm")),
    ("first_run_money", gettext_lazy("Money and time")),
    ("first_run_year", gettext_lazy("Fiscal year")),
    ("first_run_logo", gettext_lazy("Logo")),
    ("first_run_administrator", gettext_lazy("You")),
    ("first_run_people", gettext_lazy("Colleagues")),
)
FISCAL = ("fiscal_pattern", "fiscal_start", "fiscal_week_end", "fiscal_rule", "fiscal_name_by")


def step(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A step before anybody can sign in: open to whoever gave the code, and only while the house is empty."""

    @wraps(view)
    def checked(request: HttpRequest) -> HttpResponse:
        if not is_open():
            return redirect("sign_in")
        if not request.session.get(_MAY):
            return redirect("first_run")
        entity = LegalEntity.objects.filter(is_default=True).first()
        if entity is None and view.__name__ != "firm":
            return redirect("first_run_firm")
        return view(request, entity)

    return open_screen(checked)


@open_screen
def start(request: HttpRequest) -> HttpResponse:
    """Asks for the code; the address that `suki up` prints brings it along."""
    if not is_open():
        return redirect("sign_in")
    given = request.POST or ({"code": request.GET["code"]} if "code" in request.GET else None)
    form = CodeForm(given)
    if given and form.is_valid():
        request.session.cycle_key()
        request.session[_MAY] = True
    if request.session.get(_MAY):
        return redirect("first_run_money" if LegalEntity.objects.exists() else "first_run_firm")
    return render(request, "first_run/code.html", {"form": form}, status=422 if form.errors else 200)


@step
def firm(request: HttpRequest, entity: LegalEntity | None) -> HttpResponse:
    """Who the firm is. Its country suggests the rest."""
    form = FirmForm(request.POST or None, initial=_values(entity, "name", "country", "tax_number"))

    def keep(**facts: Any) -> None:
        suggested = (
            vars(proposal_for(facts["country"]))
            if entity is None or entity.country != facts["country"]
            else {}
        )
        settle_default_entity(actor=SYSTEM, **suggested, **facts)

    return _answer(request, form, keep, 0, lead=_("Everything here can be changed later in the settings."))


@step
def money(request: HttpRequest, entity: LegalEntity) -> HttpResponse:
    """Currency, time zone, language."""
    form = MoneyAndTimeForm(request.POST or None, initial=_values(entity, "currency", "timezone", "language"))
    return _answer(request, form, _settle, 1)


@step
def year(request: HttpRequest, entity: LegalEntity) -> HttpResponse:
    """How the fiscal year is cut, with the periods it makes."""
    asked = request.POST or request.GET or None
    form = FiscalYearForm(asked, initial=_values(entity, *FISCAL))
    page = {**form.preview(entity.today), "preview": reverse("first_run_year")}
    if request.method == "GET" and asked:
        return render(
            request,
            "company/_periods.html" if is_partial(request) else "first_run/year.html",
            _page(form, 2) | page,
        )
    return _answer(request, form, _settle, 2, template="first_run/year.html", **page)


@step
def logo(request: HttpRequest, entity: LegalEntity) -> HttpResponse:
    """The mark on documents; it can wait."""
    form = LogoForm(request.POST or None, request.FILES or None)

    def keep(logo: Any) -> None:
        if logo is not None:
            put_logo(actor=SYSTEM, entity=entity, content=logo, content_type=logo.content_type)

    return _answer(request, form, keep, 3, is_multipart=True, entity=entity)


@step
@sensitive_post_parameters()
def administrator(request: HttpRequest, entity: LegalEntity) -> HttpResponse:
    """Who sets this up: the first administrator, signed in at once."""
    form = AdministratorForm(request.POST or None)

    def keep(**facts: Any) -> None:
        user = first_administrator(**facts, language=get_language() or "en", since=timezone.localdate())
        login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")

    return _answer(request, form, keep, 4, lead=_("You let the others in, and decide who may do what."))


@screen(Can.MANAGE_COMPANY)
def people(request: HttpRequest) -> HttpResponse:
    """Colleagues, from a list: first read, then looked over, then taken over."""
    if "line-TOTAL_FORMS" in request.POST:
        return _take_over(request)
    form = RosterForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        page = _page(form, 5) | {"lines": forms_for(form.cleaned_data["colleagues"])}
        return render(request, "first_run/look_over.html", page)
    page = _page(form, 5) | {"skip": reverse("first_run_done")}
    return render(request, "first_run/people.html", page, status=422 if form.errors else 200)


@screen(Can.MANAGE_COMPANY)
def done(request: HttpRequest) -> HttpResponse:
    """What to do next."""
    return render(request, "first_run/done.html", {"links": []})


def _take_over(request: HttpRequest) -> HttpResponse:
    lines = ColleagueForms(request.POST, prefix="line")
    if lines.is_valid():
        chosen = [line.colleague() for line in lines if line.cleaned_data["is_in"]]
        done_with: dict[str, Any] = {}

        def act(**_given: Any) -> None:
            today = timezone.localdate()
            done_with["links"] = welcome_colleagues(actor=request.user, colleagues=chosen, since=today)

        if was_done(lines.forms[0], act):
            links = [
                (person, request.build_absolute_uri(link) if link else "")
                for person, link in done_with["links"]
            ]
            return render(request, "first_run/done.html", {"links": links})
    return render(request, "first_run/look_over.html", _page(RosterForm(), 5) | {"lines": lines}, status=422)


def _settle(**facts: Any) -> None:
    settle_default_entity(actor=SYSTEM, **facts)


def _answer(request: HttpRequest, form: Any, act: Callable[..., Any], at: int, **more: Any) -> HttpResponse:
    more.setdefault("template", "first_run/step.html")
    page = _page(form, at) | more
    page.pop("form")
    return form_answer(request, form, act, on=reverse(STEPS[at + 1][0]), **page)


def _page(form: Any, at: int) -> dict[str, Any]:
    steps = [
        Step(label, reverse(name) if place < at < 5 else "") for place, (name, label) in enumerate(STEPS)
    ]
    before = reverse(STEPS[at - 1][0]) if 0 < at < 5 else ""
    return {"form": form, "steps": steps, "at": at, "title": STEPS[at][1], "before": before}


def _values(entity: LegalEntity | None, *names: str) -> dict[str, Any]:
    return {name: getattr(entity, name) for name in names} if entity else {}
