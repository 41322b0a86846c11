"""One's own quota: what is asked, what was reached, saying that one has read it, and what one proposes oneself."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from suki.apps.company.queries import default_entity
from suki.apps.quotas.actions import acknowledge_quotas, propose_own, withdraw_own
from suki.apps.quotas.forms import OwnForm, year_for
from suki.apps.quotas.models import QuotaProposal
from suki.apps.quotas.own import own_quotas, own_year
from suki.apps.quotas.screens.asking import asked_of
from suki.apps.quotas.screens.overview import tabs_for
from suki.apps.quotas.years import this_year
from suki.base.access import Can, screen
from suki.base.answers import acted, form_answer
from suki.base.charts import bullet
from suki.base.toasts import toast
from suki.kernel.periods import Period


@screen(Can.SEE_QUOTAS)
def my_quota(request: HttpRequest) -> HttpResponse:
    """What I am to reach this year, what I have reached, and what waits for my word."""
    year = year_for(request.GET, this_year(default_entity()))
    own = own_year(request.user, year)
    address = reverse("my_quota")
    page = {
        "title": _("My quota {year}").format(year=year.title), "year": year, "own": own, "currency": year.entity.currency, "tabs": tabs_for(request.user, asked_of(request), "my_quota"),
        "before": f"{address}?year={year.number - 1}", "after": f"{address}?year={year.number + 1}",
        "chart": bullet(own.reached, label=_("Reached of the quota"), target=own.total) if own.total else "",
    }  # fmt: skip
    return render(request, "quotas/mine.html", page)


@require_POST
@screen(Can.SEE_QUOTAS)
def my_acknowledgement(request: HttpRequest) -> HttpResponse:
    """I have read what I am to reach: all of it, or the one I point at."""
    waiting = [each.quota for each in own_quotas(request.user) if each.waits]
    if one := request.POST.get("quota", ""):
        waiting = [quota for quota in waiting if str(quota.pk) == one]
    refused = acted(lambda: acknowledge_quotas(actor=request.user, quotas=waiting))
    said = ngettext(
        "You have acknowledged {count} quota.", "You have acknowledged {count} quotas.", len(waiting)
    )
    toast(request, refused or said.format(count=len(waiting)))
    return redirect(f"{reverse('my_quota')}?year={request.POST.get('year', '')}")


@screen(Can.SEE_QUOTAS)
def own_proposal_new(request: HttpRequest) -> HttpResponse:
    """I say what I can reach."""
    year = this_year(default_entity())
    begin = {"period": next((each for each in year.periods if each.end > year.entity.today), year.whole)}
    form = OwnForm(request.POST or None, actor=request.user, calendar=year.calendar, initial=begin)

    def act(period: Period, **said: Any) -> None:
        propose_own(actor=request.user, first=period.start, end=period.end, **said)

    return form_answer(
        request, form, act, on=reverse("my_quota"), said=_("Your proposal is kept."), title=_("Propose what you can reach"),
        word=_("Propose it"), lead=_("Whoever sets your quota sees it beside theirs. Said again for the same days and account, it takes the place of what you said before."),
        crumbs=[(_("My quota"), reverse("my_quota"))],
    )  # fmt: skip


@require_POST
@screen(Can.SEE_QUOTAS)
def own_proposal_removal(request: HttpRequest, quota_proposal_id: int) -> HttpResponse:
    """I take back what I proposed."""
    proposal = get_object_or_404(QuotaProposal.objects.visible_to(request.user), pk=quota_proposal_id)
    refused = acted(lambda: withdraw_own(actor=request.user, proposal=proposal))
    toast(request, refused or _("Your proposal is taken back."))
    return redirect("my_quota")
