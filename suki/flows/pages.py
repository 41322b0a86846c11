"""What the flows bring to pages: a handoff's own page, acts on accounts and deals, sentences, settings."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from suki.apps.company.settings.sections import Section, register_section
from suki.base.about.panels import register_about
from suki.base.about.sentences import Sentence, register_sentence
from suki.base.access import Can
from suki.base.editing import register_editable
from suki.base.navigation import Entry, PaletteAction, register_entry, register_palette_action
from suki.base.pages import Act, Kind, register_act, register_kind
from suki.flows.client_joins.preparing import WORDS, describe
from suki.flows.models import Handoff

_PERSON = {"taker": "person", "giver": "person", "person": "person", "leaver": "person"}

_TOLD = {
    "handoff begun": Sentence(_("To be handed over by {giver}"), "hand", _PERSON),
    "account to be handed over": Sentence(_("To be handed over by {giver}"), "hand", _PERSON),
    "handoff point ticked": Sentence(_("Checklist: {point}"), "check"),
    "handoff described": Sentence(_("What was sold, terms, risks or issues described"), "edit"),
    "handoff taker chosen": Sentence(_("{person} is to take over"), "contacts", _PERSON),
    "handoff gap answered": Sentence(_("A gap was answered"), "check"),
    "handoff handed in": Sentence(_("Handed in to {taker}"), "hand", _PERSON),
    "handoff returned": Sentence(_("Returned with gaps: {gaps}"), "undo"),
    "handoff accepted": Sentence(_("{taker} takes over from {on} on"), "check", _PERSON, ("on",)),
    "account taken over": Sentence(_("{taker} takes over from {giver} on {on}"), "hand", _PERSON, ("on",)),
    "handoff cancelled": Sentence(_("Handoff cancelled"), "x"),
    "handoff escalated": Sentence(_("Overdue: told to both managers"), "bell"),
    "handoff policy settled": Sentence(_("The rules of handing over changed"), "settings"),
    "introduction planned": Sentence(_("Introduction planned"), "calendar"),
    "notice drafted": Sentence(_("Notice to the client drafted"), "edit"),
    "notice written": Sentence(_("Notice to the client written"), "edit"),
    "notice approved": Sentence(_("Notice to the client approved"), "check"),
    "notice sent": Sentence(_("The client has been told"), "mail"),
    "client told of handoff": Sentence(_("The client was told that {person} looks after them"), "mail", _PERSON),
    "departure planned": Sentence(
        _("Last day {last_day}; the work goes to {successor}"), "hand", {"successor": "person"}, ("last_day",)
    ),
    "departure withdrawn": Sentence(_("The work stays where it is after all"), "undo"),
    "touchpoint handed": Sentence(_("{person} goes instead"), "hand", _PERSON),
    "work moved": Sentence(_("The work of {leaver} moved to others from {since} on"), "hand", _PERSON, ("since",)),
}  # fmt: skip


def register() -> None:
    """Called at start-up."""
    register_kind(
        Kind(Handoff, _("handoff"), Can.SEE_ACCOUNTS, Can.HAND_OVER, "handoff", "handoffs", _("Handoffs"))
    )
    register_about("handoff", "notes", "files", "timeline", "history")
    for name in WORDS:
        register_editable(Handoff, name, capability=Can.HAND_OVER, act=partial(_describe, name))
    register_act("account", Act("handoff", _("Hand over"), "account_handoff", "hand", Can.HAND_OVER, 60))
    register_act("deal", Act("handoff", _("Hand over"), "deal_handoff", "hand", Can.HAND_OVER, 60))
    register_section(
        Section("settings_handoffs", _("Handoffs"), _("how clients are handed over, and whose the credit is"),
                Can.MANAGE_PIPELINES, 55)
    )  # fmt: skip
    register_entry(
        Entry("handoffs", _("Handoffs"), "handoffs", "hand", Can.HAND_OVER, "clients", 50,
              keywords=_("hand over take over new clients"))
    )  # fmt: skip
    register_palette_action(
        PaletteAction("settle_handoffs", _("Rules of handing clients over"), "settings_handoffs", "settings",
                      Can.MANAGE_PIPELINES, _("handoff checklist credit clock"))
    )  # fmt: skip
    for event, sentence in _TOLD.items():
        register_sentence(event, sentence)


def _describe(name: str, *, actor: Any, row: Handoff, revision: int | None, value: str) -> Any:
    return describe(actor=actor, handoff=row, revision=revision, **{name: value})
