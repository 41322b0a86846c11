"""Finding, for a name, the few among many thousands that are worth comparing: by rare words they share, slips included."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import Final

from suki.engines.names.scoring import (
    JUST_MAYBE,
    Comparison,
    Decision,
    compare,
    decision_of,
    likeness_of,
    usual_weight,
)
from suki.engines.names.spelling import CompanyName
from suki.engines.names.words import SMALL

_COMPARED: Final = 12
"""How many of the names that share most are compared in full."""

_MANY_ROWS: Final = 400
"""A word that this many names have brings in no name of its own once rarer words have; it only adds to those found."""

_TOO_MANY_ROWS: Final = 4000
_AS_GOOD: Final = 0.01
_LIKE_WORDS: Final = 8
_LIKE_TRIED: Final = 40
_SHORT_NAME: Final = 20
_PARTS: Final = 7
"""A slip spoils three parts of a word at most: of the seven rarest at least four are left to find it by."""

_PRIOR: Final = 3000
"""Weights from few names are drawn towards what words weigh anywhere, as if this many more had been read."""


@dataclass(frozen=True, slots=True)
class Found:
    """A row of a register, how it compares, and the score that its being one of several leaves."""

    row: int
    comparison: Comparison
    score: float

    @property
    def decision(self) -> Decision:
        """Same, maybe or different."""
        return decision_of(self.score)


class Register:
    """Names to look in, by their words, by neighbouring words as one, and by their initials."""

    def __init__(self, names: Iterable[CompanyName]) -> None:
        self.names = list(names)
        self._rows: dict[str, list[int]] = defaultdict(list)
        self._like: dict[str, list[tuple[str, float]]] = {}
        frequency: Counter[str] = Counter()
        for row, name in enumerate(self.names):
            own = dict.fromkeys(name.words)
            frequency.update(own.keys())
            for key in own.keys() | _joined(name.words):
                self._rows[key].append(row)
        self.weights = _weights(frequency, len(self.names))
        self._wholes = [sum(map(self._weight, name.words)) for name in self.names]
        glued = (name.joined for name in self.names if len(name.joined) <= _SHORT_NAME)
        self._words_with = _by_parts(dict.fromkeys((*frequency, *glued)))

    def best(self, name: CompanyName) -> Found | None:
        """The row that is most alike, the first of several equals; none where nothing is shared."""
        found = self._compared(name, self._spelled_alike(name))
        if not _is_same(found):
            found = self._compared(name, self.candidates(name))
        if not _is_same(found):
            known = {each.row for each in found}
            slips = [row for row in self.candidates(name, with_slips=True) if row not in known]
            found = sorted([*found, *self._compared(name, slips)], key=_best_first)
        return self._unsure_between(found) if found else None

    def candidates(self, name: CompanyName, *, with_slips: bool = False, most: int = _COMPARED) -> list[int]:
        """The rows that share most with a name; with slips, by words that are like its own as well."""
        shared: dict[int, float] = defaultdict(float)
        for weight, rows in self._lookups(name.words, with_slips):
            if len(rows) > _MANY_ROWS and len(shared) >= most:
                if len(rows) <= _TOO_MANY_ROWS:
                    for row in shared.keys() & set(rows):
                        shared[row] += weight
                continue
            for row in rows:
                shared[row] += weight
        whole = sum(map(self._weight, name.words))
        return heapq.nsmallest(
            most, shared, key=lambda row: (-shared[row] / (whole + self._wholes[row]), row)
        )

    def _spelled_alike(self, name: CompanyName) -> Sequence[int]:
        """The rows that have all of the name's words, in its order."""
        rows = self._rows.get(name.joined, ())
        return rows if len(rows) <= _MANY_ROWS else ()

    def _compared(self, name: CompanyName, rows: Iterable[int]) -> list[Found]:
        found = []
        for row in rows:
            compared = compare(name, self.names[row], self.weights)
            found.append(Found(row, compared, compared.score))
        return sorted(found, key=_best_first)

    def _unsure_between(self, found: Sequence[Found]) -> Found:
        """The best; it is not more than perhaps the same where another is as good, and those two are not the same."""
        best = found[0]
        if best.decision is Decision.SAME:
            for other in found[1:]:
                if other.score < best.score - _AS_GOOD:
                    break
                between = compare(self.names[best.row], self.names[other.row], self.weights)
                if between.decision is not Decision.SAME:
                    return Found(best.row, best.comparison, JUST_MAYBE)
        return best

    def _lookups(self, words: Sequence[str], with_slips: bool) -> list[tuple[float, list[int]]]:
        """Rows by each key of a name with its weight, the rarest first."""
        keys = dict.fromkeys((*words, *_joined(words)))
        lookups = [(self._weight(key), self._rows[key]) for key in keys if key in self._rows]
        if with_slips:
            glued = ["".join(words)] if sum(map(len, words)) <= _SHORT_NAME else []
            lookups += [
                (self._weight(like) * likeness, self._rows[like])
                for word in dict.fromkeys((*words, *glued))
                for like, likeness in self._like_words(word)
            ]
        lookups.sort(key=lambda each: (len(each[1]), -each[0]))
        return lookups

    def _weight(self, word: str) -> float:
        return min(usual_weight(word), self.weights.get(word, 1.0))

    def _like_words(self, word: str) -> list[tuple[str, float]]:
        """The register's words that this one may be a slip or a short form of."""
        if len(word) < 3 or len(self._rows.get(word, ())) > _MANY_ROWS:
            return []
        known = self._like.get(word)
        if known is None:
            known = self._like[word] = self._search_like(word)
        return known

    def _search_like(self, word: str) -> list[tuple[str, float]]:
        votes: Counter[str] = Counter()
        listed = [self._words_with[part] for part in _parts(word) if part in self._words_with]
        for words in sorted(listed, key=len)[:_PARTS]:
            votes.update(words)
        votes.pop(word, None)
        near = [
            (likeness, -abs(len(other) - len(word)), other)
            for other, _count in votes.most_common(_LIKE_TRIED)
            if (likeness := likeness_of(word, other))
        ]
        return [(other, likeness) for likeness, _length, other in heapq.nlargest(_LIKE_WORDS, near)]


def _is_same(found: Sequence[Found]) -> bool:
    return bool(found) and found[0].decision is Decision.SAME


def _best_first(found: Found) -> tuple[float, int]:
    return -found.score, found.row


def _weights(frequency: Counter[str], names: int) -> dict[str, float]:
    """A word that one name has says most, one that many have little."""
    whole = log(1 + names + _PRIOR)
    return {word: max(0.1, 1 - log(1 + count) / whole) for word, count in frequency.items() if count > 1}


def _by_parts(words: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word in words:
        for part in _parts(word):
            found[part].append(word)
    return found


def _joined(words: Sequence[str]) -> list[str]:
    """Neighbouring words as one word, the whole name as one word, and its initials."""
    if len(words) < 2:
        return []
    joined = [first + second for first, second in pairwise(words)]
    return [*joined, "".join(words), "".join(word[0] for word in words if word not in SMALL)]


def _parts(word: str) -> Iterable[str]:
    """Its letters by three, begun and ended by a mark."""
    marked = f"^{word}$"
    return dict.fromkeys(marked[place : place + 3] for place in range(len(marked) - 2))
