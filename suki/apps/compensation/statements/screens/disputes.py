"""Doubts about lines: raised by whose line it is, listed for those who decide, decided with an answer."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suki.apps.compensation.models import Dispute, PayLine
from suki.apps.compensation.running import disputes as actions
from suki.apps.compensation.statements import queries
from suki.apps.compensation.statements.forms import DecisionForm, DisputeForm
from suki.apps.compensation.statements.reasons import formula_of, reasons_of
from suki.base.access import Can, can, require, screen
from suki.base.answers import acted, was_done
from suki.base.files import open_file, store
from suki.base.partials import render_part
from suki.base.toasts import toast


@screen(Can.SEE_PAY)
def new(request: HttpRequest, line_id: int) -> HttpResponse:
    """Say what is wrong with a line of one's own."""
    line = queries.line_for(request.user, line_id)
    form = DisputeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and was_done(form, partial(_raise, request.user, line)):
        toast(request, _("Only this line waits; all others are paid."))
        return redirect("pay_statement", line.statement_id)
    page = {
        "form": form, "line": line, "is_own": line.statement.person.user_id == request.user.pk,
        "formula": formula_of(line), "reasons": reasons_of(line),
        "crumbs": [(str(line.statement.period), reverse("pay_statement", args=[line.statement_id]))],
    }  # fmt: skip
    status = 422 if form.errors else 200
    part = "compensation/_dispute_drawer.html"
    return render_part(request, "compensation/dispute_new.html", part, page, status=status)


@screen(Can.SEE_PAY)
def listed(request: HttpRequest) -> HttpResponse:
    """All doubts that one sees: one's own, those of one's people, or all."""
    rows = list(queries.disputes_for(request.user)[:200])
    page = {
        "waiting": [each for each in rows if not each.decision],
        "decided": [each for each in rows if each.decision],
        "may_decide": can(request.user, Can.APPROVE_PAY),
    }
    return render(request, "compensation/disputes.html", page)


@screen(Can.SEE_PAY)
def dispute(request: HttpRequest, dispute_id: int) -> HttpResponse:
    """One doubt: the line, what is expected and why, and the decision."""
    found = dispute_for(request.user, dispute_id)
    is_own = found.line.statement.person.user_id == request.user.pk
    may_decide = not is_own and not found.decision and can(request.user, Can.APPROVE_PAY)
    form = DecisionForm(request.POST or None) if may_decide else None
    if request.method == "POST" and form is not None:
        act = partial(actions.decide_dispute, actor=request.user, dispute=found)
        if form.is_valid() and was_done(form, act):
            toast(
                request,
                _("Decided; {person} sees the answer.").format(person=found.line.statement.person.name),
            )
            return redirect("pay_dispute", found.pk)
    if request.method == "POST" and form is None:
        require(request.user, Can.APPROVE_PAY)
        if is_own:
            raise PermissionDenied(_("Nobody decides about their own statement."))
        toast(request, _("It has been decided already; nothing was changed."))
        return redirect("pay_dispute", found.pk)
    page = {
        "dispute": found, "line": found.line, "is_own": is_own, "form": form,
        "formula": formula_of(found.line), "reasons": reasons_of(found.line),
        "crumbs": [(_("Disputes"), reverse("pay_disputes"))],
    }  # fmt: skip
    return render(request, "compensation/dispute.html", page, status=422 if form and form.errors else 200)


@require_POST
@screen(Can.SEE_PAY)
def withdrawal(request: HttpRequest, dispute_id: int) -> HttpResponse:
    """Whoever raised it takes it back."""
    found = dispute_for(request.user, dispute_id)
    refused = acted(partial(actions.withdraw_dispute, actor=request.user, dispute=found))
    toast(request, refused or _("Withdrawn; the line is paid like all others."))
    return redirect("pay_statement", found.line.statement_id)


@require_POST
@screen(Can.APPROVE_PAY)
def taking(request: HttpRequest, dispute_id: int) -> HttpResponse:
    """Somebody looks into it, and its owner sees who."""
    found = dispute_for(request.user, dispute_id)
    refused = acted(partial(actions.take_dispute, actor=request.user, dispute=found))
    toast(request, refused or _("You look into it."))
    return redirect("pay_dispute", found.pk)


@screen(Can.SEE_PAY)
def attachment(request: HttpRequest, dispute_id: int) -> FileResponse:
    """The file that somebody gave with a doubt; always as a download."""
    found = dispute_for(request.user, dispute_id)
    if found.file is None:
        raise Http404
    name = f"dispute-{found.pk}"
    return FileResponse(
        open_file(found.file), as_attachment=True, filename=name, content_type="application/octet-stream"
    )


def dispute_for(actor: Any, dispute_id: int) -> Dispute:
    """The doubt, or 404 where it does not exist or is not theirs to see."""
    return get_object_or_404(queries.disputes_for(actor), pk=dispute_id)


def _raise(actor: Any, line: PayLine, *, expected: Any, justification: str, upload: Any) -> Dispute:
    with transaction.atomic():
        file = store(upload.file, content_type=upload.content_type or "") if upload else None
        made: Dispute = actions.raise_dispute(
            actor=actor, line=line, expected=expected, justification=justification, file=file
        )
    return made
