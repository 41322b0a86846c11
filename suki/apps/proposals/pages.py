"""What the proposals room brings to pages: its kind, its panels, its events in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from suki.apps.proposals.models import Proposal
from suki.base.about.panels import register_about
from suki.base.about.sentences import Sentence, register_sentence
from suki.base.access import Can
from suki.base.editing import register_editable, register_editable_extra
from suki.base.pages import Act, Kind, Panel, register_act, register_kind, register_panel


def register() -> None:
    """Called at start-up."""
    register_kind(
        Kind(Proposal, _("proposal"), Can.SEE_DEALS, Can.WORK_DEALS, "proposal", "proposals", _("Proposals"))
    )
    for panel in (
        Panel("proposals", _("Proposals"), "deal_proposals", Can.SEE_DEALS, "main", 40, lines=3),
        Panel("reviews", _("Customised products"), "deal_reviews", Can.SEE_DEALS, "main", 45, lines=3),
    ):
        register_panel("deal", panel)
    register_panel(
        "account", Panel("proposals", _("Proposals"), "account_proposals", Can.SEE_DEALS, "main", 27, lines=3)
    )
    register_act(
        "deal", Act("proposal", _("Draft a proposal"), "draft_proposal", "file", Can.WORK_DEALS, 20, key="o")
    )
    register_act(
        "deal", Act("review", _("Ask for a customised product"), "ask_review", "products", Can.WORK_DEALS, 60)
    )
    register_about("proposal", "notes", "files", "timeline", "history")
    register_editable(Proposal, "owner", capability=Can.WORK_DEALS)
    register_editable_extra(Proposal, capability=Can.WORK_DEALS)
    _sentences()


def _sentences() -> None:
    contact, person = {"contact": "contact"}, {"person": "person"}
    for event, sentence in {
        "proposal drafted": Sentence(_("Drafted"), "file"),
        "proposal lines set": Sentence(_("Version {version}: lines changed, net {net} {currency}"), "file"),
        "proposal texts set": Sentence(_("Version {version}: texts changed"), "file"),
        "proposal addressed": Sentence(
            _("Now for {contact}, in the language “{language}”"), "contacts", contact
        ),
        "proposal version begun": Sentence(_("Version {version} begun"), "plus"),
        "proposal version dropped": Sentence(
            _("Version {version} dropped; the one before counts again"), "undo"
        ),
        "proposal withdrawn": Sentence(_("Taken back"), "undo"),
        "proposal given": Sentence(_("{person} looks after it now"), "hand", person),
        "proposal approval asked": Sentence(_("Approval asked for version {version}: {people}"), "check"),
        "proposal approved": Sentence(_("{person} approved version {version}"), "check", person),
        "proposal returned": Sentence(_("{person} returned version {version}"), "undo", person),
        "proposal sent": Sentence(_("Version {version} sent to {contact}"), "mail", contact),
        "proposal link revoked": Sentence(
            _("The link of {contact} to version {version} is taken back"), "lock", contact
        ),
        "proposal read": Sentence(
            _("{contact} read version {version} for the first time"), "contacts", contact
        ),
        "proposal commented": Sentence(_("{name} commented on version {version}"), "note"),
        "proposal comment answered": Sentence(_("Comment on version {version} answered"), "note"),
        "proposal accepted": Sentence(_("{name} accepted version {version}: net {net} {currency}"), "check"),
        "proposal declined": Sentence(_("{name} declined version {version}"), "x"),
        "proposal answer failed": Sentence(_("{name} wanted to accept and could not: {inside}"), "warn"),
        "deal got proposal": Sentence(_("Proposal {number} drafted"), "file"),
        "deal proposal sent": Sentence(_("Proposal {number} sent to the client"), "mail"),
        "review asked": Sentence(_("{department} is asked about “{requirement}”"), "products"),
        "review accepted": Sentence(_("{department} can make “{requirement}”"), "check"),
        "review conditional": Sentence(_("{department} can make “{requirement}” on a condition"), "check"),
        "review refused": Sentence(_("{department} refused “{requirement}”"), "x"),
        "review priced": Sentence(_("“{requirement}” is offered at {price} {currency}"), "file"),
    }.items():
        register_sentence(event, sentence)
