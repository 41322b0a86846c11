"""The customs of countries, as dated files: orientation for those who decide, not legal advice."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from suki.engines.standing import Profile, profile_of

FOLDER: Final = Path(__file__).parent
GENERIC: Final = "generic"


def codes() -> list[str]:
    """The countries whose customs are known, and the general ones."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def code_for(country: str) -> str:
    """Whose customs hold in a country."""
    code = country.lower()
    return code if code in codes() else GENERIC


def profile(code: str, on: date) -> Profile:
    """The customs as they hold on a day."""
    return profile_of(_read(code_for(code)), on)


def groups_only(country: str) -> bool:
    """Whether figures of individuals need an agreement first."""
    return profile(country, date.max).groups_only


@cache
def _read(code: str) -> dict[str, Any]:
    with (FOLDER / f"{code}.yaml").open(encoding="utf-8") as file:
        written: dict[str, Any] = yaml.safe_load(file)
    return written
