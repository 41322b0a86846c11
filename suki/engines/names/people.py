"""How alike the names of two persons are: in either order, with or without titles, accents and middle names, by initials."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rapidfuzz.distance import OSA

from suki.engines.names.scoring import JUST_MAYBE, Decision, decision_of
from suki.engines.names.spelling import plain

_TITLES: Final = frozenset(
    """mr mrs ms miss mister madam sir dr drs dra doctor prof professor ing dipl phd mba msc bsc ma md esq jr sr herr frau hr fr
    bpk bapak pak ibu bu sdr sdri ir ssi se sh st skom spd mm msi haji hj h ong ba anh chi thay co gs pgs ts ths
    ginoo gng g bb gg atty engr arch hon rev don dona sra srta senor senora mme mlle monsieur""".split()
)
"""What stands before or after a name. One that is all there is of a name stays."""

_SHARED_BY_MANY: Final = frozenset(
    """nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly van thi santos reyes cruz garcia dela
    muller schmidt schneider fischer weber meyer wagner becker smith jones brown de la del van von der bin binti putra putri""".split()
)
"""Names and particles that so many bear that they tell nobody apart."""

_WORD: Final = re.compile(r"\w+")
_APOSTROPHES: Final = re.compile(r"['’`´]")
_UMLAUT: Final = re.compile(r"(?<=[aou])e(?!u)")
_LIKE_FROM: Final = 0.8
_CONTAINED: Final = 0.70
_BY_INITIAL: Final = 0.6
_IN_OTHER_ORDER: Final = 0.99


class Likeness(StrEnum):
    """What was seen when two names were held side by side."""

    OTHER_ORDER = "other_order"
    INITIAL = "initial"
    SPELLING = "spelling"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class PersonComparison:
    """Two persons' names beside each other. The decision is about the names; whose they are, only people can say."""

    score: float
    seen: tuple[Likeness, ...]

    @property
    def decision(self) -> Decision:
        """Same, maybe or different."""
        return decision_of(self.score)


def read_person(written: str) -> tuple[str, ...]:
    """The words of a person's name without titles; what stands before a comma, the family name, goes last."""
    family, comma, given = plain(_APOSTROPHES.sub("", written)).partition(",")
    words = _WORD.findall(f"{given} {family}" if comma else family)
    names = [word for word in words if word not in _TITLES]
    return tuple(_UMLAUT.sub("", word) if len(word) > 3 else word for word in names or words)


def compare_people(left: str, right: str) -> PersonComparison:
    """How alike two persons' names are. One that leaves something out of the other is perhaps the same."""
    left_words, right_words = read_person(left), read_person(right)
    pairs = _paired(left_words, right_words)
    shared = sum((_weight(left_words[i]) + _weight(right_words[j])) * likeness for likeness, i, j in pairs)
    whole = sum(map(_weight, left_words)) + sum(map(_weight, right_words))
    score = shared / whole if whole else 0.0
    seen = _seen(pairs, len(left_words), len(right_words))
    if Likeness.OTHER_ORDER in seen:
        score *= _IN_OTHER_ORDER
    if Likeness.LEFT_OUT in seen or Likeness.INITIAL in seen:
        if len(pairs) == min(len(left_words), len(right_words)) and _says_enough(pairs, left_words):
            score = max(score, _CONTAINED)
        score = min(score, JUST_MAYBE)
    return PersonComparison(score, seen)


def _paired(left: Sequence[str], right: Sequence[str]) -> list[tuple[float, int, int]]:
    """The best likeness first, each word once, sorted by the left name's words."""
    found = [
        (likeness, i, j)
        for i, one in enumerate(left)
        for j, other in enumerate(right)
        if (likeness := _likeness(one, other))
    ]
    found.sort(key=lambda each: (-each[0], abs(each[1] - each[2]), each[1]))
    pairs: list[tuple[float, int, int]] = []
    for likeness, i, j in found:
        if all(i != taken_i and j != taken_j for _likeness, taken_i, taken_j in pairs):
            pairs.append((likeness, i, j))
    return sorted(pairs, key=lambda pair: pair[1])


def _likeness(left: str, right: str) -> float:
    if left == right:
        return 1.0
    short, long = sorted((left, right), key=len)
    if len(short) == 1:
        return _BY_INITIAL if long.startswith(short) else 0.0
    if len(short) < 4:
        return 0.0
    return float(OSA.normalized_similarity(left, right, score_cutoff=_LIKE_FROM))


def _seen(pairs: Sequence[tuple[float, int, int]], left: int, right: int) -> tuple[Likeness, ...]:
    places = [j for _likeness, _i, j in pairs]
    found = {
        Likeness.OTHER_ORDER: places != sorted(places),
        Likeness.INITIAL: any(likeness == _BY_INITIAL for likeness, _i, _j in pairs),
        Likeness.SPELLING: any(_BY_INITIAL < likeness < 1 for likeness, _i, _j in pairs),
        Likeness.LEFT_OUT: len(pairs) < max(left, right),
    }
    return tuple(likeness for likeness, applies in found.items() if applies)


def _says_enough(pairs: Sequence[tuple[float, int, int]], left: Sequence[str]) -> bool:
    """Whether at least one name that few bear is shared as it is written, not by its first letter."""
    return any(likeness >= _LIKE_FROM and _weight(left[i]) == 1.0 for likeness, i, _j in pairs)


def _weight(word: str) -> float:
    if len(word) == 1:
        return 0.4
    return 0.5 if word in _SHARED_BY_MANY else 1.0
