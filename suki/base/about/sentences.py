"""What the journal's events are in words: each room says its own at start-up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from suki.base.about.naming import Named
from suki.base.access import Can, can
from suki.base.custom_fields import COLUMN_PREFIX
from suki.base.editing import Editable, editable
from suki.base.formats import NOTHING, day_text, number_text
from suki.kernel.money import digits


@dataclass(frozen=True)
class Sentence:
    """An event in words. `text` names facts in braces; `names` says of which kind the row is that a fact gives the id
    of; `days` which facts are days; `choices` what the values of a fact are called; `amounts` which fact names the
    currency of an amount. Without the `capability` nobody is told of the event."""

    text: Any
    icon: str = "history"
    names: Mapping[str, str] = field(default_factory=dict)
    days: tuple[str, ...] = ()
    choices: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    amounts: Mapping[str, str] = field(default_factory=dict)
    capability: Can | None = None


_sentences: dict[str, Sentence] = {}


def register_sentence(event: str, sentence: Sentence) -> None:
    """Called by a room at start-up: what one of its events says to a reader."""
    _sentences[event] = sentence


def untold(actor: Any) -> list[str]:
    """The events that the actor is not told of."""
    return [
        event
        for event, sentence in _sentences.items()
        if sentence.capability is not None and not can(actor, sentence.capability)
    ]


def rows_named(event: str, facts: Mapping[str, Any]) -> Iterable[Named]:
    """The rows whose names the sentence of an event needs."""
    sentence = _sentences.get(event)
    for fact, kind in (sentence.names if sentence else {}).items():
        if isinstance(facts.get(fact), int):
            yield kind, facts[fact]


def icon_of(event: str) -> str:
    """The icon beside an event."""
    return _sentences[event].icon if event in _sentences else "history"


def said(event: str, facts: Mapping[str, Any], names: Mapping[Named, str]) -> str:
    """The event in the reader's words; one that no room has put into words stays as the journal names it."""
    sentence = _sentences.get(event)
    if sentence is None:
        return str(capfirst(event))
    return str(sentence.text).format_map(_Facts({key: _word(sentence, key, facts, names) for key in facts}))


def why(facts: Mapping[str, Any]) -> str:
    """The reason that was given, if any."""
    reason = facts.get("reason", "")
    return _("“{reason}”").format(reason=reason) if reason else ""


def changed_in_words(kind: str, changes: Mapping[str, Any], hidden: frozenset[str]) -> str:
    """Fields that were changed in place: each with what it was and is, where the journal may say so."""
    parts = []
    for name, values in changes.items():
        if name in hidden:
            continue
        held = None if name.startswith(COLUMN_PREFIX) else editable(kind, name)
        title = held.title if held else name.removeprefix(COLUMN_PREFIX)
        if values is None:
            parts.append(_("{field} changed").format(field=title))
        else:
            before, after = (_plain_word(held, value) for value in values)
            parts.append(f"{title}: {before} → {after}")
    return "; ".join(parts) or _("Changed")


def _plain_word(held: Editable | None, value: Any) -> str:
    """A value as the journal keeps it, in the reader's words where it is one of a list."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    column = held.model._meta.get_field(held.name) if held else None
    if isinstance(column, models.DecimalField):
        return number_text(Decimal(str(value)).normalize() + 0)
    if type(column) is models.DateField:
        return day_text(date.fromisoformat(str(value)))
    return str(dict(getattr(column, "flatchoices", ())).get(value, value))


class _Facts(dict[str, Any]):
    """A fact that an older event did not keep is an en dash."""

    def __missing__(self, key: str) -> str:
        return NOTHING


def _word(sentence: Sentence, key: str, facts: Mapping[str, Any], names: Mapping[Named, str]) -> Any:
    value = facts[key]
    if value is None or value == "":
        return NOTHING
    if key in sentence.names and isinstance(value, int):
        return names.get((sentence.names[key], value), _("somebody else"))
    if key in sentence.days:
        return day_text(date.fromisoformat(str(value)))
    if key in sentence.amounts:
        return number_text(Decimal(str(value)), digits(str(facts[sentence.amounts[key]])))
    choices = sentence.choices.get(key)
    return choices.get(value, value) if choices else value
