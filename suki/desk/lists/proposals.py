"""The list of proposals: what was offered to whom, how it stands, until when; and its page."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from suki.apps.proposals.models import Proposal
from suki.apps.proposals.queries import proposals_for
from suki.base.access import Can
from suki.base.listing import Choice, ListField, Listing, View
from suki.base.names import search_form
from suki.base.tables import Column


def _search(text: str) -> Q:
    form = search_form(text)
    return (
        Q(number__icontains=text)
        | Q(deal__search_form__contains=form)
        | Q(deal__account__search_form__contains=form)
    )


def _currency(row: dict[str, Any]) -> str:
    return str(row["currency"])


PROPOSALS = Listing(
    name="proposals",
    title=_("Proposals"),
    kind="proposal",
    capability=Can.SEE_DEALS,
    rows=lambda context: proposals_for(context.actor),
    sort="-created",
    search=_search,
    row_href=lambda row: f"/proposals/{row['pk']}/",
    fields=(
        ListField(Column("number", _("Number"), "name", sort="number", is_fixed=True), filter="text"),
        ListField(
            Column("account", _("Account"), value="deal__account__name", sort="account"),
            path="deal__account__name", order="deal__account__sort_key", filter="text",
        ),
        ListField(Column("deal", _("Deal"), value="deal__name", is_minor=True), path="deal__name", filter="text"),
        ListField(
            Column("state", _("State"), value=lambda row: Proposal.State(row["state"]).label),
            filter="choice", choices=lambda context: [Choice(*each) for each in Proposal.State.choices],
        ),
        ListField(Column("valid_until", _("Valid until"), "day", is_minor=True), filter="day"),
        ListField(
            Column("owner", _("Owner"), value="owner__name", is_minor=True), path="owner__name", filter="text"
        ),
        ListField(Column("language", _("Language"), is_minor=True, is_extra=True), filter="text"),
        ListField(
            Column("created", _("Drafted"), "day", value="created_at", sort="created", is_minor=True), path="created_at"
        ),
        ListField(Column("net", _("Net"), "amount", currency_of=_currency), also=("currency",), filter="amount"),
        ListField(Column("currency", _("Currency"), is_extra=True), filter="text"),
    ),
    views=(
        View("all", _("All"), ""),
        View("sent", _("With the client"), "state=sent"),
        View("approval", _("In approval"), "state=in_approval"),
        View("accepted", _("Accepted"), "state=accepted"),
    ),
)  # fmt: skip
