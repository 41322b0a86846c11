"""The list of deals: with whom, where they stand, what they are worth, how likely and by when."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, DecimalField, ExpressionWrapper, F, Q, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from suki.apps.deals.models import Category, Deal, Stage
from suki.apps.deals.queries import category_label, deals_for, source_label, stale_before
from suki.apps.people.models import Person
from suki.apps.people.reach import people_in_reach
from suki.base.access import Can, Reach
from suki.base.listing import Choice, Context, ListField, Listing, View
from suki.base.names import search_form
from suki.base.tables import Column


def _by_name(text: str) -> Q:
    form = search_form(text)
    return Q(search_form__contains=form) | Q(account__search_form__contains=form)


def _owner_choices(context: Context) -> list[Choice]:
    people = Person.objects.filter(pk__in=Deal.objects.values("owner")).order_by("sort_key")
    return [
        Choice("me", _("me")),
        *(Choice(str(pk), name) for pk, name in people.values_list("pk", "name")[:200]),
    ]


def _with_owner(relation: str, written: str, context: Context) -> Q:
    chosen = written.split(",")
    owned = Q(owner__in=[int(each) for each in chosen if each.isdecimal()])
    if "me" in chosen:
        owned |= Q(owner__in=people_in_reach(context.actor, context.today, Reach.OWN))
    return ~owned if relation == "not" else owned


def stale(context: Context) -> Q:
    """Open deals that need a look, as the page of each says why."""
    found = Q(expected_close__lt=context.today) | Q(next_step_on__lt=context.today)
    for stage, moment in stale_before(Stage.objects.filter(ends="", stale_days__isnull=False)).items():
        found |= Q(stage=stage, stage_since__lt=moment)
    return Q(state=Deal.State.OPEN) & found


def _stale(relation: str, written: str, context: Context) -> Q:
    return stale(context) if (written == "yes") != (relation == "not") else ~stale(context)


def _is_stale(context: Context) -> Any:
    return Case(When(stale(context), then=Value(True)), default=Value(False))


def _weighted(context: Context) -> Any:
    field: Any = DecimalField(max_digits=24, decimal_places=4)
    return ExpressionWrapper(F("value") * F("probability") / 100, output_field=field)


def _percent(row: dict[str, Any]) -> Any:
    percent = row["probability"]
    return percent.to_integral_value() if percent == percent.to_integral_value() else percent.normalize()


def _currency(row: dict[str, Any]) -> str:
    return str(row["currency"])


def _choices(given: Any) -> Any:
    return lambda context: [Choice(value, label) for value, label in given]


DEALS = Listing(
    name="deals",
    title=_("Deals"),
    kind="deal",
    capability=Can.SEE_DEALS,
    rows=lambda context: deals_for(context.actor),
    sort="name",
    search=_by_name,
    row_href=lambda row: f"/deals/{row['pk']}/",
    fields=(
        ListField(
            Column("name", _("Deal"), "name", sort="name", is_fixed=True),
            order="sort_key",
            filter="text",
            where=lambda relation, written, context: _by_name(written),
        ),
        ListField(
            Column("account", _("Account"), value="account__name", sort="account"),
            path="account__name",
            order="account__sort_key",
            filter="text",
        ),
        ListField(
            Column("stage", _("Stage"), value="stage__name"),
            path="stage__name",
            filter="choice",
            asks_for_choices=True,
            choices=lambda context: [
                Choice(name, name)
                for name in dict.fromkeys(
                    Stage.objects.in_use()
                    .order_by("pipeline__position", "position")
                    .values_list("name", flat=True)
                )
            ],
        ),
        ListField(
            Column("value", _("Value"), "amount", sort="value", currency_of=_currency),
            also=("currency",),
            filter="amount",
        ),
        ListField(
            Column(
                "weighted", _("Weighted"), "amount", sort="weighted", currency_of=_currency, is_extra=True
            ),
            annotate=_weighted,
            also=("currency",),
            filter="amount",
        ),
        ListField(
            Column(
                "probability",
                _("Probability in percent"),
                "number",
                _percent,
                sort="probability",
                is_minor=True,
            ),
            filter="number",
        ),
        ListField(
            Column(
                "category", _("Forecast"), value=lambda row: category_label(row["category"]), is_minor=True
            ),
            filter="choice",
            choices=_choices(Category.choices),
        ),
        ListField(
            Column("expected_close", _("Expected to close"), "day", sort="expected_close", is_minor=True),
            filter="day",
        ),
        ListField(
            Column("owner", _("Owner"), value="owner__name", is_minor=True),
            path="owner__name",
            filter="choice",
            choices=_owner_choices,
            asks_for_choices=True,
            where=_with_owner,
        ),
        ListField(
            Column("state", _("State"), value=lambda row: Deal.State(row["state"]).label, is_extra=True),
            filter="choice",
            choices=_choices(Deal.State.choices),
        ),
        ListField(
            Column(
                "stale", _("Stale"), value=lambda row: _("stale") if row["is_stale"] else "", is_extra=True
            ),
            path="is_stale",
            annotate=_is_stale,
            filter="yes_no",
            where=_stale,
        ),
        ListField(
            Column("kind", _("Kind"), value=lambda row: Deal.Kind(row["kind"]).label, is_extra=True),
            filter="choice",
            choices=_choices(Deal.Kind.choices),
        ),
        ListField(
            Column("created_on", _("Created on"), "day", sort="created_on", is_extra=True), filter="day"
        ),
        ListField(Column("closed_on", _("Closed on"), "day", sort="closed_on", is_extra=True), filter="day"),
        ListField(
            Column("source", _("Source"), value=lambda row: source_label(row["source"]), is_extra=True),
            filter="text",
        ),
        ListField(
            Column("campaign", _("Campaign"), value="campaign__name", is_extra=True),
            path="campaign__name",
            filter="text",
        ),
        ListField(
            Column("loss_reason", _("Loss reason"), value="loss_reason__name", is_extra=True),
            path="loss_reason__name",
            filter="text",
        ),
        ListField(Column("next_step", _("Next step"), is_extra=True), filter="text"),
        ListField(
            Column("next_step_on", _("By when"), "day", sort="next_step_on", is_extra=True), filter="day"
        ),
        ListField(Column("currency", _("Currency"), is_extra=True), filter="text"),
    ),
    views=(
        View("open", pgettext_lazy("still under way", "Open"), "state=open"),
        View("mine", _("Mine"), "owner=me&state=open"),
        View("soon", _("Closing next"), "sort=expected_close&state=open"),
        View("stale", _("Stale"), "stale=yes"),
        View("won", _("Won"), "sort=-closed_on&state=won"),
        View("lost", _("Lost"), "sort=-closed_on&state=lost"),
        View("all", _("All"), ""),
    ),
)
