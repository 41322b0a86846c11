"""List pages and what they can do: export, save a view, and act on all selected rows at once."""

from __future__ import annotations

import time
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from suki.apps.accounts.actions import assign_many, tag_accounts
from suki.apps.company.queries import default_entity
from suki.apps.deals.board.views import ways
from suki.apps.touchpoints.models import Promise
from suki.apps.touchpoints.queries import kept_in_a_year
from suki.base.access import Can, can, require, screen
from suki.base.listing import Context, Listing
from suki.base.listing.page import choices_to_ask, export, list_page, save_view
from suki.base.models import SavedView
from suki.base.partials import render_part
from suki.base.toasts import toast
from suki.desk.lists.accounts import ACCOUNTS
from suki.desk.lists.bulk import BulkAct, bulk_acts, counted, selected_rows
from suki.desk.lists.campaigns import CAMPAIGNS
from suki.desk.lists.catalog import PRODUCTS
from suki.desk.lists.contacts import CONTACTS
from suki.desk.lists.deals import DEALS
from suki.desk.lists.documents import INVOICES, ORDERS
from suki.desk.lists.forms import AssignForm, TagForm
from suki.desk.lists.handoffs import HANDOFFS
from suki.desk.lists.leads import LEADS
from suki.desk.lists.proposals import PROPOSALS
from suki.desk.lists.touchpoints import PROMISES, TOUCHPOINTS
from suki.kernel.errors import RuleBroken

LISTINGS = {
    listing.name: listing
    for listing in (
        ACCOUNTS, CONTACTS, LEADS, CAMPAIGNS, DEALS, PROPOSALS, HANDOFFS, TOUCHPOINTS, PROMISES, PRODUCTS, ORDERS,
        INVOICES,
    )
}  # fmt: skip
"""Every list; what each can do finds it here by its name."""

STARTS = {
    ACCOUNTS.name: (gettext_lazy("New account"), "new_account", Can.EDIT_ACCOUNTS),
    CONTACTS.name: (gettext_lazy("Add a contact"), "contact_new", Can.EDIT_ACCOUNTS),
    LEADS.name: (gettext_lazy("New lead"), "new_lead", Can.WORK_LEADS),
    CAMPAIGNS.name: (gettext_lazy("New campaign"), "new_campaign", Can.RUN_CAMPAIGNS),
    DEALS.name: (gettext_lazy("New deal"), "new_deal", Can.WORK_DEALS),
}
"""What a list is begun with: the word on its button, the screen, and who may."""

BULK = {
    ACCOUNTS.name: (
        BulkAct(gettext_lazy("Hand to"), "hand", "h", "accounts_assignment", Can.ASSIGN_ACCOUNTS),
        BulkAct(gettext_lazy("Tag"), "flag", "t", "accounts_tags", Can.EDIT_ACCOUNTS),
    ),
    LEADS.name: (
        BulkAct(gettext_lazy("Hand to"), "hand", "h", "leads_assignment", Can.ASSIGN_LEADS),
        BulkAct(gettext_lazy("Hand out by the routes"), "group", "r", "leads_routing", Can.ASSIGN_LEADS),
        BulkAct(gettext_lazy("Tag"), "flag", "t", "leads_tags", Can.WORK_LEADS),
        BulkAct(gettext_lazy("Convert"), "check", "v", "leads_conversion", Can.WORK_DEALS),
    ),
    DEALS.name: (BulkAct(gettext_lazy("Hand to"), "hand", "h", "deals_assignment", Can.WORK_DEALS),),
}
"""What can be done with all selected rows of a list at once."""

_FRESH_SECONDS = 5.0
_entity: list[tuple[float, Any]] = []


def context_of(request: HttpRequest) -> Context:
    """Who asks, on which business day, in which currency; the firm's entity is read anew every few seconds."""
    now = time.monotonic()
    if not _entity or now - _entity[0][0] > _FRESH_SECONDS:
        _entity[:] = [(now, default_entity())]
    entity = _entity[0][1]
    return Context(request.user, entity.today, entity.currency)


def list_values(request: HttpRequest, listing: Listing) -> dict[str, Any]:
    """What the page of a list is drawn from."""
    context = context_of(request)
    return {
        "page": list_page(request, listing, context),
        "address": request.path,
        "listing": listing,
        "currency": context.currency,
        "bulk_acts": bulk_acts(request.user, BULK.get(listing.name, ())),
        "start": _start_of(request, listing),
        "ways": ways("deals") if listing is DEALS else (),
    }


def _page(request: HttpRequest, listing: Listing) -> HttpResponse:
    return render_part(
        request, "desk/lists/list.html", "desk/lists/_list.html", list_values(request, listing)
    )


@screen(Can.SEE_ACCOUNTS)
def accounts(request: HttpRequest) -> HttpResponse:
    """The list of accounts."""
    return _page(request, ACCOUNTS)


@screen(Can.SEE_ACCOUNTS)
def contacts(request: HttpRequest) -> HttpResponse:
    """The list of contacts."""
    return _page(request, CONTACTS)


@screen(Can.SEE_LEADS)
def leads(request: HttpRequest) -> HttpResponse:
    """The list of leads."""
    return _page(request, LEADS)


@screen(Can.SEE_LEADS)
def campaigns(request: HttpRequest) -> HttpResponse:
    """The list of campaigns."""
    return _page(request, CAMPAIGNS)


@screen(Can.SEE_DEALS)
def deals(request: HttpRequest) -> HttpResponse:
    """The list of deals."""
    return _page(request, DEALS)


@screen(Can.SEE_ACCOUNTS)
def handoffs(request: HttpRequest) -> HttpResponse:
    """The list of handoffs."""
    return _page(request, HANDOFFS)


@screen(Can.SEE_DEALS)
def proposals(request: HttpRequest) -> HttpResponse:
    """The list of proposals."""
    return _page(request, PROPOSALS)


@screen(Can.SEE_ACCOUNTS)
def touchpoints(request: HttpRequest) -> HttpResponse:
    """The list of what passed with clients."""
    return _page(request, TOUCHPOINTS)


@screen(Can.SEE_ACCOUNTS)
def promises(request: HttpRequest) -> HttpResponse:
    """The list of promises; above it how those that fell due within a year were kept."""
    seen = Promise.objects.visible_to(request.user).in_use()
    values = list_values(request, PROMISES) | {"kept": kept_in_a_year(seen, context_of(request).today)}
    return render_part(request, "desk/lists/promises.html", "desk/lists/_list.html", values)


@screen(Can.SEE_CATALOG)
def products(request: HttpRequest) -> HttpResponse:
    """The list of products and what they cost today."""
    return _page(request, PRODUCTS)


@screen(Can.SEE_LEDGER)
def orders(request: HttpRequest) -> HttpResponse:
    """The list of orders."""
    return _page(request, ORDERS)


@screen(Can.SEE_LEDGER)
def invoices(request: HttpRequest) -> HttpResponse:
    """The list of invoices and credit notes."""
    return _page(request, INVOICES)


@screen(Can.SIGN_IN)
def exported(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    """A list as a file: exactly the columns, filters and order of the page."""
    listing = _listing(request, name)
    return export(request, listing, context_of(request), form)


@screen(Can.SIGN_IN)
def choices(request: HttpRequest, name: str) -> HttpResponse:
    """The values that the filters of a list offer, for the box that asks for one."""
    offered = choices_to_ask(_listing(request, name), context_of(request))
    return render(request, "desk/lists/_choices.html", {"choices": offered})


@require_POST
@screen(Can.SIGN_IN)
def views(request: HttpRequest, name: str) -> HttpResponse:
    """Keep the present view of a list under a name."""
    listing = _listing(request, name)
    wanted = request.POST.get("name", "").strip()
    if not wanted:
        messages.error(request, _("A view needs a name."))
        return redirect(reverse(listing.name))
    view = save_view(
        listing,
        request.user,
        name=wanted,
        query=request.POST.get("query", ""),
        is_shared=bool(request.POST.get("is_shared")),
    )
    toast(request, _("The view “{name}” is saved.").format(name=view.name))
    return redirect(f"{reverse(listing.name)}?{view.query}")


@require_POST
@screen(Can.SIGN_IN)
def view_removal(request: HttpRequest, name: str, view_id: int) -> HttpResponse:
    """Forget a saved view of one's own."""
    listing = _listing(request, name)
    SavedView.objects.filter(pk=view_id, owner=request.user, list_name=name).delete()
    return redirect(reverse(listing.name))


@screen(Can.ASSIGN_ACCOUNTS)
def assignment(request: HttpRequest) -> HttpResponse:
    """Hand all selected accounts to one person from a day on."""
    selected = selected_rows(request)
    form = AssignForm(
        request.POST if "person" in request.POST else None, initial={"since": context_of(request).today}
    )
    if form.is_bound and form.is_valid():
        try:
            count = assign_many(actor=request.user, account_ids=selected, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            toast(request, _handed(count, form.cleaned_data["person"]))
            return redirect("accounts")
    page = {"form": form, "selected": selected, "title": _("Hand to"), "back": reverse("accounts")}
    page["counted"] = counted(ACCOUNTS, selected)
    return render(request, "desk/lists/bulk.html", page, status=422 if form.is_bound and form.errors else 200)


@screen(Can.EDIT_ACCOUNTS)
def tags(request: HttpRequest) -> HttpResponse:
    """Put a tag on all selected accounts."""
    selected = selected_rows(request)
    form = TagForm(request.POST if "name" in request.POST else None)
    if form.is_bound and form.is_valid():
        try:
            count = tag_accounts(actor=request.user, account_ids=selected, name=form.cleaned_data["name"])
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            toast(
                request,
                ngettext("{count} account tagged.", "{count} accounts tagged.", count).format(count=count),
            )
            return redirect("accounts")
    page = {"form": form, "selected": selected, "title": _("Tag"), "back": reverse("accounts")}
    page["counted"] = counted(ACCOUNTS, selected)
    return render(request, "desk/lists/bulk.html", page, status=422 if form.is_bound and form.errors else 200)


def _start_of(request: HttpRequest, listing: Listing) -> tuple[Any, str] | None:
    word, url_name, capability = STARTS.get(listing.name, ("", "", Can.SIGN_IN))
    return (word, reverse(url_name)) if url_name and can(request.user, capability) else None


def _listing(request: HttpRequest, name: str) -> Listing:
    listing = LISTINGS.get(name)
    if listing is None:
        raise Http404
    require(request.user, listing.capability)
    return listing


def _handed(count: int, person: Any) -> str:
    sentence = ngettext(
        "{count} account now belongs to {name}.", "{count} accounts now belong to {name}.", count
    )
    return sentence.format(count=count, name=person.name)
