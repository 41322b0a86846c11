"""What stands in the way of somebody's pay, or should be looked at: one sentence each, kept with the run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from suki.apps.compensation.models import PayRun

SENTENCES: Mapping[str, tuple[bool, Any]] = {
    "quota_missing": (
        True,
        _("{person} has no quota in {accumulated}, and “{component}” of “{plan}” pays by attainment. Set one."),
    ),
    "quota_zero": (
        True,
        _("The quota of {person} in {accumulated} is 0, so there is no attainment for “{component}” of “{plan}”."),
    ),
    "plan_rate_missing": (
        True,
        _("There is no plan rate of {of} in {into} up to {day}, so “{plan}” cannot count for {person}. Enter one."),
    ),
    "payout_rate_missing": (
        True,
        _("There is no rate of {of} in {into} up to {day}, so {person} cannot be paid. Enter one."),
    ),
    "score_missing": (True, _("{person} has no score for “{component}” of “{plan}” in {accumulated}.")),
    "cannot_earn": (True, _("{person} cannot be paid by “{plan}”: {said}")),
    "rules_wrong": (True, _("“{plan}” cannot be meant: {said}")),
    "target_missing": (True, _("{person} has no target pay, and “{component}” of “{plan}” pays a share of it.")),
    "without_plan": (False, _("{person} has been credited in {period}, but no plan pays them.")),
    "plan_without_people": (False, _("Nobody is paid by “{plan}” in {period}.")),
    "without_version": (False, _("“{plan}” has members, but no published version holds in {period}.")),
    "plan_changed": (
        False,
        _("“{plan}” changes on {day}, inside {period}: days before count by version {before}, the others by {after}."),
    ),
    "not_acknowledged": (False, _("{person} has not acknowledged “{plan}” yet.")),
    "negative_total": (False, _("{person} is credited with less than nothing for “{component}” in {accumulated}.")),
    "cost_unknown": (
        False,
        _("{count} credits of {person} have no known cost; they count nothing for “{component}” of “{plan}”."),
    ),
    "quota_proposed": (False, _("The quota of {person} from {day} on is only proposed; nobody has told them.")),
    "two_plans": (False, _("{person} is paid by several plans at once: {plans}.")),
}  # fmt: skip
"""Whether it keeps somebody from being paid, and how it is said."""


@dataclass(frozen=True)
class PayProblem:
    """One thing that is wrong. `stops`: somebody cannot be paid before it is put right."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    person_id: int | None = None

    @property
    def stops(self) -> bool:
        """Whether the period waits for it."""
        return SENTENCES[self.code][0]

    def __str__(self) -> str:
        return str(SENTENCES[self.code][1]).format(**self.values)

    @property
    def as_json(self) -> dict[str, Any]:
        """As a run keeps it."""
        return {"code": self.code, "person": self.person_id, "values": dict(self.values)}


def problem(code: str, person_id: int | None = None, **values: Any) -> PayProblem:
    """One thing that is wrong, with the values its sentence names."""
    return PayProblem(code, {key: str(value) for key, value in values.items()}, person_id)


def problems_of(run: PayRun | None) -> list[PayProblem]:
    """What a calculation found to be wrong."""
    kept: Iterable[Mapping[str, Any]] = run.inputs.get("problems", ()) if run else ()
    return [PayProblem(each["code"], each["values"], each["person"]) for each in kept]


def stopping(run: PayRun | None) -> list[PayProblem]:
    """What of it keeps the period from being approved."""
    return [each for each in problems_of(run) if each.stops]
