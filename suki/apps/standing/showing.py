"""How evidence and customs are shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from suki.apps.standing.models import Evidence, StandingReview
from suki.apps.standing.stepping import customs_of, open_points_of, warnings_of
from suki.apps.standing.wording import CONTRACTS, COUNTRIES, REMARKS, STEPS
from suki.engines.standing import warning_in_force


@dataclass(frozen=True)
class ShownPeriod:
    """A period of the evidence with its figures as numbers and its days as days."""

    name: str
    credited: Decimal
    quota: Decimal | None
    attainment: Decimal | None
    adjusted: Decimal | None
    days_away: int
    is_missed: bool
    is_known: bool
    quotas: list[dict[str, Any]]
    pay: list[dict[str, Any]]
    peers: dict[str, Any]


@dataclass(frozen=True)
class ShownEvidence:
    """The evidence as a page shows it."""

    row: Evidence
    rule: dict[str, Any]
    currency: str
    periods: list[ShownPeriod]
    lost_accounts: list[dict[str, Any]]
    disputes: list[dict[str, Any]]

    @property
    def missed(self) -> int:
        """How many periods were missed."""
        return sum(each.is_missed for each in self.periods)


@dataclass(frozen=True)
class ShownCustoms:
    """The customs of a country: what is open, what was done, what to bear in mind, and where it was read."""

    country: Any
    valid_from: date
    open: list[tuple[str, Any]]
    steps: list[tuple[str, Any]]
    notices: list[tuple[Any, int, bool]]
    remarks: list[Any]
    sources: tuple[str, ...]
    warning: int
    objection: int


def shown_evidence(row: Evidence, review: StandingReview) -> ShownEvidence:
    """The frozen facts, read for a page."""
    facts = row.facts
    peers = {each["period"]: each for each in facts["peers"]}
    return ShownEvidence(
        row, facts["rule"] | {"below": Decimal(facts["rule"]["below"])}, facts["currency"],
        [_period(each, peers.get(each["name"], {})) for each in facts["periods"]],
        [each | {"on": date.fromisoformat(each["on"])} for each in facts["lost_accounts"]],
        [
            each | {"day": date.fromisoformat(each["day"]), "expected": _number(each["expected"])}
            for each in facts["disputes"]
        ],
    )  # fmt: skip


def shown_customs(review: StandingReview) -> ShownCustoms:
    """The customs that are kept in view: orientation, not legal advice."""
    customs = customs_of(review)
    missing = open_points_of(review)
    return ShownCustoms(
        COUNTRIES.get(review.profile, review.profile), customs.valid_from,
        [(key, STEPS.get(key, key)) for key in missing],
        [(step.key, STEPS.get(step.key, step.key)) for step in customs.steps],
        [(CONTRACTS.get(each.when, each.when), each.days, each.working) for each in customs.notices],
        [REMARKS.get(each, each) for each in customs.remarks],
        customs.sources, warning_in_force(warnings_of(review), review.entity.today), customs.objection_days,
    )  # fmt: skip


def _period(kept: dict[str, Any], peers: dict[str, Any]) -> ShownPeriod:
    return ShownPeriod(
        kept["name"], Decimal(kept["credited"]), _number(kept["quota"]), _number(kept["attainment"]),
        _number(kept["adjusted"]), kept["days_away"], kept["is_missed"], kept["is_known"],
        [_quota(each) for each in kept["quotas"]],
        [each | {"attainment": _number(each["attainment"])} for each in kept["pay"]],
        peers | {"median": _number(peers.get("median"))},
    )  # fmt: skip


def _quota(kept: dict[str, Any]) -> dict[str, Any]:
    made_of = kept.get("made_of") or {}
    how = []
    if made_of.get("ramp_from"):
        how.append(_("with a ramp"))
    if made_of.get("away_days"):
        how.append(_("made smaller for days away"))
    return {
        "amount": Decimal(kept["amount"]), "currency": kept["currency"], "how": ", ".join(how),
        "communicated": _moment(kept["communicated"]), "acknowledged": _moment(kept["acknowledged"]),
    }  # fmt: skip


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
