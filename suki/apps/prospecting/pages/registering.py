"""What the prospecting room brings to pages: of leads, of campaigns, and of accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from suki.apps.company.proposals import country_choices
from suki.apps.prospecting.actions import change_lead
from suki.apps.prospecting.models import Campaign, Lead
from suki.apps.prospecting.words import SENTENCES
from suki.base.about.panels import register_about
from suki.base.about.sentences import register_sentence
from suki.base.access import Can
from suki.base.addresses import country_name
from suki.base.editing import register_editable, register_editable_extra
from suki.base.formats import NOTHING, amount_text
from suki.base.navigation import PaletteAction, register_palette_action
from suki.base.pages import Act, Kind, Panel, register_act, register_kind, register_panel
from suki.base.widgets import SearchSelect

PLAIN = (
    "name",
    "contact_name",
    "title",
    "email",
    "phone",
    "website",
    "city",
    "industry",
    "employees",
    "message",
)


def register() -> None:
    """Called at start-up."""
    register_kind(Kind(Lead, _("lead"), Can.SEE_LEADS, Can.WORK_LEADS, "lead", "leads", _("Leads")))
    register_kind(
        Kind(
            Campaign, _("campaign"), Can.SEE_LEADS, Can.RUN_CAMPAIGNS, "campaign", "campaigns", _("Campaigns")
        )
    )
    register_about("lead", "notes", "files", "timeline", "history")
    register_about("campaign", "notes", "files", "timeline", "history")
    _lead_fields()
    _campaign_fields()
    _panels_and_acts()
    for event, sentence in SENTENCES.items():
        register_sentence(event, sentence)


def _panels_and_acts() -> None:
    register_panel(
        "lead", Panel("known", _("Known already?"), "lead_known", Can.SEE_LEADS, "side", 20, lines=2)
    )
    register_panel(
        "campaign", Panel("leads", _("Leads"), "campaign_leads", Can.SEE_LEADS, "main", 30, lines=6)
    )
    register_panel("campaign", Panel("costs", _("Costs"), "campaign_costs", Can.SEE_LEADS, "main", 40))
    for act in (
        Act("contacted", _("We spoke"), "lead_contact", "phone", Can.WORK_LEADS, 10, key="s"),
        Act("qualified", _("Qualify"), "lead_qualification", "check", Can.WORK_LEADS, 20, key="u"),
        Act("assigned", _("Hand to"), "lead_assignment", "hand", Can.ASSIGN_LEADS, 40),
        Act("referred", _("Refer to a colleague"), "lead_referral", "group", Can.WORK_LEADS, 50),
        Act("set_aside", _("Set aside"), "lead_setting_aside", "x", Can.WORK_LEADS, 60),
        Act("taken_up", _("Take up again"), "lead_taking_up", "undo", Can.WORK_LEADS, 70),
    ):
        register_act("lead", act)
    register_act(
        "campaign", Act("cost", _("Enter a cost"), "campaign_cost_new", "plus", Can.RUN_CAMPAIGNS, 10)
    )
    register_act(
        "account", Act("referral", _("Refer new business"), "account_referral", "group", Can.WORK_LEADS, 70)
    )
    for action in (
        PaletteAction("new_lead", _("New lead"), "new_lead", "plus", Can.WORK_LEADS, _("prospect enquiry")),
        PaletteAction(
            "new_campaign", _("New campaign"), "new_campaign", "plus", Can.RUN_CAMPAIGNS, _("marketing")
        ),
    ):
        register_palette_action(action)


def _changed(name: str) -> Any:
    """The action by which one fact of a lead changes."""

    def act(*, actor: Any, row: Lead, revision: int | None, value: Any) -> Lead:
        if value is None and not Lead._meta.get_field(name).null:
            value = ""
        lead: Lead = change_lead(actor=actor, row=row, revision=revision, values={name: value})
        return lead

    return act


def _lead_fields() -> None:
    for name in PLAIN:
        register_editable(Lead, name, capability=Can.WORK_LEADS, act=_changed(name))
    register_editable(
        Lead,
        "country",
        capability=Can.WORK_LEADS,
        act=_changed("country"),
        field=_country,
        shown=_country_shown,
    )
    register_editable(
        Lead,
        "language",
        capability=Can.WORK_LEADS,
        act=_changed("language"),
        field=_language,
        shown=_language_shown,
    )
    register_editable(Lead, "campaign", capability=Can.WORK_LEADS, act=_changed("campaign"))
    register_editable(Lead, "territory", capability=Can.ASSIGN_LEADS)
    register_editable_extra(Lead, capability=Can.WORK_LEADS)


def _campaign_fields() -> None:
    register_editable(
        Campaign, "name", "channel", "starts", "ends", "owner", "brief", capability=Can.RUN_CAMPAIGNS
    )
    register_editable(
        Campaign, "budget", capability=Can.RUN_CAMPAIGNS,
        shown=lambda row, value: NOTHING if value is None else amount_text(value, row.currency),
    )  # fmt: skip
    register_editable_extra(Campaign, capability=Can.RUN_CAMPAIGNS)


def _country(row: Any) -> forms.Field:
    return forms.ChoiceField(choices=country_choices, required=False, widget=SearchSelect())


def _country_shown(row: Any, value: Any) -> str:
    return country_name(value) if value else NOTHING


def _language(row: Any) -> forms.Field:
    return forms.ChoiceField(choices=[("", NOTHING), *settings.LANGUAGES], required=False)


def _language_shown(row: Any, value: Any) -> str:
    return str(dict(settings.LANGUAGES).get(value, value)) if value else NOTHING
