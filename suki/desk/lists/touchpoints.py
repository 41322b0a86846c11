"""The lists of what passed with clients and of what was promised to them."""

from __future__ import annotations

from typing import Any

from django.db.models import DateField, Q, QuerySet
from django.db.models.functions import Coalesce, Left, TruncDate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from suki.apps.people.models import Person
from suki.apps.touchpoints.models import Promise, Touchpoint
from suki.apps.touchpoints.queries import standing_on
from suki.apps.touchpoints.showing import TONES, standing_choices, standing_marked
from suki.base.access import Can
from suki.base.listing import Choice, Context, ListField, Listing, View
from suki.base.marks import state
from suki.base.names import search_form
from suki.base.tables import Column


def _rows_of(model: Any) -> Any:
    def rows(context: Context) -> QuerySet[Any]:
        found: QuerySet[Any] = model.objects.visible_to(context.actor).in_use()
        said = {"said": Left("text", 80)} if model is Touchpoint else {}
        return found.annotate(client=Coalesce("account__name", "lead__name"), **said)

    return rows


def _people(context: Context) -> list[Choice]:
    return [
        Choice(str(pk), name) for pk, name in Person.objects.order_by("sort_key").values_list("pk", "name")
    ]


def _choices(of: Any) -> Any:
    return lambda context: [Choice(value, label) for value, label in of]


def _person(name: str, label: Any, path: str) -> ListField:
    def where(relation: str, written: str, context: Context) -> Q:
        chosen = Q(**{f"{path}__in": [each for each in written.split(",") if each.isdecimal()]})
        own = Q(**{path: getattr(context.actor, "person", None)}) if written == "me" else chosen
        return ~own if relation == "not" else own

    return ListField(
        Column(name, label, value=f"{path}__name", sort=name, is_minor=True), path=f"{path}__name",
        order=f"{path}__sort_key", filter="choice", choices=_people, asks_for_choices=True, where=where,
    )  # fmt: skip


def _searched(field: str) -> Any:
    def search(text: str) -> Q:
        name = search_form(text)
        return (
            Q(**{f"{field}__icontains": text})
            | Q(account__search_form__contains=name)
            | Q(lead__search_form__contains=name)
        )

    return search


_CLIENT = ListField(Column("client", _("With whom"), sort="client"), filter="text")

PROMISES = Listing(
    name="promises",
    title=_("Promises"),
    kind="promise",
    capability=Can.SEE_ACCOUNTS,
    rows=_rows_of(Promise),
    sort="due",
    search=_searched("text"),
    row_href=lambda row: f"/promises/{row['pk']}/",
    fields=(
        ListField(Column("text", _("What is promised"), "name", sort="text", is_fixed=True), filter="text"),
        _CLIENT,
        ListField(Column("due", _("Due"), "day", sort="due"), filter="day"),
        ListField(
            Column("standing", _("How it stands"), "markup", value=lambda row: standing_marked(row["standing"])),
            annotate=lambda context: standing_on(context.today), filter="choice", choices=_choices(standing_choices()),
        ),
        _person("owner", _("Who keeps it"), "owner"),
        ListField(
            Column("source", _("Source"), value=lambda row: Promise.Source(row["source"]).label, is_minor=True),
            filter="choice", choices=_choices(Promise.Source.choices),
        ),
        ListField(Column("made_on", _("Promised on"), "day", sort="made_on", is_extra=True), filter="day"),
        ListField(Column("first_due", _("First promised for"), "day", sort="first_due", is_extra=True), filter="day"),
        ListField(Column("settled_on", _("Settled on"), "day", sort="settled_on", is_extra=True), filter="day"),
        ListField(Column("proof", _("What shows it"), is_extra=True), filter="text"),
    ),
    views=(
        View("open", pgettext_lazy("still under way", "Open"), "standing=open,today,overdue"),
        View("late", _("Overdue"), "standing=overdue"),
        View("mine", _("Mine"), "owner=me&standing=open,today,overdue"),
        View("kept", _("Kept late or broken"), "standing=late,broken"),
        View("all", _("All"), ""),
    ),
)  # fmt: skip


def _about(row: dict[str, Any]) -> Any:
    return row["subject"] or row["said"] or Touchpoint.Kind(row["kind"]).label


def _outcome(row: dict[str, Any]) -> Any:
    value = row["outcome"]
    return state(TONES[value], Touchpoint.Outcome(value).label) if value else ""


TOUCHPOINTS = Listing(
    name="touchpoints",
    title=_("Touchpoints"),
    kind="touchpoint",
    capability=Can.SEE_ACCOUNTS,
    rows=_rows_of(Touchpoint),
    sort="-day",
    search=_searched("subject"),
    row_href=lambda row: f"/touchpoints/{row['pk']}/",
    fields=(
        ListField(
            Column("subject", _("About what"), "name", is_fixed=True, value=_about),
            also=("kind", "said"), filter="text",
        ),
        ListField(
            Column("day", _("Day"), "day", sort="day"), annotate=lambda context: TruncDate("at", output_field=DateField()),
            filter="day",
        ),
        _CLIENT,
        ListField(
            Column("kind", _("Kind"), value=lambda row: Touchpoint.Kind(row["kind"]).label, is_minor=True),
            filter="choice", choices=_choices(Touchpoint.Kind.choices),
        ),
        ListField(Column("outcome", _("How it went"), "markup", value=_outcome), filter="choice", choices=_choices(Touchpoint.Outcome.choices)),
        _person("person", _("Who of us"), "person"),
        ListField(
            Column("state", _("State"), value=lambda row: Touchpoint.State(row["state"]).label, is_extra=True),
            filter="choice", choices=_choices(Touchpoint.State.choices),
        ),
        ListField(Column("next_step", _("Next step"), is_extra=True), filter="text"),
        ListField(Column("next_step_on", _("By when"), "day", sort="next_step_on", is_extra=True), filter="day"),
    ),
    views=(
        View("all", _("All"), ""),
        View("planned", _("Planned"), "state=planned"),
        View("visits", _("Visits"), "kind=visit"),
        View("mine", _("Mine"), "person=me"),
    ),
)  # fmt: skip
