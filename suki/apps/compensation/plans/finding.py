"""Gathers what is wrong with rules, each with its place; reads numbers, days and choices strictly on the way."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from suki.apps.compensation.plans.saying import decimal_of
from suki.base.formats import number_text
from suki.kernel.errors import Problem

MOST_FIGURES, MOST_DECIMALS = 15, 10


class Findings:
    """Problems found so far; `within` looks at a part of the rules and adds to the same list."""

    def __init__(self, path: str = "", problems: list[Problem] | None = None) -> None:
        self.path = path
        self.problems: list[Problem] = [] if problems is None else problems

    def within(self, *steps: str | int) -> Findings:
        """The same list, one part deeper."""
        return Findings("-".join(str(step) for step in (self.path, *steps) if step != ""), self.problems)

    def add(self, key: str, what: str) -> None:
        """One sentence about what stands under a key."""
        self.problems.append(Problem("-".join(part for part in (self.path, key) if part), what))

    def only(self, given: Mapping[str, Any], known: Collection[str]) -> None:
        """Keys that mean nothing are named, never passed over."""
        for key in given:
            if key not in known:
                self.add(key, _("“{key}” means nothing in a plan.").format(key=key))

    def choice(
        self, given: Mapping[str, Any], key: str, known: Collection[str], *, is_needed: bool = False
    ) -> None:
        """One of the codes."""
        value = given.get(key)
        if value in (None, ""):
            if is_needed:
                self.add(key, _("Choose one."))
        elif value not in known:
            self.add(key, _("“{code}” is not known here; choose from the list.").format(code=value))

    def number(
        self,
        given: Mapping[str, Any],
        key: str,
        *,
        least: int | None = None,
        most: int | None = None,
        is_needed: bool = True,
    ) -> Decimal | None:
        """An exact number within its bounds; None where there is none that can be used."""
        written = given.get(key)
        if written is None or written == "":
            if is_needed:
                self.add(key, _("A number is missing."))
            return None
        value = decimal_of(written)
        if value is None or isinstance(written, float | bool):
            self.add(key, _("“{text}” is not a number.").format(text=written))
            return None
        if value.adjusted() >= MOST_FIGURES or -int(value.normalize().as_tuple().exponent) > MOST_DECIMALS:
            self.add(key, _("A number here has at most 15 figures, and 10 decimals."))
            return None
        if least is not None and value < least:
            self.add(
                key,
                _("A number here cannot be less than nothing.")
                if least == 0
                else _("A number here is at least {least}.").format(least=least),
            )
            return None
        if most is not None and value > most:
            limit = "100%" if most == 1 else most
            self.add(key, _("A number here is at most {most}.").format(most=limit))
            return None
        return value

    def whole(
        self, given: Mapping[str, Any], key: str, least: int, most: int, *, is_needed: bool = True
    ) -> None:
        """A whole number within its bounds."""
        value = self.number(given, key, least=least, most=most, is_needed=is_needed)
        if value is not None and value != value.to_integral():
            self.add(key, _("{value} is not a whole number.").format(value=number_text(value)))

    def day(self, given: Mapping[str, Any], key: str) -> date | None:
        """A day, where one is said."""
        written = given.get(key)
        if not written:
            return None
        try:
            return date.fromisoformat(str(written))
        except ValueError:
            self.add(key, _("“{text}” is not a day.").format(text=written))
            return None
