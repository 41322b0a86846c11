"""What the customs of a country ask for before people part over missed results. Plain arithmetic on dated data.

All of it is orientation for those who decide; none of it decides, and none of it is legal advice.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from suki.kernel.errors import BadInput, Problem, RuleBroken

STANDARD_KNOWN: Final = "standard_known"
"""The standard was made known, and acknowledged, before it was measured."""


def _(sentence: str) -> str:
    return sentence


@dataclass(frozen=True, slots=True)
class Notice:
    """How long before the end notice is given, for a kind of contract."""

    when: str
    days: int
    working: bool = False


@dataclass(frozen=True, slots=True)
class CustomStep:
    """A step that the customs know. `level` orders warnings; `valid_months` is how long a warning is in force."""

    key: str
    level: int = 0
    valid_months: int = 0
    wait_days: int = 0
    wait_working: bool = False
    before_parting: bool = True


@dataclass(frozen=True, slots=True)
class Profile:
    """The customs of a country from a day on, with where they were read."""

    country: str
    valid_from: date
    sources: tuple[str, ...]
    reply_days: int = 5
    reply_working: bool = False
    retention_months: int = 24
    groups_only: bool = False
    known_standard: bool = False
    steps: tuple[CustomStep, ...] = ()
    notices: tuple[Notice, ...] = ()
    objection_days: int = 0
    objection_working: bool = False
    remarks: tuple[str, ...] = ()

    @property
    def warnings(self) -> tuple[CustomStep, ...]:
        """The warnings, in their order."""
        return tuple(sorted((step for step in self.steps if step.level), key=lambda step: step.level))

    def step(self, key: str) -> CustomStep | None:
        """A step by its name."""
        return next((step for step in self.steps if step.key == key), None)

    def notice(self, when: str) -> Notice | None:
        """How long the notice is for a kind of contract."""
        return next((each for each in self.notices if each.when == when), None)


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning that was given, and until when it is in force."""

    level: int
    given_on: date
    until: date


@dataclass(frozen=True, slots=True)
class Taken:
    """What has been done so far: steps taken or set aside by name, warnings, and whether the standard was known."""

    steps: Collection[str] = ()
    warnings: Sequence[Warned] = ()
    standard_known: bool = False
    on: date = field(default=date.max)


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError(day)


def warning_in_force(warnings: Sequence[Warned], on: date) -> int:
    """The level of the warning that holds on a day; 0 where none does. A step that was left out does not count.

    A warning builds on the one before only while that one is in force; once it has lapsed one starts again.
    """
    level, until = 0, date.min
    for each in sorted(warnings, key=lambda warned: (warned.given_on, warned.level)):
        if each.given_on > on:
            break
        if each.given_on > until:
            level = 0
        if each.level == level + 1 or each.level == level:
            level, until = each.level, each.until
    return level if on <= until else 0


def next_warning(profile: Profile, warnings: Sequence[Warned], on: date) -> CustomStep | None:
    """The warning that would follow on a day; none where the last one is in force."""
    level = warning_in_force(warnings, on)
    return next((step for step in profile.warnings if step.level == level + 1), None)


def open_points(profile: Profile, taken: Taken) -> list[str]:
    """What the customs ask for and has not been done: by name, in order. Whoever decides answers each."""
    missing = []
    if profile.known_standard and not taken.standard_known and STANDARD_KNOWN not in taken.steps:
        missing.append(STANDARD_KNOWN)
    for step in profile.steps:
        if step.before_parting and not step.level and step.key not in taken.steps:
            missing.append(step.key)
    last = profile.warnings[-1] if profile.warnings else None
    if (last and last.before_parting and last.key not in taken.steps) or (
        last and warning_in_force(taken.warnings, taken.on) != last.level and not _set_aside(last, taken)
    ):
        missing.append(last.key)
    return missing


def is_solely_automated(*, by_a_person: bool, read_the_record: bool) -> bool:
    """Whether a decision counts as made by the machine: nobody made it, or somebody signed what they had not read."""
    return not (by_a_person and read_the_record)


def profile_of(written: Mapping[str, Any], on: date) -> Profile:
    """The newest version of a country's customs that holds on a day, from the file as it was read."""
    problems = _problems(written)
    if problems:
        raise BadInput(problems)
    versions = sorted(written["versions"], key=lambda each: each["valid_from"])
    held = [each for each in versions if each["valid_from"] <= on] or versions[:1]
    return _profile(str(written["country"]), held[-1])


def _profile(country: str, version: Mapping[str, Any]) -> Profile:
    objection = version.get("objection") or {}
    return Profile(
        country=country,
        valid_from=version["valid_from"],
        sources=tuple(version["sources"]),
        reply_days=int(version.get("reply", {}).get("days", 5)),
        reply_working=version.get("reply", {}).get("working", False),
        retention_months=int(version["retention_months"]),
        groups_only=bool(version.get("groups_only", False)),
        known_standard=bool(version.get("known_standard", False)),
        steps=tuple(CustomStep(**step) for step in version.get("steps", ())),
        notices=tuple(Notice(**notice) for notice in version.get("notices", ())),
        objection_days=int(objection.get("days", 0)),
        objection_working=bool(objection.get("working", False)),
        remarks=tuple(version.get("remarks", ())),
    )


def _problems(written: Mapping[str, Any]) -> list[Problem]:
    """What a file of customs must say."""
    problems = []
    if not written.get("country"):
        problems.append(Problem("country", _("Say which country it is about.")))
    for place, version in enumerate(written.get("versions") or [{}]):
        where = f"versions[{place}]"
        if not isinstance(version.get("valid_from"), date):
            problems.append(Problem(f"{where}.valid_from", _("Say from which day it holds.")))
        if not version.get("sources"):
            problems.append(Problem(f"{where}.sources", _("Name where it was read.")))
        if int(version.get("retention_months") or 0) <= 0:
            problems.append(Problem(f"{where}.retention_months", _("Say how long records are kept.")))
    return problems


def _set_aside(last: CustomStep, taken: Taken) -> bool:
    """Whether the last warning was set aside with a reason, and so is not given."""
    return last.key in taken.steps and not any(each.level == last.level for each in taken.warnings)


def refuse_out_of_order(profile: Profile, key: str, warnings: Sequence[Warned], on: date) -> CustomStep:
    """The step, if it may be taken now: a warning only where the one before it is in force."""
    step = profile.step(key)
    if step is None:
        raise RuleBroken(_("These customs know no such step."))
    if step.level:
        level = warning_in_force(warnings, on)
        if step.level > level + 1:
            raise RuleBroken(
                _("Warning {number} builds on warning {before}, and that one is not in force on this day."),
                number=step.level,
                before=step.level - 1,
            )
    return step
