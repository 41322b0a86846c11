"""Drawings of who worked for an account when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from suki.apps.accounts.pages.roster import Roster, Stint
from suki.base.charts.spans import span
from suki.base.formats import NOTHING, day_text


@dataclass(frozen=True)
class Spanned:
    """A stint with its days in words and as a bar on the scale of all."""

    stint: Stint
    days: str
    bar: Any
    is_now: bool
    is_to_come: bool


def spans_of(roster: Roster) -> list[Spanned]:
    """Every stint, those of today first, then who comes, then who was."""
    everyone = [*roster.now, *roster.to_come, *roster.earlier]
    begun = [stint.first for stint in everyone if stint.first]
    whole = (
        min(begun, default=roster.today),
        max([roster.today, *(stint.end for stint in everyone if stint.end)]),
    )
    return [
        Spanned(
            stint, days_of(stint), span(stint.first, stint.end, whole=whole, today=roster.today, label=days_of(stint)),
            stint.holds_on(roster.today), stint in roster.to_come,
        )
        for stint in everyone
    ]  # fmt: skip


def days_of(stint: Stint) -> str:
    """From when to when, in words."""
    if stint.first is None and stint.last is None:
        return _("ever since")
    if stint.last is None:
        return _("since {day}").format(day=_day(stint.first))
    if stint.first is None:
        return _("until {day}").format(day=_day(stint.last))
    return _("{first} to {last}").format(first=_day(stint.first), last=_day(stint.last))


def _day(day: date | None) -> str:
    return day_text(day) if day else NOTHING
