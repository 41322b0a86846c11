"""What changed from one version of a plan to the next, in sentences: what is said no more, and what is said now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from suki.apps.compensation.plans.wording import Section, wording_of


@dataclass(frozen=True)
class Difference:
    """One part of a plan: sentences that went and that came; all of it where the part itself went or came."""

    title: str
    gone: list[str]
    come: list[str]


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any], names: Mapping[tuple[str, str], str] | None = None
) -> list[Difference]:
    """Every part that says something else, in the active language."""
    old, new = _by_title(wording_of(before, names)), _by_title(wording_of(after, names))
    found = []
    for title in [*new, *(each for each in old if each not in new)]:
        was, is_now = old.get(title, []), new.get(title, [])
        gone = [each for each in was if each not in is_now]
        come = [each for each in is_now if each not in was]
        if gone or come or title not in old or title not in new:
            found.append(Difference(title, gone, come))
    return found


def _by_title(sections: Sequence[Section]) -> dict[str, list[str]]:
    return {each.title: [*each.sentences, *_rows(each), *each.after] for each in sections}


def _rows(section: Section) -> list[str]:
    """The steps as sentences of their own."""
    return [
        _("Above {start}, up to {end}: {paid}").format(start=row[0], end=row[1], paid=", ".join(row[2:]))
        for row in section.table
    ]
