"""The sections of the settings; rooms above add theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from suki.base.access import Can, can


@dataclass(frozen=True)
class Section:
    """One page of the settings."""

    url_name: str
    label: Any
    about: Any
    capability: Can = Can.MANAGE_COMPANY
    position: int = 100


@dataclass(frozen=True)
class Placed:
    """A section as one person sees it."""

    label: Any
    about: Any
    href: str
    is_here: bool


_sections: dict[str, Section] = {}


def register_section(section: Section) -> None:
    """Called by a room at start-up: one more page of the settings."""
    _sections[section.url_name] = section


def sections_for(actor: Any, here: str) -> list[Placed]:
    """The sections an actor may open."""
    placed = []
    for section in sorted(_sections.values(), key=lambda each: each.position):
        if not can(actor, section.capability):
            continue
        try:
            href = reverse(section.url_name)
        except NoReverseMatch:
            continue
        placed.append(Placed(section.label, section.about, href, section.url_name == here))
    return placed


OWN = (
    ("settings_company", _("Company"), _("name, country, currency, time zone, language, logo")),
    ("settings_entities", _("Legal entities"), _("the companies of the firm, and which counts by default")),
    ("settings_holidays", _("Holidays"), _("days on which nobody works, beside the public ones")),
    ("settings_fiscal", _("Fiscal calendar"), _("when the year begins and how it is cut into periods")),
    (
        "settings_currencies",
        _("Currencies and rates"),
        _("which are used, how they are shown, what they were worth"),
    ),
    ("settings_languages", _("Languages"), _("which Suki speaks, and who reads which")),
    ("settings_rights", _("Functions and rights"), _("what each function may see and do")),
    ("settings_policies", _("Policies"), _("what is refused, what is noted, what is left to people")),
    ("settings_masks", _("Hidden fields"), _("what people with a function do not get to see")),
    ("settings_tags", _("Tags"), _("the words that rows are sorted by")),
    ("settings_fields", _("Own fields"), _("what the firm keeps beside what Suki knows")),
    ("settings_numbers", _("Numbers"), _("the series of document numbers")),
)


def register() -> None:
    """Called at start-up."""
    for place, (url_name, label, about) in enumerate(OWN):
        register_section(Section(url_name, label, about, position=place * 10))
