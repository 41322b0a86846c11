"""Reading a company's name: its own words without accents, legal form, connectors and the ways of shortening them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from suki.engines.names.legal_forms import (
    ALONE_ONLY_AT_AN_END,
    first_words,
    forms_of,
    longest_spelling,
    with_letters_joined,
)
from suki.engines.names.words import CONNECTORS, SHORT_FOR

_LETTERS: Final = str.maketrans(
    {"đ": "d", "ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "ð": "d", "þ": "th", "œ": "oe", "ı": "i", "å": "a"}
)
_APOSTROPHES: Final = re.compile(r"(?<=\w)['’`´](?=\w)")
_DOTTED: Final = re.compile(r"(?<!\w)(?:\w\.){2,}\w?(?!\w)|(?<!\w)(?:\w\.)+\w(?!\w)")
_SLASHED: Final = re.compile(r"(?<!\w)(\w)/(\w)(?!\w)")
_LETTER_AND_LETTER: Final = re.compile(r"(?<!\w)(\w{1,2}) ?(?:[&+]| plus ) ?(\w)(?!\w)")
_DOMAIN: Final = re.compile(r"\.(?:com|net|org|biz)(?!\w)")
_WORD: Final = re.compile(r"\w+")
_LETTER_VALUES: Final = {"i": 1, "v": 5, "x": 10, "l": 50}
_NAMES: Final = frozenset(("li", "xl"))
_ROMAN: Final = re.compile(r"(?=[ivxl])(?:x[lc]|l?x{0,3})(?:i[xv]|v?i{0,3})")
_VOWEL_E: Final = re.compile(r"(?<=[aou])e(?!u)")


@dataclass(frozen=True, slots=True)
class CompanyName:
    """A name as it is compared. `words` are its own words, each spelled one way; `forms` the legal forms taken off."""

    written: str
    words: tuple[str, ...]
    shown: tuple[str, ...]
    forms: tuple[str, ...]
    country: str = ""

    @property
    def joined(self) -> str:
        """The words without spaces: some write “Lorenzo Shipping”, some “LorenzoShipping”."""
        return "".join(self.words)


def plain(text: str) -> str:
    """Small letters without accents."""
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(sign for sign in letters if not unicodedata.combining(sign)).translate(_LETTERS)


def read_company(written: str, country: str = "") -> CompanyName:
    """The parts of a company's name; with its country, an ambiguous legal form is read as that country's."""
    country = country.strip().upper()
    shown, forms = _without_forms(_words_of(written), country)
    return CompanyName(written, tuple(map(one_spelling, shown)), tuple(shown), tuple(forms), country)


@lru_cache(maxsize=200_000)
def one_spelling(word: str) -> str:
    """The one way a word is compared by: short and inflected common words as the whole word, ü and ue as u, III as 3."""
    known = SHORT_FOR.get(word)
    if known is not None:
        return known
    if len(word) > 1 and (number := number_of(word)) is not None:
        return number
    folded = _VOWEL_E.sub("", word) if len(word) > 3 else word
    return SHORT_FOR.get(folded, folded)


@lru_cache(maxsize=50_000)
def number_of(word: str) -> str | None:
    """The number that a word is, in figures or Roman numerals; none where it is a word."""
    if word.isdecimal():
        return str(int(word[:40]))
    if word[0] not in "ivxl" or word in _NAMES or not _ROMAN.fullmatch(word):
        return None
    values = [_LETTER_VALUES[letter] for letter in word]
    return str(sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0])))


def _words_of(written: str) -> list[str]:
    text = _APOSTROPHES.sub("", plain(written))
    text = _DOMAIN.sub(" ", text)
    text = _DOTTED.sub(lambda match: match[0].replace(".", "") + " ", text)
    text = _SLASHED.sub(r"\1\2", text)
    text = _LETTER_AND_LETTER.sub(r"\1\2", text)
    words = _WORD.findall(text.replace("_", " "))
    return with_letters_joined([word for place, word in enumerate(words) if not _connects(words, place)])


def _connects(words: list[str], place: int) -> bool:
    """Whether a word stands between two others and only joins them; a letter does so only between long ones."""
    if words[place] not in CONNECTORS or not 0 < place < len(words) - 1:
        return False
    return len(words[place]) > 1 or min(len(words[place - 1]), len(words[place + 1])) > 2


def _without_forms(words: list[str], country: str) -> tuple[list[str], list[str]]:
    """Take legal forms off: at the ends whatever is one, inside only what can be nothing else. A word always stays."""
    taken: list[str] = []
    place = 0
    while place < len(words):
        length, form = _form_at(words, place, country)
        if length and length < len(words):
            taken.append(form)
            del words[place : place + length]
            place = max(0, place - longest_spelling())
        else:
            place += 1
    return words, taken


def _form_at(words: list[str], place: int, country: str) -> tuple[int, str]:
    if words[place] not in first_words():
        return 0, ""
    spellings = forms_of(country)
    for length in range(min(longest_spelling(), len(words) - place), 0, -1):
        spelling = tuple(words[place : place + length])
        form = spellings.get(spelling)
        if form is not None and _may_be_a_form(spelling, place, len(words)):
            return length, form
    return 0, ""


def _may_be_a_form(spelling: tuple[str, ...], place: int, words: int) -> bool:
    at_the_end = place + len(spelling) == words
    if at_the_end:
        return True
    if len(spelling) > 1:
        return True
    word = spelling[0]
    if place == 0:
        return word in _BEFORE_THE_NAME
    return len(word) > 2 and word in _NOTHING_ELSE and word not in ALONE_ONLY_AT_AN_END


_BEFORE_THE_NAME: Final = frozenset(
    """pt cv ud fa firma pd perum koperasi yayasan tnhh ctcp cty dntn htx hkd stichting stg maatschap vereniging cooperatie ooo ооо
    oao оао ao ао zao зао pao пао tov тов too тоо uab sia sci sarl sas gbr""".split()
)
_NOTHING_ELSE: Final = frozenset(
    """gmbh mbh ggmbh ag kgaa ohg gbr egbr partg vvag aktiengesellschaft kommanditgesellschaft inc ltd llc llp plc corp pty pte sdn bhd
    tbk sarl eurl sasu srl spa ltda lda sro doo kft zrt nyrt oyj aps uab tnhh jsc bvba gesmbh haftungsbeschrankt vzw asbl""".split()
)
