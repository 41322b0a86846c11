"""Colleagues who may be asked in a note."""

from __future__ import annotations

from collections.abc import Iterable

from suki.apps.people.models import Person
from suki.base.about.notes import Colleague
from suki.base.names import search_form


def colleagues_by(letters: str) -> Iterable[Colleague]:
    """Everybody who may sign in and goes by some letters, by name."""
    found = Person.objects.in_use().filter(user__is_active=True).order_by("sort_key", "id")
    for word in search_form(letters).split():
        found = found.filter(search_form__contains=word)
    for user_id, name, title in found.values_list("user_id", "name", "title"):
        yield Colleague(user_id, name, title)
