"""What this room adds to the menu, the palette and the finder."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from suki.base.access import Can, can
from suki.base.finding import MOST, Hit, register_finder
from suki.base.names import search_form
from suki.base.navigation import Entry, PaletteAction, register_entry, register_palette_action


def register() -> None:
    """Called at start-up."""
    register_entry(
        Entry("people", _("People and teams"), "people", "group", Can.SEE_PEOPLE, "me", 40,
              keywords=_("colleagues reporting lines teams functions skills absence"))
    )  # fmt: skip
    register_entry(
        Entry("profile", _("My profile"), "profile", "eye", Can.SIGN_IN, "me", 90,
              keywords=_("language theme working hours absence password passkey"))
    )  # fmt: skip
    register_palette_action(
        PaletteAction("hire", _("Add a person"), "hire", "plus", Can.MANAGE_PEOPLE, _("colleague hire"))
    )
    register_finder(_("People"), find_people)


def find_people(actor: Any, text: str) -> Iterable[Hit]:
    """Colleagues by some letters of their name, title or mail address."""
    from suki.apps.people.models import Person

    if not can(actor, Can.SEE_PEOPLE):
        return []
    found = Person.objects.visible_to(actor).in_use().order_by("sort_key", "id")
    for word in search_form(text).split():
        found = found.filter(search_form__contains=word)
    rows = found.only("id", "name", "title")[:MOST]
    return [Hit(person.name, reverse("person", args=[person.pk]), "group", person.title) for person in rows]
