"""Periods of pay: the list, one with everybody's statements and what it costs, and each step of its way."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from suki.apps.company.models import LegalEntity
from suki.apps.company.queries import default_entity
from suki.apps.compensation.models import PayPeriod, PayStep
from suki.apps.compensation.running import actions
from suki.apps.compensation.running.payroll import payroll_csv
from suki.apps.compensation.running.queries import periods_for, state_of, unpaid_people
from suki.apps.compensation.statements import queries
from suki.apps.compensation.statements.forms import PaymentForm, PeriodForm, ReasonForm
from suki.base.access import Can, Reach, can, reach_of, screen
from suki.base.answers import acted, form_answer
from suki.base.lists import Step
from suki.base.toasts import toast

STEPS = [each.value for each in PayStep.Step]


@screen(Can.SEE_PAY)
def periods(request: HttpRequest) -> HttpResponse:
    """Every period with where it stands."""
    rows = [
        (each, state_of(each), PayStep.Step(state_of(each)).label) for each in periods_for(request.user)[:60]
    ]
    page = {"periods": rows, "may_run": can(request.user, Can.RUN_PAY)}
    return render(request, "compensation/pay_periods.html", page)


@screen(Can.SEE_PAY)
def period(request: HttpRequest, period_id: int) -> HttpResponse:
    """One period: its steps, what is to be put right, what it costs, everybody's statement."""
    return _shown(request, _period(request, period_id))


@screen(Can.APPROVE_PAY)
def team(request: HttpRequest) -> HttpResponse:
    """The newest period of one's people."""
    entity = default_entity()
    found = queries.present_period(entity, entity.today)
    if found is None:
        return render(request, "compensation/pay_periods.html", {"periods": []})
    return _shown(request, found)


@screen(Can.RUN_PAY)
def new(request: HttpRequest) -> HttpResponse:
    """Say which days are paid together."""
    entity = default_entity()
    form = PeriodForm(request.POST or None, initial=_next(entity))
    page = {
        "title": _("Open a period of pay"),
        "word": _("Open it"),
        "crumbs": [(_("Pay"), reverse("pay_periods"))],
    }
    return form_answer(
        request, form, partial(_open, request.user), on=reverse("pay_periods"), said=_("Opened."), **page
    )


@require_POST
@screen(Can.RUN_PAY)
def calculation(request: HttpRequest, period_id: int) -> HttpResponse:
    """Work everything out from what is known now."""
    act = actions.calculate
    return _pressed(
        request, period_id, act, _("Calculated. Statements that were approved stayed as they were.")
    )


@require_POST
@screen(Can.RUN_PAY)
def review(request: HttpRequest, period_id: int) -> HttpResponse:
    """The managers may look at it now."""
    return _pressed(request, period_id, actions.send_to_review, _("The managers see it on their Today."))


@require_POST
@screen(Can.APPROVE_PAY)
def approval(request: HttpRequest, period_id: int) -> HttpResponse:
    """All of it is right."""
    return _pressed(request, period_id, actions.approve_period, _("Approved."))


@screen(Can.RUN_PAY)
def payment(request: HttpRequest, period_id: int) -> HttpResponse:
    """The money has left the house."""
    found = _period(request, period_id)
    form = PaymentForm(request.POST or None, initial={"paid_on": found.entity.today})
    page = {
        "title": _("Note the payment"), "word": _("It is paid"), "sub": found.name,
        "lead": _("Lines in doubt are left out, and so is whoever has not read their plan, where the firm wants that."),
    }  # fmt: skip
    return _with_form(request, found, form, actions.pay_period, _("Noted as paid."), page)


@require_POST
@screen(Can.RUN_PAY)
def closing(request: HttpRequest, period_id: int) -> HttpResponse:
    """Nothing of it changes any more."""
    return _pressed(
        request,
        period_id,
        actions.close_pay_period,
        _("Closed. What is learned later is put right in an open period."),
    )


@screen(Can.RUN_PAY)
def reopening(request: HttpRequest, period_id: int) -> HttpResponse:
    """The latest closed period is opened again, with a reason."""
    found = _period(request, period_id)
    page = {
        "title": _("Open the period again"), "word": _("Open it again"), "sub": found.name,
        "lead": _("What was paid stays paid. Usually a correction in the open period is enough."),
    }  # fmt: skip
    form = ReasonForm(request.POST or None)
    return _with_form(request, found, form, actions.reopen_pay_period, _("Open again."), page)


@require_POST
@screen(Can.RUN_PAY)
def export(request: HttpRequest, period_id: int) -> HttpResponse:
    """The file for payroll."""
    found = _period(request, period_id)
    content: list[bytes] = []
    refused = acted(lambda: content.append(payroll_csv(actor=request.user, period=found)))
    if refused:
        toast(request, refused)
        return redirect("pay_period", found.pk)
    answer = HttpResponse(content[0], content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="payroll-{found.pk}.csv"'
    return answer


def _shown(request: HttpRequest, found: PayPeriod) -> HttpResponse:
    state = state_of(found)
    sees_all = reach_of(request.user, Can.SEE_PAY) is Reach.ALL
    problems = unpaid_people(found) if sees_all or can(request.user, Can.APPROVE_PAY) else []
    rows = queries.team_rows(request.user, found, problems)
    seen = {each.statement.person_id for each in rows}
    revenue = queries.revenue_of(found) if sees_all else None
    costs = queries.costs_of(request.user, found)
    page = {
        "period": found, "state": state, "rows": rows, "sees_all": sees_all,
        "problems": [each for each in problems if sees_all or each.person_id in seen],
        "costs": [(each, _share(each, revenue, found)) for each in costs], "revenue": revenue,
        "accrued": queries.accrued(request.user, found.entity) if sees_all else [],
        "steps": [Step(PayStep.Step(each).label) for each in STEPS], "at": STEPS.index(state),
        "run": found.runs.order_by("-number").select_related("by__person").first() if sees_all else None,
        "may_run": can(request.user, Can.RUN_PAY), "may_approve": can(request.user, Can.APPROVE_PAY),
        "disputes": queries.disputes_for(request.user).filter(line__statement__period=found, decision=""),
        "crumbs": [(_("Pay"), reverse("pay_periods"))], "last_day": found.valid.upper - timedelta(days=1),
        "summary": _counted(rows),
    }  # fmt: skip
    return render(request, "compensation/pay_period.html", page)


def _share(cost: Any, revenue: Any, found: PayPeriod) -> Any:
    """Cost of sales: pay of revenue, where both are in the firm's currency."""
    return cost.of_sales(revenue) if revenue and cost.currency == found.entity.currency else None


def _counted(rows: list[Any]) -> str:
    approved = sum(1 for each in rows if each.statement.step == "approved")
    return ngettext(
        "{approved} of {count} statement approved", "{approved} of {count} statements approved", len(rows)
    ).format(approved=approved, count=len(rows))


def _period(request: HttpRequest, period_id: int) -> PayPeriod:
    return get_object_or_404(periods_for(request.user), pk=period_id)


def _pressed(request: HttpRequest, period_id: int, act: Any, said: str) -> HttpResponse:
    found = _period(request, period_id)
    toast(request, acted(partial(act, actor=request.user, period=found)) or said)
    return redirect("pay_period", found.pk)


def _with_form(
    request: HttpRequest, found: PayPeriod, form: Any, act: Any, said: str, page: dict[str, Any]
) -> HttpResponse:
    on = reverse("pay_period", args=[found.pk])
    way = [(_("Pay"), reverse("pay_periods")), (found.name, on)]
    act = partial(act, actor=request.user, period=found)
    return form_answer(request, form, act, on=on, said=said, crumbs=way, **page)


def _open(actor: Any, *, entity: LegalEntity, name: str, first: date, last: date) -> PayPeriod:
    made: PayPeriod = actions.open_period(
        actor=actor, entity=entity, name=name, first=first, end=last + timedelta(days=1)
    )
    return made


def _next(entity: LegalEntity) -> dict[str, Any]:
    """The period after the newest one, as long as a month of the firm's calendar."""
    newest = PayPeriod.objects.filter(entity=entity).order_by("-valid").first()
    first = newest.valid.upper if newest else entity.today.replace(day=1)
    end = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
    return {"entity": entity, "first": first, "last": end - timedelta(days=1), "name": f"{first:%Y-%m}"}
