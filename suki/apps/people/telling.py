"""What happened to people, in words: said on their page and in the journal."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from suki.apps.people.models import Level
from suki.base.about.naming import names_of
from suki.base.about.sentences import Sentence, icon_of, register_sentence, rows_named, said
from suki.base.access import Function, Owned

_FUNCTIONS: Final = {"function": dict(Function.choices)}

_TOLD: Final = {
    "person hired": Sentence(_("Joined the firm on {since} as {title}"), "contacts", days=("since",)),
    "person changed": Sentence(_("Details changed"), "edit"),
    "person left": Sentence(_("Leaves the firm, last day {last_day}"), "contacts", days=("last_day",)),
    "function given": Sentence(_("Has the function {function} from {since} on"), "check", days=("since",), choices=_FUNCTIONS),
    "function taken": Sentence(_("Had the function {function} until {last_day}"), "x", days=("last_day",), choices=_FUNCTIONS),
    "manager changed": Sentence(_("Reports to {manager} from {since} on"), "group", {"manager": "person"}, ("since",)),
    "team joined": Sentence(_("Belongs to the team {team} from {since} on"), "group", {"team": "team"}, ("since",)),
    "department joined": Sentence(
        _("Belongs to the department {department} from {since} on"), "group", {"department": "department"}, ("since",)
    ),
    "territory covered": Sentence(
        _("Covers the territory {territory} from {since} on"), "flag", {"territory": "territory"}, ("since",)
    ),
    "working hours set": Sentence(_("Working hours changed"), "calendar"),
    "absence entered": Sentence(_("Away from {first} to {last}"), "calendar", days=("first", "last")),
    "absence withdrawn": Sentence(_("An absence was withdrawn"), "undo"),
    "skill noted": Sentence(
        _("Skill noted: {skill}, {level}"),
        "check",
        choices={"level": dict(Level.choices)},
    ),
    "skill dropped": Sentence(_("Skill dropped: {skill}"), "x"),
    "skill confirmed": Sentence(_("Skill confirmed: {skill}"), "check"),
    "duties noted": Sentence(
        _("{person} may own this ({owned}), though the firm's separation of duties advises against it"),
        "flag",
        {"person": "person"},
        choices={"owned": dict(Owned.choices)},
    ),
    "sign-in given": Sentence(_("May sign in"), "key"),
    "sign-in closed": Sentence(_("Sign-in closed"), "lock"),
    "sign-in opened": Sentence(_("Sign-in opened again"), "key"),
    "one-time link given": Sentence(_("One-time link given"), "key"),
    "second factors removed": Sentence(_("Second factors removed"), "key"),
}  # fmt: skip


def register() -> None:
    """Called at start-up."""
    for event, sentence in _TOLD.items():
        register_sentence(event, sentence)


def told(events: Any, actor: Any) -> list[dict[str, Any]]:
    """Events in the reader's words, with when and by whom."""
    rows = list(events)
    wanted = [named for event in rows for named in rows_named(event.name, event.facts)]
    names = names_of(wanted, actor)
    return [
        {
            "at": event.at,
            "by": event.actor,
            "icon": icon_of(event.name),
            "what": said(event.name, event.facts, names),
        }
        for event in rows
    ]
