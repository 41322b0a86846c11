"""What base itself adds to every timeline: the journal's events, and notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suki.base.about.naming import Named
from suki.base.about.sentences import (
    Sentence,
    changed_in_words,
    icon_of,
    register_sentence,
    rows_named,
    said,
    why,
)
from suki.base.about.timeline import EVERY_KIND, Happened, Moment, Source, register_source
from suki.base.access import Can

_EVENTS = """
    SELECT e.at, e.id, jsonb_build_object('name', e.name, 'facts', e.facts, 'actor', e.actor_id) AS facts
    FROM base_event e WHERE e.about_kind = %(kind)s AND e.about_id = %(row)s
        AND e.name <> 'note written' AND NOT e.name = ANY(%(untold)s::text[])
"""
_NOTES = """
    SELECT n.written_at AS at, n.id, jsonb_build_object('text', left(n.text, 400), 'actor', n.written_by_id) AS facts
    FROM base_note n WHERE n.about_kind = %(kind)s AND n.about_id = %(row)s AND n.archived_at IS NULL
"""


def register() -> None:
    """Called at start-up."""
    register_source(EVERY_KIND, Source("event", _EVENTS, _event, Can.SIGN_IN, _event_names))
    register_source(EVERY_KIND, Source("note", _NOTES, _note, Can.SIGN_IN, _by))
    register_sentence("file attached", Sentence(gettext_lazy("File “{name}” attached"), "file"))


def _event(happened: Happened, names: Mapping[Named, str]) -> Moment:
    facts = happened.facts
    return Moment(
        at=happened.at,
        icon=icon_of(facts["name"]),
        what=_what(happened, names),
        by=_writer(facts, names),
        why=why(facts["facts"]),
        has_hour=True,
    )


def _what(happened: Happened, names: Mapping[Named, str]) -> str:
    name, facts = happened.facts["name"], happened.facts["facts"]
    if isinstance(facts.get("changes"), dict):
        return changed_in_words(happened.kind, facts["changes"], happened.hidden)
    return said(name, facts, names)


def _note(happened: Happened, names: Mapping[Named, str]) -> Moment:
    text = happened.facts["text"]
    return Moment(happened.at, "note", text, by=_writer(happened.facts, names), has_hour=True)


def _event_names(facts: Mapping[str, Any]) -> Iterable[Named]:
    yield from _by(facts)
    yield from rows_named(facts["name"], facts["facts"])


def _by(facts: Mapping[str, Any]) -> Iterable[Named]:
    if facts.get("actor"):
        yield "user", facts["actor"]


def _writer(facts: Mapping[str, Any], names: Mapping[Named, str]) -> str:
    actor = facts.get("actor")
    return names.get(("user", actor), _("somebody who has left")) if actor else "Suki"
