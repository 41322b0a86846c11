"""Setting quotas: one by one, a figure spread over people, by workbook, and kinds of customers."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from suki.apps.people.models import Person, Team
from suki.apps.quotas.actions import name_segment, set_quota
from suki.apps.quotas.forms import QuotaForm, SegmentForm, SheetForm, SpreadForm
from suki.apps.quotas.grid import MODELS, Asked, Grid
from suki.apps.quotas.models import QuotaSheet
from suki.apps.quotas.reach import Setter
from suki.apps.quotas.screens.asking import address_of, asked_of
from suki.apps.quotas.sheets import apply_sheet, grid_of, plan_of, read_sheet
from suki.apps.quotas.spreading import By, Season, Spread, Wish, plan_spread, spread_quotas
from suki.apps.quotas.years import Year
from suki.base.access import Can, Reach, screen
from suki.base.answers import form_answer, was_done
from suki.base.toasts import toast
from suki.kernel.errors import BadInput, NotAllowed, RuleBroken
from suki.kernel.periods import Period


@screen(Can.SET_QUOTAS)
def quota_new(request: HttpRequest) -> HttpResponse:
    """What somebody or something is to reach in a period."""
    asked = asked_of(request)
    subject = _subject(request, asked)
    choices = None if subject else _choices(request, asked)
    begin = {"period": _period(asked, request.GET.get("period", "")), "measure": asked.measure}
    form = QuotaForm(request.POST or None, calendar=asked.year.calendar, choices=choices, initial=begin)

    def act(period: Period, amount: Any, measure: str, subject: Any = subject) -> None:
        set_quota(
            actor=request.user, subject=subject, first=period.start, end=period.end, amount=amount, measure=measure,
            currency=asked.year.entity.currency, entity=asked.year.entity,
        )  # fmt: skip

    return form_answer(
        request, form, act, on=address_of("quotas", asked), said=_("The quota is proposed."), title=_("Set a quota"),
        sub=str(subject or ""), word=_("Propose it"), crumbs=[(_("Quotas"), address_of("quotas", asked))],
        lead=_("Amounts are in {currency}.").format(currency=asked.year.entity.currency),
    )  # fmt: skip


@screen(Can.SET_QUOTAS)
def segment_new(request: HttpRequest) -> HttpResponse:
    """A kind of customers gets a name, so that a quota can be set for it."""

    def act(**said: Any) -> None:
        name_segment(actor=request.user, **said)

    return form_answer(
        request, SegmentForm(request.POST or None), act, on=f"{reverse('quotas')}?by=segment", said=_("The segment has its name."),
        title=_("New segment"), word=_("Keep it"), crumbs=[(_("Quotas"), f"{reverse('quotas')}?by=segment")],
        lead=_("An account belongs to it that fits everything said here."),
    )  # fmt: skip


@screen(Can.SET_QUOTAS)
def quota_spread(request: HttpRequest) -> HttpResponse:
    """A figure for the year given to people: looked over first, then proposed."""
    asked = asked_of(request)
    asked = Asked(asked.year, "person", asked.measure, asked.team)
    people = _people(request, asked)
    form = SpreadForm(request.POST or None, people=people, initial=_spread_begin(asked))
    plan = _planned(request, form, asked) if request.method == "POST" and form.is_valid() else None
    if plan is not None and "propose" in request.POST and _spread(request, form, plan):
        return redirect(address_of("quotas", Asked(plan.wish.year, "person", plan.wish.measure, asked.team)))
    page = {
        "title": _("Spread a figure for {year}").format(year=asked.year.title), "form": form, "plan": plan, "asked": asked, "year": asked.year, "currency": asked.currency,
        "columns": [plan.wish.year.named(each) for each in plan.wish.year.periods] if plan else [],
        "crumbs": [(_("Quotas"), address_of("quotas", asked))], "cancel": address_of("quotas", asked),
    }  # fmt: skip
    return render(request, "quotas/spread.html", page, status=422 if form.errors else 200)


@screen(Can.SET_QUOTAS)
def quota_sheet_new(request: HttpRequest) -> HttpResponse:
    """A changed workbook comes back."""
    asked = asked_of(request)
    form = SheetForm(request.POST or None, request.FILES or None)
    read: list[QuotaSheet] = []

    def act(file: Any) -> None:
        content = file.read(5_000_001)
        read.append(read_sheet(actor=request.user, name=file.name, content=content))

    if request.method == "POST" and form.is_valid() and was_done(form, act):
        return redirect("quota_sheet", read[0].pk)
    page = {
        "form": form, "crumbs": [(_("Quotas"), address_of("quotas", asked))], "cancel": address_of("quotas", asked),
        "workbook": address_of("quota_workbook", asked),
    }  # fmt: skip
    return render(request, "quotas/sheet_new.html", page, status=422 if form.errors else 200)


@screen(Can.SET_QUOTAS)
def quota_sheet(request: HttpRequest, quota_sheet_id: int) -> HttpResponse:
    """What the workbook would change, with what is in its way; then all of it, or nothing."""
    sheet = get_object_or_404(QuotaSheet, pk=quota_sheet_id, by=request.user)
    problems: list[Any] = []
    if request.method == "POST":
        try:
            count = apply_sheet(actor=request.user, sheet=sheet)
        except BadInput as bad:
            problems = list(bad.problems)
        except RuleBroken as broken:
            problems = [broken]
        else:
            said = ngettext(
                "{count} quota is changed and proposed.", "{count} quotas are changed and proposed.", count
            )
            toast(request, said.format(count=count))
            return redirect(address_of("quotas", grid_of(request.user, sheet).asked))
    grid, planned = plan_of(request.user, sheet)
    page = {
        "sheet": sheet, "planned": planned, "grid": grid, "currency": grid.asked.currency, "problems": problems,
        "conflicts": sum(1 for each in planned if each.conflict), "cancel": address_of("quotas", grid.asked),
        "crumbs": [(_("Quotas"), address_of("quotas", grid.asked))],
    }  # fmt: skip
    return render(request, "quotas/sheet.html", page, status=422 if problems else 200)


def _subject(request: HttpRequest, asked: Asked) -> Any:
    """The row an address names, or 404 where its quota is not theirs to set; without one it is chosen."""
    number = request.GET.get("subject", "")
    if not number.isdecimal():
        return None
    found = get_object_or_404(MODELS[asked.by], pk=number)
    if not Setter(request.user, asked.year.entity.today).may(found):
        raise Http404
    return found


def _choices(request: HttpRequest, asked: Asked) -> Any:
    """What the actor may set a quota for."""
    model: Any = MODELS[asked.by]
    rows = model.objects.visible_to(request.user) if asked.by == "account" else model.objects
    order = "sort_key" if asked.by in ("person", "account") else "name"
    found = rows.in_use().order_by(order)
    setter = Setter(request.user, asked.year.entity.today)
    if asked.by == "person":
        return found if setter.reach is Reach.ALL else found.filter(pk__in=setter.below)
    return found


def _period(asked: Asked, name: str) -> Period | None:
    try:
        return Period.parse(name, asked.year.calendar) if name else None
    except RuleBroken:
        return None


def _people(request: HttpRequest, asked: Asked) -> list[Person]:
    """Whose quota the actor sets, of the team if one is named."""
    team = (
        request.POST.get("team", "") if request.method == "POST" else str(asked.team.pk if asked.team else "")
    )
    chosen = Team.objects.in_use().filter(pk=team).first() if team.isdecimal() else None
    grid = Grid(request.user, Asked(asked.year, "person", asked.measure, chosen))
    setter = Setter(request.user, asked.year.entity.today)
    rows = Person.objects.filter(pk__in=[row.key for row in grid.rows]).order_by("sort_key", "pk")
    return [person for person in rows if setter.may(person)]


def _spread_begin(asked: Asked) -> dict[str, Any]:
    return {
        "team": asked.team, "measure": asked.measure, "cut": asked.year.cut, "by": By.LAST_YEAR, "season": Season.LAST_YEAR,
        "with_ramp": True, "leave_days": 30,
    }  # fmt: skip


def _planned(request: HttpRequest, form: SpreadForm, asked: Asked) -> Spread | None:
    said = form.cleaned_data
    wish = Wish(
        year=Year(asked.year.entity, asked.year.number, said["cut"]), figure=said["figure"], people=form.people,
        measure=said["measure"], by=said["by"], over_percent=said["over_percent"] or 0, weights=form.weights_by_person(),
        season=said["season"], seasons=said["seasons"], with_ramp=said["with_ramp"], leave_days=said["leave_days"],
    )  # fmt: skip
    try:
        return plan_spread(wish)
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return None


def _spread(request: HttpRequest, form: SpreadForm, plan: Spread) -> bool:
    """Propose what was looked over."""
    try:
        made, kept = spread_quotas(actor=request.user, wish=plan.wish)
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from None
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return False
    said = ngettext("{count} quota is proposed.", "{count} quotas are proposed.", len(made)).format(
        count=len(made)
    )
    left = ngettext("{count} stays as it was.", "{count} stay as they were.", kept).format(count=kept)
    toast(request, f"{said} {left}" if kept else said)
    return True
