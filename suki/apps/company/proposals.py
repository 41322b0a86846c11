"""What a country suggests when a firm is set up: its currency, time zone, language and start of the fiscal year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import available_timezones

import icu
from babel import Locale
from babel.languages import get_official_languages
from babel.numbers import get_territory_currencies
from django.utils.translation import gettext as _

from suki.base.formats import current_language
from suki.base.languages import CODES
from suki.base.names import sort_key
from suki.kernel.money import currencies, is_currency

_YEAR_STARTS = {"IN": 4, "JP": 4, "NZ": 4, "AU": 7, "PK": 7, "BD": 7, "EG": 7, "ZA": 3, "HK": 4, "MM": 4}
_MAIN_ZONES = {
    "AR": "America/Argentina/Buenos_Aires", "AU": "Australia/Sydney", "BR": "America/Sao_Paulo", "CA": "America/Toronto",
    "CL": "America/Santiago", "CN": "Asia/Shanghai", "DK": "Europe/Copenhagen", "EC": "America/Guayaquil",
    "ES": "Europe/Madrid", "FR": "Europe/Paris", "GB": "Europe/London", "IL": "Asia/Jerusalem", "KZ": "Asia/Almaty",
    "MN": "Asia/Ulaanbaatar", "MX": "America/Mexico_City", "NZ": "Pacific/Auckland", "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow", "TR": "Europe/Istanbul", "UA": "Europe/Kyiv", "US": "America/New_York",
}  # fmt: skip
_LANGUAGES = {"tl": "fil", "ms": "id"}


@dataclass(frozen=True)
class Proposal:
    """What most firms of a country choose."""

    currency: str
    timezone: str
    language: str
    fiscal_start: int


def proposal_for(country: str) -> Proposal:
    """What most firms of a country choose; every part of it can be changed."""
    known = [code for code in get_territory_currencies(country) if is_currency(code)] if country else []
    spoken = [_LANGUAGES.get(code, code) for code in get_official_languages(country, de_facto=True)]
    zones = zones_of(country)
    return Proposal(
        currency=known[0] if known else "EUR",
        timezone=zones[0] if zones else "UTC",
        language=next((code for code in spoken if code in CODES), "en"),
        fiscal_start=_YEAR_STARTS.get(country, 1),
    )


def zones_of(country: str) -> list[str]:
    """The time zones of a country, the one most people live in first."""
    if not country:
        return []
    found = [str(zone) for zone in icu.TimeZone.createEnumeration(country)]
    known = [zone for zone in found if "/" in zone and zone in available_timezones()]
    main = _MAIN_ZONES.get(country)
    return sorted(known, key=lambda zone: zone != main)


@lru_cache(maxsize=8)
def _countries(language: str) -> list[tuple[str, str]]:
    names = Locale.parse(language).territories
    found = [(code, name) for code, name in names.items() if len(code) == 2 and code.isalpha()]
    return sorted(
        ((code, name) for code, name in found if code not in ("EU", "EZ", "UN", "XA", "XB", "ZZ", "QO")),
        key=lambda pair: sort_key(pair[1]),
    )


def country_choices() -> list[tuple[str, str]]:
    """Every country by its name in the reader's language."""
    return [("", _("Choose a country")), *_countries(current_language())]


def country_name(code: str) -> str:
    """A country's name in the reader's language."""
    return dict(_countries(current_language())).get(code, code)


@lru_cache(maxsize=8)
def _currencies(language: str) -> list[tuple[str, str]]:
    names = Locale.parse(language).currencies
    current = {
        code for country in Locale.parse("en").territories if len(country) == 2 for code in _tender(country)
    }
    return [(code, f"{code}  {names.get(code, '')}".strip()) for code in currencies() if code in current]


def _tender(country: str) -> list[str]:
    try:
        return list(get_territory_currencies(country))
    except KeyError:
        return []


def currency_choices() -> list[tuple[str, str]]:
    """Every currency in use somewhere, by code and name."""
    return _currencies(current_language())


@lru_cache(maxsize=1)
def zone_choices() -> list[tuple[str, str]]:
    """Every time zone that is a place."""
    zones = sorted(
        zone
        for zone in available_timezones()
        if "/" in zone and not zone.startswith(("Etc/", "SystemV/", "US/"))
    )
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ").replace("/", " / ")) for zone in zones)]
