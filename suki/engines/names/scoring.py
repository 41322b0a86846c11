"""How alike two company names are, and why: words found in both, words of one only, and what speaks against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from suki.engines.names.spelling import CompanyName, number_of
from suki.engines.names.words import COMMON, COUNTRIES, SMALL

SAME_FROM: Final = 0.90
MAYBE_FROM: Final = 0.70
JUST_MAYBE: Final = SAME_FROM - 0.01
"""The score of names that read the same, with something that speaks against it."""

_LIKE_FROM: Final = 0.75
_SHORTENED: Final = 0.85
_INITIALS: Final = 0.72
_CONTAINED: Final = 0.70
_IN_OTHER_ORDER: Final = 0.99
_WHOLE_LIKE_FROM: Final = 0.88
_WHOLE_WEIGHT: Final = 0.7
_OTHER_FORM: Final = 0.995


class Decision(StrEnum):
    """What to do about two names: take them for one, ask somebody, or leave them apart."""

    SAME = "same"
    MAYBE = "maybe"
    DIFFERENT = "different"


class Against(StrEnum):
    """What speaks against two names being one company, however alike they read."""

    NUMBER = "number"
    ONE_NUMBER = "one_number"
    WORD = "word"
    SPACES = "spaces"
    INITIALS = "initials"
    LEGAL_FORM = "legal_form"
    PLACE = "place"
    COUNTRY = "country"


_FACTORS: Final = {
    Against.NUMBER: 0.6,
    Against.ONE_NUMBER: 0.92,
    Against.WORD: 1.0,
    Against.SPACES: 1.0,
    Against.INITIALS: 0.85,
    Against.LEGAL_FORM: 0.97,
    Against.PLACE: 0.85,
    Against.COUNTRY: 0.95,
}


@dataclass(frozen=True, slots=True)
class Matched:
    """A word of each name, and how alike they are."""

    left: str
    right: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two names beside each other. The decision follows from the score alone."""

    left: CompanyName
    right: CompanyName
    score: float
    matched: tuple[Matched, ...]
    only_left: tuple[str, ...]
    only_right: tuple[str, ...]
    against: tuple[Against, ...]

    @property
    def decision(self) -> Decision:
        """Same, maybe or different."""
        return decision_of(self.score)


Weights = Mapping[str, float]
"""How much a word says about which company it is, where the names at hand tell; others weigh what they do anywhere."""


def decision_of(score: float) -> Decision:
    """The decision that a score stands for."""
    if score >= SAME_FROM:
        return Decision.SAME
    return Decision.MAYBE if score >= MAYBE_FROM else Decision.DIFFERENT


@lru_cache(maxsize=200_000)
def usual_weight(word: str) -> float:
    """How much a word says about which company it is, where nothing else is known: 0.1 to 0.9."""
    if word in SMALL:
        return 0.1
    if word in COMMON or word in COUNTRIES:
        return 0.3
    if number_of(word) is not None:
        return 0.5
    return {1: 0.25, 2: 0.6}.get(len(word), 0.9)


def compare(left: CompanyName, right: CompanyName, weights: Weights | None = None) -> Comparison:
    """How alike two names are. The score is the weight of the words they share in the weight of all their words.

    Where a word is left over, or anything else speaks against it, two names are perhaps the same, but no more.
    """
    known = weights or {}
    left_words, right_words = _with_spaces_alike(left.words, right.words)
    pairs = _paired(left_words, right_words)
    lone_left = _left_over(left_words, {i for i, _j, _likeness in pairs})
    lone_right = _left_over(right_words, {j for _i, j, _likeness in pairs})
    score = _shared(left_words, right_words, pairs, known)
    against = _against(left, right, set(lone_left), set(lone_right))
    if len(left.words) != len(right.words) and [len(left_words), len(right_words)] == [1, 1]:
        against += [Against.SPACES] if left_words != right_words else []
    for reason in against:
        score *= _FACTORS[reason]
    if against:
        score = min(score, JUST_MAYBE)
    if left.forms != right.forms:
        score *= _OTHER_FORM
    matched = tuple(Matched(left_words[i], right_words[j], likeness) for i, j, likeness in sorted(pairs))
    return Comparison(left, right, score, matched, lone_left, lone_right, tuple(against))


def _shared(
    left: Sequence[str], right: Sequence[str], pairs: Sequence[tuple[int, int, float]], known: Weights
) -> float:
    """The weight of what is shared in the weight of all; a name that stands in the other is perhaps the same."""
    shared = sum((_weight(left[i], known) + _weight(right[j], known)) * likeness for i, j, likeness in pairs)
    whole = sum(_weight(word, known) for words in (left, right) for word in words)
    score = shared / whole if whole else 0.0
    places = [j for _i, j, _likeness in sorted(pairs)]
    if places != sorted(places):
        score *= _IN_OTHER_ORDER
    if score < JUST_MAYBE:
        if _is_contained(left, right, pairs, known):
            score = max(score, _CONTAINED + 0.2 * score)
        elif _are_initials(left, right) or _are_initials(right, left):
            score = max(score, _INITIALS)
    return score


@lru_cache(maxsize=500_000)
def likeness_of(left: str, right: str) -> float:
    """How alike two words are, 1 the same, 0 nothing alike: a slip of the pen, or one the short form of the other."""
    if left == right:
        return 1.0
    short, long = (left, right) if len(left) <= len(right) else (right, left)
    if len(short) < 3:
        return 0.0
    likeness = 0.0
    if short[0] == long[0] and _shortens(short, long):
        likeness = _SHORTENED
    elif len(short) > 3 and len(short) >= _LIKE_FROM * len(long):
        likeness = float(OSA.normalized_similarity(short, long, score_cutoff=_LIKE_FROM))
    return likeness if likeness and number_of(left) is None and number_of(right) is None else 0.0


def _weight(word: str, known: Weights) -> float:
    usual = usual_weight(word)
    return min(usual, known.get(word, usual))


def _shortens(short: str, long: str) -> bool:
    """“Devel” or “Natl” for “Development”, “National”: its beginning, or its letters in their order without vowels."""
    if long.startswith(short):
        return True
    if len(long) < len(short) + 2:
        return False
    letters = iter(long)
    return not set("aeiou") & set(short[1:]) and all(letter in letters for letter in short)


def _with_spaces_alike(left: Sequence[str], right: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Two words of one name that the other writes as one are read as one."""
    if len(left) != len(right) and _reads_alike("".join(left), "".join(right)):
        return ["".join(left)], ["".join(right)]
    return _joined_as_in(left, right), _joined_as_in(right, left)


def _reads_alike(left: str, right: str) -> bool:
    if left == right:
        return True
    short, long = sorted((len(left), len(right)))
    if short < _WHOLE_LIKE_FROM * long or any(letter.isdigit() for letter in left + right):
        return False
    return bool(OSA.normalized_similarity(left, right, score_cutoff=_WHOLE_LIKE_FROM))


def _joined_as_in(words: Sequence[str], other: Sequence[str]) -> Sequence[str]:
    found = set(other) - set(words)
    if len(words) < 2 or not found:
        return words
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] + word in found:
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _paired(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int, float]]:
    """The best likeness first, each word once."""
    open_left = {word: place for place, word in enumerate(left)}
    if len(open_left) == len(left) == len(right) and open_left.keys() == set(right):
        return [(open_left[word], place, 1.0) for place, word in enumerate(right)]
    found = [
        (likeness, i, j)
        for i, one in enumerate(left)
        for j, other in enumerate(right)
        if (likeness := likeness_of(one, other))
    ]
    found.sort(key=lambda each: (-each[0], abs(each[1] - each[2]), each[1]))
    pairs: list[tuple[int, int, float]] = []
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    for likeness, i, j in found:
        if i not in taken_left and j not in taken_right:
            taken_left.add(i)
            taken_right.add(j)
            pairs.append((i, j, likeness))
    return pairs


def _is_contained(
    left: Sequence[str], right: Sequence[str], pairs: Sequence[tuple[int, int, float]], known: Weights
) -> bool:
    """Whether all of one name stands in the other, and says enough to tell a company by."""
    close = [(i, j) for i, j, likeness in pairs if likeness >= _SHORTENED]
    sides = ((left, {i for i, _j in close}), (right, {j for _i, j in close}))
    return any(
        all(place in met or usual_weight(word) <= 0.1 for place, word in enumerate(words))
        and sum(_weight(words[place], known) for place in met) >= _WHOLE_WEIGHT
        for words, met in sides
    )


def _are_initials(letters: Sequence[str], words: Sequence[str]) -> bool:
    """Whether one name is the first letters of the other, as PSE is of Philippine Stock Exchange."""
    if len(letters) != 1 or len(letters[0]) < 3:
        return False
    return letters[0] == "".join(word[0] for word in words if word not in SMALL)


def _against(
    left: CompanyName, right: CompanyName, lone_left: set[str], lone_right: set[str]
) -> list[Against]:
    numbers = [any(number_of(word) is not None for word in lone) for lone in (lone_left, lone_right)]
    letters = [any(len(word) == 1 and word.isalpha() for word in lone) for lone in (lone_left, lone_right)]
    told_apart = {
        Against.NUMBER: all(numbers),
        Against.ONE_NUMBER: any(numbers) and not all(numbers),
        Against.INITIALS: all(letters),
        Against.WORD: bool((lone_left | lone_right) - SMALL),
        Against.LEGAL_FORM: _differ(left.forms, right.forms),
        Against.PLACE: bool(lone_left & COUNTRIES and lone_right & COUNTRIES),
        Against.COUNTRY: bool(left.country and right.country and left.country != right.country),
    }
    return [reason for reason, applies in told_apart.items() if applies]


def _differ(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether both have a legal form, and not the same; KG will do for GmbH & Co. KG, which is one."""
    if not left or not right:
        return False
    return not {form.split()[-1] for form in left} & {form.split()[-1] for form in right}


def _left_over(words: Sequence[str], met: set[int]) -> tuple[str, ...]:
    return tuple(word for place, word in enumerate(words) if place not in met)
