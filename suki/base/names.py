"""Names as people sort and search them: an ICU sort key and an unaccented search form, as model fields."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import icu
from django.db import models

SORT_LOCALE = "vi"
"""One key sorts all five languages: Vietnamese tailors only its own letters, the rest is CLDR's root order."""

_LETTERS = str.maketrans(
    {"đ": "d", "Đ": "d", "ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "ð": "d", "þ": "th", "œ": "oe", "ı": "i"}
)


@lru_cache(maxsize=1)
def _collator() -> Any:
    collator = icu.Collator.createInstance(icu.Locale(SORT_LOCALE))
    collator.setAttribute(icu.UCollAttribute.NUMERIC_COLLATION, icu.UCollAttributeValue.ON)
    return collator


def sort_key(text: str) -> bytes:
    """Bytes that compare as the name sorts (“Ánh” beside “Anh”, “Firma 9” before “Firma 10”)."""
    return bytes(_collator().getSortKey(text))


def search_form(text: str) -> str:
    """The name without accents, case and double spaces: what a person types who is in a hurry."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(letters.translate(_LETTERS).split())


class _DerivedField:
    """A column computed from other columns of the row whenever Django writes it."""

    sources: tuple[str, ...]
    compute: Callable[[str], Any]

    def text_of(self, row: models.Model) -> str:
        return " ".join(str(getattr(row, name) or "") for name in self.sources).strip()


class SortKeyField(models.BinaryField, _DerivedField):  # type: ignore[type-arg]
    """The ICU sort key of another column."""

    def __init__(self, *, source: str = "name", **options: Any) -> None:
        self.sources = (source,)
        options.update(editable=False, default=b"")
        super().__init__(**options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        options.pop("default", None)
        options.pop("editable", None)
        return name, path, args, {**options, "source": self.sources[0]}

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes:
        value = sort_key(self.text_of(model_instance))
        setattr(model_instance, self.attname, value)
        return value


class SearchFormField(models.TextField, _DerivedField):  # type: ignore[type-arg]
    """The unaccented search form of one or more other columns."""

    def __init__(self, *, sources: tuple[str, ...] = ("name",), **options: Any) -> None:
        self.sources = tuple(sources)
        options.update(editable=False, default="", blank=True)
        super().__init__(**options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        for implied in ("default", "editable", "blank"):
            options.pop(implied, None)
        return name, path, args, {**options, "sources": self.sources}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = search_form(self.text_of(model_instance))
        setattr(model_instance, self.attname, value)
        return value
