"""The list of campaigns."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from suki.apps.prospecting.models import Campaign, CampaignCost, Channel, Lead
from suki.base.access import Can
from suki.base.listing import Choice, Context, ListField, Listing, View
from suki.base.names import search_form
from suki.base.tables import Column


def _by_name(written: str) -> Q:
    return Q(search_form__contains=search_form(written))


def _leads(context: Context) -> Any:
    found = Lead.objects.in_use().filter(campaign=OuterRef("pk")).order_by().values("campaign")
    return Coalesce(Subquery(found.annotate(count=Count("pk")).values("count")), 0)


def _spent(context: Context) -> Any:
    found = CampaignCost.objects.in_use().filter(campaign=OuterRef("pk")).order_by().values("campaign")
    return Subquery(found.annotate(spent=Sum("amount")).values("spent"))


CAMPAIGNS = Listing(
    name="campaigns",
    title=_("Campaigns"),
    kind="campaign",
    capability=Can.SEE_LEADS,
    rows=lambda context: Campaign.objects.visible_to(context.actor).in_use(),
    sort="-starts",
    search=_by_name,
    row_href=lambda row: f"/campaigns/{row['pk']}/",
    fields=(
        ListField(
            Column("name", _("Campaign"), "name", sort="name", is_fixed=True),
            order="sort_key",
            filter="text",
            where=lambda relation, written, context: _by_name(written),
        ),
        ListField(
            Column("channel", _("Channel"), value=lambda row: Channel(row["channel"]).label, sort="channel"),
            filter="choice",
            choices=lambda context: [Choice(value, label) for value, label in Channel.choices],
        ),
        ListField(Column("starts", _("Starts on"), "day", sort="starts", is_minor=True), filter="day"),
        ListField(Column("ends", _("Ends on"), "day", sort="ends", is_minor=True), filter="day"),
        ListField(Column("leads", _("Leads"), "number", sort="leads"), annotate=_leads, filter="number"),
        ListField(
            Column(
                "budget",
                _("Budget"),
                "amount",
                sort="budget",
                is_minor=True,
                currency_of=lambda row: row["currency"],
            ),
            also=("currency",),
            filter="amount",
        ),
        ListField(
            Column(
                "spent",
                _("Spent"),
                "amount",
                sort="spent",
                is_minor=True,
                currency_of=lambda row: row["currency"],
            ),
            annotate=_spent,
            also=("currency",),
            filter="amount",
        ),
        ListField(
            Column("owner", _("Owner"), value="owner__name", sort="owner", is_minor=True),
            path="owner__name",
            filter="text",
        ),
    ),
    views=(View("all", _("All"), ""), View("newest", _("Newest"), "sort=-starts")),
)
