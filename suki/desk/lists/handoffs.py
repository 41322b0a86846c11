"""The list of handoffs: which client passes from whom to whom, where it stands, and how late it is."""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, Case, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from suki.apps.people.reach import people_in_reach
from suki.base.access import Can, Reach
from suki.base.formats import moment_text
from suki.base.listing import Choice, Context, ListField, Listing, View
from suki.base.names import search_form
from suki.base.tables import Column
from suki.flows.client_joins.rights import OPEN
from suki.flows.models import Handoff

State = Handoff.State


def _by_name(written: str) -> Q:
    return Q(account__search_form__contains=search_form(written))


def _rows(context: Context) -> Any:
    seen = Handoff.objects.visible_to(context.actor).order_by().values("pk")
    return Handoff.objects.in_use().filter(pk__in=seen)


def _with_state(relation: str, written: str, context: Context) -> Q:
    chosen = {state for each in written.split(",") for state in (OPEN if each == "open" else (each,))}
    found = Q(state__in=chosen)
    return ~found if relation == "not" else found


def _of(side: str) -> Any:
    def where(relation: str, written: str, context: Context) -> Q:
        mine = Q(**{f"{side}__in": people_in_reach(context.actor, context.today, Reach.OWN)})
        found = mine if written == "me" else Q(**{f"{side}__search_form__contains": search_form(written)})
        return ~found if relation == "not" else found

    return where


def _is_late() -> Q:
    return Q(state__in=OPEN, due_at__lt=timezone.now())


def _late(relation: str, written: str, context: Context) -> Q:
    return _is_late() if (written == "yes") != (relation == "not") else ~_is_late()


def _late_flag(context: Context) -> Any:
    return Case(When(_is_late(), then=Value(True)), default=Value(False), output_field=BooleanField())


def _day_of(name: str) -> Any:
    return lambda row: row[name].date() if row.get(name) else None


HANDOFFS = Listing(
    name="handoffs",
    title=_("Handoffs"),
    kind="handoff",
    capability=Can.SEE_ACCOUNTS,
    rows=_rows,
    sort="-began",
    search=_by_name,
    row_href=lambda row: f"/handoffs/{row['pk']}/",
    fields=(
        ListField(
            Column("account", _("Account"), "name", value="account__name", sort="account", is_fixed=True),
            path="account__name",
            order="account__sort_key",
            filter="text",
            where=lambda relation, written, context: _by_name(written),
        ),
        ListField(
            Column("state", _("State"), value=lambda row: State(row["state"]).label, sort="state"),
            filter="choice",
            choices=lambda context: [
                Choice("open", _("under way")),
                *(Choice(value, label) for value, label in State.choices),
            ],
            where=_with_state,
        ),
        ListField(
            Column("giver", _("Handed over by"), value="giver__name", is_minor=True),
            path="giver__name",
            filter="text",
            where=_of("giver"),
        ),
        ListField(
            Column("taker", _("Taken over by"), value="taker__name", is_minor=True),
            path="taker__name",
            filter="text",
            where=_of("taker"),
        ),
        ListField(
            Column(
                "due_at",
                _("Due"),
                value=lambda row: moment_text(row["due_at"]) if row["due_at"] else "",
                sort="due_at",
                is_minor=True,
            )
        ),
        ListField(
            Column("late", _("Late"), value=lambda row: _("late") if row.get("is_late") else ""),
            path="is_late",
            annotate=_late_flag,
            filter="yes_no",
            where=_late,
        ),
        ListField(
            Column("began", _("Began"), "day", value=_day_of("began_at"), sort="began", is_extra=True),
            path="began_at",
        ),
        ListField(
            Column("accepted_on", _("Accepted on"), "day", sort="accepted_on", is_extra=True), filter="day"
        ),
        ListField(
            Column("deal", _("Deal"), value="deal__name", is_extra=True), path="deal__name", filter="text"
        ),
    ),
    views=(
        View("open", _("Under way"), "state=open"),
        View("mine_out", _("Mine to take over"), "taker=me&state=open"),
        View("mine_in", _("Mine to hand over"), "giver=me&state=open"),
        View("late", _("Late"), "late=yes"),
        View("all", _("All"), ""),
    ),
)
