"""Leads become a deal: the page for one lead, and for several of the list."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from suki.apps.accounts.duplicates import accounts_like
from suki.apps.deals.actions import Conversion, convert_leads
from suki.apps.deals.converting.forms import ConversionForm
from suki.apps.prospecting.models import Lead
from suki.base.access import Can, screen
from suki.base.answers import was_done
from suki.base.pages import kind_named
from suki.base.toasts import toast


@screen(Can.WORK_DEALS)
def lead_conversion(request: HttpRequest, lead_id: int) -> HttpResponse:
    """One lead becomes an account, a contact and a deal."""
    lead = kind_named("lead").row_for(request.user, lead_id, with_rows=("account", "owner", "entity"))
    return _converted(request, [lead], reverse("lead", args=[lead_id]))


@screen(Can.WORK_DEALS)
def leads_conversion(request: HttpRequest) -> HttpResponse:
    """All selected leads become one deal."""
    ids = [int(each) for each in request.POST.getlist("row") if each.isdecimal()][:200]
    rows = (
        kind_named("lead").rows(request.user).filter(pk__in=ids).select_related("account", "owner", "entity")
    )
    leads = list(rows.order_by("came_at", "pk"))
    if not leads:
        toast(request, _("Select the leads first."))
        return redirect("leads")
    return _converted(request, leads, reverse("leads"))


def _converted(request: HttpRequest, leads: list[Lead], back: str) -> HttpResponse:
    likely = accounts_like(request.user, name=leads[0].name, country=leads[0].country)
    is_sent = request.method == "POST" and "deal" in request.POST
    form = ConversionForm(request.POST if is_sent else None, actor=request.user, leads=leads, likely=likely)
    done: list[Conversion] = []
    if is_sent and form.is_valid():
        asked = form.asked()
        if was_done(
            form, lambda **_given: done.append(convert_leads(actor=request.user, leads=leads, **asked))
        ):
            toast(request, _("Converted: {deal}").format(deal=done[0].deal))
            return redirect("deal", done[0].deal.pk)
    count = len(leads)
    sentence = ngettext("{count} lead becomes one deal.", "{count} leads become one deal.", count)
    page = {
        "form": form, "leads": leads, "likely": likely, "cancel": back, "lead": sentence.format(count=count),
        "crumbs": kind_named("lead").crumbs(leads[0] if count == 1 else None),
    }  # fmt: skip
    return render(request, "deals/conversion.html", page, status=422 if form.errors else 200)
