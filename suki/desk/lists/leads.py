"""The list of leads: who they are, what they are worth following up, who does it, and how late that is."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import BooleanField, Case, OuterRef, Q, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from suki.apps.people.models import Person, Territory
from suki.apps.prospecting.models import Campaign, Lead
from suki.apps.prospecting.queries import OPEN, late, leads_for, status_word
from suki.base.access import Can
from suki.base.formats import moment_text
from suki.base.listing import Choice, Context, ListField, Listing, View
from suki.base.models import Tag, Tagging
from suki.base.names import search_form
from suki.base.tables import Column

NOBODY = "nobody"


def _by_name(written: str) -> Q:
    return Q(search_form__contains=search_form(written))


def _owner_choices(context: Context) -> list[Choice]:
    people = Person.objects.filter(pk__in=Lead.objects.values("owner")).order_by("sort_key")
    return [
        Choice("me", _("me")),
        Choice(NOBODY, _("nobody")),
        *(Choice(str(pk), name) for pk, name in people.values_list("pk", "name")[:200]),
    ]


def _with_owner(relation: str, written: str, context: Context) -> Q:
    chosen = written.split(",")
    owned = Q(owner__in=[int(each) for each in chosen if each.isdecimal()])
    if "me" in chosen:
        owned |= Q(owner__in=list(Person.objects.filter(user=context.actor).values_list("pk", flat=True)))
    if NOBODY in chosen:
        owned |= Q(owner__isnull=True)
    return ~owned if relation == "not" else owned


def _with_status(relation: str, written: str, context: Context) -> Q:
    chosen = {status for each in written.split(",") for status in (OPEN if each == "open" else (each,))}
    found = Q(status__in=chosen)
    return ~found if relation == "not" else found


def _of_campaign(relation: str, written: str, context: Context) -> Q:
    found = Q(campaign__in=[int(each) for each in written.split(",") if each.isdecimal()])
    return ~found if relation == "not" else found


def _tagged(relation: str, written: str, context: Context) -> Q:
    tags = Tagging.objects.filter(tag__kind="lead", tag__name__in=written.split(","))
    tagged = Q(pk__in=tags.values("about_id"))
    return ~tagged if relation == "not" else tagged


def _tag_names(context: Context) -> Any:
    tags = Tagging.objects.filter(tag__kind="lead", about_id=OuterRef("pk")).order_by().values("about_id")
    return Subquery(tags.annotate(names=StringAgg("tag__name", ", ", order_by="tag__name")).values("names"))


def _is_late(context: Context) -> Any:
    return Case(When(late(), then=Value(True)), default=Value(False), output_field=BooleanField())


def _late(relation: str, written: str, context: Context) -> Q:
    return late() if (written == "yes") != (relation == "not") else ~late()


def _day_of(name: str) -> Any:
    return lambda row: row[name].date() if row.get(name) else None


def _clock(row: dict[str, Any]) -> str:
    """When somebody spoke with them, or by when somebody has to."""
    if row.get("contacted_at") or not row.get("contact_by") or row.get("status") not in OPEN:
        return ""
    due = moment_text(row["contact_by"])
    return gettext("▲ late: {moment}").format(moment=due) if row["contact_by"] < timezone.now() else due


def _late_word(row: dict[str, Any]) -> Any:
    return _("late") if row.get("is_late") else ""


def _statuses(context: Context) -> list[Choice]:
    return [Choice("open", _("still open")), *(Choice(value, label) for value, label in Lead.Status.choices)]


LEADS = Listing(
    name="leads",
    title=_("Leads"),
    kind="lead",
    capability=Can.SEE_LEADS,
    rows=lambda context: leads_for(context.actor),
    sort="-came",
    search=_by_name,
    row_href=lambda row: f"/leads/{row['pk']}/",
    fields=(
        ListField(
            Column("name", _("Lead"), "name", sort="name", is_fixed=True),
            order="sort_key",
            filter="text",
            where=lambda relation, written, context: _by_name(written),
        ),
        ListField(Column("contact_name", _("Person"), is_minor=True), filter="text"),
        ListField(Column("score", _("Score"), "number", sort="score"), filter="number"),
        ListField(
            Column("status", _("Status"), value=lambda row: status_word(row["status"]), sort="status"),
            filter="choice",
            choices=_statuses,
            where=_with_status,
        ),
        ListField(
            Column("owner", _("Owner"), value="owner__name", sort="owner", is_minor=True),
            path="owner__name",
            filter="choice",
            choices=_owner_choices,
            asks_for_choices=True,
            where=_with_owner,
        ),
        ListField(
            Column("contact_by", _("First contact by"), value=_clock, sort="contact_by", is_minor=True),
            also=("contacted_at", "status"),
        ),
        ListField(
            Column("late", _("Late"), value=_late_word, is_extra=True),
            path="is_late",
            annotate=_is_late,
            filter="yes_no",
            where=_late,
        ),
        ListField(
            Column("campaign", _("Campaign"), value="campaign__name", is_minor=True),
            path="campaign__name",
            filter="choice",
            asks_for_choices=True,
            choices=lambda context: [
                Choice(str(pk), name)
                for pk, name in Campaign.objects.order_by("-starts").values_list("pk", "name")[:200]
            ],
            where=_of_campaign,
        ),
        ListField(
            Column("source", _("Source"), value=lambda row: Lead.Source(row["source"]).label, is_extra=True),
            filter="choice",
            choices=lambda context: [Choice(value, label) for value, label in Lead.Source.choices],
        ),
        ListField(
            Column("came", _("Came"), "day", value=_day_of("came_at"), sort="came", is_minor=True),
            path="came_at",
            where=lambda relation, written, context: _on_day("came_at", relation, written),
            filter="day",
        ),
        ListField(Column("city", _("City"), sort="city", is_extra=True), filter="text"),
        ListField(Column("country", _("Country"), is_extra=True), filter="text"),
        ListField(Column("industry", _("Industry"), is_extra=True), filter="text"),
        ListField(Column("employees", _("Employees"), "number", is_extra=True), filter="number"),
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
            Column("tag", _("Tags"), value="tag_names", is_extra=True),
            path="tag_names",
            annotate=_tag_names,
            filter="choice",
            asks_for_choices=True,
            choices=lambda context: [
                Choice(name, name)
                for name in Tag.objects.filter(kind="lead").order_by("name").values_list("name", flat=True)
            ],
            where=_tagged,
        ),
        ListField(Column("email", _("Mail address"), is_extra=True), filter="text"),
        ListField(Column("phone", _("Phone"), is_extra=True), filter="text"),
    ),
    views=(
        View("open", pgettext_lazy("still under way", "Open"), "status=open"),
        View("mine", _("Mine"), "owner=me&status=open"),
        View("late", _("Late"), "late=yes&sort=contact_by"),
        View("nobody", _("Nobody's"), "owner=nobody&status=open"),
        View("best", _("Best first"), "sort=-score&status=open"),
        View("all", _("All"), ""),
    ),
)


def _on_day(path: str, relation: str, written: str) -> Q:
    """A moment by its day."""
    from datetime import date

    bound = {"from": "gte", "to": "lte"}.get(relation, "exact")
    lookup = f"{path}__date" if bound == "exact" else f"{path}__date__{bound}"
    found = Q(**{lookup: date.fromisoformat(written)})
    return ~found if relation == "not" else found
