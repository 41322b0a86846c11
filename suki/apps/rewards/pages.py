"""What this room brings to the house: its places in the menu, and its events in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from suki.base.about.sentences import Sentence, register_sentence
from suki.base.access import Can
from suki.base.navigation import Entry, PaletteAction, register_entry, register_palette_action


def register() -> None:
    """Called at start-up."""
    register_entry(
        Entry(
            "rewards",
            _("Rewards"),
            "rewards",
            "flag",
            Can.SEE_REWARDS,
            "me",
            60,
            keywords=_("points bonus prize"),
        )
    )
    register_palette_action(
        PaletteAction("contests", _("Contests"), "contests", "flag", Can.SEE_REWARDS, _("ranking prize"))
    )
    register_palette_action(
        PaletteAction("give_reward", _("Give a reward"), "reward_grant_new", "plus", Can.MANAGE_REWARDS)
    )
    _sentences()


def _sentences() -> None:
    person, days = {"person": "person"}, ("on", "first", "last")
    seen = {"capability": Can.SEE_REWARDS}
    for event, sentence in {
        "reward added": Sentence(_("Put into the catalogue"), "plus", **seen),
        "reward changed": Sentence(_("Changed; {stock} in stock, {before} before"), "edit", **seen),
        "reward withdrawn": Sentence(_("Taken out of the catalogue"), "x", **seen),
        "reward rule set": Sentence(_("A rule for rewards was set"), "flag", **seen),
        "reward rule ended": Sentence(_("The rule ends on {on}"), "x", {}, days, **seen),
        "reward granted": Sentence(_("{person} has won"), "flag", person, **seen),
        "time to choose extended": Sentence(_("Time to choose until {on}"), "calendar", {}, days, **seen),
        "points corrected": Sentence(_("{points} points for {person} put right"), "edit", person, **seen),
        "reward chosen": Sentence(_("{person} has chosen"), "check", person, **seen),
        "reward given back": Sentence(_("{person} has given it back"), "undo", person, **seen),
        "reward sent": Sentence(_("Sent on {on}"), "right", {}, days, **seen),
        "reward received": Sentence(_("Received on {on}"), "check", {}, days, **seen),
        "contest opened": Sentence(_("Contest from {first} to {last}"), "flag", {}, days, **seen),
        "contest settled": Sentence(_("Contest settled; {people} have a place"), "check", **seen),
        "bonus given": Sentence(_("{person} has won money"), "pay", person, capability=Can.SEE_PAY),
    }.items():
        register_sentence(event, sentence)
