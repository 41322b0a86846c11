"""Ready-made plans that a firm begins with: each is copied into a draft and then changed like any other."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

_DIRECT: Final[dict[str, Any]] = {"counts": "invoiced", "credit": ["own"], "measure": "amount"}


@dataclass(frozen=True)
class Start:
    """A common plan: what it is called, for whom it is good, and its rules (without a currency)."""

    code: str
    title: Any
    about: Any
    rules: dict[str, Any]


STARTS: Final = (
    Start(
        "flat", _("One rate"), _("The same share of everything sold. Easy to explain, no quota needed."),
        {"period": "month", "components": [
            {"name": "Commission", **_DIRECT, "input": "amount", "method": "flat", "per": "period", "output": "rate",
             "tiers": [{"from": "0", "rate": "0.05"}]},
        ]},
    ),
    Start(
        "accelerated", _("Quota with accelerator"), _("A low rate up to the quota, a higher one above it. For hunters and growing markets."),
        {"period": "quarter", "components": [
            {"name": "Commission", **_DIRECT, "input": "attainment", "method": "progressive", "per": "period", "output": "rate",
             "tiers": [{"from": "0", "rate": "0.04"}, {"from": "0.8", "rate": "0.06"}, {"from": "1", "rate": "0.09"}, {"from": "1.5", "rate": "0.06"}]},
        ]},
    ),
    Start(
        "farmer", _("Renewal and growth"), _("For account managers: keeping customers pays, growing them pays more, and growth only pays when they are kept."),
        {"period": "quarter", "components": [
            {"name": "Renewal", **_DIRECT, "input": "attainment", "method": "progressive", "per": "period", "output": "rate",
             "only": {"lifecycles": ["customer", "key_account"]},
             "tiers": [{"from": "0", "rate": "0.01"}, {"from": "0.9", "rate": "0.02"}]},
            {"name": "Growth", **_DIRECT, "input": "attainment", "method": "progressive", "per": "period", "output": "rate",
             "gate": [{"component": "Renewal", "at": "0.9"}],
             "tiers": [{"from": "0", "rate": "0"}, {"from": "1", "rate": "0.08"}]},
        ], "handoff": {"rule": "taper", "months": "12", "shares": ["1", "0.5", "0"]}},
    ),
    Start(
        "collected", _("Collected money"), _("Pays as customers pay, with a part held back for returns. Where payment is slow or uncertain."),
        {"period": "month", "components": [
            {"name": "Commission", **_DIRECT, "counts": "collected", "input": "amount", "method": "flat", "per": "period", "output": "rate",
             "hold": {"share": "0.2", "months": "3", "on_leaving": "paid"},
             "clawback": {"attainment": "reduce", "within_days": "180", "by": "full", "instalments": "1"},
             "tiers": [{"from": "0", "rate": "0.05"}]},
        ]},
    ),
    Start(
        "team", _("Team bonus"), _("For whoever leads a team: a share of target pay by what the team reaches, nothing below 80%."),
        {"period": "quarter", "components": [
            {"name": "Team", **_DIRECT, "credit": ["team"], "input": "attainment", "method": "interpolated", "per": "period", "output": "target",
             "threshold": {"at": "0.8", "pays": "from_zero"},
             "tiers": [{"from": "0", "rate": "0.8"}, {"from": "0.8", "rate": "0.2"}, {"from": "1", "rate": "1"}, {"from": "1.5", "rate": "0"}]},
        ]},
    ),
    Start(
        "blank", _("An empty plan"), _("One block to begin with."),
        {"period": "quarter", "components": [
            {"name": "Commission", **_DIRECT, "input": "amount", "method": "progressive", "per": "period", "output": "rate",
             "tiers": [{"from": "0", "rate": "0"}]},
        ]},
    ),
)  # fmt: skip


def start_named(code: str) -> Start | None:
    """A starting point by its code."""
    return next((each for each in STARTS if each.code == code), None)


def rules_from(start: Start, currency: str) -> dict[str, Any]:
    """A copy of its rules in the firm's currency."""
    return {"currency": currency, **deepcopy(start.rules)}
