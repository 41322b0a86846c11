"""Which of our products may meet a need: by the words they share. A person chooses; nothing is chosen by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from suki.apps.catalog.models import Product
from suki.apps.touchpoints.needs.forms import products_like
from suki.base.names import search_form

MOST = 5
SHORTEST = 4
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True)
class Proposed:
    """A product that shares words with a need, and which."""

    product: Product
    words: Sequence[str]


def proposed_for(text: str) -> list[Proposed]:
    """Products that share the most words with what a client said. Endings are left off: “pouches” finds “pouch”."""
    stems = _stems(text)
    if not stems:
        return []
    found: dict[int, tuple[Product, list[str]]] = {}
    for stem, word in stems.items():
        for product in products_like(stem)[:200]:
            found.setdefault(product.pk, (product, []))[1].append(word)
    ranked = sorted(found.values(), key=lambda each: (-len(each[1]), -sum(map(len, each[1])), each[0].name))
    return [Proposed(product, words) for product, words in ranked[:MOST]]


def _stems(text: str) -> dict[str, str]:
    """The longer words of a text, without their endings, each with the word as it was written."""
    words = [
        word for word in dict.fromkeys(_WORDS.findall(text)) if len(word) >= SHORTEST and not word.isdigit()
    ]
    longest = sorted(words, key=len, reverse=True)[:8]
    return {search_form(word)[: max(SHORTEST, len(word) - 2)]: word for word in longest}
