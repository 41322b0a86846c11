"""Screens of those who say yes or no inside: approvals, made for a thumb; and asking for them."""

from __future__ import annotations

from functools import partial

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suki.apps.company.queries import default_entity
from suki.apps.proposals import queries
from suki.apps.proposals.approving import (
    approve,
    ask_approval,
    is_next,
    is_turn_of,
    measured,
    return_proposal,
)
from suki.apps.proposals.locking import person_of
from suki.apps.proposals.models import Approval
from suki.apps.proposals.screens.looking import proposal_for
from suki.base.access import Can, can, screen
from suki.base.answers import acted, was_done
from suki.base.toasts import toast


class NoteForm(django_forms.Form):
    """What the approver has to say."""

    note = django_forms.CharField(required=False, max_length=2000, widget=django_forms.Textarea({"rows": 3}))


@require_POST
@screen(Can.WORK_DEALS)
def approval_request(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Ask for the words that the newest version needs."""
    found = proposal_for(request, proposal_id)
    said = acted(partial(ask_approval, actor=request.user, proposal=found))
    toast(request, said or _("Approval is asked for; the version is frozen."))
    return redirect("proposal", proposal_id)


@screen(Can.APPROVE_PROPOSALS)
def approvals(request: HttpRequest) -> HttpResponse:
    """What waits for my word, and what I said before."""
    today = default_entity().today
    waiting = queries.open_approvals(request.user, today)
    said = queries.approvals_for(request.user, today).exclude(state=Approval.State.ASKED)[:30]
    page = {
        "waiting": [
            (each, queries.why_in_words(each.why, each.version.proposal.deal.entity.currency))
            for each in waiting
        ],
        "said": said,
    }
    return render(request, "proposals/approvals.html", page)


@screen(Can.APPROVE_PROPOSALS)
def approval(request: HttpRequest, approval_id: int) -> HttpResponse:
    """One proposal with what matters for a yes or a no, and both under the thumb."""
    today = default_entity().today
    found = queries.approval_for(request.user, approval_id, today)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = return_proposal if request.POST.get("answer") == "return" else approve
        if was_done(form, partial(act, actor=request.user, approval=found)):
            toast(request, _("Approved.") if act is approve else _("Returned with your note."))
            return redirect("approvals")
    return render(
        request, "proposals/approval.html", _page(request, found, form), status=422 if form.errors else 200
    )


def _page(request: HttpRequest, found: Approval, form: NoteForm) -> dict[str, object]:
    proposal, version = found.version.proposal, found.version
    before = proposal.versions.filter(number=version.number - 1).first()
    today = proposal.deal.entity.today
    return {
        "approval": found,
        "proposal": proposal,
        "version": version,
        "figures": measured(proposal, version),
        "entity_currency": proposal.deal.entity.currency,
        "why": queries.why_in_words(found.why, proposal.deal.entity.currency),
        "lines": queries.lines_of(version),
        "changes": queries.changes_between(before, version, proposal.currency) if before else [],
        "sees_cost": can(request.user, Can.SEE_COST),
        "is_mine": is_next(found) and is_turn_of(person_of(request.user), found, today),
        "form": form,
        "crumbs": [(_("Approvals"), reverse("approvals"))],
    }
