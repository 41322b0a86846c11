"""What the deals room brings to pages: of deals, accounts, campaigns and leads; what is edited in place; events in words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from suki.apps.accounts.pages.forms import account_field
from suki.apps.deals.actions import change_deal
from suki.apps.deals.fields import NumberField, contacts_of, currencies_of_the_firm
from suki.apps.deals.models import Category, Deal
from suki.apps.deals.pages import of_campaign
from suki.apps.deals.queries import source_label
from suki.apps.prospecting.models import Campaign
from suki.base.about.panels import register_about
from suki.base.about.sentences import Sentence, register_sentence
from suki.base.access import SYSTEM, Can
from suki.base.editing import register_editable, register_editable_extra
from suki.base.fields import DayField
from suki.base.formats import NOTHING, amount_text, number_text
from suki.base.navigation import Entry, PaletteAction, register_entry, register_palette_action
from suki.base.pages import Act, Kind, Panel, register_act, register_kind, register_panel
from suki.base.widgets import SearchSelect

_SEE, _WORK = Can.SEE_DEALS, Can.WORK_DEALS


def register() -> None:
    """Called at start-up."""
    register_kind(Kind(Deal, _("deal"), _SEE, _WORK, "deal", "deals", _("Deals")))
    _parts()
    _acts()
    _fields()
    _sentences()
    register_entry(
        Entry("deals", _("Deals"), "deals", "deals", _SEE, "clients", 40, keywords=_("board pipeline"))
    )
    for action in (
        PaletteAction("new_deal", _("New deal"), "new_deal", "plus", _WORK, _("opportunity chance")),
        PaletteAction("deal_board", _("Board of deals"), "deal_board", "flag", _SEE, _("pipeline stages")),
        PaletteAction(
            "deal_calendar", _("Calendar of deals"), "deal_calendar", "calendar", _SEE, _("close month")
        ),
    ):
        register_palette_action(action)


def _parts() -> None:
    for panel in (
        Panel(
            "lines", _("Products"), "deal_lines_part", _SEE, "main", 10, hint=_("they flow into the proposal")
        ),
        Panel("stages", _("Stages"), "deal_stages", _SEE, "main", 40, hint=_("and how long it was in each")),
        Panel("deciders", _("Decision team"), "deal_deciders", _SEE, "side", 10, hint=_("who has a say")),
        Panel("competitors", _("Competitors"), "deal_competitors", _SEE, "side", 20, lines=2),
        Panel("leads", _("Leads it came of"), "deal_leads", _SEE, "side", 30, lines=2),
    ):
        register_panel("deal", panel)
    register_about("deal", "notes", "files", "timeline", "history")
    of_campaign.register()
    register_panel("account", Panel("deals", _("Deals"), "account_deals", _SEE, "main", 25, lines=4))
    register_panel(
        "campaign", Panel("deals", _("Deals it led to"), "campaign_deals", _SEE, "main", 20, lines=4)
    )


def _acts() -> None:
    for act in (
        Act("won", _("Won"), "deal_win", "check", _WORK, 10, key="w", is_primary=True),
        Act("lost", _("Lost"), "deal_loss", "x", _WORK, 20, key="l"),
        Act("reopen", _("Open again"), "deal_reopening", "undo", _WORK, 30),
        Act("lines", _("Change the products"), "deal_lines", "products", _WORK, 40, key="p"),
        Act("give", _("Hand to"), "deal_owner", "hand", _WORK, 50, key="h"),
        Act("decider", _("Who decides"), "deal_decider_new", "contacts", _WORK, 60),
        Act("competitor", _("Who else is after it"), "deal_competitor_new", "flag", _WORK, 70),
    ):
        register_act("deal", act)
    register_act("account", Act("deal", _("New deal"), "account_deal_new", "plus", _WORK, 40, key="d"))
    register_act(
        "lead", Act("convert", _("Convert"), "lead_conversion", "check", _WORK, 5, key="v", is_primary=True)
    )


def _fields() -> None:
    def editable(name: str, field: Any = None, shown: Any = None) -> None:
        register_editable(Deal, name, capability=_WORK, act=_changed(name), field=field, shown=shown)

    editable("name")
    editable("account", lambda row: account_field(SYSTEM, required=False))
    editable(
        "contact",
        lambda row: forms.ModelChoiceField(
            contacts_of(row.account, SYSTEM), required=False, widget=SearchSelect()
        ),
    )
    editable("kind")
    editable(
        "value", lambda row: NumberField(required=False), lambda row, value: amount_text(value, row.currency)
    )
    editable("currency", lambda row: forms.ChoiceField(choices=currencies_of_the_firm))
    editable("probability", lambda row: NumberField(required=False), _percent)
    editable(
        "category",
        lambda row: forms.ChoiceField(
            choices=[("", _("as the stage proposes")), *Category.choices], required=False
        ),
    )
    editable("expected_close", lambda row: DayField(required=False))
    editable("source", None, lambda row, value: source_label(value) or NOTHING)
    editable(
        "campaign",
        lambda row: forms.ModelChoiceField(
            Campaign.objects.in_use().order_by("-starts"), required=False, widget=SearchSelect()
        ),
    )
    editable("brief")
    editable("next_step")
    editable("next_step_on", lambda row: DayField(required=False))
    register_editable_extra(Deal, capability=_WORK)


def _percent(row: Any, value: Any) -> str:
    return f"{number_text(value.normalize() + 0)}%" if value is not None else NOTHING


def _changed(name: str) -> Any:
    """The action by which one fact of a deal changes."""

    def act(*, actor: Any, row: Deal, revision: int | None, value: Any) -> Deal:
        if value is None and not Deal._meta.get_field(name).null and name != "probability":
            value = ""
        changed: Deal = change_deal(actor=actor, deal=row, revision=revision, **{name: value})
        return changed

    return act


def _sentences() -> None:
    person, money, worth = {"person": "person"}, ("on",), {"value": "currency"}
    for event, sentence in {
        "deal opened": Sentence(_("Deal opened in “{stage}”"), "plus"),
        "account got a deal": Sentence(_("Deal “{name}” opened"), "plus", capability=_SEE),
        "deal moved": Sentence(_("From “{before}” to “{stage}”"), "flag"),
        "deal won": Sentence(_("Won on {on} at {value} {currency}"), "check", {}, money, amounts=worth),
        "account won deal": Sentence(_("Deal “{name}” won on {on}"), "check", {}, money, capability=_SEE),
        "account lost deal": Sentence(_("Deal “{name}” lost on {on}"), "x", {}, money, capability=_SEE),
        "account deal reopened": Sentence(_("Deal “{name}” opened"), "undo", capability=_SEE),
        "deal lost": Sentence(_("Lost on {on}"), "x", {}, money),
        "deal reopened": Sentence(_("Opened again in “{stage}”"), "undo"),
        "deal given": Sentence(_("{person} owns the deal now"), "hand", person),
        "deal lines set": Sentence(
            _("Products changed: {count} lines, {value} {currency}"), "products", amounts=worth
        ),
        "deal competitor named": Sentence(_("{competitor} is after it too"), "flag"),
        "deal competitor dropped": Sentence(_("{competitor} is not after it any more"), "flag"),
        "deal decider named": Sentence(_("{contact} has a say: {role}"), "contacts", {"contact": "contact"}),
        "deal decider dropped": Sentence(
            _("{contact} has no say any more"), "contacts", {"contact": "contact"}
        ),
        "leads converted": Sentence(_("Came of leads of {account}"), "link", {"account": "account"}),
        "pipeline added": Sentence(_("Pipeline “{name}” added"), "plus"),
        "pipeline renamed": Sentence(_("Now called “{name}”"), "edit"),
        "stage added": Sentence(_("Stage “{stage}” added"), "plus"),
        "stage changed": Sentence(_("Stage “{stage}” changed"), "edit"),
        "stages ordered": Sentence(_("Stages put in another order"), "edit"),
        "stage dropped": Sentence(_("Stage “{stage}” taken out"), "x"),
        "loss reason added": Sentence(_("Loss reason “{name}” added"), "plus"),
        "loss reason dropped": Sentence(_("Loss reason “{name}” taken out"), "x"),
    }.items():
        register_sentence(event, sentence)
