"""The list of accounts: who leads them, where they stand, what they bring and what they owe."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from suki.apps.accounts.models import Account, AccountTeamMember, Lifecycle, TeamRole
from suki.apps.accounts.queries import accounts_for
from suki.apps.people.models import Person, Territory
from suki.apps.people.reach import people_in_reach
from suki.base.access import Can, Reach
from suki.base.dated import on_day
from suki.base.listing import Choice, Context, ListField, Listing, View
from suki.base.models import Tag, Tagging
from suki.base.names import search_form
from suki.base.tables import Column
from suki.desk.lists import figures


def year_of(context: Context) -> tuple[date, date]:
    """The calendar year of the context's day."""
    return date(context.today.year, 1, 1), date(context.today.year + 1, 1, 1)


def _revenue(context: Context) -> Any:
    return figures.revenue(context, *year_of(context))


def _lines_of_year(context: Context, row: dict[str, Any]) -> str:
    return f"/reports/lines/?period={context.today.year}&by=account&credit=document&subject={row['pk']}"


def _last_year(context: Context) -> Any:
    start, end = year_of(context)
    return figures.revenue(context, start.replace(year=start.year - 1), end.replace(year=end.year - 1))


def _margin(context: Context) -> Any:
    return figures.margin_ratio(context, *year_of(context))


def _owners(context: Context) -> QuerySet[AccountTeamMember]:
    return AccountTeamMember.objects.filter(on_day(context.today), role=TeamRole.OWNER)


def _owner_name(context: Context) -> Any:
    return Subquery(_owners(context).filter(account=OuterRef("pk")).values("person__name")[:1])


def _owner_choices(context: Context) -> list[Choice]:
    people = Person.objects.filter(pk__in=_owners(context).values("person")).order_by("sort_key")
    return [
        Choice("me", _("me")),
        *(Choice(str(pk), name) for pk, name in people.values_list("pk", "name")[:200]),
    ]


def _with_owner(relation: str, written: str, context: Context) -> Q:
    chosen = written.split(",")
    people: Any = Q(person__in=[int(each) for each in chosen if each.isdecimal()])
    if "me" in chosen:
        people |= Q(person__in=people_in_reach(context.actor, context.today, Reach.OWN))
    led = Q(pk__in=_owners(context).filter(people).values("account"))
    return ~led if relation == "not" else led


def _tagged(relation: str, written: str, context: Context) -> Q:
    tags = Tagging.objects.filter(tag__kind="account", tag__name__in=written.split(","))
    tagged = Q(pk__in=tags.values("about_id"))
    return ~tagged if relation == "not" else tagged


def _tag_names(context: Context) -> Any:
    tags = Tagging.objects.filter(tag__kind="account", about_id=OuterRef("pk")).order_by().values("about_id")
    return Subquery(
        tags.annotate(names=StringAgg("tag__name", delimiter=", ", order_by="tag__name")).values("names")
    )


def _by_name(text: str) -> Q:
    return Q(search_form__contains=search_form(text))


def _lifecycle_label(row: dict[str, Any]) -> Any:
    return Lifecycle(row["lifecycle"]).label


ACCOUNTS = Listing(
    name="accounts",
    title=_("Accounts"),
    kind="account",
    capability=Can.SEE_ACCOUNTS,
    rows=lambda context: accounts_for(context.actor),
    sort="name",
    search=_by_name,
    row_href=lambda row: f"/accounts/{row['pk']}/",
    fields=(
        ListField(
            Column("name", _("Account"), "name", sort="name", is_fixed=True),
            order="sort_key",
            filter="text",
            where=lambda relation, written, context: _by_name(written),
        ),
        ListField(Column("city", _("City"), sort="city", is_minor=True), filter="text"),
        ListField(
            Column("country", _("Country"), sort="country", is_minor=True, is_extra=True), filter="text"
        ),
        ListField(
            Column("lifecycle", _("Lifecycle"), value=_lifecycle_label, sort="lifecycle", is_minor=True),
            filter="choice",
            choices=lambda context: [Choice(value, label) for value, label in Lifecycle.choices],
        ),
        ListField(Column("tier", _("Tier"), sort="tier", is_minor=True), filter="text"),
        ListField(
            Column("kind", _("Kind"), value=lambda row: Account.Kind(row["kind"]).label, is_extra=True),
            filter="choice",
            choices=lambda context: [Choice(value, label) for value, label in Account.Kind.choices],
        ),
        ListField(Column("industry", _("Industry"), sort="industry", is_extra=True), filter="text"),
        ListField(
            Column("territory", _("Territory"), value="territory__name", is_extra=True),
            path="territory__name",
            filter="choice",
            asks_for_choices=True,
            choices=lambda context: [
                Choice(name, name)
                for name in Territory.objects.order_by("name").values_list("name", flat=True)
            ],
        ),
        ListField(
            Column("revenue", _("Revenue this year"), "amount", sort="revenue"),
            annotate=_revenue,
            opens=_lines_of_year,
            filter="amount",
            capability=Can.SEE_RESULTS,
        ),
        ListField(
            Column("last_year", _("Revenue last year"), "amount", sort="last_year", is_minor=True),
            annotate=_last_year,
            filter="amount",
            capability=Can.SEE_RESULTS,
        ),
        ListField(
            Column("margin", _("Margin"), "percent", sort="margin", is_minor=True),
            annotate=_margin,
            filter="number",
            capability=Can.SEE_COST,
        ),
        ListField(
            Column("receivable", _("Open receivables"), "amount", sort="receivable", is_minor=True),
            annotate=figures.receivable,
            opens=lambda context, row: f"/accounts/{row['pk']}/receivables/lines/",
            filter="amount",
            capability=Can.SEE_LEDGER,
        ),
        ListField(
            Column("last_order", _("Last order"), "day", sort="last_order", is_minor=True, is_extra=True),
            annotate=figures.last_order,
            filter="day",
            capability=Can.SEE_LEDGER,
        ),
        ListField(
            Column("owner", _("Owner"), value="owner_name", sort="owner", is_minor=True),
            path="owner_name",
            annotate=_owner_name,
            filter="choice",
            choices=_owner_choices,
            asks_for_choices=True,
            where=_with_owner,
        ),
        ListField(
            Column("tag", _("Tags"), value="tag_names", is_extra=True),
            path="tag_names",
            annotate=_tag_names,
            filter="choice",
            asks_for_choices=True,
            choices=lambda context: [
                Choice(name, name)
                for name in Tag.objects.filter(kind="account").order_by("name").values_list("name", flat=True)
            ],
            where=_tagged,
        ),
        ListField(Column("since", _("Customer since"), "day", sort="since", is_extra=True), filter="day"),
        ListField(Column("email", _("Mail address"), is_extra=True), filter="text"),
        ListField(Column("phone", _("Phone"), is_extra=True), filter="text"),
    ),
    views=(
        View("all", _("All"), ""),
        View("mine", _("My book"), "owner=me"),
        View("key", _("Key accounts"), "lifecycle=key_account"),
        View("best", _("Largest this year"), "sort=-revenue"),
    ),
)
