"""Screens that write a proposal: drafting, its lines, its texts, for whom it is, a new version, taking it back."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suki.apps.deals.models import Deal
from suki.apps.proposals import actions, queries
from suki.apps.proposals.models import Customisation, Proposal
from suki.apps.proposals.screens import forms
from suki.apps.proposals.screens.looking import proposal_for
from suki.base.access import Can, screen
from suki.base.answers import acted, form_answer, was_done
from suki.base.languages import language_of
from suki.base.pages import kind_named
from suki.base.partials import render_part
from suki.base.toasts import toast

_LINE = ("key", "product", "description", "quantity", "unit_price", "discount", "is_optional")


@screen(Can.WORK_DEALS)
def draft(request: HttpRequest, deal_id: int) -> HttpResponse:
    """An offer from what the deal says."""
    deal: Deal = kind_named("deal").row_for(request.user, deal_id, with_rows=("account", "contact", "entity"))
    contact, account = deal.contact, deal.account
    spoken = (
        (contact.language if contact else "") or (account.language if account else "") or deal.entity.language
    )
    known = {"contact": deal.contact_id, "language": language_of(spoken)}
    form = forms.AddressForm(request.POST or None, initial=known, deal=deal, actor=request.user)
    made: list[Proposal] = []
    if request.method == "POST" and form.is_valid():
        act = lambda **said: made.append(actions.draft_proposal(actor=request.user, deal=deal, **said))  # noqa: E731
        if was_done(form, act):
            toast(request, _("The proposal is drafted."))
            return redirect("proposal", made[0].pk)
    page = {
        "title": _("Draft a proposal"),
        "word": _("Draft it"),
        "sub": deal.name,
        "crumbs": kind_named("deal").crumbs(deal),
    }
    return form_answer(request, form, lambda **said: None, on=reverse("deal", args=[deal_id]), **page)


@screen(Can.WORK_DEALS)
def lines(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Change the lines where they stand."""
    found = proposal_for(request, proposal_id)
    newest = found.newest
    rows = queries.lines_of(newest)
    formset = _formset(request, found, rows)
    head = forms.forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and formset.is_valid() and head.is_valid():
        given = {"lines": _given(formset, found), "revision": _revision(request)}
        act = partial(actions.set_lines, actor=request.user, proposal=found, **given)
        if was_done(head, act):
            toast(request, _("The lines are kept."))
            return redirect("proposal", proposal_id)
    is_wrong = bool(head.errors) or (formset.is_bound and not formset.is_valid())
    page = {
        "proposal": found, "version": newest, "formset": formset, "form": head, "crumbs": kind_named("proposal").crumbs(found),
    }  # fmt: skip
    return render_part(
        request, "proposals/lines.html", "proposals/_lines_form.html", page, status=422 if is_wrong else 200
    )


@screen(Can.WORK_DEALS)
def texts(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Change what stands around the lines."""
    found = proposal_for(request, proposal_id)
    newest = found.newest
    form = forms.TextsForm(
        request.POST or None, initial={name: getattr(newest, name) for name in (*actions.TEXTS, "revision")}
    )
    act = partial(actions.set_texts, actor=request.user, proposal=found)
    return _form(
        request, found, form, act, _("Change the texts"), _("Keep the texts"), _("The texts are kept.")
    )


@screen(Can.WORK_DEALS)
def address(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """For whom it is, in which language, by which template."""
    found = proposal_for(request, proposal_id)
    known = {"contact": found.contact_id, "language": found.language, "template": found.template_id}
    form = forms.ChangeAddressForm(request.POST or None, initial=known, deal=found.deal, actor=request.user)
    act = partial(actions.address_proposal, actor=request.user, proposal=found)
    return _form(request, found, form, act, _("For whom it is"), _("Keep"), _("Kept."))


@require_POST
@screen(Can.WORK_DEALS)
def new_version(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """A copy of the last version, to be changed."""
    found = proposal_for(request, proposal_id)
    said = acted(partial(actions.begin_version, actor=request.user, proposal=found))
    toast(request, said or _("A new version is begun. The client cannot accept the old one any more."))
    return redirect("proposal", proposal_id)


@require_POST
@screen(Can.WORK_DEALS)
def version_drop(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """The new version is not needed after all."""
    found = proposal_for(request, proposal_id)
    said = acted(partial(actions.drop_version, actor=request.user, proposal=found))
    toast(request, said or _("The version is dropped. The client may accept the one before again."))
    return redirect("proposal", proposal_id)


@screen(Can.WORK_DEALS)
def withdrawal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Take the offer back."""
    found = proposal_for(request, proposal_id)
    act = partial(actions.withdraw_proposal, actor=request.user, proposal=found)
    form = forms.ReasonForm(request.POST or None)
    return _form(
        request,
        found,
        form,
        act,
        _("Take the proposal back"),
        _("Take it back"),
        _("The proposal is taken back."),
    )


def _form(
    request: HttpRequest, found: Proposal, form: Any, act: Any, title: str, word: str, said: str
) -> HttpResponse:
    page = {
        "title": title,
        "word": word,
        "said": said,
        "sub": str(found),
        "crumbs": kind_named("proposal").crumbs(found),
    }
    return form_answer(request, form, act, on=reverse("proposal", args=[found.pk]), **page)


def _formset(request: HttpRequest, found: Proposal, rows: list[Any]) -> Any:
    """The lines as a form, with room for more."""
    rates = {"rates": forms.rates_of(found.deal, {row.tax_percent for row in rows})}
    return forms.LineForms(request.POST or None, initial=[_written(row) for row in rows], form_kwargs=rates)


def _given(formset: Any, found: Proposal) -> list[Any]:
    """The lines that were written; emptied ones are left out."""
    made = {each.pk: each for each in Customisation.objects.filter(deal=found.deal_id)}
    return [forms.offered(form.cleaned_data, made) for form in formset if not form.is_empty]


def _written(row: Any) -> dict[str, Any]:
    """A line as its form begins."""
    said = {name: getattr(row, name) for name in _LINE}
    return {**said, "customisation": row.customisation_id, "tax_percent": f"{row.tax_percent.normalize():f}"}


def _revision(request: HttpRequest) -> int | None:
    written = request.POST.get("revision", "")
    return int(written) if written.isdecimal() else None
