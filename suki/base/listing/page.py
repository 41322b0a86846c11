"""A list as its page shows it: table, chips, views, pager; and what the page can do: export, save the view."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.db.models.fields.json import KT
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils.translation import gettext as _

from suki.base import formats
from suki.base.listing import exporting
from suki.base.listing.asking import Asked
from suki.base.listing.paging import page_of
from suki.base.listing.spec import Choice, Context, ListField, Listing
from suki.base.lists import Chip, Pages, Tab
from suki.base.models import CustomField, SavedView
from suki.base.tables import Column, Table

_KINDS = {"number": "number", "date": "day", "yes_no": "yes_no", "choice": "choice", "text": "text"}
_FRESH_SECONDS = 5.0
_custom: dict[str, tuple[float, list[ListField]]] = {}


@dataclass(frozen=True)
class ListPage:
    """Everything that the template of a list needs; nothing in it asks the database."""

    table: Table
    chips: list[Chip]
    tabs: list[Tab]
    pages: Pages
    problems: list[str]
    filters: list[ListField]
    asked: Asked
    to_save: str
    can_save: bool
    choices: dict[str, list[Choice]]


def list_page(request: HttpRequest, listing: Listing, context: Context) -> ListPage:
    """Answer the wishes in the address with a page of the list."""
    asked = asked_of(request, listing, context)
    address = request.path
    table = Table(
        name=listing.name,
        columns=[each.column_in(context) for each in asked.fields.values()],
        rows=[],
        asked=asked.given,
        address=address,
        sort=listing.sort,
        caption=listing.title,
        can_select=True,
        row_href=listing.row_href,
        row_key=lambda row: row["pk"],
        row_label=lambda row: str(row.get("name") or row.get("number") or row["pk"]),
    )
    page = page_of(asked, [column.name for column in table.shown])
    table.rows, table.count = page.rows, page.count
    saved = list(SavedView.objects.filter(Q(owner=context.actor) | Q(is_shared=True), list_name=listing.name))
    return ListPage(
        table=table,
        chips=asked.chips(address),
        tabs=_tabs(listing, saved, asked, address, page.count),
        pages=_pages(asked, address, page),
        problems=asked.problems,
        filters=[each for each in asked.fields.values() if each.filter],
        asked=asked,
        to_save=asked.to_save,
        can_save=bool(asked.to_save) and asked.to_save not in {view.query for view in saved},
        choices={
            each.name: list(each.choices(context))
            for each in asked.fields.values()
            if each.filter and each.choices and not each.asks_for_choices
        },
    )


def asked_of(request: HttpRequest, listing: Listing, context: Context) -> Asked:
    """The wishes of a request; a filter added by the form (`field`, `relation`, `value`) joins the others."""
    given = {key: str(value).strip() for key, value in request.GET.items() if str(value).strip()}
    name, value = given.pop("field", ""), given.pop("value", "")
    relation = given.pop("relation", "")
    if name and value:
        given[f"{name}.{relation}" if relation else name] = value
    fields = listing.fields_for(context, custom_fields(listing.kind))
    return Asked(listing, context, fields, given)


def choices_to_ask(listing: Listing, context: Context) -> list[Choice]:
    """The choices of a list's filters that are questions to the database."""
    fields = listing.fields_for(context)
    return [
        choice
        for each in fields.values()
        if each.choices and each.asks_for_choices
        for choice in each.choices(context)
    ]


def export(request: HttpRequest, listing: Listing, context: Context, form: str) -> HttpResponseBase:
    """The whole list as shown, or the selected rows of it, as CSV or workbook."""
    asked = asked_of(request, listing, context)
    table = Table(listing.name, [each.column for each in asked.fields.values()], [], asked.given)
    shown = [asked.fields[column.name] for column in table.shown]
    return exporting.as_xlsx(asked, shown) if form == "xlsx" else exporting.as_csv(asked, shown)


def save_view(listing: Listing, actor: Any, *, name: str, query: str, is_shared: bool) -> SavedView:
    """Keep a view under a name; the same name again replaces it."""
    given = QueryDict(query)
    view, _made = SavedView.objects.update_or_create(
        list_name=listing.name,
        owner=actor,
        name=name[:80],
        defaults={"query": given.urlencode(), "is_shared": is_shared},
    )
    return view


def custom_fields(kind: str) -> list[ListField]:
    """The administrator's own fields of a kind, as columns and filters; read anew every few seconds."""
    now = time.monotonic()
    known = _custom.get(kind)
    if known is None or now - known[0] > _FRESH_SECONDS:
        rows = CustomField.objects.in_use().filter(kind=kind).order_by("position", "name")
        known = _custom[kind] = (now, [_custom_field(row) for row in rows])
    return known[1]


def _custom_field(row: CustomField) -> ListField:
    name = f"x_{row.name}"
    return ListField(
        Column(name, row.label, "text", is_extra=True),
        annotate=lambda context, key=row.name: KT(f"extra__{key}"),  # type: ignore[misc]
        filter="choice" if row.type == CustomField.Type.CHOICE else "text",
        choices=(lambda context, given=tuple(row.choices): [Choice(each, each) for each in given])  # type: ignore[misc]
        if row.type == CustomField.Type.CHOICE
        else None,
    )


def _tabs(listing: Listing, saved: list[SavedView], asked: Asked, address: str, count: int) -> list[Tab]:
    here = asked.to_save
    offered = [(view.label, view.query) for view in listing.views] + [
        (view.name, view.query) for view in saved
    ]
    return [
        Tab(
            label, f"{address}?{query}" if query else address, count if query == here else None, query == here
        )
        for label, query in offered
    ]


def _pages(asked: Asked, address: str, page: Any) -> Pages:
    by, _descending = asked.sorted_by
    counted = formats.number_text(page.count) if page.is_counted else f"{formats.number_text(page.count)}+"
    return Pages(
        before=asked.address(address, before=page.before) if page.before else "",
        after=asked.address(address, after=page.after) if page.after else "",
        shown=_("{shown} of {count}").format(shown=formats.number_text(len(page.rows)), count=counted),
        order=_("sorted by {field}").format(field=formats.within_sentence(by.column.label)),
    )
