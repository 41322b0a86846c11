"""Screens that bring a proposal to the client: the link, shown once; taking it back; answering comments."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suki.apps.proposals import sending as acts
from suki.apps.proposals.models import ProposalLine, ProposalLink
from suki.apps.proposals.screens import forms
from suki.apps.proposals.screens.looking import proposal_for
from suki.base.access import Can, screen
from suki.base.answers import acted, form_answer, was_done
from suki.base.pages import kind_named
from suki.base.toasts import toast


@screen(Can.WORK_DEALS)
def sending(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Make the client's link. It is shown in the answer to this form and never again."""
    found = proposal_for(request, proposal_id)
    form = forms.SendForm(request.POST or None, proposal=found, actor=request.user)
    made: list[acts.Sent] = []

    def send(**said: object) -> None:
        made.append(acts.send_proposal(actor=request.user, proposal=found, **said))

    crumbs = kind_named("proposal").crumbs(found)
    if request.method == "POST" and form.is_valid() and was_done(form, send):
        address = request.build_absolute_uri(reverse("offer", args=[made[0].secret]))
        page = {"proposal": found, "link": made[0].link, "address": address, "crumbs": crumbs}
        answer = render(request, "proposals/sent.html", page)
        answer["Cache-Control"] = "no-store"
        return answer
    page = {
        "title": _("Send the proposal"), "word": _("Make the link"), "sub": str(found), "crumbs": crumbs,
        "lead": _("The client reads, asks, and accepts or declines at a link of their own. Send it to them as you usually write; it is shown once, on the next page."),
    }  # fmt: skip
    return form_answer(request, form, lambda **said: None, on=reverse("proposal", args=[proposal_id]), **page)


@require_POST
@screen(Can.WORK_DEALS)
def link_revocation(request: HttpRequest, proposal_id: int, link_id: int) -> HttpResponse:
    """The link leads nowhere any more."""
    found = proposal_for(request, proposal_id)
    link = get_object_or_404(
        ProposalLink.objects.select_related("version__proposal"), pk=link_id, version__proposal=found
    )
    said = acted(partial(acts.revoke_link, actor=request.user, link=link))
    toast(request, said or _("The link is taken back."))
    return redirect("proposal", proposal_id)


@require_POST
@screen(Can.WORK_DEALS)
def comment_answer(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Answer the client where they asked."""
    found = proposal_for(request, proposal_id)
    line_id = request.POST.get("line", "")
    line = (
        ProposalLine.objects.filter(version__proposal=found, pk=int(line_id)).first()
        if line_id.isdecimal()
        else None
    )
    act = partial(
        acts.answer_comment,
        actor=request.user,
        proposal=found,
        text=request.POST.get("text", "").replace("\0", ""),
        line=line,
    )
    toast(request, acted(act) or _("The answer stands on the client's page."))
    return redirect("proposal", proposal_id)
