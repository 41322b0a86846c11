"""What this room brings to the house: its place in the menu, and its events in words that give nothing away."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from suki.apps.standing.models import Decision
from suki.base.about.sentences import Sentence, register_sentence
from suki.base.access import Can
from suki.base.navigation import Entry, register_entry


def register() -> None:
    """Called at start-up."""
    register_entry(
        Entry(
            "standing",
            _("Standing"),
            "standing",
            "hand",
            Can.SEE_STANDING,
            "me",
            70,
            keywords=_("quota review"),
        )
    )
    seen = {"capability": Can.SEE_STANDING}
    kinds = {"kind": dict(Decision.Kind.choices)}
    for event, sentence in {
        "miss rule set": Sentence(_("A rule for reviews was set"), "flag", **seen),
        "standing review opened": Sentence(_("Review opened"), "note", **seen),
        "standing evidence added": Sentence(_("The figures were looked at again"), "reports", **seen),
        "standing decided": Sentence(_("Decided: {kind}"), "check", {}, (), kinds, **seen),
        "standing second opinion": Sentence(_("A second opinion was given"), "eye", **seen),
        "standing step taken": Sentence(_("A step was taken"), "flag", **seen),
        "standing step set aside": Sentence(_("A step was set aside"), "flag", **seen),
        "standing answered": Sentence(_("The person has answered"), "note", **seen),
        "standing talk held": Sentence(_("Sat down together on {on}"), "calendar", {}, ("on",), **seen),
        "standing asked to it": Sentence(
            _("{person} was asked to it"), "group", {"person": "person"}, **seen
        ),
        "standing held": Sentence(_("The record is held"), "lock", **seen),
        "standing hold lifted": Sentence(_("The record is no longer held"), "undo", **seen),
        "standing record forgotten": Sentence(_("A record whose time was over was deleted"), "x", **seen),
    }.items():
        register_sentence(event, sentence)
