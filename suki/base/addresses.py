"""Postal addresses and names as people of a country write them.

The order follows the country of the address, not the reader: a letter to Hanoi is addressed the Vietnamese way whoever
writes it. Only the country's name is in the reader's language, and it is left out at home.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from babel import Locale

from suki.base.formats import current_language

# Street first everywhere here; what differs is the line of the place. {0} postal code, {1} city, {2} region.
_PLACES = {
    "DE": "{0} {1}",
    "AT": "{0} {1}",
    "CH": "{0} {1}",
    "FR": "{0} {1}",
    "IT": "{0} {1} {2}",
    "ES": "{0} {1}, {2}",
    "NL": "{0} {1}",
    "BE": "{0} {1}",
    "DK": "{0} {1}",
    "SE": "{0} {1}",
    "NO": "{0} {1}",
    "FI": "{0} {1}",
    "PL": "{0} {1}",
    "CZ": "{0} {1}",
    "PH": "{0} {1}, {2}",
    "MY": "{0} {1}, {2}",
    "VN": "{1}, {2} {0}",
    "ID": "{1}, {2} {0}",
    "TH": "{1}, {2} {0}",
    "SG": "{1} {0}",
    "IN": "{1}, {2} {0}",
    "GB": "{1}\n{0}",
    "US": "{1}, {2} {0}",
    "CA": "{1}, {2} {0}",
    "AU": "{1} {2} {0}",
    "BR": "{1} - {2}\n{0}",
}
_ELSEWHERE = "{1}, {2} {0}"
_FAMILY_FIRST = frozenset({"VN", "CN", "JP", "KR", "HU"})
_WHOLE = frozenset({"VN", "ID"})


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody is; any part may be missing."""

    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""

    def lines(self, home: str = "") -> list[str]:
        """The lines of the address in its country's order; the country last, unless it is `home`."""
        region = "" if self.region == self.city else self.region
        place = _PLACES.get(self.country, _ELSEWHERE).format(self.postal_code, self.city, region)
        lines = [*self.street.splitlines(), *place.splitlines()]
        if self.country and self.country != home:
            lines.append(country_name(self.country))
        return [line for line in map(_without_gaps, lines) if line]

    def line(self, home: str = "") -> str:
        """The address on one line."""
        return ", ".join(self.lines(home))


def address_of(row: object) -> Address:
    """The address that a row carries in its own columns."""
    return Address(*(str(getattr(row, part, "") or "") for part in Address.__slots__))


def country_name(code: str) -> str:
    """A country in the reader's language, else its code."""
    return _country_name(code, current_language())


def full_name(given: str, family: str, country: str = "") -> str:
    """Given and family name in the order of the person's country."""
    parts = (family, given) if country in _FAMILY_FIRST else (given, family)
    return " ".join(part for part in parts if part)


def split_name(name: str, country: str = "") -> tuple[str, str]:
    """Given and family name, where a country's names can be told apart; else the whole name stays the given one.

    A Vietnamese name is addressed by its last part and an Indonesian one may have no family name at all,
    so neither is ever cut in two.
    """
    words = name.split()
    if country in _WHOLE or len(words) != 2:
        return name.strip(), ""
    first, second = words
    return (second, first) if country in _FAMILY_FIRST else (first, second)


@cache
def _country_name(code: str, language: str) -> str:
    return str(Locale.parse(language).territories.get(code, code))


def _without_gaps(line: str) -> str:
    """The line without the marks around what is missing."""
    line = re.sub(r"\s+", " ", line)
    line = re.sub(r"(?:\s*[,-]\s*)+(?=,|$)|^(?:\s*[,-]\s)+", "", line)
    return re.sub(r" - (?=\d|$)|\s+(?=,)", "", line).strip(" ,")
