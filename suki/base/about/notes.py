"""Notes: what somebody wrote about a row for colleagues to read, and whom it asks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from suki.base.about.naming import name_of_user
from suki.base.access import Can, action, can, require
from suki.base.history import kind_of, record
from suki.base.models import Event, Note, User
from suki.base.names import search_form
from suki.base.pages import kind_named
from suki.kernel.errors import NotAllowed, RuleBroken

PAGE = 20
_ASKED = re.compile(r"(?:^|(?<=\s))@(?=\w)")


@dataclass(frozen=True)
class Colleague:
    """Somebody who may be asked in a note."""

    user_id: int
    name: str
    aside: str = ""


Colleagues = Callable[[str], Iterable[Colleague]]
"""The colleagues whose name holds some letters; without letters everybody who may sign in."""

_colleagues: list[Colleagues] = []


@dataclass(frozen=True)
class Shown:
    """A note as the page shows it."""

    id: int
    by: str
    at: datetime
    text: SafeString
    is_own: bool
    is_changed: bool = False


def register_colleagues(find: Colleagues) -> None:
    """Called by the room that knows people: who may be asked."""
    _colleagues.append(find)


def colleagues(letters: str) -> list[Colleague]:
    """Whoever goes by some letters."""
    return [each for find in _colleagues for each in find(letters)]


@action(Can.SIGN_IN)
def write_note(*, actor: Any, about: models.Model, text: str) -> Note:
    """Keep a note about a row that the actor sees; colleagues named after an @ are told."""
    kind = kind_named(kind_of(about))
    require(actor, kind.see)
    row = kind.rows(actor).get(pk=about.pk)
    text = text.strip()
    if not text:
        raise RuleBroken(_("A note needs some words."))
    note = Note.objects.create(about_kind=kind.name, about_id=row.pk, text=text, written_by_id=actor.pk)
    note.mentions.set(User.objects.filter(pk__in=[each.user_id for each in asked_in(text)], is_active=True))
    record("note written", actor=actor, about=row, note=note.pk)
    return note


@action(Can.SIGN_IN)
def change_note(*, actor: Any, note: Note, text: str, revision: int | None = None) -> Note:
    """Say it otherwise; only who wrote it may. What it said before stays in its history, whom it now asks is told."""
    note = _own(actor, note, revision)
    if actor.pk != note.written_by_id:
        raise NotAllowed(_("Only who wrote a note changes it."))
    text = text.strip()
    if not text:
        raise RuleBroken(_("A note needs some words."))
    if text == note.text:
        return note
    note.text = text
    note.save()
    note.mentions.set(User.objects.filter(pk__in=[each.user_id for each in asked_in(text)], is_active=True))
    record("note changed", actor=actor, about=note)
    return note


@action(Can.SIGN_IN)
def remove_note(*, actor: Any, note: Note) -> Note:
    """Take a note off the page; only who wrote it, or an administrator, may. It can be put back."""
    note = _own(actor, note)
    note.archived_at = note.archived_at or timezone.now()
    note.save()
    record("note removed", actor=actor, about=note)
    return note


@action(Can.SIGN_IN)
def put_note_back(*, actor: Any, note: Note) -> Note:
    """The note stands on the page again."""
    note = _own(actor, note)
    note.archived_at = None
    note.save()
    record("note put back", actor=actor, about=note)
    return note


def notes_about(row: models.Model) -> models.QuerySet[Note]:
    """The notes about a row, newest first."""
    return Note.objects.filter(about_kind=kind_of(row), about_id=row.pk, archived_at=None).order_by("-id")


def shown_notes(
    actor: Any, row: models.Model, *, before: int | None = None, count: int = PAGE
) -> tuple[list[Shown], int | None]:
    """Some notes as the page shows them, and the id before which the older ones go on. Two questions at most."""
    changes = Event.objects.filter(about_kind=kind_of(Note), about_id=OuterRef("pk"), name="note changed")
    notes = notes_about(row).annotate(by=name_of_user("written_by"), changed=Exists(changes))
    if before is not None:
        notes = notes.filter(pk__lt=before)
    found = list(notes[: count + 1])
    page = found[:count]
    asked = _asked_by_note([note.pk for note in page if "@" in note.text])
    shown = [
        Shown(
            note.pk, note.by or _("somebody who has left"), note.written_at,
            marked(note.text, asked.get(note.pk, ())), note.written_by_id == actor.pk,
            note.changed,
        )
        for note in page
    ]  # fmt: skip
    return shown, page[-1].pk if len(found) > count else None


def asked_in(text: str) -> list[Colleague]:
    """The colleagues that a text names after an @; of two names that fit, the longer."""
    places = [found.end() for found in _ASKED.finditer(text)]
    if not places:
        return []
    everyone = sorted(colleagues(""), key=lambda each: -len(each.name))
    asked: dict[int, Colleague] = {}
    for place in places:
        said = search_form(text[place : place + 200])
        fitting = next((each for each in everyone if _begins_with(said, search_form(each.name))), None)
        if fitting:
            asked.setdefault(fitting.user_id, fitting)
    return list(asked.values())


def marked(text: str, names: Sequence[str]) -> SafeString:
    """The text as markup, its line breaks kept, the names of whom it asks marked."""
    shown = str(conditional_escape(text)).replace("\r\n", "\n").replace("\n", "<br>")
    for name in sorted(names, key=len, reverse=True):
        written = re.escape(str(conditional_escape(f"@{name}")))
        shown = re.sub(written, lambda found: f'<span class="mention">{found[0]}</span>', shown, flags=re.I)
    return mark_safe(shown)


def _begins_with(said: str, name: str) -> bool:
    return bool(name) and (said == name or (said.startswith(name) and not said[len(name)].isalnum()))


def _asked_by_note(note_ids: Sequence[int]) -> Mapping[int, list[str]]:
    if not note_ids:
        return {}
    found: dict[int, list[str]] = {}
    through: Any = Note.mentions.through.objects.filter(note_id__in=note_ids)
    named = through.annotate(spoken=name_of_user("user")).values_list("note_id", "spoken")
    for note_id, name in named:
        found.setdefault(note_id, []).append(name)
    return found


def _own(actor: Any, note: Note, revision: int | None = None) -> Note:
    found: Note = Note.objects.locked(note.pk, revision=revision)
    kind_named(found.about_kind).rows(actor).get(pk=found.about_id)
    if actor.pk != found.written_by_id and not can(actor, Can.MANAGE_COMPANY):
        raise NotAllowed(_("Only who wrote a note takes it away."))
    return found
