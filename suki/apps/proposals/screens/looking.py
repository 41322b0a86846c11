"""Pages that show proposals: the proposal, its versions, its documents; the proposals of a deal and of an account."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from suki.apps.accounts.queries import of_account
from suki.apps.proposals import queries
from suki.apps.proposals.documents.pdf import pdf_of
from suki.apps.proposals.models import Proposal, ProposalVersion
from suki.apps.proposals.pricing import priced
from suki.apps.proposals.screens.standing import standing_of
from suki.base import marks
from suki.base.about.columns import money, said
from suki.base.access import Can, can, screen
from suki.base.files import open_file
from suki.base.pages import kind_named, panels_of, part_page, tabs_of
from suki.base.partials import is_partial, render_part
from suki.base.tables import Column, Table

_AROUND = ("deal__account", "deal__entity", "contact", "owner", "template", "answer")
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TONES = {
    Proposal.State.DRAFT: "none", Proposal.State.IN_APPROVAL: "warn", Proposal.State.APPROVED: "info",
    Proposal.State.SENT: "info", Proposal.State.ACCEPTED: "good", Proposal.State.DECLINED: "bad",
    Proposal.State.WITHDRAWN: "none",
}  # fmt: skip


def proposal_for(request: HttpRequest, proposal_id: int) -> Proposal:
    """The proposal with what stands around it, or 404."""
    found: Proposal = kind_named("proposal").row_for(request.user, proposal_id, with_rows=_AROUND)
    return found


@screen(Can.SEE_DEALS)
def proposal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """What we offer, how it stands, who read it, what they said."""
    found = proposal_for(request, proposal_id)
    kind = kind_named("proposal")
    page = {
        "proposal": found,
        "it": standing_of(request.user, found),
        "spoken": dict(settings.LANGUAGES).get(found.language, found.language),
        "state": marks.state(TONES[Proposal.State(found.state)], found.get_state_display()),
        "crumbs": [*kind.crumbs(), (found.deal.name, reverse("deal", args=[found.deal_id]))],
        "tabs": tabs_of("proposal", request.user, found.pk),
        "panels": panels_of("proposal", request.user, found.pk, "main", "side"),
    }
    return render(request, "proposals/proposal.html", page)


@screen(Can.SEE_DEALS)
def version(request: HttpRequest, proposal_id: int, number: int) -> HttpResponse:
    """A version as it was, and what differs from the one before."""
    found = proposal_for(request, proposal_id)
    shown = get_object_or_404(found.versions, number=number)
    before = found.versions.filter(number=number - 1).first()
    lines = queries.lines_of(shown)
    page = {
        "proposal": found,
        "version": shown,
        "lines": lines,
        "taxes": [each for each in priced(lines, found.currency).taxes if each.percent],
        "changes": queries.changes_between(before, shown, found.currency) if before else [],
        "before": before,
        "sees_cost": can(request.user, Can.SEE_COST),
        "crumbs": kind_named("proposal").crumbs(found),
    }
    return render(request, "proposals/version.html", page)


@screen(Can.SEE_DEALS)
def document(request: HttpRequest, proposal_id: int, number: int, form: str) -> HttpResponseBase:
    """A version on paper: the PDF as it was frozen, or as it would be; a DOCX to work on."""
    found = proposal_for(request, proposal_id)
    shown = get_object_or_404(found.versions.select_related("pdf"), number=number)
    if form == "pdf":
        return pdf_answer(found, shown)
    if form != "docx":
        raise Http404
    from suki.apps.proposals.documents.docx import docx_of  # loaded by whoever asks for one

    answer = HttpResponse(docx_of(found, shown), content_type=_WORD)
    answer["Content-Disposition"] = f'attachment; filename="{file_name(found, shown)}.docx"'
    return answer


def pdf_answer(found: Proposal, shown: ProposalVersion) -> HttpResponseBase:
    """The PDF of a version, shown in the browser."""
    name = f"{file_name(found, shown)}.pdf"
    if shown.pdf is not None:
        return FileResponse(open_file(shown.pdf), filename=name, content_type="application/pdf")
    answer = HttpResponse(pdf_of(found, shown), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


def file_name(found: Proposal, shown: ProposalVersion) -> str:
    """What the file is called where somebody keeps it."""
    plain = "".join(letter for letter in found.number if letter.isalnum() or letter in "-_")
    return f"{plain}-v{shown.number}"


@screen(Can.SEE_DEALS)
def deal_proposals(request: HttpRequest, deal_id: int) -> HttpResponse:
    """The proposals of a deal."""
    deal = kind_named("deal").row_for(request.user, deal_id)
    rows = list(queries.proposals_for(request.user).filter(deal=deal).order_by("-pk"))
    may_draft = deal.state == "open" and can(request.user, Can.WORK_DEALS)
    return _part(request, "deal", deal, rows, may_draft=may_draft)


@screen(Can.SEE_DEALS)
def account_proposals(request: HttpRequest, account_id: int) -> HttpResponse:
    """The proposals to an account."""
    account = kind_named("account").row_for(request.user, account_id)
    found = queries.proposals_for(request.user).filter(of_account(account, "deal__account"))
    rows = list(found.select_related("deal").order_by("-pk")[: 8 if is_partial(request) else 200])
    return _part(request, "account", account, rows)


def _part(request: HttpRequest, kind: str, row: Any, rows: list[Any], **page: Any) -> HttpResponse:
    around = {} if is_partial(request) else part_page(kind, request.user, row, "proposals")
    values = {"row": row, "part": "proposals/_of_row.html", "table": _table(rows), **around, **page}
    return render_part(request, "about/page.html", "proposals/_of_row.html", values)


def _table(rows: list[Any]) -> Table:
    columns = [
        Column("number", _("Number"), "name"),
        Column("title", pgettext("of a document", "Title"), is_minor=True),
        Column(
            "state",
            _("State"),
            "markup",
            value=lambda row: marks.state(TONES[row.state], row.get_state_display()),
        ),
        Column("valid_until", _("Valid until"), "day", is_minor=True),
        money("net", _("Net"), rows),
    ]
    return Table(
        name="proposals", columns=said(columns, rows), rows=rows, caption=_("Proposals"),
        row_href=lambda row: reverse("proposal", args=[row.pk]), is_sticky=False,
    )  # fmt: skip
