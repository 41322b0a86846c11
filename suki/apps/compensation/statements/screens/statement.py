"""A statement line by line, what each figure is made of, and the same on paper and as a workbook."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suki.apps.compensation.models import Statement, StatementStep
from suki.apps.compensation.running import actions
from suki.apps.compensation.statements import queries
from suki.apps.compensation.statements.document import pdf_of
from suki.apps.compensation.statements.explaining import explained_figure, explained_line
from suki.apps.compensation.statements.forms import DisputeForm, ReasonForm
from suki.apps.compensation.statements.queries import TO_REVIEW
from suki.apps.compensation.statements.sheet import sheet_of
from suki.apps.compensation.statements.workbook import workbook_of
from suki.base.access import Can, can, screen
from suki.base.answers import acted, form_answer
from suki.base.languages import language_of
from suki.base.partials import render_part
from suki.base.toasts import toast

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@screen(Can.SEE_PAY)
def statement(request: HttpRequest, statement_id: int) -> HttpResponse:
    """Everything that somebody is paid for in a period."""
    found = queries.statement_for(request.user, statement_id)
    is_own = found.person.user_id == request.user.pk
    page = {
        "statement": found, "sheet": sheet_of(found), "is_own": is_own, "form": DisputeForm(),
        "may_decide": _may_decide(request, found, is_own),
        "is_approved": found.step == StatementStep.Step.APPROVED,  # type: ignore[attr-defined]
        "last_step": found.steps.order_by("-pk").select_related("by__person").first(),
        "languages": settings.LANGUAGES, "language": get_language(), "crumbs": crumbs(found, is_own),
        "others": _beside(request, found),
    }  # fmt: skip
    return render(request, "compensation/statement.html", page)


@screen(Can.SEE_PAY)
def line(request: HttpRequest, line_id: int) -> HttpResponse:
    """How a line is computed."""
    it = explained_line(queries.line_for(request.user, line_id))
    return render_part(request, "compensation/explained.html", "compensation/_explained.html", {"it": it})


@screen(Can.SEE_PAY)
def figure(request: HttpRequest, statement_id: int, name: str) -> HttpResponse:
    """Which lines a figure of a statement is the sum of."""
    it = explained_figure(sheet_of(queries.statement_for(request.user, statement_id)), name)
    return render_part(request, "compensation/explained.html", "compensation/_explained.html", {"it": it})


@screen(Can.SEE_PAY)
def document(request: HttpRequest, statement_id: int) -> HttpResponse:
    """The statement as a PDF, in the reader's language or another one."""
    found = queries.statement_for(request.user, statement_id)
    answer = HttpResponse(pdf_of(sheet_of(found), _language(request)), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="statement-{found.pk}.pdf"'
    return answer


@screen(Can.SEE_PAY)
def workbook(request: HttpRequest, statement_id: int) -> HttpResponse:
    """The statement as a workbook whose formulas work it out again."""
    found = queries.statement_for(request.user, statement_id)
    answer = HttpResponse(workbook_of(sheet_of(found), _language(request)), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="statement-{found.pk}.xlsx"'
    return answer


@require_POST
@screen(Can.APPROVE_PAY)
def approval(request: HttpRequest, statement_id: int) -> HttpResponse:
    """The statement is right."""
    found = queries.statement_for(request.user, statement_id)
    refused = acted(partial(actions.approve_statement, actor=request.user, statement=found))
    toast(request, refused or _("Approved: {person}.").format(person=found.person.name))
    after = request.POST.get("next", "")
    return (
        redirect("pay_period", found.period_id) if after == "period" else redirect("pay_statement", found.pk)
    )


@screen(Can.APPROVE_PAY)
def sending_back(request: HttpRequest, statement_id: int) -> HttpResponse:
    """The statement goes back to whoever runs pay, with the reason."""
    found = queries.statement_for(request.user, statement_id)
    page = {"title": _("Send the statement back"), "word": _("Send it back"), "sub": str(found)}
    return _reasoned(request, found, actions.return_statement, said=_("Sent back."), **page)


@screen(Can.APPROVE_PAY)
def unlocking(request: HttpRequest, statement_id: int) -> HttpResponse:
    """An approved statement may be calculated anew."""
    found = queries.statement_for(request.user, statement_id)
    page = {"title": _("Unlock the statement"), "word": _("Unlock it"), "sub": str(found)}
    return _reasoned(request, found, actions.unlock_statement, said=_("Unlocked."), **page)


def crumbs(found: Statement, is_own: bool) -> list[tuple[Any, str]]:
    """The way to a statement: one's own pay, or the period."""
    if is_own:
        return [(_("My pay"), reverse("my_pay"))]
    return [
        (_("Pay"), reverse("pay_periods")),
        (found.period.name, reverse("pay_period", args=[found.period_id])),
    ]


def _reasoned(request: HttpRequest, found: Statement, act: Any, *, said: str, **page: Any) -> HttpResponse:
    on = reverse("pay_statement", args=[found.pk])
    act = partial(act, actor=request.user, statement=found)
    return form_answer(request, ReasonForm(request.POST or None), act, on=on, said=said, **page)


def _may_decide(request: HttpRequest, found: Any, is_own: bool) -> bool:
    return not is_own and found.period_step in TO_REVIEW and can(request.user, Can.APPROVE_PAY)


def _beside(request: HttpRequest, found: Statement) -> dict[str, Any]:
    """The same person's statement before and after."""
    same = queries.statements_for(request.user).filter(person=found.person_id, currency=found.currency)
    return {
        "before": same.filter(period__valid__fully_lt=found.period.valid).first(),
        "after": same.filter(period__valid__fully_gt=found.period.valid).last(),
    }


def _language(request: HttpRequest) -> str:
    return language_of(request.GET.get("language") or get_language() or "")
