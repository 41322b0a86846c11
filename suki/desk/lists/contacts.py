"""The list of contacts: people on the customers' side and where they work today."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from suki.apps.accounts.models import Contact, ContactPosition
from suki.base.access import Can
from suki.base.dated import on_day
from suki.base.listing import Context, ListField, Listing, View
from suki.base.names import search_form
from suki.base.tables import Column


def _position(field: str) -> Any:
    def annotate(context: Context) -> Any:
        held = ContactPosition.objects.filter(on_day(context.today), contact=OuterRef("pk")).order_by("pk")
        return Subquery(held.values(field)[:1])

    return annotate


def _by_name(text: str) -> Q:
    return Q(search_form__contains=search_form(text))


def _rows(context: Context) -> Any:
    seen = Contact.objects.visible_to(context.actor).order_by().values("pk")
    return Contact.objects.filter(pk__in=seen, merged_into__isnull=True, archived_at__isnull=True)


CONTACTS = Listing(
    name="contacts",
    title=_("Contacts"),
    kind="contact",
    capability=Can.SEE_ACCOUNTS,
    rows=_rows,
    sort="name",
    search=_by_name,
    row_href=lambda row: f"/contacts/{row['pk']}/",
    fields=(
        ListField(
            Column("name", _("Contact"), "name", sort="name", is_fixed=True),
            order="sort_key",
            filter="text",
            where=lambda relation, written, context: _by_name(written),
        ),
        ListField(
            Column("title", _("Position"), value="position_title"),
            path="position_title",
            annotate=_position("title"),
            filter="text",
        ),
        ListField(
            Column("account", _("Account"), value="account_name"),
            path="account_name",
            annotate=_position("account__name"),
            filter="text",
        ),
        ListField(Column("email", _("Mail address"), is_minor=True), filter="text"),
        ListField(Column("phone", _("Phone"), is_minor=True), filter="text"),
        ListField(Column("language", _("Language"), is_extra=True), filter="text"),
    ),
    views=(View("all", _("All"), ""),),
)
